import type { ProblemCode } from '#shared/problems.ts'
import { lineLevel, lineMessage } from './log-level.ts'

export interface Explanation {
  readonly code: ProblemCode
  /** What the texts need besides the node's name. */
  readonly params: Readonly<Record<string, string>>
  /** A node may get over it by itself (agents wait for their server): it only counts when time is up. */
  readonly isTransient: boolean
}

interface Pattern {
  readonly match: RegExp
  readonly code: ProblemCode
  readonly isTransient?: boolean
  /** Harmless below this level. */
  readonly only?: 'fatal'
  readonly params?: (match: RegExpExecArray) => Record<string, string>
}

/**
 * Known lines that mean that a node will not come up, by their stable words (k3s.md 4.8 with its numbers, 3.5). Of several that fit
 * the first counts.
 */
const patterns: readonly Pattern[] = [
  {
    match: /flag provided but not defined: (-\S+)/i,
    code: 'k3s.unknown_flag',
    params: ([, flag = '']) => ({ flag: `-${flag}`.replace(/^-+/, '--') }),
  }, // E2, agents
  {
    match: /unknown flag (--\S+) found in config\.yaml/i,
    code: 'k3s.unknown_flag',
    params: ([, flag = '']) => ({ flag }),
  }, // servers only warn, and go on without it
  {
    match:
      /invalid value ".*" for flag -|invalid (cluster-cidr|service-cidr|cluster-dns|egress-selector-mode|port range)|unknown flannel backend|must share the same IP version|invalid flag use/i,
    code: 'k3s.invalid_flag',
  },
  { match: /--(token|server) is required/i, code: 'k3s.invalid_flag', only: 'fatal' }, // E1
  {
    match: /server is not ready: (yaml|error converting yaml|open \/etc\/rancher\/k3s\/registries)/i,
    code: 'k3s.registries_unreadable',
  }, // E9
  // k3s before 2024 stops at a bad registries.yaml. config.yaml fails with the same words, but that one we write ourselves.
  { match: /^(error: )?yaml: (line|unmarshal)/i, code: 'k3s.registries_unreadable', only: 'fatal' },
  { match: /bootstrap data already found and encrypted with different token/i, code: 'k3s.datastore_token' }, // E14
  {
    match:
      /token CA hash does not match the Cluster CA certificate hash|invalid token (format|CA hash length)|failed to normalize (server )?token/i,
    code: 'k3s.token_mismatch',
  }, // E11
  { match: /node password rejected, duplicate hostname/i, code: 'k3s.node_password_rejected' }, // E13
  {
    match:
      /(failed to retrieve configuration from server|failed to bootstrap cluster data): not authorized|v1-k3s\/(config|server-bootstrap): 401 unauthorized/i,
    code: 'k3s.token_rejected',
  }, // E12
  { match: /kubelet is configured to not run on a host using cgroup v1/i, code: 'k3s.cgroup_v1_refused' }, // E5
  {
    match: /failed to find (memory|cpuset) cgroup|pids cgroup controller not found|cannot enter cgroupv2/i,
    code: 'k3s.cgroup_missing',
  }, // E3, E4
  // The kubelet's OOM watcher says it too, as a warning, where nodes run in a user namespace and live on.
  { match: /(failed to (create|run) kubelet|kubelet exited).*open \/dev\/kmsg/i, code: 'k3s.kmsg_missing' }, // E6
  {
    match: /requires additional privilege|operation not permitted.*(mount|cgroup)/i,
    code: 'k3s.privileges_missing',
    only: 'fatal',
  },
  { match: /snapshotter cannot be enabled for/i, code: 'k3s.snapshotter_failed' }, // E7
  {
    // The kernel says "no space left" of watches, too; the kubelet often gets over it.
    match: /too many open files|failed to create fsnotify watcher|inotify_init|inotify_add_watch.*no space left/i,
    code: 'k3s.too_many_files',
    isTransient: true,
  }, // E8
  { match: /no space left on device|database or disk is full/i, code: 'k3s.disk_full' }, // E22
  {
    match: /not a member of the etcd cluster\. found \[|is a not a member of the etcd cluster/i,
    code: 'k3s.etcd_member_changed',
    isTransient: true,
  }, // E17
  { match: /failed to find interface with specified node ip/i, code: 'k3s.node_ip_changed' }, // E24
  { match: /failed to create driver for configured endpoint/i, code: 'k3s.datastore_unreachable' }, // E21, after its 300 tries
  { match: /failed to ping database connection/i, code: 'k3s.datastore_unreachable', isTransient: true },
  {
    match:
      /no default routes found|unable to find default route|failed to find the interface|failed to start networking/i,
    code: 'k3s.network_failed',
  }, // E23, E36
  {
    match: /failed to get CA certs|failed to validate connection to cluster/i,
    code: 'k3s.server_unreachable',
    isTransient: true,
  }, // E10, E16
  {
    match:
      /^(?!.*(signal|interrupt|context canceled))(?:shutdown request received: "?.+|(containerd|kubelet|apiserver|kube-proxy|scheduler|controller-manager|cloud-controller-manager) exited: )/i,
    code: 'k3s.component_exited',
  }, // E29
  { match: /sampan: this image has no \/bin\/k3s/i, code: 'image.not_k3s' },
  // docker-init, before our entrypoint could say anything: no shell, or one of another processor.
  { match: /exec \/etc\/sampan\/entrypoint\.sh failed: no such file/i, code: 'image.not_k3s' },
  { match: /exec format error/i, code: 'image.wrong_architecture' },
]

/** What a log line means for the node, where it is one of the known bad ones. */
export function explainLine(line: string): Explanation | undefined {
  const message = lineMessage(line)
  for (const { match, code, isTransient = false, only, params } of patterns) {
    const found = match.exec(message)
    if (!found || (only !== undefined && lineLevel(line) !== only)) continue
    return { code, params: params?.(found) ?? {}, isTransient }
  }
  return undefined
}

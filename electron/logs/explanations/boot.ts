import type { KnownLine } from './known-line.ts'

/**
 * Lines that mean that a node may not come up, by their stable words (k3s.md 4.8 with its numbers, 3.5), and what looks like them.
 * Those that count when repeated leave the container running (recordings: server-broken-registries, agent-wrong-token).
 */
export const bootLines: readonly KnownLine[] = [
  // E2; an agent stops.
  {
    id: 'unknown-flag',
    words: ['provided'],
    match: /flag provided but not defined: (-\S+)/i,
    params: ([, flag = '']) => ({ flag: `-${flag}`.replace(/^-+/, '--') }),
    problem: { code: 'k3s.unknown_flag' },
  },
  // A server only warns, and goes on without it.
  {
    id: 'unknown-flag',
    words: ['unknown'],
    match: /^unknown flag (?<flag>--\S+) found in config\.yaml/i,
    problem: { code: 'k3s.unknown_flag', counts: 'atOnce', from: 'k3s' },
  },
  {
    id: 'invalid-flag',
    words: ['invalid', 'unknown', 'share'],
    match:
      /invalid value ".*" for flag -|invalid (cluster-cidr|service-cidr|cluster-dns|egress-selector-mode|port range)|unknown flannel backend|must share the same IP version|invalid flag use/i,
    problem: { code: 'k3s.invalid_flag' },
  },
  // E1.
  {
    id: 'required-flag-missing',
    words: ['token', 'server'],
    match: /--(token|server) is required/i,
    problem: { code: 'k3s.invalid_flag', only: 'fatal' },
  },
  // E9, since 2024: waits for ever.
  {
    id: 'registries-unreadable',
    words: ['yaml', 'registries'],
    match: /server is not ready: (yaml|error converting yaml|open \/etc\/rancher\/k3s\/registries)/i,
    problem: { code: 'k3s.registries_unreadable', counts: 'whenRepeated' },
  },
  // Before, k3s stops. config.yaml fails with the same words, but that one we write ourselves.
  {
    id: 'registries-unreadable',
    words: ['yaml'],
    match: /^(error: )?yaml: (line|unmarshal)/i,
    problem: { code: 'k3s.registries_unreadable', only: 'fatal' },
  },
  // E14.
  {
    id: 'datastore-token',
    words: ['bootstrap'],
    match: /bootstrap data already found and encrypted with different token/i,
    problem: { code: 'k3s.datastore_token' },
  },
  // E11.
  {
    id: 'token-mismatch',
    words: ['hash', 'token'],
    match:
      /token CA hash does not match the Cluster CA certificate hash|invalid token (format|CA hash length)|failed to normalize (server )?token/i,
    problem: { code: 'k3s.token_mismatch', counts: 'whenRepeated' },
  },
  // E13.
  {
    id: 'node-password-rejected',
    words: ['rejected'],
    match: /node password rejected, duplicate hostname/i,
    problem: { code: 'k3s.node_password_rejected', counts: 'whenRepeated' },
  },
  // The server's side, in new and old words.
  {
    id: 'node-password-rejected',
    words: ['verify'],
    match: /unable to verify (?:password for node|hash for node).*hash does not match/,
  },
  // E12, the second in old versions.
  {
    id: 'token-rejected',
    words: ['authorized', 'unauthorized'],
    match:
      /(failed to retrieve configuration from server|failed to bootstrap cluster data): not authorized|v1-k3s\/(config|server-bootstrap): 401 unauthorized/i,
    problem: { code: 'k3s.token_rejected', counts: 'whenRepeated' },
  },
  { id: 'token-rejected', words: ['authorized'], match: /^Skipping cluster configuration validation: not authorized$/ },
  // E5, 1.35 and later.
  {
    id: 'cgroup-v1-refused',
    words: ['configured'],
    match: /kubelet is configured to not run on a host using cgroup v1/i,
    problem: { code: 'k3s.cgroup_v1_refused' },
  },
  // E3, E4.
  {
    id: 'cgroup-missing',
    words: ['cgroup', 'cgroupv'],
    match: /failed to find (memory|cpuset) cgroup|pids cgroup controller not found|cannot enter cgroupv2/i,
    problem: { code: 'k3s.cgroup_missing' },
  },
  // E6. The kubelet's OOM watcher says it too, as a warning, where nodes run in a user namespace and live on.
  {
    id: 'kmsg-missing',
    words: ['kmsg'],
    match: /(failed to (create|run) kubelet|kubelet exited).*open \/dev\/kmsg/i,
    problem: { code: 'k3s.kmsg_missing' },
  },
  {
    id: 'oom-watcher-off',
    words: ['kmsg', 'analyzelines'],
    match: /error reading \/dev\/kmsg|OOM events will not be reported|Could not configure a source for OOM detection/,
  },
  {
    id: 'privileges-missing',
    words: ['privilege', 'permitted'],
    match: /requires additional privilege|operation not permitted.*(mount|cgroup)/i,
    problem: { code: 'k3s.privileges_missing', only: 'fatal' },
  },
  // E7.
  {
    id: 'snapshotter-failed',
    words: ['snapshotter'],
    match: /snapshotter cannot be enabled for/i,
    problem: { code: 'k3s.snapshotter_failed' },
  },
  // E8. The kernel says "no space left" of watches, too; the kubelet often gets over it.
  {
    id: 'too-many-files',
    words: ['open', 'fsnotify', 'inotify'],
    match: /too many open files|failed to create fsnotify watcher|inotify_init|inotify_add_watch.*no space left/i,
    problem: { code: 'k3s.too_many_files', counts: 'whenTimeIsUp' },
  },
  // E22.
  {
    id: 'disk-full',
    words: ['space', 'full'],
    match: /no space left on device|database or disk is full/i,
    problem: { code: 'k3s.disk_full', from: 'k3s' },
  },
  // E17; the second wording is older.
  {
    id: 'etcd-member-changed',
    words: ['member'],
    match: /not a member of the etcd cluster\. found \[|is a not a member of the etcd cluster/i,
    problem: { code: 'k3s.etcd_member_changed', counts: 'whenTimeIsUp' },
  },
  // E24.
  {
    id: 'node-ip-changed',
    words: ['interface'],
    match: /failed to find interface with specified node ip/i,
    problem: { code: 'k3s.node_ip_changed' },
  },
  // E21, after its 300 tries.
  {
    id: 'datastore-unreachable',
    words: ['driver'],
    match: /failed to create driver for configured endpoint/i,
    problem: { code: 'k3s.datastore_unreachable' },
  },
  {
    id: 'datastore-unreachable',
    words: ['ping'],
    match: /failed to ping database connection/i,
    problem: { code: 'k3s.datastore_unreachable', counts: 'whenTimeIsUp' },
  },
  // E23, E36.
  {
    id: 'network-failed',
    words: ['default', 'interface', 'networking'],
    match:
      /no default routes found|unable to find default route|failed to find the interface|failed to start networking/i,
    problem: { code: 'k3s.network_failed' },
  },
  // E27.
  { id: 'certificate-expired', words: ['expired'], match: /certificate has expired or is not yet valid/ },
  // E10, E16; the first alone until mid-2024.
  {
    id: 'server-unreachable',
    words: ['certs', 'validate'],
    match: /failed to get CA certs|failed to validate connection to cluster/i,
    problem: { code: 'k3s.server_unreachable', counts: 'whenTimeIsUp' },
  },
  // E29; the second in old versions.
  {
    id: 'component-exited',
    words: ['shutdown', 'exited'],
    match:
      /^(?!.*(signal|interrupt|context canceled))(?:shutdown request received: "?.+|(containerd|kubelet|apiserver|kube-proxy|scheduler|controller-manager|cloud-controller-manager) exited: )/i,
    problem: { code: 'k3s.component_exited', from: 'k3s' },
  },
  {
    id: 'image-not-k3s',
    words: ['sampan'],
    match: /sampan: this image has no \/bin\/k3s/i,
    problem: { code: 'image.not_k3s' },
  },
  // docker-init, before our entrypoint could say anything: no shell, or one of another processor.
  {
    id: 'image-not-k3s',
    words: ['exec'],
    match: /exec \/etc\/sampan\/entrypoint\.sh failed: no such file/i,
    problem: { code: 'image.not_k3s' },
  },
  // E42.
  {
    id: 'image-wrong-architecture',
    words: ['exec'],
    match: /exec format error/i,
    problem: { code: 'image.wrong_architecture', from: 'start' },
  },
]

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explainLine } from '../../../electron/logs/explanations.ts'

const recording = (name: string) =>
  readFileSync(new URL(`../../recordings/${name}.stderr.log`, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\dT\S+Z (?=time=|\{|[IWEF]\d{4}|Flag)/, ''))
const logrus = (level: string, message: string) =>
  `time="2026-05-06T11:05:04Z" level=${level} msg=${JSON.stringify(message)}`

describe('a line that means that a node will not come up', () => {
  it.each(['server-0', 'agent-0', 'restart-s0', 'restart-a0'])(
    'takes nothing in a boot that went well for final (%s)',
    (name) => {
      const found = recording(name).map((line) => explainLine(line)?.counts)
      expect(found.filter((counts) => counts !== undefined && counts !== 'whenTimeIsUp')).toEqual([])
    },
  )

  it.each([
    ['badflag', 'k3s.unknown_flag'],
    ['badreg', 'k3s.registries_unreadable'],
    ['noargs', 'k3s.invalid_flag'],
    ['agent-nohost', 'k3s.server_unreachable'],
    ['agent-nodepassword', 'k3s.node_password_rejected'],
    ['agent-badtoken', 'k3s.token_rejected'],
  ])('names the mistake in a recorded boot that failed (%s)', (name, code) => {
    const codes = recording(name).flatMap((line) => explainLine(line)?.code ?? [])
    expect(codes).toContain(code)
  })

  // Line, code, and a line that looks like it and means nothing.
  it.each([
    [
      logrus('fatal', 'Error: flag provided but not defined: -foo'),
      'k3s.unknown_flag',
      logrus('info', 'flags were provided'),
    ],
    [
      logrus('warning', 'Unknown flag --foo found in config.yaml, skipping'),
      'k3s.unknown_flag',
      logrus('info', 'Using config.yaml'),
    ],
    [
      logrus('fatal', 'Error: invalid cluster-cidr X: invalid CIDR address: X'),
      'k3s.invalid_flag',
      logrus('info', 'Running kube-proxy --cluster-cidr=10.42.0.0/16'),
    ],
    [
      logrus('fatal', 'Error: --token is required'),
      'k3s.invalid_flag',
      logrus('info', 'To join: --token is required there'),
    ],
    [
      logrus(
        'info',
        'Waiting to retrieve agent configuration; server is not ready: yaml: line 4: mapping values are not allowed in this context',
      ),
      'k3s.registries_unreadable',
      logrus('info', 'Waiting to retrieve agent configuration; server is not ready: Get "https://127.0.0.1:6444": EOF'),
    ],
    [
      logrus(
        'fatal',
        'Error: preparing server: failed to bootstrap cluster data: bootstrap data already found and encrypted with different token',
      ),
      'k3s.datastore_token',
      logrus('info', 'Bootstrap key already locked - waiting for data to be populated by another server'),
    ],
    [
      logrus(
        'error',
        'Failed to validate connection to cluster at https://H:6443: token CA hash does not match the Cluster CA certificate hash: A != B',
      ),
      'k3s.token_mismatch',
      logrus(
        'warning',
        'Cluster CA certificate is not trusted by the host CA bundle, but the token does not include a CA hash.',
      ),
    ],
    [
      logrus(
        'info',
        "Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry",
      ),
      'k3s.node_password_rejected',
      logrus('info', 'Password verified locally for node demo-server-0'),
    ],
    [
      logrus(
        'info',
        'Waiting to retrieve agent configuration; server is not ready: failed to retrieve configuration from server: not authorized',
      ),
      'k3s.token_rejected',
      logrus('error', 'Sending HTTP/1.1 503 response to 127.0.0.1:41236: runtime core not ready'),
    ],
    [
      'E0506 11:05:04.000000      41 run.go:72] "command failed" err="failed to run Kubelet: kubelet is configured to not run on a host using cgroup v1"',
      'k3s.cgroup_v1_refused',
      logrus('info', 'Disabling CPU quotas due to missing cpu controller or cpu.cfs_period_us'),
    ],
    [logrus('fatal', 'failed to find memory cgroup (v2)'), 'k3s.cgroup_missing', logrus('info', 'memory cgroup found')],
    [
      logrus('error', 'failed to create kubelet: open /dev/kmsg: no such file or directory'),
      'k3s.kmsg_missing',
      logrus('info', 'kmsg'),
    ],
    [
      logrus(
        'fatal',
        '"overlayfs" snapshotter cannot be enabled for "/var/lib/rancher/k3s/agent/containerd", try using "fuse-overlayfs" or "native"',
      ),
      'k3s.snapshotter_failed',
      logrus('info', 'Using snapshotter overlayfs'),
    ],
    [
      logrus('error', 'kubelet exited: failed to create fsnotify watcher: too many open files'),
      'k3s.too_many_files',
      logrus('info', 'files are open'),
    ],
    [
      logrus(
        'info',
        'Failed to test etcd connection: this server is not a member of the etcd cluster. Found [a=https://172.20.0.2:2380], expect: a=https://172.20.0.4:2380',
      ),
      'k3s.etcd_member_changed',
      logrus(
        'info',
        'Failed to test etcd connection: this server has not yet been promoted from learner to voting member',
      ),
    ],
    [
      logrus(
        'fatal',
        'unable to initialize network policy controller: error getting node subnet: failed to find interface with specified node ip',
      ),
      'k3s.node_ip_changed',
      logrus('info', 'The interface eth0 with ipv4 address 172.20.0.2 will be used by flannel'),
    ],
    [
      logrus(
        'fatal',
        'Error: preparing server: failed to bootstrap cluster data: creating storage endpoint: failed to create driver for configured endpoint: dial tcp: lookup db',
      ),
      'k3s.datastore_unreachable',
      logrus('info', 'Kine available at unix://kine.sock'),
    ],
    [
      logrus('fatal', 'no default routes found in "/proc/net/route" or "/proc/net/ipv6_route"'),
      'k3s.network_failed',
      logrus('info', 'Starting network policy controller version v2.6.3-k3s1'),
    ],
    [
      logrus('error', 'Shutdown request received: "containerd exited: exit status 1"'),
      'k3s.component_exited',
      logrus('info', 'Shutdown request received: "signal: terminated"'),
    ],
    [
      logrus('fatal', 'Error: write /var/lib/rancher/k3s/server/tls: no space left on device'),
      'k3s.disk_full',
      logrus('info', 'Datastore using 2318336 of 20480000 bytes'),
    ],
    [
      'W1123 10:00:00.000000       7 watcher.go:93] Error while processing event: inotify_add_watch /sys/fs/cgroup/x: no space left on device',
      'k3s.too_many_files',
      'I1123 10:00:00.000000       7 manager.go:1] space left on device: 10 GB',
    ],
    [
      '[FATAL tini (7)] exec /etc/sampan/entrypoint.sh failed: No such file or directory',
      'image.not_k3s',
      '[WARN  tini (7)] Tini is not running as PID 1',
    ],
    [
      logrus('error', 'kubelet exited: failed to create kubelet: open /dev/kmsg: no such file or directory'),
      'k3s.kmsg_missing',
      'W1123 10:00:00.000000       7 manager.go:288] Could not configure a source for OOM detection: open /dev/kmsg: operation not permitted',
    ],
    [
      logrus('fatal', 'sampan: this image has no /bin/k3s'),
      'image.not_k3s',
      logrus('warning', 'sampan: mounts could not be made shared'),
    ],
  ])('knows %s', (line, code, nearMiss) => {
    expect([explainLine(line)?.code, explainLine(nearMiss)?.code]).toEqual([code, undefined])
  })

  // What k3s does after it has said so, as recorded: containers that stop, and those that run on and say it again.
  it.each([
    ['badflag', 'k3s.unknown_flag', 'whenItDies'],
    ['noargs', 'k3s.invalid_flag', 'whenItDies'],
    ['agent-nohost', 'k3s.server_unreachable', 'whenTimeIsUp'],
    ['agent-nodepassword', 'k3s.node_password_rejected', 'whenRepeated'],
    ['agent-badtoken', 'k3s.token_rejected', 'whenRepeated'],
  ])('tells what it takes for the line to end a start (%s)', (name, code, counts) => {
    const found = recording(name).flatMap((line) => explainLine(line) ?? [])
    expect(new Set(found.filter((each) => each.code === code).map((each) => each.counts))).toEqual(new Set([counts]))
    if (counts === 'whenRepeated') expect(found.length).toBeGreaterThan(1)
  })

  const klog = (message: string) => `E1127 05:29:17.544227       7 pod_workers.go:190] ${message}`
  it.each([
    ['a disk that is full', klog('"Error syncing pod" err="write /data: no space left on device"')],
    ['a program of another processor', klog('"Probe failed" output="exec /probe: exec format error"')],
    ['a program of another processor, that k3s quotes', logrus('info', 'exec /probe: exec format error')],
    ['a part that has exited', klog('"containerd exited: exit status 1"')],
    ['a flag of somebody else', klog('"Unknown flag --foo found in config.yaml, skipping"')],
  ])('takes what the kubelet quotes of a pod for nothing that concerns the node: %s', (_, line) => {
    expect(explainLine(line)).toBeUndefined()
  })

  it.each([
    [logrus('error', 'error in txn: database or disk is full'), 'k3s.disk_full'],
    [
      '{"level":"fatal","ts":"2026-11-27T05:29:17Z","msg":"failed to save","error":"write wal: no space left on device"}',
      'k3s.disk_full',
    ],
    ['/etc/sampan/entrypoint.sh: exec: line 40: /bin/k3s: Exec format error', 'image.wrong_architecture'],
    ['[FATAL tini (7)] exec /etc/sampan/entrypoint.sh failed: Exec format error', 'image.wrong_architecture'],
  ])('knows of whom the same words count: %s', (line, code) => {
    expect(explainLine(line)).toMatchObject({ code, counts: 'whenItDies' })
  })

  it('names the flag that k3s did not know, as it was given', () => {
    const lines = [
      logrus('fatal', 'Error: flag provided but not defined: -foo'),
      logrus('warning', 'Unknown flag --foo found in config.yaml, skipping'),
    ]
    expect(lines.map((line) => explainLine(line)?.params)).toEqual([{ flag: '--foo' }, { flag: '--foo' }])
  })
})

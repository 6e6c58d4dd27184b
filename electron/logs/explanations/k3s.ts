import type { KnownLine } from './known-line.ts'

/** k3s's own lines, its supervisor and its controllers (k3s.md 4.2, 4.5, 4.7). */
export const k3sLines: readonly KnownLine[] = [
  { id: 'tls-handshake-eof', words: ['handshake'], match: /TLS handshake error from .*: EOF/ },
  {
    id: 'tls-bad-certificate',
    words: ['handshake'],
    match: /TLS handshake error from .*: (?:remote error: )?tls: (?:bad certificate|unknown certificate)/,
  },
  {
    id: 'core-not-ready',
    words: ['core', 'starting'],
    match: /runtime core not ready|Sending HTTP\/[\d.]+ 503 response to \S+: starting/,
  },
  {
    // What a component says that was told to stop, as k3s passes it on.
    id: 'k3s-stopped',
    words: ['canceled', 'exited', 'signal'],
    match: /^(?:(?:.*: )?context canceled|controllers exited|flannel exited: <nil>|received signal: terminated)$/i,
  },
  {
    id: 'tunnel-endpoints-not-yet',
    words: ['tunnel'],
    match: /Unable to watch for tunnel endpoints/,
  },
  { id: 'sysctl-refused', words: ['sysctl'], match: /Failed to set sysctl/ },
  {
    id: 'kernel-module-not-loaded',
    words: ['modprobe'],
    match: /Failed to load kernel module (?<module>\S+) with modprobe/,
  },
  { id: 'no-cached-certificate', words: ['cached'], match: /no cached certificate available for preload/ },
  // The second before 1.33.0, 1.32.4, 1.31.8, 1.30.12.
  {
    id: 'api-not-ready-yet',
    words: ['polling', 'become', 'supervisor'],
    match:
      /Failed to get apiserver addresses from supervisor: <nil>|Polling for API server readiness|Waiting for API server to become available/,
  },
  { id: 'cri-missing', words: ['unimplemented'], match: /code = Unimplemented desc = unknown service runtime\.v1/ },
  {
    id: 'containerd-starting',
    words: ['containerd'],
    match: /Waiting for containerd startup|failed to connect to \{\/run\/k3s\/containerd\/containerd\.sock/,
  },
  {
    id: 'node-labels-retry',
    words: ['label', 'labels'],
    match: /Unable to set control-plane role label|Failed to set annotations and labels on node/,
  },
  {
    id: 'resolv-conf-replaced',
    words: ['nameservers'],
    match: /Host resolv\.conf includes loopback.*with nameservers? (?<servers>.+)$/,
  },
  { id: 'cpu-quota-off', words: ['quotas'], match: /Disabling CPU quotas due to missing cpu/ },
  {
    id: 'ca-not-in-token',
    words: ['bundle'],
    match: /Cluster CA certificate is not trusted by the host CA bundle, but the token does not include a CA hash/,
  },
  {
    id: 'selinux-on',
    words: ['selinux'],
    match: /SELinux is enabled on this host, but k3s has not been started with --selinux/i,
  },
  {
    id: 'flag-deprecated',
    words: ['deprecated'],
    match: /^Flag (?<flag>--\S+) has been deprecated|^WARNING: all flags other than --config/,
  },
  // E15.
  { id: 'server-settings-differ', words: ['critical'], match: /critical configuration (?:value )?mismatch/ },
  // The second in old versions.
  {
    id: 'agent-waits-for-server',
    words: ['agent'],
    match: /Waiting to retrieve agent configuration|Failed to configure agent: /,
  },
  {
    id: 'join-refused',
    words: ['authenticate', 'response'],
    match: /Failed to authenticate request from|Sending HTTP\/1\.1 40[13] response to/,
  },
  {
    id: 'etcd-not-enabled',
    words: ['etcd'],
    match: /but embedded etcd is not enabled|failed to bootstrap cluster data: etcd disabled/,
  },
  // E40.
  {
    id: 'port-in-use',
    words: ['bind', 'exposing'],
    match:
      /(?:listen tcp|Bind for|open port).*(?:address already in use|port is already allocated)|ports are not available: exposing port/,
  },
  // E20.
  {
    id: 'certificates-newer-than-datastore',
    words: ['newer'],
    match: /newer than datastore and could cause a cluster outage/,
  },
  { id: 'tunnel-broken', words: ['remotedialer'], match: /Remotedialer proxy error|error in remotedialer server/i },
  { id: 'server-failed-check', words: ['failed'], match: /Server (?<server>[^@\s]+)@\S*->FAILED from/ },
  { id: 'waits-for-other-server', words: ['locked'], match: /Bootstrap key already locked/ },
  { id: 'datastore-filled', words: ['bootstrap'], match: /^Bootstrap key already exists$/ },
  { id: 'manifest-failed', words: ['process'], match: /Failed to process config: failed to process (?<file>[^\s:]+)/ },
  { id: 'helm-install-failed', words: ['installation'], match: /INSTALLATION FAILED: /, inPods: true },
  {
    id: 'client-gone',
    words: ['proxy', 'stream'],
    match:
      /^Proxy error: write failed: .*(?:connection reset by peer|broken pipe)|Failed to encode watch event.*stream closed/,
  },
  {
    id: 'cgroup-v2-not-mounted',
    words: ['evacuation'],
    match: /cgroup2 is not mounted\. cgroup2 evacuation is discarded/,
  },
  {
    id: 'serving-secret-not-yet',
    words: ['serving'],
    match: /error syncing 'kube-system\/k3s-serving'.*Required value/,
  },
]

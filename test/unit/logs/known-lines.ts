// A table, as long as the catalogue: whole lines as k3s and its parts print them, frame included, from the reference, the
// recordings and public logs; and for each kind a line that looks like it and is none.
import type { LogExplanationId } from '#shared/log-explanations.ts'

interface Sample {
  readonly lines: readonly string[]
  readonly nearMiss: string
}

export const knownLines: Readonly<Record<LogExplanationId, Sample>> = {
  'unknown-flag': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: flag provided but not defined: -foo"',
      'time="2026-11-23T05:57:04.994255252Z" level=fatal msg="flag provided but not defined: -no-such-flag"',
      'time="2026-05-06T11:05:04Z" level=warning msg="Unknown flag --foo found in config.yaml, skipping"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Using flag --foo from config.yaml"',
  },
  'invalid-flag': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: invalid cluster-cidr X: invalid CIDR address: X"',
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: invalid value \\"abc\\" for flag -https-listen-port: parse error"',
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: Cannot configure unknown flannel backend \'x\'"',
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: cluster-cidr, service-cidr and node-ip must share the same IP version (IPv4, IPv6 or dual-stack)"',
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: invalid flag use; cannot use --disable-etcd with --datastore-endpoint"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Running kube-proxy --cluster-cidr=10.42.0.0/16"',
  },
  'required-flag-missing': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: --token is required"',
      'time="2026-11-23T05:57:05.0Z" level=fatal msg="--server is required"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="To join agent node to cluster: k3s agent -s https://172.20.0.2:6443 -t TOKEN"',
  },
  'registries-unreadable': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: yaml: line 4: mapping values are not allowed in this context"',
      'time="2026-11-23T05:57:05.918369416Z" level=fatal msg="yaml: line 3: did not find expected key"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Using private registry config file at /etc/rancher/k3s/registries.yaml"',
  },
  'datastore-token': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: preparing server: failed to bootstrap cluster data: bootstrap data already found and encrypted with different token"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Bootstrap key already locked - waiting for data to be populated by another server"',
  },
  'token-mismatch': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to validate connection to cluster at https://H:6443: token CA hash does not match the Cluster CA certificate hash: A != B"',
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to validate connection to cluster at https://H:6443: invalid token format"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=warning msg="Cluster CA certificate is not trusted by the host CA bundle, but the token does not include a CA hash."',
  },
  'node-password-rejected': {
    lines: [
      'time="2026-11-23T05:58:30.423964697Z" level=error msg="Failed to configure agent: Node password rejected, duplicate hostname or contents of \'/etc/rancher/node/password\' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"',
      'time="2026-05-06T11:05:04Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname or contents of \'/etc/rancher/node/password\' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"',
      'time="2026-05-06T11:05:04Z" level=error msg="Sending HTTP/1.1 403 response to 172.20.0.3:41236: unable to verify password for node demo-agent-0: hash does not match"',
      'time="2026-05-06T11:05:04Z" level=error msg="unable to verify hash for node \'demo-agent-0\': hash does not match"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Password verified locally for node demo-server-0"',
  },
  'token-rejected': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: failed to retrieve configuration from server: not authorized"',
      'time="2026-11-23T05:57:01.522486916Z" level=error msg="Failed to configure agent: failed to retrieve configuration from server: https://127.0.0.1:6444/v1-k3s/config: 401 Unauthorized"',
      'time="2026-11-27T04:35:06Z" level=warning msg="Skipping cluster configuration validation: not authorized"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=error msg="Sending HTTP/1.1 503 response to 127.0.0.1:41236: runtime core not ready"',
  },
  'cgroup-v1-refused': {
    lines: [
      'E0506 11:05:06.611020      41 run.go:72] "command failed" err="failed to run Kubelet: kubelet is configured to not run on a host using cgroup v1"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Disabling CPU quotas due to missing cpu controller or cpu.cfs_period_us"',
  },
  'cgroup-missing': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="failed to find memory cgroup (v2)"',
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: cannot enter cgroupv2 \\"/sys/fs/cgroup/k3s\\" with domain controllers"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="found memory cgroup"',
  },
  'kmsg-missing': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="kubelet exited: failed to create kubelet: open /dev/kmsg: no such file or directory"',
    ],
    nearMiss:
      'W1123 10:00:00.000000       7 manager.go:288] Could not configure a source for OOM detection: open /dev/kmsg: operation not permitted',
  },
  'oom-watcher-off': {
    lines: [
      'W1123 10:00:00.000000       7 manager.go:288] Could not configure a source for OOM detection: open /dev/kmsg: operation not permitted',
      'W1127 04:57:06.256694      40 oomparser.go:175] error reading /dev/kmsg: read /dev/kmsg: broken pipe',
      'E1127 04:57:06.256744      40 oomparser.go:151] exiting analyzeLines. OOM events will not be reported.',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 oom.go:12] Configured a source for OOM detection',
  },
  'privileges-missing': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: the agent requires additional privilege: mount denied"',
      'time="2026-05-06T11:05:04Z" level=fatal msg="operation not permitted: cannot create cgroup k3s"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to set sysctl: open /proc/sys/net/netfilter/nf_conntrack_max: operation not permitted"',
  },
  'snapshotter-failed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="\\"overlayfs\\" snapshotter cannot be enabled for \\"/var/lib/rancher/k3s/agent/containerd\\", try using \\"fuse-overlayfs\\" or \\"native\\": failed to mount overlay: invalid argument"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Using snapshotter overlayfs"',
  },
  'too-many-files': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="kubelet exited: failed to create fsnotify watcher: too many open files"',
      'W1123 10:00:00.000000       7 watcher.go:93] Error while processing event: inotify_add_watch /sys/fs/cgroup/x: no space left on device',
    ],
    nearMiss: 'I1123 10:00:00.000000       7 manager.go:1] space left on device: 10 GB',
  },
  'disk-full': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: write /var/lib/rancher/k3s/server/tls: no space left on device"',
      'time="2026-05-06T11:05:04Z" level=error msg="error in txn: database or disk is full"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Datastore using 2318336 of 20480000 bytes"',
  },
  'etcd-member-changed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to test etcd connection: this server is not a member of the etcd cluster. Found [a=https://172.20.0.2:2380], expect: a=https://172.20.0.4:2380"',
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to test data store connection: this server is a not a member of the etcd cluster. Found [a=https://172.20.0.2:2380], expect: a=https://172.20.0.4:2380"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to test etcd connection: this server has not yet been promoted from learner to voting member"',
  },
  'node-ip-changed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="unable to initialize network policy controller: error getting node subnet: failed to find interface with specified node ip"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="The interface eth0 with ipv4 address 172.20.0.2 will be used by flannel"',
  },
  'datastore-unreachable': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: preparing server: failed to bootstrap cluster data: creating storage endpoint: failed to create driver for configured endpoint: dial tcp: lookup db"',
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to ping database connection: dial tcp 172.20.0.9:3306: connect: connection refused"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Kine available at unix://kine.sock"',
  },
  'network-failed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="no default routes found in \\"/proc/net/route\\" or \\"/proc/net/ipv6_route\\""',
      'time="2026-05-06T11:05:04Z" level=error msg="Shutdown request received: \\"failed to start networking: unable to initialize network policy controller\\""',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Starting network policy controller version v2.6.3-k3s1"',
  },
  'certificate-expired': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to validate connection to cluster at https://H:6443: failed to get CA certs: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-05-06T11:05:04Z is before 2026-05-07T00:00:00Z"',
      'E0506 11:05:06.611020      41 authentication.go:73] "Unable to authenticate the request" err="[x509: certificate has expired or is not yet valid: current time 2027-05-07T00:00:00Z is after 2027-05-06T11:05:04Z]"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Node and Certificate Authority certificates managed by k3s are OK"',
  },
  'server-unreachable': {
    lines: [
      'time="2026-11-23T05:56:59.564981200Z" level=error msg="failed to get CA certs: https://127.0.0.1:6444/cacerts: 503 Service Unavailable"',
      'time="2026-11-23T05:57:02.247915697Z" level=error msg="failed to get CA certs: Get \\"https://127.0.0.1:6444/cacerts\\": read tcp 127.0.0.1:39678->127.0.0.1:6444: read: connection reset by peer"',
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to validate connection to cluster at https://172.20.0.2:6443: failed to get CA certs: Get \\"https://127.0.0.1:6444/cacerts\\": EOF"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Using the CA certs of the server"',
  },
  'component-exited': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Shutdown request received: \\"containerd exited: exit status 1\\""',
      'time="2026-05-06T11:05:04Z" level=fatal msg="apiserver exited: listen tcp: lookup failed"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Shutdown request received: \\"signal: terminated\\""',
  },
  'image-not-k3s': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="sampan: this image has no /bin/k3s"',
      '[FATAL tini (7)] exec /etc/sampan/entrypoint.sh failed: No such file or directory',
    ],
    nearMiss: '[WARN  tini (7)] Tini is not running as PID 1',
  },
  'image-wrong-architecture': {
    lines: ['exec /bin/k3s: exec format error'],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="format error in exec probe"',
  },
  'pause-image-missing': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_sandbox.go:72] "Failed to create sandbox for pod" err="rpc error: code = Unknown desc = failed to get sandbox image \\"rancher/mirrored-pause:3.6\\": failed to pull image \\"rancher/mirrored-pause:3.6\\": dial tcp 1.2.3.4:443: i/o timeout" pod="kube-system/coredns-1"',
      'E1127 05:29:28.076620       7 kuberuntime_sandbox.go:70] "Failed to create sandbox for pod" err="rpc error: code = Unknown desc = failed to pull image \\"rancher/mirrored-pause:3.10.2\\": failed to pull and unpack image \\"docker.io/rancher/mirrored-pause:3.10.2\\": failed to resolve reference \\"docker.io/rancher/mirrored-pause:3.10.2\\": failed to do request: Head \\"https://registry-1.docker.io/v2/rancher/mirrored-pause/manifests/3.10.2\\": dial tcp: lookup registry-1.docker.io: no such host" pod="kube-system/coredns-54996dc9b4-d6g8r"',
      'E1127 05:29:28.076346       7 remote_runtime.go:237] "RunPodSandbox from runtime service failed" err="rpc error: code = Unknown desc = failed to pull image \\"rancher/mirrored-pause:3.10.2\\": failed to pull and unpack image \\"docker.io/rancher/mirrored-pause:3.10.2\\": failed to resolve reference \\"docker.io/rancher/mirrored-pause:3.10.2\\": failed to do request: Head \\"https://registry-1.docker.io/v2/rancher/mirrored-pause/manifests/3.10.2\\": dial tcp: lookup registry-1.docker.io: no such host"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="sandbox image rancher/mirrored-pause:3.6 is present"',
  },
  'registry-rate-limit': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": unexpected status from HEAD request to https://registry-1.docker.io/v2/library/busybox/manifests/1.37.0: 429 Too Many Requests" image="busybox:1.37.0"',
    ],
    nearMiss: 'W0506 11:05:06.611020      41 request.go:1] too many parallel requests',
  },
  'registry-speaks-http': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": failed to do request: Head \\"https://192.168.1.10:5000/v2/a/manifests/1\\": http: server gave HTTP response to HTTPS client" image="busybox:1.37.0"',
    ],
    nearMiss:
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": failed to do request: Head \\"https://192.168.1.10:5000/v2/a/manifests/1\\": http: request canceled" image="busybox:1.37.0"',
  },
  'registry-speaks-https': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": unexpected status from HEAD request to http://registry.example.com/v2/a/manifests/1: 400 Bad Request: Client sent an HTTP request to an HTTPS server." image="busybox:1.37.0"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Client sent an HTTP request"',
  },
  'registry-file-missing': {
    lines: [
      'E1127 14:39:44.672587     175 remote_image.go:250] "PullImage from image service failed" err="rpc error: code = Unknown desc = failed to pull and unpack image \\"docker.io/library/busybox:1.36\\": failed to resolve reference \\"docker.io/library/busybox:1.36\\": unable to read CA cert \\"/etc/docker/certs.d/registry.corp.example/ca.crt\\": open /etc/docker/certs.d/registry.corp.example/ca.crt: no such file or directory"',
      'time="2026-11-27T14:39:44.670634461Z" level=error msg="PullImage \\"docker.io/library/busybox:1.36\\" failed" error="rpc error: code = Unknown desc = failed to resolve reference \\"docker.io/library/busybox:1.36\\": failed to load X509 key pair: open /root/certs/client.crt: no such file or directory"',
    ],
    nearMiss: 'time="2026-11-27T14:39:44Z" level=error msg="open /etc/rancher/k3s/x.crt: no such file or directory"',
  },
  'registry-not-trusted': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": failed to do request: Head \\"https://registry.example.com/v2/a/manifests/1\\": tls: failed to verify certificate: x509: certificate signed by unknown authority" image="busybox:1.37.0"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=error msg="unable to verify: x509: certificate signed by another authority"',
  },
  'registry-login-missing': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed" image="busybox:1.37.0"',
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": unexpected status from GET request to https://auth.example.com/token: 401 Unauthorized" image="busybox:1.37.0"',
    ],
    nearMiss: 'W0506 11:05:06.611020      41 x.go:1] pull of a public image without authorization header',
  },
  'registry-name-unknown': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": failed to do request: Head \\"https://mirror.example.com/v2/library/busybox/manifests/1.37.0?ns=docker.io\\": dial tcp: lookup mirror.example.com on 127.0.0.11:53: no such host" image="busybox:1.37.0"',
    ],
    nearMiss: 'W0506 11:05:06.611020      41 x.go:1] lookup mirror.example.com: server misbehaving',
  },
  'registry-refused': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": failed to do request: Head \\"http://localhost:5000/v2/a/manifests/1\\": dial tcp 127.0.0.1:5000: connect: connection refused" image="busybox:1.37.0"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=error msg="dial tcp 127.0.0.1:6444: connect: connection refused"',
  },
  'registry-timeout': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": failed to do request: Head \\"https://registry-1.docker.io/v2/library/busybox/manifests/1.37.0\\": dial tcp 1.2.3.4:443: i/o timeout" image="busybox:1.37.0"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=error msg="Failed to test etcd connection: context deadline exceeded"',
  },
  'registry-not-a-registry': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": unexpected media type text/html for sha256:e26ea6129: not found" image="busybox:1.37.0"',
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": unexpected status from HEAD request to https://mirror.example.com/v2/library/busybox/manifests/1.37.0: 403 Forbidden" image="busybox:1.37.0"',
    ],
    nearMiss: 'W0506 11:05:06.611020      41 x.go:1] media type application/vnd.oci.image.index.v1+json',
  },
  'image-platform-missing': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": no match for platform in manifest sha256:e26ea6129: not found" image="busybox:1.37.0"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="platform linux/amd64 in manifest matched"',
  },
  'image-not-found': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_image.go:55] "Failed to pull image" err="failed to pull and unpack image \\"docker.io/library/busybox:1.37.0\\": failed to resolve reference \\"docker.io/library/busybox:1.37.0\\": docker.io/library/busybox:1.37.0: not found" image="busybox:1.37.0"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="image pull policy not found, using default"',
  },
  'image-pull-failed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="PullImage \\"docker.io/library/busybox:1.37.0\\" failed" error="failed to do something"',
      'E0506 11:05:06.611020      41 pod_workers.go:1324] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"traefik\\" with ImagePullBackOff: \\"Back-off pulling image \\\\\\"traefik/traefik:v3.6.2\\\\\\"\\"" pod="kube-system/traefik-1"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="PullImage \\"docker.io/library/busybox:1.37.0\\" returns image reference \\"sha256:e26ea\\""',
  },
  'registry-next-host': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="trying next host" error="failed to do request: Head \\"https://mirror.example.com/v2/\\": EOF" host=mirror.example.com',
      'time="2026-05-06T11:05:04Z" level=info msg="trying next host - response was http.StatusNotFound" host=registry.k8s.io',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="trying host mirror.example.com"',
  },
  'registry-endpoint-twice': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=warning msg="Skipping duplicate endpoint URL 1=https://mirror.example.com for docker.io"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Skipping endpoint https://mirror.example.com"',
  },
  'registry-endpoint-invalid': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=warning msg="Ignoring invalid endpoint URL 0=http://[::1 for docker.io: parse \\"http://[::1\\": missing \']\' in host"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Using endpoint URL 0=http://[::1]"',
  },
  'embedded-mirror-idle': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=warning msg="Not starting distributed registry mirror: no registries configured for distributed mirroring"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Starting distributed registry mirror at https://172.20.0.2:6443/v2 for registries [docker.io]"',
  },
  'image-import-failed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to process image event: failed to import /var/lib/rancher/k3s/agent/images/k3s-airgap-images-amd64.tar.zst: unexpected EOF"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Importing images from /var/lib/rancher/k3s/agent/images/k3s-airgap-images-amd64.tar.zst"',
  },
  'etcd-slow': {
    lines: [
      '{"level":"warn","ts":"2026-11-23T06:12:03.249Z","caller":"etcdserver/util.go:163","msg":"apply request took too long","took":"407.379161ms","expected-duration":"100ms","prefix":"read-only range ","request":"key:\\"/registry/\\" ","response":"range_response_count:0 size:4"}',
      '{"level":"warn","ts":"2026-05-06T11:05:05.104211Z","caller":"etcdserver/v3_server.go:897","msg":"waiting for ReadIndex response took too long, retrying","sent-request-id":7583105939963956480,"retry-timeout":"500ms"}',
      '{"level":"warn","ts":"2026-11-27T04:56:42.613493Z","caller":"v3rpc/interceptor.go:202","msg":"request stats","start time":"2026-11-27T04:56:42.098626Z","time spent":"514.199608ms","remote":"127.0.0.1:43182","response type":"/etcdserverpb.KV/Txn","request count":1,"request size":421,"response count":0,"response size":39,"request content":"compare:<target:MOD key:\\"/registry/leases/kube-system/k3s-etcd\\" mod_revision:558 > success:<request_put:<key:\\"/registry/leases/kube-system/k3s-etcd\\" value_size:376 >> failure:<request_range:<key:\\"/registry/leases/kube-system/k3s-etcd\\" > >"}',
      '{"level":"warn","ts":"2026-11-27T04:56:48.338538Z","caller":"etcdserver/v3_server.go:992","msg":"ignored out-of-date read index response; local node read indexes queueing up and waiting to be in sync with leader","received-request-id":7413384700029904317}',
    ],
    nearMiss:
      '{"level":"info","ts":"2026-05-06T11:05:05.104211Z","caller":"etcdserver/server.go:1","msg":"applied snapshot"}',
  },
  'etcd-slow-disk': {
    lines: [
      '{"level":"warn","ts":"2022-08-30T09:19:17.672Z","caller":"wal/wal.go:802","msg":"slow fdatasync","took":"1.263337456s","expected-duration":"1s"}',
      '{"level":"warn","ts":"2022-08-30T09:17:30.387Z","caller":"etcdserver/raft.go:369","msg":"leader failed to send out heartbeat on time; took too long, leader is overloaded likely from slow disk","to":"63b75c3d731594fc","heartbeat-interval":"100ms"}',
    ],
    nearMiss:
      '{"level":"info","ts":"2026-05-06T11:05:05.104211Z","caller":"wal/wal.go:1","msg":"fdatasync is enabled"}',
  },
  'etcd-too-many-learners': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Waiting for other members to finish joining etcd cluster: etcdserver: too many learner members in cluster"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Promoted learner demo-server-1-9a0b1c2d"',
  },
  'etcd-learner': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to test etcd connection: this server has not yet been promoted from learner to voting member"',
      'time="2026-11-23T06:11:51.220243435Z" level=info msg="Failed to test data store connection: this server has not yet been promoted from learner to voting member"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Promoted learner demo-server-1-9a0b1c2d"',
  },
  'etcd-not-ready-yet': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to test etcd connection: context deadline exceeded"',
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to test data store connection: context deadline exceeded"',
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to test temporary data store connection: etcdserver: not capable"',
      'time="2026-11-28T07:05:01Z" level=fatal msg="Error: preparing server: failed to bootstrap cluster data: etcd server is not ready"',
      'time="2026-11-27T04:56:37Z" level=error msg="Failed to check local etcd status for learner management: context deadline exceeded"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Connection to etcd is ready"',
  },
  'etcd-peer-lost': {
    lines: [
      '{"level":"warn","ts":"2026-11-23T06:14:35.510Z","caller":"rafthttp/stream.go:436","msg":"lost TCP streaming connection with remote peer","stream-reader-type":"stream Message","local-member-id":"e5674d50749208e6","remote-peer-id":"a0f44ff77960976b","error":"unexpected EOF"}',
      '{"level":"warn","ts":"2026-11-23T06:14:35.510Z","caller":"rafthttp/peer_status.go:68","msg":"peer became inactive (message send to peer failed)","peer-id":"a0f44ff77960976b","error":"failed to read a0f44ff77960976b on stream Message (unexpected EOF)"}',
      '{"level":"warn","ts":"2024-07-31T02:04:12.73454Z","caller":"rafthttp/probing_status.go:68","msg":"prober detected unhealthy status","round-tripper-name":"ROUND_TRIPPER_RAFT_MESSAGE","remote-peer-id":"574495eef1b06886","rtt":"0s","error":"dial tcp 10.255.1.22:2380: connect: connection refused"}',
      '{"level":"warn","ts":"2026-11-27T04:56:23.395850Z","caller":"rafthttp/stream.go:264","msg":"closed TCP streaming connection with remote peer","stream-writer-type":"stream Message","local-member-id":"bd6e05aa5ff29cfb","remote-peer-id":"a1deec76346366e1"}',
    ],
    nearMiss:
      '{"level":"info","ts":"2026-11-23T06:11:51.078Z","caller":"rafthttp/peer_status.go:51","msg":"peer became active","peer-id":"a0f44ff77960976b"}',
  },
  'etcd-peer-connected': {
    lines: [
      '{"level":"warn","ts":"2026-11-23T06:11:51.078Z","caller":"rafthttp/stream.go:277","msg":"established TCP streaming connection with remote peer","stream-writer-type":"stream Message","local-member-id":"e5674d50749208e6","remote-peer-id":"a0f44ff77960976b"}',
    ],
    nearMiss:
      '{"level":"warn","ts":"2026-11-23T06:14:35.510Z","caller":"rafthttp/stream.go:436","msg":"lost TCP streaming connection with remote peer"}',
  },
  'etcd-simple-token': {
    lines: [
      '{"level":"warn","ts":"2026-11-23T06:11:50.900Z","caller":"auth/store.go:1366","msg":"simple token is not cryptographically signed"}',
    ],
    nearMiss:
      '{"level":"info","ts":"2026-05-06T11:05:05.104211Z","caller":"auth/store.go:1","msg":"token is cryptographically signed"}',
  },
  'etcd-no-leader': {
    lines: [
      'E0506 11:05:06.611020      41 status.go:71] "Unhandled Error" err="apiserver received an error that is not an metav1.Status: rpctypes.EtcdError{code:0xe, desc:\\"etcdserver: leader changed\\"}: etcdserver: leader changed"',
      'time="2026-05-06T11:05:04Z" level=error msg="error in txn: etcdserver: request timed out"',
    ],
    nearMiss:
      '{"level":"info","ts":"2026-05-06T11:05:05.104211Z","caller":"raft/node.go:1","msg":"raft.node elected leader"}',
  },
  'etcd-full': {
    lines: ['time="2026-05-06T11:05:04Z" level=error msg="Failed to save: etcdserver: mvcc: database space exceeded"'],
    nearMiss:
      '{"level":"info","ts":"2026-05-06T11:05:05.104211Z","caller":"mvcc/kv.go:1","msg":"database compaction finished"}',
  },
  'etcd-member-removed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="This node has been removed from the cluster - please restart k3s to rejoin the cluster"',
      'time="2026-05-06T11:05:04Z" level=fatal msg="tombstone file has been detected but --server is empty"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Node removed taint"',
  },
  'etcd-name-taken': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: preparing server: duplicate node name found, please use a unique name for this node"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=warning msg="Skipping duplicate endpoint URL 1=https://mirror.example.com for docker.io"',
  },
  'etcd-connection-rejected': {
    lines: [
      '{"level":"warn","ts":"2026-05-06T11:05:05.104211Z","caller":"embed/config_logging.go:188","msg":"rejected connection on client endpoint","remote-addr":"127.0.0.1:40736","server-name":"","error":"EOF"}',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Node password rejected by policy"',
  },
  'slow-sql': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Slow SQL (started: 2026-05-06 11:05:04) (total time: 1.2s): SELECT 1"',
    ],
    nearMiss: '{"level":"warn","ts":"2026-05-06T11:05:05.104211Z","caller":"wal/wal.go:1","msg":"slow fdatasync"}',
  },
  'database-damaged': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="error while range on /registry/pods: database disk image is malformed"',
      'time="2026-05-06T11:05:04Z" level=error msg="Transaction commit failed: disk I/O error"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Startup VACUUM completed successfully"',
  },
  'tls-handshake-eof': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Cluster-Http-Server 2026/05/06 11:05:04 http: TLS handshake error from 127.0.0.1:49948: EOF"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Cluster-Http-Server 2026/05/06 11:05:04 http: TLS handshake error from 127.0.0.1:49948: remote error: tls: bad certificate"',
  },
  'tls-bad-certificate': {
    lines: [
      'time="2026-11-23T06:13:56.0Z" level=info msg="Cluster-Http-Server 2026/11/23 06:13:56 http: TLS handshake error from 127.0.0.1:49948: remote error: tls: bad certificate"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="http: TLS handshake error from 127.0.0.1:49948: EOF"',
  },
  'core-not-ready': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Sending HTTP/1.1 503 response to 127.0.0.1:41236: runtime core not ready"',
      'time="2026-11-27T04:33:48Z" level=error msg="Sending HTTP/2.0 503 response to 172.19.0.3:60670: starting"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=error msg="Sending HTTP/1.1 503 response to 127.0.0.1:41236: tunnel not ready"',
  },
  'k3s-stopped': {
    lines: [
      'time="2026-11-23T06:01:38.284400759Z" level=fatal msg="controllers exited"',
      'time="2026-11-23T06:01:38.244880662Z" level=fatal msg="flannel exited: <nil>"',
      'time="2026-11-23T06:01:38.244880662Z" level=fatal msg="context canceled"',
      'time="2026-11-27T04:36:25Z" level=error msg="Failed to migrate node-password secrets: context canceled"',
    ],
    nearMiss: 'time="2026-11-23T06:01:38.244880662Z" level=fatal msg="flannel exited: failed to find the interface"',
  },
  'tunnel-endpoints-not-yet': {
    lines: [
      'time="2026-11-23T05:57:07.395752775Z" level=warning msg="Unable to watch for tunnel endpoints: unknown (get endpoints)"',
    ],
    nearMiss: 'time="2026-11-23T05:57:07Z" level=info msg="Tunnel server egress proxy mode: agent"',
  },
  'sysctl-refused': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to set sysctl: open /proc/sys/net/netfilter/nf_conntrack_max: permission denied"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Set sysctl \'net/netfilter/nf_conntrack_max\' to 196608"',
  },
  'kernel-module-not-loaded': {
    lines: ['time="2026-05-06T11:05:04Z" level=warning msg="Failed to load kernel module br_netfilter with modprobe"'],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Module br_netfilter was already loaded"',
  },
  'no-cached-certificate': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=warning msg="dynamiclistener [::]:6443: no cached certificate available for preload - deferring certificate load until storage initialization or first client request"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="loaded cached certificate for preload"',
  },
  'api-not-ready-yet': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Polling for API server readiness: GET /readyz failed: the server is currently unable to handle the request"',
      'time="2026-11-23T05:56:59.998027016Z" level=info msg="Waiting for API server to become available"',
      'time="2026-11-27T04:33:50Z" level=warning msg="Failed to get apiserver addresses from supervisor: <nil>"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Kube API server is now running"',
  },
  'cri-missing': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Waiting for containerd startup: rpc error: code = Unimplemented desc = unknown service runtime.v1.RuntimeService"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Waiting for containerd startup: rpc error: code = Unavailable desc = connection error"',
  },
  'containerd-starting': {
    lines: [
      'time="2026-11-23T05:57:01.276780732Z" level=info msg="Waiting for containerd startup: rpc error: code = Unavailable desc = connection error: desc = \\"transport: Error while dialing dial unix /run/k3s/containerd/containerd.sock: connect: no such file or directory\\""',
      '{"level":"warn","ts":"2026-11-23T06:12:10.373Z","caller":"grpclog/grpclog.go:60","msg":"grpc: addrConn.createTransport failed to connect to {/run/k3s/containerd/containerd.sock  <nil> 0 <nil>}. Err :connection error: desc = \\"transport: Error while dialing dial unix /run/k3s/containerd/containerd.sock: connect: no such file or directory\\". Reconnecting..."}',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="containerd is now running"',
  },
  'node-labels-retry': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Unable to set control-plane role label: nodes \\"demo-server-0\\" not found"',
      'time="2026-05-06T11:05:04Z" level=info msg="Failed to set annotations and labels on node demo-agent-0: Operation cannot be fulfilled on nodes \\"demo-agent-0\\""',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Annotations and labels have been set successfully on node: demo-agent-0"',
  },
  'resolv-conf-replaced': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=warning msg="Host resolv.conf includes loopback, multicast, or link-local nameservers - kubelet will use autogenerated resolv.conf with nameservers 8.8.8.8 2001:4860:4860::8888"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="resolv.conf with nameservers 8.8.8.8"',
  },
  'cpu-quota-off': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Disabling CPU quotas due to missing cpu controller or cpu.cfs_period_us"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="CPU quotas are enabled"',
  },
  'ca-not-in-token': {
    lines: [
      'time="2026-11-23T05:57:01.578220367Z" level=warning msg="Cluster CA certificate is not trusted by the host CA bundle, but the token does not include a CA hash. Use the full token from the server\'s node-token file to enable Cluster CA validation."',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=error msg="token CA hash does not match the Cluster CA certificate hash: A != B"',
  },
  'selinux-on': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="SELinux is enabled on this host, but k3s has not been started with --selinux - containerd SELinux support is disabled"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="SELinux is enabled for containerd"',
  },
  'flag-deprecated': {
    lines: [
      'Flag --cloud-provider has been deprecated, will be removed in 1.23, in favor of removing cloud provider code from Kubelet.',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Flag --cloud-provider is set"',
  },
  'server-settings-differ': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: preparing server: failed to validate server configuration: critical configuration value mismatch between servers"',
      'time="2026-05-06T11:05:04Z" level=warning msg="critical configuration mismatched: cluster-cidr"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=warning msg="Skipping cluster configuration validation: not authorized"',
  },
  'agent-waits-for-server': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: Get \\"https://127.0.0.1:6444/v1-k3s/config\\": EOF"',
      'time="2026-11-23T05:58:30.4Z" level=error msg="Failed to configure agent: https://127.0.0.1:6444/v1-k3s/serving-kubelet.crt: 503 Service Unavailable"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Waiting for control-plane node agent startup"',
  },
  'join-refused': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to authenticate request from 172.20.0.3:4711: invalid username/password combination"',
      'time="2026-05-06T11:05:04Z" level=error msg="Sending HTTP/1.1 401 response to 172.20.0.3:4711: not authorized"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=error msg="Sending HTTP/1.1 503 response to 172.20.0.3:4711: runtime core not ready"',
  },
  'etcd-not-enabled': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=warning msg="Received HTTP bootstrap request from 172.20.0.3:41236, but embedded etcd is not enabled."',
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: preparing server: failed to bootstrap cluster data: etcd disabled"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="embedded etcd is enabled"',
  },
  'port-in-use': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: preparing server: failed to start supervisor listener: listen tcp :6443: bind: address already in use"',
      'driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:6443 failed: port is already allocated',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="bind address 0.0.0.0:6443"',
  },
  'certificates-newer-than-datastore': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=fatal msg="Error: preparing server: failed to bootstrap cluster data: /var/lib/rancher/k3s/server/tls/server-ca.crt newer than datastore and could cause a cluster outage. Remove the file(s) from disk and restart to be recreated from datastore."',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="datastore is newer than disk"',
  },
  'tunnel-broken': {
    lines: [
      'time="2026-11-23T06:14:35.445527429Z" level=error msg="Remotedialer proxy error" error="websocket: close 1006 (abnormal closure): unexpected EOF"',
      'time="2026-11-23T06:14:35Z" level=info msg="error in remotedialer server [400]: websocket: close 1006 (abnormal closure): unexpected EOF"',
      'time="2026-05-06T11:05:04Z" level=error msg="Remotedialer proxy error; reconnecting..."',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Remotedialer connected to proxy" url="wss://172.20.0.2:6443/v1-k3s/connect"',
  },
  'server-failed-check': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Server 172.20.0.2:6443@ACTIVE*->FAILED from failed health check"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Server 172.20.0.2:6443@RECOVERING*->ACTIVE from successful dial"',
  },
  'waits-for-other-server': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="Bootstrap key already locked - waiting for data to be populated by another server"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Bootstrap key locked for initial create"',
  },
  'manifest-failed': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="Failed to process config: failed to process /var/lib/rancher/k3s/server/manifests/k3s_ingress.yaml: Addon.k3s.cattle.io \\"k3s_ingress\\" is invalid: metadata.name: Invalid value"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="Writing manifest: /var/lib/rancher/k3s/server/manifests/coredns.yaml"',
  },
  'helm-install-failed': {
    lines: [
      'Error: INSTALLATION FAILED: failed to download "https://10.43.0.1:443/static/charts/traefik-38.0.201+up38.0.2.tgz"',
    ],
    nearMiss: 'Release installation finished',
  },
  'serving-secret-not-yet': {
    lines: [
      'E1123 06:12:39.496020       7 controller.go:135] error syncing \'kube-system/k3s-serving\': handler tls-storage: Secret "k3s-serving" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required value], requeuing',
    ],
    nearMiss: "I0506 11:05:06.611020      41 controller.go:135] synced 'kube-system/k3s-serving'",
  },
  'network-not-ready-yet': {
    lines: [
      'E0506 11:05:06.611020      41 kubelet.go:3011] "Container runtime network not ready" networkReady="NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized"',
      'time="2026-05-06T11:05:04Z" level=error msg="failed to load cni during init, please check CRI plugin status before setting up network for pods" error="cni config load failed: no network config found in /etc/cni/net.d: cni plugin not initialized: failed to load cni config"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 x.go:1] Container runtime network is ready',
  },
  'node-not-registered-yet': {
    lines: [
      'E1123 05:57:18.746064       1 kubelet.go:2291] "Error getting node" err="node \\"agent-0\\" not found"',
      'E1123 05:57:18.681498       1 eviction_manager.go:255] "Eviction manager: failed to get summary stats" err="failed to get node info: node \\"agent-0\\" not found"',
      'E1123 05:57:18.702369       1 nodelease.go:49] "Failed to get node when trying to set owner ref to the node lease" err="nodes \\"agent-0\\" not found" node="agent-0"',
      'E1123 05:57:13.410578       1 node.go:161] Failed to retrieve node info: nodes "agent-0" not found',
      'E1123 06:12:21.814693       7 csi_plugin.go:295] Failed to initialize CSINode: error updating CSINode annotation: timed out waiting for the condition; caused by: nodes "s1" not found',
      'E0506 11:05:06.611020      41 kubelet_node_status.go:544] "Error getting the current node from lister" err="node \\"demo-server-0\\" not found"',
      'E1127 04:33:25.638300      38 kubelet.go:3516] "Unable to register mirror pod because node is not registered yet" err="node \\"real-a0\\" not found" node="real-a0"',
      'E1127 04:33:25.853688      38 kubelet_node_status.go:479] "Error updating node status, will retry" err="error getting node \\"real-a0\\": node \\"real-a0\\" not found"',
    ],
    nearMiss:
      'I0506 11:05:06.611020      41 kubelet_node_status.go:77] "Successfully registered node" node="demo-agent-0"',
  },
  'stats-not-yet': {
    lines: [
      'E1123 05:57:18.644691       1 kubelet.go:1306] "Image garbage collection failed once. Stats initialization may not have completed yet" err="invalid capacity 0 on image filesystem"',
      'E1123 05:57:18.644660       1 cri_stats_provider.go:369] "Failed to get the info of the filesystem with mountpoint" err="unable to find data in memory cache" mountpoint="/var/lib/rancher/k3s/agent/containerd/io.containerd.snapshotter.v1.overlayfs"',
      'E0506 11:05:06.611020      41 summary_sys_containers.go:48] "Failed to get system container stats" err="failed to get cgroup stats for \\"/k3s\\": failed to get container info for \\"/k3s\\": unknown container \\"/k3s\\"" containerName="/k3s"',
      'E1127 04:33:25.738447      38 eviction_manager.go:272] "eviction manager: failed to check if we have separate container filesystem. Ignoring." err="no imagefs label for configured runtime"',
    ],
    nearMiss:
      'E0506 11:05:06.611020      41 eviction_manager.go:1] eviction manager: no observation found for eviction signal',
  },
  'machine-id-missing': {
    lines: [
      'E1123 05:57:18.415264       1 info.go:114] Failed to get system UUID: open /etc/machine-id: no such file or directory',
      'W1123 05:57:18.415631       1 info.go:53] Couldn\'t collect info from any of the files in "/etc/machine-id,/var/lib/dbus/machine-id"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 info.go:1] system UUID collected from /etc/machine-id',
  },
  'rlimit-refused': {
    lines: [
      'E1123 05:57:18.622260       1 server.go:1180] "Failed to set rlimit on max file handles" err="operation not permitted"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 server.go:1] set rlimit on max file handles',
  },
  'perf-event-missing': {
    lines: [
      'W1123 05:57:18.651208       1 manager.go:949] Error getting perf_event cgroup path: "could not find path for resource \\"perf_event\\" for container \\"/\\""',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 manager.go:1] perf_event cgroup path found',
  },
  'flexvolume-folder-missing': {
    lines: [
      'W1123 05:57:18.621515       1 probe.go:268] Flexvolume plugin directory at /usr/libexec/kubernetes/kubelet-plugins/volume/exec/ does not exist. Recreating.',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 probe.go:1] Flexvolume plugin directory found',
  },
  'swap-on': {
    lines: ['I0506 11:05:06.611020      41 swap_util.go:113] "Swap is on" /proc/swaps contents=<'],
    nearMiss: 'I0506 11:05:06.611020      41 swap_util.go:113] "Swap is off"',
  },
  'cgroup-v1-old': {
    lines: [
      'W0506 11:05:06.611020      41 kubelet.go:1] cgroup v1 support is in maintenance mode, please migrate to cgroup v2',
    ],
    nearMiss:
      'E0506 11:05:06.611020      41 run.go:72] "command failed" err="failed to run Kubelet: kubelet is configured to not run on a host using cgroup v1"',
  },
  'nameserver-limit': {
    lines: [
      'E0506 11:05:06.611020      41 dns.go:153] "Nameserver limits exceeded" err="Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 8.8.8.8 1.1.1.1 9.9.9.9"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 dns.go:1] nameserver line applied',
  },
  'lease-not-renewed': {
    lines: [
      'E0506 11:05:06.611020      41 controller.go:195] "Failed to update lease" err="Put \\"https://127.0.0.1:6443/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/demo-agent-0\\": net/http: request canceled (Client.Timeout exceeded while awaiting headers)"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 controller.go:1] "Updated lease"',
  },
  'pleg-unhealthy': {
    lines: [
      'E0506 11:05:06.611020      41 kubelet.go:2504] "Skipping pod synchronization" err="[container runtime status check may not have completed yet, PLEG is not healthy: pleg has yet to be successful]"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 pleg.go:1] PLEG is healthy',
  },
  'disk-pressure': {
    lines: [
      'W0506 11:05:06.611020      41 eviction_manager.go:376] "Eviction manager: attempting to reclaim" resourceName="ephemeral-storage"',
      'I0506 11:05:06.611020      41 eviction_manager.go:1] "Eviction manager: must evict pod(s) to reclaim" resourceName="ephemeral-storage"',
      '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.',
    ],
    nearMiss: 'W0506 11:05:06.611020      41 eviction_manager.go:1] "Eviction manager: failed to get summary stats"',
  },
  'container-already-gone': {
    lines: [
      'E0506 11:05:06.611020      41 log.go:32] "ContainerStatus from runtime service failed" err="rpc error: code = NotFound desc = an error occurred when try to find container \\"e26ea\\": not found" containerID="e26ea"',
      'E0506 11:05:06.611020      41 manager.go:1116] Failed to create existing container: /kubepods/burstable/pod1/e26ea: task e26ea not found',
      'E1127 04:33:56.088759      15 kubelet_pods.go:2198] "failed to read memory cgroup limits for the pod" err="failed to read CPU quota for cgroup /sys/fs/cgroup/cpu/kubepods/burstable/pod29d45390-9b4c-4176-ab11-59eaa2091029: openat2 /sys/fs/cgroup/cpu/kubepods/burstable/pod29d45390-9b4c-4176-ab11-59eaa2091029/cpu.cfs_quota_us: no such file or directory" podName="metrics-server-6dc596dfb8-hs4zc"',
      'E1127 04:33:56.088725      15 kubelet_pods.go:2193] "failed to read memory cgroup config for the pod" err="failed to read memory.limit_in_bytes for cgroup /sys/fs/cgroup/memory/kubepods/burstable/pod29d45390-9b4c-4176-ab11-59eaa2091029: openat2 /sys/fs/cgroup/memory/kubepods/burstable/pod29d45390-9b4c-4176-ab11-59eaa2091029/memory.limit_in_bytes: no such file or directory" podName="metrics-server-6dc596dfb8-hs4zc"',
    ],
    nearMiss:
      'E0506 11:05:06.611020      41 remote_runtime.go:1] "StopContainer from runtime service failed" err="rpc error: code = DeadlineExceeded"',
  },
  'pod-still-ending': {
    lines: [
      'E1123 06:02:53.329882       7 pod_workers.go:190] "Error syncing pod, skipping" err="pod \\"t_default\\" is pending termination" pod="default/t" podUID=4f089762-b41c-402a-8451-1536940b65c4',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 pod_workers.go:1] pod termination finished',
  },
  'pod-network-not-yet': {
    lines: [
      'E1026 14:08:18.459322 1067481 remote_runtime.go:193] "RunPodSandbox from runtime service failed" err="rpc error: code = Unknown desc = failed to setup network for sandbox \\"5db402\\": plugin type=\\"flannel\\" failed (add): loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Wrote flannel subnet file to /run/flannel/subnet.env"',
  },
  'pod-network-failed': {
    lines: [
      'E1123 06:01:56.701713       7 remote_runtime.go:116] "RunPodSandbox from runtime service failed" err="rpc error: code = Unknown desc = failed to setup network for sandbox \\"0bdb6b365ad08d029abda0af1e6b79166d0731076db13d03e83f9c35788bb8a2\\": invalid range set 0: Network has host bits set. For a subnet mask of length 24 the network address is 10.42.1.0"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="setup network for sandbox done"',
  },
  'name-reserved': {
    lines: [
      'E0506 11:05:06.611020      41 pod_workers.go:1] "Error syncing pod, skipping" err="failed to reserve sandbox name \\"coredns-1_kube-system_1_0\\": name \\"coredns-1_kube-system_1_0\\" is reserved for \\"e26ea\\""',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="container name reserved"',
  },
  'sandbox-failed': {
    lines: [
      'E0506 11:05:06.611020      41 kuberuntime_sandbox.go:72] "Failed to create sandbox for pod" err="rpc error: code = DeadlineExceeded desc = context deadline exceeded" pod="default/t"',
      'time="2026-05-06T11:05:04Z" level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:nginx-1,Uid:65aa,Namespace:default,Attempt:0,} failed, error" error="something"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="RunPodSandbox for &PodSandboxMetadata{Name:nginx-1,Uid:65aa,Namespace:default,Attempt:0,} returns sandbox id"',
  },
  'config-missing': {
    lines: [
      'E0506 11:05:06.611020      41 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"httpd\\" with CreateContainerConfigError: \\"configmap \\\\\\"category\\\\\\" not found\\"" pod="application1/api-1"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="configmap \\"category\\" created"',
  },
  'pull-secret-missing': {
    lines: [
      'W0506 11:05:06.611020      41 kubelet_pods.go:880] "Unable to retrieve pull secret, the image pull may not succeed." pod="default/t" secret="" err="secret \\"regcred\\" not registered"',
      'I0506 11:05:06.611020      41 kubelet_pods.go:1007] "Unable to retrieve some image pull secrets, some image pulls may not succeed." pod="default/t"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 x.go:1] retrieved pull secret',
  },
  'crash-loop': {
    lines: [
      'E0506 11:05:06.611020      41 pod_workers.go:1298] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"web\\" with CrashLoopBackOff: \\"back-off 5m0s restarting failed container=web pod=web-1_default(80ce)\\"" pod="default/web-1"',
      'Back-off restarting failed container web in pod web-1_default(80ce)',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 x.go:1] restarting container after update',
  },
  'out-of-memory': {
    lines: [
      'W0506 11:05:06.611020      41 x.go:1] System OOM encountered, victim process: java, pid: 4711',
      'Last state: Terminated, reason: OOMKilled, exit code: 137',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 oom.go:1] memory usage is fine',
  },
  'probe-failed': {
    lines: [
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
      'I0506 11:05:06.611020      41 prober.go:107] "Probe failed" probeType="Readiness" pod="kube-system/coredns-1" containerName="coredns" probeResult="failure" output="HTTP probe failed with statuscode: 503"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 prober.go:1] readiness probe succeeded',
  },
  'volume-not-mounted': {
    lines: [
      'E0506 11:05:06.611020      41 nestedpendingoperations.go:348] "Error: MountVolume.SetUp failed for volume \\"data\\" (UniqueName: \\"kubernetes.io/host-path/1-data\\") pod \\"web-1\\" : hostPath type check failed: /data is not a directory"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 operation_generator.go:1] MountVolume.SetUp succeeded for volume "data"',
  },
  'pod-unschedulable': {
    lines: [
      '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="all nodes are available"',
  },
  'containers-not-ready': {
    lines: ['containers with unready status: [coredns]', 'containers with incomplete status: [init-a init-b]'],
    nearMiss: 'containers with ready status: [coredns]',
  },
  'image-command-missing': {
    lines: [
      'E0506 11:05:06.611020      41 pod_workers.go:1] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"web\\" with RunContainerError: \\"failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: \\\\\\"serve\\\\\\": executable file not found in $PATH\\""',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="exec: \\"serve\\" started"',
  },
  'container-not-created': {
    lines: [
      'E0506 11:05:06.611020      41 log.go:32] "StartContainer from runtime service failed" err="rpc error: code = Unknown desc = failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to apply cgroup configuration" containerID="e26ea"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="OCI runtime created container"',
  },
  'kubernetes-service-not-yet': {
    lines: [
      'E1123 05:57:04.194571       1 controller.go:151] Unable to perform initial Kubernetes service initialization: Service "kubernetes" is invalid: spec.clusterIPs: Invalid value: []string{"10.43.0.1"}: failed to allocated ip:10.43.0.1 with error:cannot allocate resources of type serviceipallocations at this time',
      'E1123 05:57:04.199551       1 controller.go:156] Unable to remove old endpoints from kubernetes service: StorageError: key not found, Code: 1, Key: /registry/masterleases/172.22.0.2, ResourceVersion: 0, AdditionalErrorMsg: ',
      'E1123 06:01:44.521666       7 controller.go:156] Unable to remove old endpoints from kubernetes service: no master IPs were listed in storage, refusing to erase all endpoints for the kubernetes service',
      'E1127 04:36:23.097515      40 controller.go:102] Error removing old endpoints from kubernetes service: no API server IP addresses were listed in storage, refusing to erase all endpoints for the kubernetes Service',
      "E1127 04:56:44.816176      40 controller.go:100] Found stale data, removed previous endpoints on kubernetes service, apiserver didn't exit successfully previously",
    ],
    nearMiss: 'I0506 11:05:06.611020      41 controller.go:1] kubernetes service initialized',
  },
  'endpoints-reset': {
    lines: [
      'W1123 05:57:05.548433       1 lease.go:233] Resetting endpoints for master service "kubernetes" to [172.22.0.2]',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 lease.go:1] endpoints for master service are unchanged',
  },
  'api-version-empty': {
    lines: [
      'W1123 05:56:59.930653       1 genericapiserver.go:425] Skipping API node.k8s.io/v1alpha1 because it has no resources.',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 handler.go:288] Adding GroupVersion apps v1 to ResourceManager',
  },
  'api-deprecated': {
    lines: [
      'W1123 05:57:21.151371       1 warnings.go:70] discovery.k8s.io/v1beta1 EndpointSlice is deprecated in v1.21+, unavailable in v1.25+; use discovery.k8s.io/v1 EndpointSlice',
    ],
    nearMiss: 'Flag --cloud-provider has been deprecated, will be removed in 1.23',
  },
  'front-proxy-config-not-yet': {
    lines: [
      'E0506 11:05:06.611020      41 authentication.go:1] "Unhandled Error" err="unable to load configmap based request-header-client-ca-file: Get \\"https://127.0.0.1:6444/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication\\": dial tcp 127.0.0.1:6444: connect: connection refused"',
    ],
    nearMiss:
      'I0506 11:05:06.611020      41 x.go:1] "Caches are synced" controller="client-ca::kube-system::extension-apiserver-authentication::client-ca-file"',
  },
  'leader-lock-not-read': {
    lines: [
      'E0506 11:05:06.611020      41 leaderelection.go:429] "Failed to update lock" err="Put \\"https://127.0.0.1:6444/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/k3s\\": context deadline exceeded"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 leaderelection.go:1] successfully acquired lease kube-system/k3s',
  },
  'metrics-not-ready-yet': {
    lines: [
      'E0506 11:05:06.611020      41 controller.go:146] "Unhandled Error" err="Error updating APIService \\"v1beta1.metrics.k8s.io\\" with err: failed to download v1beta1.metrics.k8s.io: failed to retrieve openAPI spec, http error: ResponseCode: 503"',
      'W0506 11:05:06.611020      41 handler_proxy.go:99] no RequestInfo found in the context',
      'E0506 11:05:06.611020      41 scraper.go:149] "Failed to scrape node" err="Get \\"https://172.20.0.3:10250/metrics/resource\\": dial tcp 172.20.0.3:10250: connect: connection refused" node="demo-agent-0"',
      'E1127 04:23:45.193827      51 resource_quota_controller.go:460] "Error during resource discovery" err="unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1" logger="UnhandledError"',
      'E1127 04:23:15.717750      51 handler_proxy.go:144] error resolving kube-system/metrics-server: service "metrics-server" not found',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 x.go:1] "Adding GroupVersion" metrics v1 to ResourceManager',
  },
  'object-modified': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="error syncing \'kube-system/coredns\': handler node: Operation cannot be fulfilled on configmaps \\"coredns\\": the object has been modified; please apply your changes to the latest version and try again, requeuing"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="the object has been modified"',
  },
  'roles-not-yet': {
    lines: [
      'E1123 06:12:15.860074       7 node.go:161] Failed to retrieve node info: nodes "s1" is forbidden: User "system:kube-proxy" cannot get resource "nodes" in API group "" at the cluster scope',
    ],
    nearMiss: 'E0506 11:05:06.611020      41 x.go:1] pods is forbidden: User "alice" cannot list resource "pods"',
  },
  'login-rejected': {
    lines: [
      'E0506 11:05:06.611020      41 authentication.go:73] "Unable to authenticate the request" err="[invalid bearer token, square/go-jose: error in cryptographic primitive]"',
      'error: You must be logged in to the server (Unauthorized)',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 authentication.go:1] authenticated the request',
  },
  'certificate-name-missing': {
    lines: [
      'Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for 10.43.0.1, 127.0.0.1, 172.20.0.2, not 192.168.1.5',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="x509: certificate is valid"',
  },
  'certificate-authority-unknown': {
    lines: ['Unable to connect to the server: x509: certificate signed by unknown authority'],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=error msg="x509: certificate signed by another authority"',
  },
  'controller-off': {
    lines: [
      'W1123 05:57:19.322970       1 controllermanager.go:553] "tokencleaner" is disabled',
      'W0506 11:05:06.611020      41 authorization.go:47] Authorization is disabled',
      'W0506 11:05:06.611020      41 authentication.go:47] Authentication is disabled',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="servicelb is disabled by --disable"',
  },
  'node-first-seen': {
    lines: [
      'W1123 05:57:20.316743       1 node_lifecycle_controller.go:1013] Missing timestamp for Node agent-0. Assuming now as a timestamp.',
      'W1123 05:57:20.240349       1 actual_state_of_world.go:534] Failed to update statusUpdateNeeded field in actual state of world: Failed to set statusUpdateNeeded to needed true, because nodeName="agent-0" does not exist',
    ],
    nearMiss:
      'I0506 11:05:06.611020      41 node_lifecycle_controller.go:1] Controller detected that zone is now in state Normal',
  },
  'resync-shortened': {
    lines: [
      'W1123 05:57:09.152293       1 shared_informer.go:494] resyncPeriod 12h58m41.873041704s is smaller than resyncCheckPeriod 19h31m24.102809022s and the informer has already started. Changing it to 19h31m24.102809022s',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 shared_informer.go:1] resyncPeriod is 12h',
  },
  'slow-api-request': {
    lines: [
      'Trace[744412104]: [764.69134ms] [764.69134ms] END',
      'I1123 06:12:03.647171       7 trace.go:205] Trace[744412104]: "List etcd3" key:/apiextensions.k8s.io/customresourcedefinitions,resourceVersion:,limit:10000,continue: (23-Nov-2026 06:12:02.882) (total time: 764ms):',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 trace.go:1] Stack trace written',
  },
  'no-pod-range-yet': {
    lines: [
      'E0506 11:05:06.611020      41 kube.go:1] Error registering network: failed to acquire lease: node "demo-agent-0" pod cidr not assigned',
      'time="2026-11-23T05:57:08.678375755Z" level=info msg="Waiting for node server-0 CIDR not assigned yet"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Flannel found PodCIDR assigned for node demo-agent-0"',
  },
  'iptables-missing': {
    lines: [
      "E0506 11:05:06.611020      41 proxier.go:1] Failed to ensure chain: error creating chain: exit status 3: iptables v1.8.10: can't initialize iptables table `nat': Table does not exist (do you need to insmod?)",
      'time="2026-05-06T11:05:04Z" level=warning msg="Skipping network policy controller start, ipset unavailable: ipset not found"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 server_others.go:1] Using iptables proxy',
  },
  'no-ipv6-range': {
    lines: [
      'W1123 05:57:20.945000       1 server_others.go:519] detect-local-mode set to ClusterCIDR, but no IPv6 cluster CIDR defined, , defaulting to no-op detect-local for IPv6',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 server_others.go:1] detect-local-mode set to ClusterCIDR',
  },
  'api-refused': {
    lines: [
      'E0506 11:05:06.611020      41 reflector.go:200] "Failed to watch" err="failed to list *v1.Node: Get \\"https://127.0.0.1:6444/api/v1/nodes\\": dial tcp 127.0.0.1:6444: connect: connection refused" reflector="k8s.io/client-go/informers/factory.go:160"',
    ],
    nearMiss: 'E0506 11:05:06.611020      41 x.go:1] dial tcp 172.20.0.9:3306: connect: connection refused',
  },
  'watch-ended': {
    lines: [
      'W1123 06:01:38.244900       7 reflector.go:436] github.com/flannel-io/flannel/subnet/kube/kube.go:300: watch of *v1.Node ended with: an error on the server ("unable to decode an event from the watch stream: context canceled") has prevented the request from succeeding',
      'W0506 11:05:06.611020      41 reflector.go:569] watch of *v1.Pod ended with: very short watch: Unexpected watch close - watch lasted less than a second and no items received',
      'E1127 04:33:48.776905      38 reflector.go:227] "Failed to watch" err="apiserver not ready - error from a previous attempt: read tcp 127.0.0.1:55424->127.0.0.1:6444: read: connection reset by peer" logger="UnhandledError" reflector="k8s.io/client-go@v1.36.3-k3s1/tools/cache/reflector.go:343" type="*v1.Pod"',
    ],
    nearMiss: 'E0506 11:05:06.611020      41 reflector.go:1] "Failed to watch" err="failed to list *v1.Node"',
  },
  'list-failed': {
    lines: [
      'E0506 11:05:06.611020      41 reflector.go:200] "Failed to watch" err="failed to list *v1.Service: services is forbidden: User \\"system:k3s-controller\\" cannot list resource \\"services\\" in API group \\"\\" at the cluster scope"',
    ],
    nearMiss: 'I0506 11:05:06.611020      41 reflector.go:1] listed *v1.Service',
  },
  'dns-upstream-timeout': {
    lines: ['[ERROR] plugin/errors: 2 example.com. A: read udp 10.42.0.5:41234->8.8.8.8:53: i/o timeout'],
    nearMiss: '[INFO] plugin/reload: Running configuration SHA512 = 591cf328',
  },
  'dns-loop': {
    lines: [
      '[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 4547991504243258144.3688648895315093531."',
    ],
    nearMiss: '[INFO] plugin/reload: Running configuration SHA512 = 591cf328',
  },
  'dns-no-custom-config': {
    lines: ['[WARNING] No files matching import glob pattern: /etc/coredns/custom/*.override'],
    nearMiss: '[INFO] importing /etc/coredns/custom/my.override',
  },
  'dns-waits-for-api': {
    lines: [
      '[INFO] plugin/ready: Still waiting on: "kubernetes"',
      '[WARNING] plugin/kubernetes: starting server with unsynced Kubernetes API',
    ],
    nearMiss: '[INFO] plugin/reload: Running configuration SHA512 = 591cf328',
  },
  'plugin-skipped': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=info msg="skip loading plugin \\"io.containerd.snapshotter.v1.btrfs\\"..." error="path /var/lib/rancher/k3s/agent/containerd/io.containerd.snapshotter.v1.btrfs (overlayfs) must be a btrfs filesystem to be used with the btrfs snapshotter: skip plugin" type=io.containerd.snapshotter.v1',
      'time="2026-05-06T11:05:04Z" level=warning msg="failed to load plugin io.containerd.snapshotter.v1.devmapper" error="devmapper not configured"',
      'time="2026-05-06T11:05:04Z" level=warning msg="could not use snapshotter devmapper in metadata plugin" error="devmapper not configured"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="loading plugin \\"io.containerd.snapshotter.v1.overlayfs\\"..."',
  },
  'shim-cleaned-up': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=warning msg="cleaning up after shim disconnected" id=e26ea namespace=k8s.io',
      'time="2026-05-06T11:05:04Z" level=info msg="shim disconnected" id=e26ea namespace=k8s.io',
      'time="2026-05-06T11:05:04Z" level=info msg="cleaning up dead shim" namespace=k8s.io',
      'time="2026-05-06T11:05:04Z" level=warning msg="cleanup warnings time=\\"2026-05-06T11:05:04Z\\" level=info msg=\\"starting signal loop\\""',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=error msg="failed to delete shim"',
  },
  'container-exit-late': {
    lines: [
      'time="2026-05-06T11:05:04Z" level=error msg="failed to handle container TaskExit event container_id:\\"e26ea\\" id:\\"e26ea\\" pid:4711 exit_status:137" error="failed to stop container: failed to delete task: context deadline exceeded: unknown"',
    ],
    nearMiss:
      'time="2026-05-06T11:05:04Z" level=info msg="TaskExit event in podsandbox handler container_id:\\"e26ea\\""',
  },
  'kubelet-starting': {
    lines: [
      'E1127 04:33:54.920677      15 kubelet.go:2646] "Skipping pod synchronization" err="container runtime status check may not have completed yet"',
    ],
    nearMiss:
      'E1127 04:23:10.1 51 kubelet.go:2646] "Skipping pod synchronization" err="PLEG is not healthy: pleg was last seen active 3m0s ago"',
  },
  'checkpoint-not-yet': {
    lines: [
      'E1127 04:33:25.734267      38 manager.go:525] "Failed to read data from checkpoint" err="checkpoint is not found" checkpoint="kubelet_internal_checkpoint"',
    ],
    nearMiss:
      'E1127 04:23:10.137476      51 manager.go:525] "Failed to read data from checkpoint" err="unexpected end of JSON input" checkpoint="kubelet_internal_checkpoint"',
  },
  'controller-cache-behind': {
    lines: [
      'E1127 04:23:16.368526      51 replica_set.go:640] "Unhandled Error" err="sync \\"kube-system/metrics-server-6dc596dfb8\\" failed with read version: 373 is not as new as written version: 390 for group resource replicasets.apps" logger="UnhandledError"',
    ],
    nearMiss:
      'E1127 04:23:16.394144      51 replica_set.go:640] "Unhandled Error" err="sync \\"kube-system/metrics-server-6dc596dfb8\\" failed with Operation cannot be fulfilled" logger="UnhandledError"',
  },
  'node-addresses-not-yet': {
    lines: [
      'E1127 04:57:08.028339      80 node_controller.go:247] "Unhandled Error" err="error syncing \'real-h1\': failed to get instance metadata for node real-h1: address annotations not yet set, requeuing" logger="UnhandledError"',
    ],
    nearMiss:
      'E1127 04:23:16.394144      51 node_controller.go:247] "Unhandled Error" err="error syncing \'n1\': failed to get instance metadata for node n1: no such host" logger="UnhandledError"',
  },
  'namespace-not-yet': {
    lines: [
      'time="2026-11-27T04:23:07Z" level=error msg="Error while syncing ConfigMap" configmap=kube-system/kube-apiserver-legacy-service-account-token-tracking error="namespaces \\"kube-system\\" not found" logger=k3s/UnhandledError',
    ],
    nearMiss:
      'E1127 04:23:16.394144      51 controller.go:1] "Unhandled Error" err="namespaces \\"shop\\" not found" logger="UnhandledError"',
  },
  'pod-range-taken': {
    lines: [
      'E1127 04:57:09.219959      80 range_allocator.go:444] "CIDR assignment for node failed. Releasing allocated CIDR" err="failed to patch node CIDR: Node \\"real-h1\\" is invalid: [spec.podCIDRs: Invalid value: [\\"10.42.2.0/24\\",\\"10.42.1.0/24\\"]: may specify no more than one CIDR for each IP family, spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \\"\\" to valid]" node="real-h1"',
    ],
    nearMiss:
      'E1127 04:57:09.219959      80 range_allocator.go:444] "CIDR assignment for node failed. Releasing allocated CIDR" err="failed to patch node CIDR: nodes \\"n1\\" not found"',
  },
  'manifest-file-empty': {
    lines: ['E1127 04:23:06.385185      51 options.go:205] The manifest file is empty, ignoring.'],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=error msg="Failed to process config: the manifest file is empty"',
  },
  'details-follow': {
    lines: ['E1127 04:23:15.717704      51 controller.go:157] "Unhandled Error" err=<'],
    nearMiss:
      'E1127 04:23:15.717704      51 controller.go:157] "Unhandled Error" err="the server could not find the requested resource"',
  },
  'datastore-filled': {
    lines: ['time="2026-11-27T04:56:38Z" level=warning msg="Bootstrap key already exists"'],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Bootstrap key exists, reading it"',
  },
  'client-gone': {
    lines: [
      'time="2026-11-27T04:33:52Z" level=warning msg="Proxy error: write failed: write tcp 127.0.0.1:6443->127.0.0.1:48834: write: broken pipe"',
      'E1127 05:29:15.502477       7 watch.go:320] "Failed to encode watch event" err="http2: stream closed" logger="UnhandledError"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=warning msg="Proxy error: no route to host"',
  },
  'cgroup-v2-not-mounted': {
    lines: ['time="2026-11-27T04:33:21Z" level=warning msg="cgroup2 is not mounted. cgroup2 evacuation is discarded."'],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=fatal msg="cannot move processes: cgroup2 evacuation failed"',
  },
  'flannel-subnet-not-yet': {
    lines: [
      'time="2026-11-27T04:33:26Z" level=warning msg="no subnet found for key: FLANNEL_SUBNET in file: /run/flannel/subnet.env"',
    ],
    nearMiss: 'time="2026-05-06T11:05:04Z" level=info msg="Wrote flannel subnet file to /run/flannel/subnet.env"',
  },
  'node-ports-everywhere': {
    lines: [
      'E1127 04:33:26.414354      38 server.go:265] "Kube-proxy configuration may be incomplete or incorrect" err="nodePortAddresses is unset; NodePort connections will be accepted on all local IPs. Consider using `--nodeport-addresses primary`"',
    ],
    nearMiss:
      'E1127 04:23:11.473630      51 server.go:265] "Kube-proxy configuration may be incomplete or incorrect" err="nodePortAddresses is set to localhost"',
  },
}

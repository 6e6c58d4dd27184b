// One entry for each known kind of log line, in the order of the catalogue: long, but a table.
import type { LogExplanationId } from '../log-explanations.ts'

export const explanationsEn: Record<LogExplanationId, { readonly title: string; readonly meaning: string }> = {
  'unknown-flag': {
    title: 'This version of k3s does not support {flag}',
    meaning: 'Agents stop because of it; servers ignore it and continue. Correct or remove the flag under Settings.',
  },
  'invalid-flag': {
    title: 'A k3s flag has an invalid value',
    meaning: 'k3s stops because of it. The message names the flag; correct it under Settings.',
  },
  'required-flag-missing': {
    title: 'k3s was started as an agent without the required settings',
    meaning: 'The container has no server address or no token. Start it as a server, or set K3S_URL and K3S_TOKEN.',
  },
  'registries-unreadable': {
    title: 'registries.yaml cannot be read',
    meaning:
      'It is not valid YAML, or a value has the wrong type; the message shows the line. The node does not start until the file is corrected and the node restarted.',
  },
  'datastore-token': {
    title: 'The data was created with another token',
    meaning:
      'The server was started with a token that cannot open its own datastore. Use the original token again, or recreate the cluster.',
  },
  'token-mismatch': {
    title: 'The token belongs to another cluster',
    meaning:
      "The server's certificate authority does not match the one in the token, or the token is malformed. Copy the token of this cluster again and remove the old data of the node.",
  },
  'node-password-rejected': {
    title: 'A node with this name has joined before',
    meaning:
      'Its password was lost with the old container. Delete the old node (kubectl delete node NAME); the new one then joins automatically.',
  },
  'token-rejected': {
    title: 'The server does not accept the token',
    meaning: 'It is the right cluster, but the password in the token is wrong. Use the token of this cluster.',
  },
  'cgroup-v1-refused': {
    title: 'This version of Kubernetes does not support cgroup v1',
    meaning:
      'Kubernetes 1.35 and later does not start on it by default. Add the k3s flag --kubelet-arg=fail-cgroupv1=false, use k3s 1.34 or earlier, or switch this computer to cgroup v2.',
  },
  'cgroup-missing': {
    title: 'A cgroup controller is missing',
    meaning:
      'The kernel or Docker does not make cpu, cpuset, memory, or pids available to the container. On a Raspberry Pi, add cgroup_memory=1 cgroup_enable=memory to the kernel command line. In rootless Docker, enable cgroup delegation.',
  },
  'kmsg-missing': {
    title: 'The kubelet cannot open the kernel log',
    meaning:
      'The container has no access to /dev/kmsg, for example in rootless Docker. Nodes need an engine that allows privileged containers.',
  },
  'oom-watcher-off': {
    title: 'Out-of-memory kills are not reported as events',
    meaning:
      'The node has no access to the kernel log. The kernel still kills processes that use too much memory; only the event is missing.',
  },
  'privileges-missing': {
    title: 'The kernel denied a mount or cgroup operation',
    meaning:
      'Nodes must run as privileged containers. If k3s stops here, the engine does not allow it; rootless engines need extra configuration.',
  },
  'snapshotter-failed': {
    title: 'Images cannot be stored here',
    meaning:
      'The file system of the node does not support overlayfs. Add the k3s flag --snapshotter=native or --snapshotter=fuse-overlayfs.',
  },
  'too-many-files': {
    title: 'This computer has reached its limit of file watches',
    meaning:
      'All containers share this limit. Raise it on this computer: sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'disk-full': {
    title: 'The disk is full',
    meaning: "Docker's disk has no space left. Free some (docker system df shows what uses it), then restart the node.",
  },
  'etcd-member-changed': {
    title: 'etcd knows this server by another address',
    meaning:
      'Its IP address has changed since it joined. Restore the old address, or reset the membership with --cluster-reset.',
  },
  'node-ip-changed': {
    title: "The node's address differs from its container's address",
    meaning:
      'k3s was given, or has stored, an address that no longer exists on any network interface. Remove --node-ip, or restore the old address.',
  },
  'datastore-unreachable': {
    title: 'The external datastore is not responding',
    meaning:
      'It is not running, cannot be reached, or rejects the login. k3s keeps trying for a while: start the datastore first, and check --datastore-endpoint.',
  },
  'network-failed': {
    title: "The node's network could not be set up",
    meaning:
      'The container has no usable network, or the kernel lacks modules needed by iptables; the end of the line says which. Load the modules on this computer, choose another flannel backend, or use --disable-network-policy.',
  },
  'certificate-expired': {
    title: 'A certificate is outside its validity period',
    meaning:
      'Either the clock is wrong (for example in a virtual machine after sleep), or the certificates are more than a year old. In that case, restart the node to renew them.',
  },
  'server-unreachable': {
    title: 'The server is not responding yet',
    meaning:
      "Normal while the server is starting; the node tries again every two seconds. 127.0.0.1:6444 is only the node's local proxy. If this goes on for minutes, check the server's logs, its name, and the Docker network.",
  },
  'component-exited': {
    title: 'A k3s component has exited, and k3s with it',
    meaning: 'The text in quotes is the reason; the lines above say more. For containerd, see its own log.',
  },
  'image-not-k3s': {
    title: 'This is not a k3s image',
    meaning: 'It does not contain /bin/k3s, or it has no shell. Choose a rancher/k3s image.',
  },
  'image-wrong-architecture': {
    title: 'The program was built for another CPU architecture',
    meaning: 'The image does not match the CPU of this computer. Choose a tag that supports its platform.',
  },
  'pause-image-missing': {
    title: 'The image {image} cannot be pulled',
    meaning: 'Every pod needs it, so no pod starts. Add a mirror for docker.io under Registries, or import the images.',
  },
  'registry-rate-limit': {
    title: "The registry's pull limit has been reached",
    meaning: 'Docker Hub limits the number of pulls in six hours. Log in or add a mirror under Registries.',
  },
  'registry-speaks-http': {
    title: '{host} uses plain HTTP',
    meaning: 'k3s contacted it over HTTPS. Under Registries, write its endpoint with http://.',
  },
  'registry-speaks-https': {
    title: 'The registry uses HTTPS',
    meaning: 'Its endpoint is written with http://. Under Registries, change it to https://.',
  },
  'registry-file-missing': {
    title: 'A certificate of the registry is not in the node',
    meaning:
      'registries.yaml names {path}, which containerd looks for inside the node. Files of this computer are not there, so nothing can be pulled from that registry.',
  },
  'registry-not-trusted': {
    title: "The registry's certificate is not trusted",
    meaning:
      'It is self-signed or issued by a private authority. Under Registries, set its CA file or skip the verification.',
  },
  'registry-login-missing': {
    title: 'The registry denied access to the image',
    meaning:
      'The login is missing or wrong, or the image does not exist. Under Registries, credentials belong to the host of the endpoint; a misspelled name looks the same.',
  },
  'registry-name-unknown': {
    title: 'The name {host} cannot be resolved',
    meaning:
      'DNS does not know this registry. Check its spelling under Registries, and whether nodes can resolve names at all.',
  },
  'registry-refused': {
    title: 'No registry is listening at {host}',
    meaning:
      'On a node, localhost is the node itself, not this computer. Use the name of the registry container on the same network, or host.docker.internal, and check the port.',
  },
  'registry-timeout': {
    title: 'The registry {host} is not responding',
    meaning:
      'The network or a proxy gets in the way, or the registry is blocked here. Add a mirror under Registries, or import the image.',
  },
  'registry-not-a-registry': {
    title: 'The mirror denies access or is not a registry',
    meaning:
      'It returned a web page or HTTP 403. Many public mirrors are closed or require a login: use another endpoint under Registries.',
  },
  'image-platform-missing': {
    title: 'The image does not support this platform',
    meaning: 'The registry has it only for other platforms. Choose a tag that supports yours.',
  },
  'image-not-found': {
    title: 'The image does not exist',
    meaning:
      'The registry responds, but it has no image with this name and tag. Check both. A mirror may not have it either, or may need /v2 in its path.',
  },
  'image-pull-failed': {
    title: 'An image cannot be pulled',
    meaning:
      'Kubernetes tries again automatically, with up to five minutes in between. The end of the line or the containerd log shows the cause; set a mirror or a login under Registries.',
  },
  'registry-next-host': {
    title: 'A mirror does not have the image',
    meaning:
      'containerd continues with the next endpoint, and finally with the registry itself. The fields host and error show the mirror and what went wrong.',
  },
  'registry-endpoint-twice': {
    title: 'An endpoint is listed twice in registries.yaml',
    meaning: 'The second one is ignored.',
  },
  'registry-endpoint-invalid': {
    title: 'The endpoint {url} is not a valid URL',
    meaning: 'k3s ignores it. Correct it under Registries.',
  },
  'embedded-mirror-idle': {
    title: 'The embedded registry mirror has nothing to share',
    meaning:
      'It is enabled, but registries.yaml lists no registries. List the ones to share as keys under mirrors; "*" means all.',
  },
  'image-import-failed': {
    title: 'An image archive could not be imported',
    meaning:
      'The file is damaged or incomplete; the node starts without it. Download it again and compare the checksum.',
  },
  'etcd-slow': {
    title: 'etcd is responding slowly',
    meaning:
      'Normal while several servers start on one computer. If it continues, the disk is too slow for etcd, or the computer is too busy: use fewer servers or an SSD.',
  },
  'etcd-slow-disk': {
    title: 'The disk is too slow for etcd',
    meaning:
      'A write took more than a second, or the leader could not keep up. Servers may lose their leader: use an SSD, fewer servers, or a single server with SQLite.',
  },
  'etcd-too-many-learners': {
    title: 'Two servers are joining at the same time',
    meaning: 'etcd accepts one at a time; this one waits for its turn.',
  },
  'etcd-learner': {
    title: 'This server is still copying the data',
    meaning: 'It gets its vote once it has caught up, usually within seconds.',
  },
  'etcd-not-ready-yet': {
    title: 'etcd is not ready yet',
    meaning:
      'Normal during startup. If it takes more than a minute, make sure that more than half of the servers are running and that the disk is fast enough.',
  },
  'etcd-peer-lost': {
    title: 'etcd cannot reach another server',
    meaning:
      'That server has stopped or is restarting. The cluster keeps working as long as more than half of its servers run; bring the other one back.',
  },
  'etcd-peer-connected': {
    title: 'etcd is connected to another server',
    meaning: 'This is good news, although etcd logs it as a warning.',
  },
  'etcd-simple-token': {
    title: 'A note about a login method that k3s does not use',
    meaning: 'k3s connects to etcd with certificates, not with such tokens.',
  },
  'etcd-no-leader': {
    title: 'etcd had no leader for a moment',
    meaning:
      'Requests failed in that moment and are retried. If it continues, too few servers are running, or the disk is too slow.',
  },
  'etcd-full': {
    title: 'The etcd database has reached its size limit',
    meaning:
      'It accepts no more writes. Restart the servers one by one, since k3s defragments the database at startup. Delete what fills it, such as events or Helm releases.',
  },
  'etcd-member-removed': {
    title: 'This server was removed from the cluster',
    meaning: 'Restart it with --server to join again with empty data; otherwise, delete the node.',
  },
  'etcd-name-taken': {
    title: 'etcd already has a server with this name',
    meaning: 'Delete the old node first, or give this one another name.',
  },
  'etcd-connection-rejected': {
    title: 'A connection to etcd was closed',
    meaning:
      'k3s probes the port while it starts. If it keeps coming from an unknown address, that client has no valid certificate.',
  },
  'slow-sql': {
    title: 'The datastore is responding slowly',
    meaning:
      'Harmless now and then. If it happens often, the disk or the database is too slow, or the computer is too busy.',
  },
  'database-damaged': {
    title: "The cluster's database is damaged or not writable",
    meaning:
      'A full or failing disk causes this. Free some space; if it continues, restore a backup or recreate the cluster.',
  },
  'tls-handshake-eof': {
    title: 'A client disconnected during the TLS handshake',
    meaning: 'Port checks and agents that are still starting cause this.',
  },
  'tls-bad-certificate': {
    title: "A client does not trust this server's certificate",
    meaning:
      'The client trusts another certificate authority, or none yet: for example k3s components during startup, or a kubeconfig of an earlier cluster. The server itself is fine; if the client is your kubectl, export the kubeconfig again.',
  },
  'core-not-ready': {
    title: 'A request arrived before the API server was ready',
    meaning: 'Nodes send requests as soon as they start, and simply try again.',
  },
  'k3s-stopped': {
    title: 'k3s was asked to stop',
    meaning: 'Components log errors while shutting down. This is normal.',
  },
  'tunnel-endpoints-not-yet': {
    title: 'The server does not know its agents yet',
    meaning: 'It asked for them before the API was ready, and asks again shortly.',
  },
  'sysctl-refused': {
    title: 'A container cannot change this kernel setting',
    meaning:
      'Docker does not let the node change the connection tracking of this computer. k3s works with the current values.',
  },
  'kernel-module-not-loaded': {
    title: 'The kernel module {module} was not loaded',
    meaning:
      'Containers cannot load modules; usually it is built in or not needed. Only if networking fails later, load it on this computer (sudo modprobe {module}).',
  },
  'no-cached-certificate': {
    title: 'No certificate exists yet at the first start',
    meaning: 'It is created a moment later.',
  },
  'api-not-ready-yet': {
    title: 'k3s is waiting for its API server',
    meaning:
      'Part of every start, usually 4 to 20 seconds. More than two minutes means a slow disk, too little memory, or an error further up.',
  },
  'cri-missing': {
    title: 'containerd is running without its Kubernetes plugin',
    meaning:
      'The CRI plugin failed to load, often because of the snapshotter or a config.toml template. The containerd log of this node shows the cause.',
  },
  'containerd-starting': {
    title: 'containerd is still starting',
    meaning: 'Normal in the first half minute. If it continues, check the containerd log of this node.',
  },
  'node-labels-retry': {
    title: 'The node could not be labeled yet',
    meaning: 'It has just registered, or something else changed it at the same moment. k3s tries again.',
  },
  'resolv-conf-replaced': {
    title: "Pods do not use Docker's DNS server",
    meaning:
      'Docker gives the node a loopback address, which pods cannot reach, so they use {servers} instead. Only if your network blocks these, pods cannot resolve names: in that case, give the node its own resolv.conf (--resolv-conf).',
  },
  'cpu-quota-off': {
    title: 'CPU limits of pods have no effect',
    meaning: 'The kernel does not make the cpu controller available to the node. Everything else works.',
  },
  'ca-not-in-token': {
    title: 'The agent joins with a short token',
    meaning:
      "It trusts the first server that responds at this address. That is fine within Docker's own network; the server's full token would verify it.",
  },
  'selinux-on': {
    title: 'SELinux is not used inside the node',
    meaning: 'Its containers are not isolated by SELinux. This is normal for a local cluster.',
  },
  'flag-deprecated': {
    title: 'A flag will be removed in a later version',
    meaning: 'k3s sets it itself. Only if you set it under Settings, replace it before you upgrade.',
  },
  'server-settings-differ': {
    title: 'The servers have different settings',
    meaning:
      'The network range or another critical flag of this server differs from the first server. The warnings above show which one; it must be the same on all servers.',
  },
  'agent-waits-for-server': {
    title: 'The node is waiting for the server',
    meaning: 'It tries again every few seconds. The text after the colon says what is missing.',
  },
  'join-refused': {
    title: 'This server rejected a connection',
    meaning:
      "A node or client used a wrong token or certificate. If it is a node of this cluster, give it this cluster's token; the server itself is fine.",
  },
  'etcd-not-enabled': {
    title: 'A second server cannot join a server that uses SQLite',
    meaning:
      'More than one server requires embedded etcd or an external datastore. Recreate the cluster with several servers from the start, or start the first one with --cluster-init.',
  },
  'port-in-use': {
    title: 'The port is already in use',
    meaning:
      'Another program or container is listening on it; the message shows the port. Stop it, or choose another port under Settings.',
  },
  'certificates-newer-than-datastore': {
    title: "The node's certificates are newer than those in the datastore",
    meaning:
      'This happens after a volume was restored or with a wrong clock. Delete the files named in the message, and restart the node.',
  },
  'tunnel-broken': {
    title: 'The tunnel between a node and a server was interrupted',
    meaning:
      'The other side stopped or restarted. The tunnel reconnects automatically; while it is down, kubectl logs and exec do not reach that node.',
  },
  'server-failed-check': {
    title: 'The server {server} is not responding to this node',
    meaning: 'The node uses another server, if there is one, and keeps trying this one.',
  },
  'waits-for-other-server': {
    title: 'Another server is initializing the datastore',
    meaning:
      'This one waits until that is done. If no other server is starting, an earlier first start was interrupted: empty the database and start again.',
  },
  'manifest-failed': {
    title: 'A manifest on the node was not applied',
    meaning:
      '{file} has an error; k3s tries again every 15 seconds. Correct the file; its name must not contain uppercase letters or underscores.',
  },
  'helm-install-failed': {
    title: 'A Helm chart could not be installed',
    meaning:
      'The end of the line shows the cause. k3s runs the job again; an error in the chart must be corrected first.',
  },
  'serving-secret-not-yet': {
    title: "The server's certificate was not stored yet",
    meaning: 'Two servers wrote it at the same moment; it is written again.',
  },
  'network-not-ready-yet': {
    title: 'The pod network is not ready yet',
    meaning:
      'Normal until flannel is running, a few seconds after the kubelet starts. If it continues, look for a line about flannel or networking.',
  },
  'node-not-registered-yet': {
    title: 'The node is not registered yet',
    meaning:
      'Normal in its first seconds. If it continues, the node could not register or was deleted: restart the node.',
  },
  'stats-not-yet': {
    title: 'The kubelet has no metrics yet',
    meaning: 'They were requested before the first ones were collected; they appear automatically.',
  },
  'machine-id-missing': {
    title: 'The container has no machine ID',
    meaning: 'Kubernetes only displays it; the node works without it.',
  },
  'rlimit-refused': {
    title: 'The kubelet cannot raise its limit of open files',
    meaning: 'It works with the limit that Docker sets.',
  },
  'perf-event-missing': {
    title: 'Performance counters are not available in containers',
    meaning: 'Kubernetes does not need them.',
  },
  'flexvolume-folder-missing': {
    title: 'A folder for volume plugins was created',
    meaning: 'It does not exist yet at the first start. This is normal.',
  },
  'swap-on': {
    title: 'This computer uses swap',
    meaning: 'k3s allows this. Memory limits of pods are then less strict.',
  },
  'cgroup-v1-old': {
    title: 'This computer still uses cgroup v1',
    meaning: 'It works here, but Kubernetes 1.35 and later does not start on it by default.',
  },
  'nameserver-limit': { title: 'The node has more than three DNS servers', meaning: 'Pods use only the first three.' },
  'lease-not-renewed': {
    title: 'The node could not report that it is alive',
    meaning:
      'The API server did not respond in time. After 40 seconds, the node is considered not ready until the API server responds again.',
  },
  'pleg-unhealthy': {
    title: "The kubelet's view of its containers is out of date",
    meaning:
      'Normal right after startup. Later, it means that containerd is slow or stuck, usually because CPU or disk is overloaded.',
  },
  'disk-pressure': {
    title: 'The disk is nearly full; pods are being evicted',
    meaning:
      "This is Docker's disk. Free some space with docker image prune -a or docker builder prune (docker system df shows what uses it); docker system prune would also delete stopped clusters. Pods come back automatically.",
  },
  'container-already-gone': {
    title: 'The container no longer exists',
    meaning: 'The kubelet looked for a container that has just been removed.',
  },
  'pod-still-ending': {
    title: 'A pod is still terminating',
    meaning: 'The new pod with the same name starts once it has terminated.',
  },
  'pod-network-not-yet': {
    title: 'A pod started before flannel was ready',
    meaning: 'It is started again automatically. If it continues, flannel is not running on this node.',
  },
  'pod-network-failed': {
    title: 'The network of a pod could not be set up',
    meaning:
      'The pod does not start; Kubernetes keeps trying. The end of the line shows which step failed: the CNI configuration, the bridge, or iptables on the node.',
  },
  'name-reserved': {
    title: 'The previous attempt to start a pod is still in progress',
    meaning: 'containerd was slow, and the kubelet tried again. It resolves itself once the computer is less busy.',
  },
  'sandbox-failed': {
    title: 'A pod could not be started',
    meaning: 'Kubernetes keeps trying. The end of the line or the containerd log shows the cause.',
  },
  'config-missing': {
    title: 'A pod needs the {kind} {name}, which does not exist',
    meaning: "Create it in the pod's namespace; the pod then starts automatically.",
  },
  'pull-secret-missing': {
    title: 'The cluster has no credentials for an image',
    meaning:
      "The pod refers to an image pull secret that does not exist. Create it in the pod's namespace, or set the login for all nodes under Registries.",
  },
  'crash-loop': {
    title: 'A container keeps crashing',
    meaning:
      "Kubernetes waits longer after each attempt, up to five minutes. The cause is in the container's own log; see the log of its previous run.",
  },
  'out-of-memory': {
    title: 'A process was killed: out of memory',
    meaning:
      "Its own limit or Docker's memory is too small. Raise the memory limit of the container, or give Docker more memory.",
  },
  'probe-failed': {
    title: 'A container is not passing its health check yet',
    meaning: 'Normal during startup. If it continues, Kubernetes sends it no traffic or restarts it: check its log.',
  },
  'volume-not-mounted': {
    title: 'A volume of a pod could not be mounted',
    meaning: 'The end of the line shows the cause. A hostPath is a path inside the node, not on this computer.',
  },
  'pod-unschedulable': {
    title: 'No node can run a pod',
    meaning:
      "The text after the colon says why: too little free CPU or memory, a taint, or a missing volume. Lower the pod's requests, or add a node.",
  },
  'containers-not-ready': {
    title: 'Not ready yet: {containers}',
    meaning: 'Normal while a container starts. If this goes on for minutes, check the events and the log of the pod.',
  },
  'image-command-missing': {
    title: 'The image does not contain the program {command}',
    meaning: 'Correct the command of the container, or use another image.',
  },
  'container-not-created': {
    title: 'A container could not be created',
    meaning: 'The end of the line shows the cause as reported by runc: a mount, a cgroup, a user, or a missing file.',
  },
  'kubernetes-service-not-yet': {
    title: "The API server's own service is being created or removed",
    meaning: 'This happens at every start and stop.',
  },
  'endpoints-reset': { title: 'The list of servers has changed', meaning: 'Pods reach the API server at {addresses}.' },
  'api-version-empty': {
    title: 'An API version is disabled',
    meaning: 'Old and experimental versions are disabled by default.',
  },
  'api-deprecated': {
    title: '{api} will be removed in Kubernetes {version}',
    meaning: 'It works in this version. If your own manifests or tools use it, update them before you upgrade.',
  },
  'front-proxy-config-not-yet': {
    title: 'A controller started before the API server',
    meaning: 'It reads its configuration a moment later.',
  },
  'leader-lock-not-read': {
    title: 'A controller could not renew its leader lock',
    meaning:
      'The API server or the datastore did not respond in time. Normal during startup; later, it means a slow disk or a busy computer.',
  },
  'metrics-not-ready-yet': {
    title: 'CPU and memory metrics are not available yet',
    meaning:
      'They appear once metrics-server is ready, within a minute or two. If it is disabled or its node is down, kubectl top shows no metrics.',
  },
  'object-modified': {
    title: 'Two controllers changed the same object',
    meaning: 'The second one reads it again and retries.',
  },
  'roles-not-yet': {
    title: 'A Kubernetes component has no permissions yet',
    meaning: 'The API server creates the roles in its first seconds; the component tries again.',
  },
  'login-rejected': {
    title: 'The API server rejected the credentials',
    meaning:
      'A client uses the kubeconfig or token of an earlier cluster, or an expired one. Export the kubeconfig again; pods from before must be restarted.',
  },
  'certificate-name-missing': {
    title: "The server's certificate does not include {name}",
    meaning: 'Connect through 127.0.0.1, or add the address with --tls-san under Settings.',
  },
  'certificate-authority-unknown': {
    title: 'A certificate was issued by an unknown authority',
    meaning:
      "For kubectl: the kubeconfig belongs to an earlier cluster; export it again. For an image: set the registry's CA file under Registries.",
  },
  'controller-off': {
    title: 'A component is disabled by design',
    meaning: 'k3s runs without it, or does its job in another way.',
  },
  'node-first-seen': {
    title: 'A controller sees a node for the first time',
    meaning: 'It has no history for the node yet and starts one now.',
  },
  'resync-shortened': { title: 'A controller adjusts the interval of its checks', meaning: 'Nothing is lost.' },
  'slow-api-request': {
    title: 'A request to the API took long',
    meaning: 'The API server logs its steps. If it happens often, the disk is slow or the computer is busy.',
  },
  'no-pod-range-yet': {
    title: 'The node has no pod address range yet',
    meaning: 'The server assigns one to each node within seconds.',
  },
  'iptables-missing': {
    title: 'The kernel lacks iptables or ipset',
    meaning:
      'Services or network policies do not work. Load the modules on this computer (ip_tables, iptable_nat, ip_set), or turn policies off with --disable-network-policy.',
  },
  'no-ipv6-range': { title: 'The cluster is single-stack', meaning: 'It uses only one IP family. This is normal.' },
  'api-refused': {
    title: 'The API server is not listening',
    meaning:
      'Normal while k3s starts or stops. If it continues, look for the line that says why the API server exited.',
  },
  'watch-ended': {
    title: 'A watch on the API was interrupted',
    meaning: 'The client reopens it automatically. Normal when a server stops or restarts.',
  },
  'list-failed': {
    title: 'A Kubernetes component cannot read from the API yet',
    meaning:
      'Normal in the first seconds, before the API server or its roles are complete. It tries again automatically.',
  },
  'dns-upstream-timeout': {
    title: 'CoreDNS gets no response for {name}',
    meaning:
      'The DNS servers that it uses are not reachable from here. Set other ones for the nodes with --resolv-conf, or allow access to them.',
  },
  'dns-loop': {
    title: 'CoreDNS detected a forwarding loop',
    meaning:
      "The node's resolv.conf points to a loopback address. Give the nodes one with a real DNS server (--resolv-conf).",
  },
  'dns-no-custom-config': {
    title: 'There is no custom DNS configuration',
    meaning: 'k3s looks for an optional ConfigMap named coredns-custom.',
  },
  'dns-waits-for-api': {
    title: 'CoreDNS is waiting for the API server',
    meaning: 'It resolves service names once it has read them, usually after a few seconds.',
  },
  'plugin-skipped': {
    title: 'containerd skips a way to store images',
    meaning: 'It tries each one and keeps those that work with the disk, usually overlayfs.',
  },
  'shim-cleaned-up': {
    title: 'A container has exited and was cleaned up',
    meaning: 'This does not say why it exited.',
  },
  'container-exit-late': {
    title: 'containerd is late in handling the exit of a container',
    meaning: 'The computer was too busy; containerd tries again.',
  },
  'kubelet-starting': {
    title: 'The kubelet waits for containerd',
    meaning: 'It starts pods as soon as containerd has responded once.',
  },
  'checkpoint-not-yet': {
    title: 'The kubelet has saved nothing yet',
    meaning: 'It looks for its own notes from an earlier run; a new node has none.',
  },
  'controller-cache-behind': {
    title: 'A controller has not seen its own change yet',
    meaning: 'It waits until its cache has caught up, and tries again.',
  },
  'node-addresses-not-yet': {
    title: '{node} has not reported its addresses yet',
    meaning: "Normal in a node's first seconds; k3s tries again.",
  },
  'namespace-not-yet': {
    title: 'The namespace {name} does not exist yet',
    meaning: 'The API server creates it in its first seconds. Clients that need it try again.',
  },
  'pod-range-taken': {
    title: 'The node already has its pod addresses',
    meaning: 'Two servers assigned a range at the same moment. The first one counts.',
  },
  'manifest-file-empty': {
    title: 'No additional manifest is configured',
    meaning: 'Kubernetes components log this once at startup. Nothing is missing.',
  },
  'details-follow': {
    title: 'A controller will try again',
    meaning: 'The error itself is in the lines below this one.',
  },
  'datastore-filled': {
    title: 'Another server has already initialized the datastore',
    meaning: 'This one uses what is there.',
  },
  'client-gone': {
    title: 'A client disconnected before the response was sent',
    meaning: 'The client stopped or restarted. It sends its request again automatically.',
  },
  'cgroup-v2-not-mounted': {
    title: 'This computer has no cgroup v2',
    meaning: 'There is nothing for k3s to set up in it.',
  },
  'flannel-subnet-not-yet': {
    title: 'flannel has no subnet from an earlier run',
    meaning:
      'It gets one and saves it within seconds. Without IPv6 in the cluster, the lines about IPv6 keep appearing.',
  },
  'node-ports-everywhere': {
    title: 'NodePorts listen on all addresses of the node',
    meaning:
      "That is the default of Kubernetes. Only the ports that you publish can be reached from outside of Docker's network.",
  },
}

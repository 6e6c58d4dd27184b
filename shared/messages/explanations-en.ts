// One entry for each known kind of log line, in the order of the catalogue: long, but a table.
import type { LogExplanationId } from '../log-explanations.ts'

export const explanationsEn: Record<LogExplanationId, { readonly title: string; readonly meaning: string }> = {
  'unknown-flag': {
    title: 'k3s does not know {flag}',
    meaning:
      'This version of k3s has no such option. Agents stop; servers go on without it. Remove or correct it under Settings.',
  },
  'invalid-flag': {
    title: 'A k3s option has a value that is not allowed',
    meaning: 'k3s stops because of it. The message names the option; correct it under Settings.',
  },
  'required-flag-missing': {
    title: 'k3s was started as an agent without its settings',
    meaning: 'The container got no server address or no token. Start it as a server, or give it K3S_URL and K3S_TOKEN.',
  },
  'registries-unreadable': {
    title: 'registries.yaml cannot be read',
    meaning:
      'It is not valid YAML, or has a value of the wrong kind; the message names the line. The node does not start before it is corrected and the node restarted.',
  },
  'datastore-token': {
    title: 'The data was made with another token',
    meaning:
      'The server was started with a token that does not open its own datastore. Use the first token again, or make the cluster anew.',
  },
  'token-mismatch': {
    title: 'The token belongs to another cluster',
    meaning:
      'The certificate authority of the server is not the one in the token, or the token is malformed. Copy the token of this cluster again, and remove old data of the node.',
  },
  'node-password-rejected': {
    title: 'A node with this name has joined before',
    meaning:
      'Its password was lost with the old container. Delete the old node (kubectl delete node NAME); the new one then joins by itself.',
  },
  'token-rejected': {
    title: 'The server does not accept the token',
    meaning: 'The cluster is the right one, the password in the token is not. Use the token of this cluster.',
  },
  'cgroup-v1-refused': {
    title: 'This Kubernetes refuses cgroup v1',
    meaning:
      'Kubernetes 1.35 and later does not start on it by default. Add the k3s option --kubelet-arg=fail-cgroupv1=false, take k3s 1.34 or older, or switch the machine to cgroup v2.',
  },
  'cgroup-missing': {
    title: 'A cgroup controller is missing',
    meaning:
      'The kernel or Docker does not hand cpu, cpuset, memory or pids to the container. On a Raspberry Pi add cgroup_memory=1 cgroup_enable=memory to the kernel command line; in rootless Docker enable delegation.',
  },
  'kmsg-missing': {
    title: 'The kubelet cannot open the kernel log',
    meaning:
      'The container may not see /dev/kmsg, as in rootless Docker. Nodes need an engine that allows privileged containers.',
  },
  'oom-watcher-off': {
    title: 'Out-of-memory kills are not reported as events',
    meaning:
      'The kernel log is closed to this node. The kernel still ends what takes too much memory; only the event about it is missing.',
  },
  'privileges-missing': {
    title: 'The kernel refused a mount or a cgroup',
    meaning:
      'Nodes have to run as privileged containers. Where k3s stops here, the engine does not allow it; rootless engines need extra settings.',
  },
  'snapshotter-failed': {
    title: 'Images cannot be stored here',
    meaning:
      'The file system under the node cannot carry overlayfs. Add the k3s option --snapshotter=native or --snapshotter=fuse-overlayfs.',
  },
  'too-many-files': {
    title: "This machine's limit of file watches is used up",
    meaning:
      'It is shared by all containers. Raise it on the machine: sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'disk-full': {
    title: 'The disk is full',
    meaning: "Docker's disk has no room left. Free some (docker system df shows what takes it), then restart the node.",
  },
  'etcd-member-changed': {
    title: 'etcd knows this server under another address',
    meaning:
      'Its IP address has changed since it joined. Give it the old address again, or reset the membership with --cluster-reset.',
  },
  'node-ip-changed': {
    title: "The node's address is not its container's address",
    meaning:
      'k3s was told, or has stored, an address that no interface has any more. Remove --node-ip or bring the old address back.',
  },
  'datastore-unreachable': {
    title: 'The external database does not answer',
    meaning:
      'It is not running, cannot be reached, or refuses the login. k3s tries again for some time: start the database first and check --datastore-endpoint.',
  },
  'network-failed': {
    title: "The node's network could not be set up",
    meaning:
      'The container has no usable network, or the kernel misses modules for iptables; the end of the line says which. Load the modules on the machine, or choose another flannel backend or --disable-network-policy.',
  },
  'certificate-expired': {
    title: 'A certificate is out of its time',
    meaning:
      'Either the clock is wrong (a virtual machine after sleep), or the certificates are older than a year: then a restart of the node renews them.',
  },
  'server-unreachable': {
    title: 'The server does not answer yet',
    meaning:
      "Normal for as long as the server starts; the node tries again every two seconds. 127.0.0.1:6444 is only the node's own relay. If it goes on for minutes, look at the server's log, its name and the Docker network.",
  },
  'component-exited': {
    title: 'A part of k3s has stopped, and k3s with it',
    meaning: 'The text in quotes is the reason; more stands in the lines above, and for containerd in its own log.',
  },
  'image-not-k3s': {
    title: 'The image is not a k3s image',
    meaning: 'It has no /bin/k3s or no shell. Choose an image of rancher/k3s.',
  },
  'image-wrong-architecture': {
    title: 'The program was made for another processor',
    meaning: 'The image does not fit the CPU of this machine. Pull the variant for its platform.',
  },
  'pause-image-missing': {
    title: 'The image {image} cannot be pulled',
    meaning: 'Every pod needs it, so none starts. Give docker.io a mirror under Registries, or import the images.',
  },
  'registry-rate-limit': {
    title: "The registry's pull limit is reached",
    meaning: 'Docker Hub allows only so many downloads in six hours. Log in or add a mirror under Registries.',
  },
  'registry-speaks-http': {
    title: '{host} speaks plain HTTP',
    meaning: 'k3s asked it over HTTPS. Write its endpoint with http:// under Registries.',
  },
  'registry-speaks-https': {
    title: 'The registry speaks HTTPS',
    meaning: 'Its endpoint is written with http://. Write https:// under Registries.',
  },
  'registry-not-trusted': {
    title: "The registry's certificate is not trusted",
    meaning:
      'It is self-signed or of a private authority. Give its CA file, or allow it without a check, under Registries.',
  },
  'registry-login-missing': {
    title: 'The registry does not let us pull the image',
    meaning:
      'The login is missing or wrong, or the image does not exist. Logins belong to the host of the endpoint, under Registries; a wrong name looks the same.',
  },
  'registry-name-unknown': {
    title: 'The registry {host} has no address',
    meaning:
      'DNS does not know the name. Check its spelling under Registries, and whether nodes can resolve names at all.',
  },
  'registry-refused': {
    title: 'Nobody listens at the registry {host}',
    meaning:
      'From a node, localhost is the node itself, not this machine. Use the name of the registry container on the same network, or host.docker.internal, and check the port.',
  },
  'registry-timeout': {
    title: 'The registry {host} does not answer',
    meaning:
      'The network or a proxy is in the way, or it is blocked here. Add a mirror under Registries, or import the image.',
  },
  'registry-not-a-registry': {
    title: 'The mirror refuses, or is not a registry',
    meaning:
      'It answered with a web page or with 403. Many public mirrors are closed or need a login: use another endpoint under Registries.',
  },
  'image-platform-missing': {
    title: 'The image does not exist for this processor',
    meaning: 'Its registry has it only for other platforms. Choose a tag that is built for yours.',
  },
  'image-not-found': {
    title: 'There is no such image',
    meaning:
      'The registry answers, but has no image of this name and tag. Check both; a mirror may also not have it, or need /v2 in its path.',
  },
  'image-pull-failed': {
    title: 'An image cannot be pulled',
    meaning:
      'Kubernetes tries again by itself, after up to five minutes. The end of the line, or the containerd log, names the cause; a mirror or a login can be set under Registries.',
  },
  'registry-next-host': {
    title: 'A mirror did not have the image',
    meaning:
      'containerd goes on to the next endpoint, at last to the registry itself. The fields host and error name the mirror and what was wrong.',
  },
  'registry-endpoint-twice': {
    title: 'An endpoint stands twice in registries.yaml',
    meaning: 'The second is left out.',
  },
  'registry-endpoint-invalid': {
    title: 'The endpoint {url} is not an address',
    meaning: 'k3s leaves it out. Correct it under Registries.',
  },
  'embedded-mirror-idle': {
    title: 'The embedded registry mirror has nothing to share',
    meaning:
      'It is switched on, but registries.yaml names no registry. List those to share as keys of mirrors; "*" means all.',
  },
  'image-import-failed': {
    title: 'An image archive could not be imported',
    meaning:
      'The file is broken or incomplete; the node starts without it. Download it again and compare its checksum.',
  },
  'etcd-slow': {
    title: 'etcd took longer than it should',
    meaning:
      'Usual while several servers start on one machine. If it stays, the disk is too slow for etcd, or the machine too busy: use fewer servers or an SSD.',
  },
  'etcd-slow-disk': {
    title: 'The disk is too slow for etcd',
    meaning:
      'Writing took over a second, or the leader could not keep its pace. Servers may lose their leader: use an SSD, fewer servers, or one server with SQLite.',
  },
  'etcd-too-many-learners': {
    title: 'Two servers join at the same time',
    meaning: 'etcd takes one after the other; this one waits for its turn.',
  },
  'etcd-learner': {
    title: 'This server still copies the data',
    meaning: 'It gets its vote when it has caught up, mostly within some seconds.',
  },
  'etcd-not-ready-yet': {
    title: 'etcd is not ready yet',
    meaning:
      'Normal during a start. After more than a minute: with several servers more than half must run, and the disk must not be too slow.',
  },
  'etcd-peer-lost': {
    title: 'Another server is not reachable for etcd',
    meaning:
      'It stopped or restarts. The cluster goes on for as long as more than half of its servers run; bring the other one back.',
  },
  'etcd-peer-connected': {
    title: 'etcd is connected to another server',
    meaning: 'Good news, although etcd writes it as a warning.',
  },
  'etcd-simple-token': {
    title: 'A note about a login that k3s does not use',
    meaning: 'k3s reaches etcd with certificates, not with such tokens.',
  },
  'etcd-no-leader': {
    title: 'etcd had no leader for a moment',
    meaning:
      'Requests of that moment failed and are made again. If it stays: too few servers run, or the disk is too slow.',
  },
  'etcd-full': {
    title: "etcd's database has reached its limit",
    meaning:
      'It takes no more writes. Restart the servers one by one: k3s defragments at the start. Delete what fills it, such as events or Helm releases.',
  },
  'etcd-member-removed': {
    title: 'This server was deleted from the cluster',
    meaning: 'Restart it with --server and it joins again with empty data; otherwise delete the node.',
  },
  'etcd-name-taken': {
    title: 'A server of this name is already in etcd',
    meaning: 'Delete the old node first, or give this one another name.',
  },
  'etcd-connection-rejected': {
    title: 'Somebody hung up while connecting to etcd',
    meaning:
      'k3s probes the port while it starts. Often and from a foreign address, it is a client without the right certificate.',
  },
  'slow-sql': {
    title: 'The datastore answered slowly',
    meaning: 'Now and then harmless. Often: the disk or the database is too slow, or the machine too busy.',
  },
  'database-damaged': {
    title: "The cluster's database is damaged or cannot be written",
    meaning: 'A full or failing disk does that. Free space; if it stays, restore a backup or make the cluster anew.',
  },
  'tls-handshake-eof': {
    title: 'A client hung up during the TLS handshake',
    meaning: 'Port checks and agents that are still starting do that.',
  },
  'tls-bad-certificate': {
    title: "A client does not trust this server's certificate",
    meaning:
      'Some client knows another certificate authority, or none yet: parts of k3s at their start, or a kubeconfig of an earlier cluster. The server is well; if it is your kubectl, export the kubeconfig again.',
  },
  'core-not-ready': {
    title: 'Somebody asked before the API server was there',
    meaning: 'Nodes ask as soon as they start and simply ask again.',
  },
  'k3s-stopped': {
    title: 'k3s was told to stop',
    meaning: 'Its parts say goodbye in the words of an error. Nothing has gone wrong.',
  },
  'tunnel-endpoints-not-yet': {
    title: 'The server does not know its agents yet',
    meaning: 'It asks for them before the API answers, and again a moment later.',
  },
  'sysctl-refused': {
    title: 'A kernel setting may not be changed from a container',
    meaning:
      "Docker does not let the node change the machine's connection tracking. k3s works with the values that are there.",
  },
  'kernel-module-not-loaded': {
    title: 'The kernel module {module} was not loaded',
    meaning:
      'A container cannot load modules; mostly it is built in or not needed. Only if networking fails later, load it on the machine (sudo modprobe {module}).',
  },
  'no-cached-certificate': { title: 'The first start has no certificate yet', meaning: 'It is made a moment later.' },
  'api-not-ready-yet': {
    title: 'k3s waits for its API server',
    meaning:
      'Part of every start, mostly 4 to 20 seconds. Over two minutes means a slow disk, little memory, or an error further up.',
  },
  'cri-missing': {
    title: 'containerd runs, but without its Kubernetes part',
    meaning:
      'That part failed to load, often because of the snapshotter or a template of config.toml. The containerd log of this node says why.',
  },
  'containerd-starting': {
    title: 'containerd is still starting',
    meaning: 'Normal in the first half minute. If it goes on, look at the containerd log of this node.',
  },
  'node-labels-retry': {
    title: 'The node could not be labelled yet',
    meaning: 'It has just registered, or somebody else changed it at the same moment. k3s tries again.',
  },
  'resolv-conf-replaced': {
    title: "Pods do not get Docker's DNS server",
    meaning:
      'Docker gives the node a loopback address, which pods cannot reach, so they ask {servers}. Only if your network blocks those, pods cannot resolve names: then give the node a resolv.conf of its own (--resolv-conf).',
  },
  'cpu-quota-off': {
    title: 'CPU limits of pods have no effect',
    meaning: 'The kernel does not hand the cpu controller to the node. Everything else works.',
  },
  'ca-not-in-token': {
    title: 'The agent joins with a short token',
    meaning:
      "It trusts the first server that answers under the address. Inside Docker's own network that is fine; the full token of the server would check it.",
  },
  'selinux-on': {
    title: 'SELinux is not used inside the node',
    meaning: 'The containers in it are not separated by SELinux. For a local cluster that is normal.',
  },
  'flag-deprecated': {
    title: 'An option will go away in some later version',
    meaning: 'k3s itself passes it. Only if you gave it under Settings, replace it before you upgrade.',
  },
  'server-settings-differ': {
    title: 'The servers have different settings',
    meaning:
      'This server was given another network or another critical option than the first. The warnings before name it; all servers need the same.',
  },
  'agent-waits-for-server': {
    title: 'The node waits for the server',
    meaning: 'It asks again every few seconds. Behind the colon stands what is missing.',
  },
  'join-refused': {
    title: 'This server turned somebody away',
    meaning:
      "A node or a client came with a wrong token or certificate. If it is a node of this cluster, give it this cluster's token; the server itself is well.",
  },
  'etcd-not-enabled': {
    title: 'A second server cannot join a server with SQLite',
    meaning:
      'More than one server needs embedded etcd or an external database. Make the cluster anew with several servers from the start, or start the first with --cluster-init.',
  },
  'port-in-use': {
    title: 'The port is taken',
    meaning:
      'Another program or container listens there already; the message names the port. Stop it, or choose another port under Settings.',
  },
  'certificates-newer-than-datastore': {
    title: 'The certificates in the node are newer than those in the datastore',
    meaning:
      'That happens after a restored volume or a wrong clock. Remove the files that the message names, and restart the node.',
  },
  'tunnel-broken': {
    title: 'The tunnel between a node and a server broke',
    meaning:
      'The other side stopped or restarted. It is built again by itself; while it is down, kubectl logs and exec do not reach that node.',
  },
  'server-failed-check': {
    title: 'The server {server} does not answer this node',
    meaning: 'The node uses another server, if there is one, and tries this one again.',
  },
  'waits-for-other-server': {
    title: 'Another server is just filling the datastore',
    meaning:
      'This one waits until it is done. If no other server is starting, a first start was interrupted: empty the database and start again.',
  },
  'manifest-failed': {
    title: 'A manifest of the node was not applied',
    meaning:
      '{file} has an error; k3s tries it again every 15 seconds. Correct the file; its name may have no capitals or underscores.',
  },
  'helm-install-failed': {
    title: 'A Helm chart could not be installed',
    meaning:
      'The rest of the line says why. k3s starts the job again; a chart that is not right has to be corrected first.',
  },
  'serving-secret-not-yet': {
    title: "The server's certificate was not stored yet",
    meaning: 'Two servers wrote at the same moment; it is written again.',
  },
  'network-not-ready-yet': {
    title: 'The pod network is not there yet',
    meaning:
      'Normal until flannel runs, some seconds after the kubelet. If it stays, look for a line about flannel or networking.',
  },
  'node-not-registered-yet': {
    title: 'The node is not registered yet',
    meaning:
      'Normal in its first seconds. If it goes on, it could not register, or somebody deleted it: restart the node.',
  },
  'stats-not-yet': {
    title: 'The kubelet has no measurements yet',
    meaning: 'It asked before the first ones were taken; they come by themselves.',
  },
  'machine-id-missing': {
    title: 'The container has no machine id',
    meaning: 'Kubernetes only shows it; the node works without.',
  },
  'rlimit-refused': {
    title: 'The kubelet may not raise its limit of open files',
    meaning: 'It works with the limit that Docker gave it.',
  },
  'perf-event-missing': {
    title: 'Performance counters are not handed to containers',
    meaning: 'Kubernetes does not need them.',
  },
  'flexvolume-folder-missing': {
    title: 'A folder for volume plugins was made',
    meaning: 'It is missing at every first start.',
  },
  'swap-on': { title: 'This machine uses swap', meaning: 'k3s allows it. Memory limits of pods are then less strict.' },
  'cgroup-v1-old': {
    title: 'This machine still uses cgroup v1',
    meaning: 'It works here, but Kubernetes 1.35 and later does not start on it unless told to.',
  },
  'nameserver-limit': { title: 'The node has more than three DNS servers', meaning: 'Pods get the first three.' },
  'lease-not-renewed': {
    title: 'The node could not report that it is alive',
    meaning:
      'The API server did not answer in time. After 40 seconds the node counts as not ready, until it answers again.',
  },
  'pleg-unhealthy': {
    title: 'The kubelet has no fresh picture of its containers',
    meaning:
      'Normal right after a start. Later it means that containerd is slow or hangs, mostly for want of CPU or disk.',
  },
  'disk-pressure': {
    title: 'The disk is nearly full, and pods are ended to make room',
    meaning:
      "It is Docker's disk. Free some (docker system df shows what takes it, docker system prune cleans up); pods come back by themselves.",
  },
  'container-already-gone': {
    title: 'A container was gone already',
    meaning: 'The kubelet looked for one that has just been removed.',
  },
  'pod-still-ending': { title: 'A pod is still ending', meaning: 'One of the same name starts when it is gone.' },
  'pod-network-not-yet': {
    title: 'A pod came before flannel was ready',
    meaning: 'It is started again by itself. If it stays, flannel does not run on this node.',
  },
  'pod-network-failed': {
    title: "A pod's network could not be set up",
    meaning:
      'The pod does not start; Kubernetes goes on trying. The end of the line says which step failed: the CNI configuration, the bridge, or iptables of the node.',
  },
  'name-reserved': {
    title: 'The last try to start a pod is still under way',
    meaning: 'containerd was slow and the kubelet asked again. It clears up when the machine is less busy.',
  },
  'sandbox-failed': {
    title: 'A pod could not be started',
    meaning: 'Kubernetes goes on trying. The rest of the line, or the containerd log, names the cause.',
  },
  'config-missing': {
    title: 'A pod needs the {kind} {name}, which does not exist',
    meaning: 'Make it in the namespace of the pod; the pod then starts by itself.',
  },
  'pull-secret-missing': {
    title: 'The login for an image is missing in the cluster',
    meaning:
      'The pod names an image pull secret that is not there. Make it, or set the login for all nodes under Registries.',
  },
  'crash-loop': {
    title: 'A container ends again and again',
    meaning: 'Kubernetes waits longer after each try, up to five minutes. Its own log says why; see its previous run.',
  },
  'out-of-memory': {
    title: 'A program was ended for want of memory',
    meaning:
      'Its own limit or the memory of Docker is too small. Raise the limit of the container, or give Docker more memory.',
  },
  'probe-failed': {
    title: 'A container does not answer its health check yet',
    meaning: 'Usual while it starts. If it stays, Kubernetes keeps traffic away from it, or restarts it: see its log.',
  },
  'volume-not-mounted': {
    title: 'A volume of a pod could not be mounted',
    meaning: 'The end of the line says why. A path of the host means one inside the node, not of this machine.',
  },
  'pod-unschedulable': {
    title: 'No node can take a pod',
    meaning:
      'Behind the colon stands why: too little CPU or memory is free, a taint, a missing volume. Make its requests smaller or add a node.',
  },
  'image-command-missing': {
    title: 'The image has no program {command}',
    meaning: 'Correct the command of the container, or use another image.',
  },
  'container-not-created': {
    title: 'A container could not be created',
    meaning: 'runc names the cause at the end of the line: a mount, a cgroup, a user or a missing file.',
  },
  'kubernetes-service-not-yet': {
    title: "The API server's own service is just being made or taken away",
    meaning: 'It happens at each start and stop.',
  },
  'endpoints-reset': { title: 'The list of servers has changed', meaning: 'Pods reach the API server at {addresses}.' },
  'api-version-empty': {
    title: 'An API version is switched off',
    meaning: 'Old and trial versions are empty by default.',
  },
  'api-deprecated': {
    title: '{api} goes away with Kubernetes {version}',
    meaning: 'It works in this version. If your own manifests or tools use it, change them before you upgrade.',
  },
  'front-proxy-config-not-yet': {
    title: 'A controller started before the API server',
    meaning: 'It reads its configuration a moment later.',
  },
  'leader-lock-not-read': {
    title: 'A controller could not keep its leadership',
    meaning:
      'The API server or the datastore did not answer in time. Normal at start; later it means a slow disk or a busy machine.',
  },
  'metrics-not-ready-yet': {
    title: 'CPU and memory figures are not there yet',
    meaning:
      'They come when metrics-server is ready, within a minute or two. If it is disabled or its node is down, kubectl top has no figures.',
  },
  'object-modified': {
    title: 'Two controllers changed the same object',
    meaning: 'The second reads it anew and tries again.',
  },
  'roles-not-yet': {
    title: 'A part of Kubernetes has no rights yet',
    meaning: 'The API server makes the roles in its first seconds; the part tries again.',
  },
  'login-rejected': {
    title: 'The API server does not know who asks',
    meaning:
      'Somebody uses the kubeconfig or the token of an earlier cluster, or an expired one. Export the kubeconfig again; pods that were there before have to be restarted.',
  },
  'certificate-name-missing': {
    title: "The server's certificate does not name {name}",
    meaning: 'Connect through 127.0.0.1, or add the address with --tls-san under Settings.',
  },
  'certificate-authority-unknown': {
    title: 'A certificate comes from an authority that is not known here',
    meaning:
      'With kubectl: the kubeconfig is of an earlier cluster, export it again. With an image: the registry needs its CA file under Registries.',
  },
  'controller-off': {
    title: 'A part is switched off on purpose',
    meaning: 'k3s runs without it, or guards it in another way.',
  },
  'node-first-seen': {
    title: 'A controller sees a node for the first time',
    meaning: 'It has no history of it, and begins now.',
  },
  'resync-shortened': { title: 'A controller changes the pace of its checks', meaning: 'Nothing is lost by it.' },
  'slow-api-request': {
    title: 'A request to the API took long',
    meaning: 'The API server writes its steps down. Often means a slow disk or a busy machine.',
  },
  'no-pod-range-yet': {
    title: 'The node has no pod addresses yet',
    meaning: 'The server assigns a range to each node within some seconds.',
  },
  'iptables-missing': {
    title: 'The kernel has no iptables or no ipset',
    meaning:
      'Services or network policies do not work. Load the modules on the machine (ip_tables, iptable_nat, ip_set), or switch policies off with --disable-network-policy.',
  },
  'no-ipv6-range': { title: 'The cluster has only one IP family', meaning: 'Nothing is missing.' },
  'api-refused': {
    title: 'The API server does not listen',
    meaning: 'Normal while k3s starts or stops. If it stays, look for the line that says why the API server ended.',
  },
  'watch-ended': {
    title: 'A watch on the API was cut',
    meaning: 'The client opens it again by itself. Usual when a server stops or restarts.',
  },
  'list-failed': {
    title: 'A part of Kubernetes cannot read from the API yet',
    meaning: 'Usual in the first seconds, before the API server or its roles are complete. It tries again by itself.',
  },
  'dns-upstream-timeout': {
    title: 'CoreDNS gets no answer for {name}',
    meaning:
      'The DNS servers that it asks are not reachable from here. Give the nodes others with --resolv-conf, or open the network for them.',
  },
  'dns-loop': {
    title: 'CoreDNS asks itself',
    meaning:
      'The resolv.conf of the node names a loopback address. Give the nodes one with a real DNS server (--resolv-conf).',
  },
  'dns-no-custom-config': {
    title: 'There are no additions to the DNS configuration',
    meaning: 'k3s looks for a ConfigMap coredns-custom, which is optional.',
  },
  'dns-waits-for-api': {
    title: 'CoreDNS waits for the API server',
    meaning: 'Names of services are answered when it has read them, mostly after seconds.',
  },
  'plugin-skipped': {
    title: 'containerd leaves out a way to store images',
    meaning: 'It tries each and keeps those that fit the disk, here mostly overlayfs.',
  },
  'shim-cleaned-up': {
    title: 'A container has ended and was tidied up',
    meaning: 'It says nothing about why it ended.',
  },
  'container-exit-late': {
    title: 'containerd is late with the end of a container',
    meaning: 'The machine was too busy; containerd tries again.',
  },
  'kubelet-starting': {
    title: 'The kubelet waits for containerd',
    meaning: 'It starts pods as soon as containerd has answered once.',
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
    title: '{node} has not said its addresses yet',
    meaning: "Normal in a node's first seconds; k3s tries again.",
  },
  'namespace-not-yet': {
    title: 'The namespace {name} is not there yet',
    meaning: 'The API server makes it in its first seconds. Whoever needs it tries again.',
  },
  'pod-range-taken': {
    title: 'The node has its pod addresses already',
    meaning: 'Two servers gave it some at the same moment. The first ones count.',
  },
  'manifest-file-empty': {
    title: 'No additional manifest is configured',
    meaning: 'Parts of Kubernetes say so once when they start. Nothing is missing.',
  },
  'details-follow': {
    title: 'A controller will try again',
    meaning: 'The error itself is in the lines below this one.',
  },
  'datastore-filled': {
    title: 'Another server has filled the datastore already',
    meaning: 'This one uses what is there.',
  },
  'client-gone': {
    title: 'A connection ended before its answer was sent',
    meaning: 'The other side stopped or restarted. It asks again by itself.',
  },
  'cgroup-v2-not-mounted': {
    title: 'This host has no cgroup v2',
    meaning: 'k3s has nothing to move out of its way there.',
  },
  'flannel-subnet-not-yet': {
    title: 'flannel has no subnet from an earlier run',
    meaning: 'It gets one, and writes it down, in the next seconds. The IPv6 lines stay where the cluster has no IPv6.',
  },
  'node-ports-everywhere': {
    title: 'NodePorts answer on all addresses of the node',
    meaning:
      "That is the default of Kubernetes. Only the ports that you publish can be reached from outside of Docker's network.",
  },
}

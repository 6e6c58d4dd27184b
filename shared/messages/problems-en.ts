// One entry for each problem, in the order of the catalogue: long, but a table.
import type { ProblemCode } from '../problems.ts'

export interface ProblemText {
  /** What happened. */
  readonly title: string
  /** Why. */
  readonly cause: string
  /** What to do. */
  readonly remedy: string
}

/** Every known failure in English. One table, hence its length. */
export const problemsEn: Readonly<Record<ProblemCode, ProblemText>> = {
  'docker.not_found': {
    title: 'No Docker Engine was found',
    cause: 'Neither DOCKER_HOST nor a docker context names one, and none of the usual sockets is there.',
    remedy: 'Install Docker Engine, Docker Desktop, OrbStack, colima, Rancher Desktop or Podman, and start it.',
  },
  'docker.not_running': {
    title: 'Docker does not run',
    cause: 'Nobody answers at {endpoint}.',
    remedy: 'Start Docker. Sampan connects by itself as soon as it answers.',
  },
  'docker.permission_denied': {
    title: 'You may not use Docker',
    cause: 'Your user has no access to {endpoint}.',
    remedy: 'Add yourself to its group with sudo usermod -aG docker $USER, then log out and in again.',
  },
  'docker.unreachable': {
    title: 'Docker cannot be reached',
    cause: 'There was no usable answer from {endpoint}.',
    remedy: 'Check the address and that the engine runs, or choose another engine in the preferences.',
  },
  'docker.api_too_old': {
    title: 'This Docker is too old',
    cause: 'It speaks API {version}; Sampan needs {minimum} or later (Docker 20.10).',
    remedy: 'Update Docker.',
  },
  'docker.api_too_new': {
    title: 'This Docker is too new for Sampan',
    cause: 'It accepts API {minimum} and later. This version of Sampan speaks up to {version}.',
    remedy: 'Update Sampan.',
  },
  'docker.remote': {
    title: 'This Docker Engine is on another machine',
    cause:
      'It would publish the ports of a cluster over there, where {engine} runs. Sampan looks for them on this machine.',
    remedy: 'Choose an engine on this machine, or run Sampan on the machine of the engine.',
  },
  'docker.windows_containers': {
    title: 'Docker runs Windows containers',
    cause: 'k3s needs Linux containers.',
    remedy: 'Choose "Switch to Linux containers…" in the menu of Docker Desktop.',
  },
  'docker.lost': {
    title: 'The connection to Docker was lost',
    cause: 'The engine was stopped or restarted in the middle.',
    remedy: 'Start Docker again. What was left half-made is found and can be finished or removed.',
  },
  'docker.slow': {
    title: 'Docker is taking too long',
    cause: 'There was no answer within {seconds} seconds.',
    remedy: 'Docker may be busy. Try again in a moment.',
  },
  'docker.container_stuck': {
    title: 'Docker cannot start {container}',
    cause:
      'Docker still counts the container’s last run as running, as happens when Docker itself was restarted meanwhile.',
    remedy: 'Start the cluster again: Sampan makes the container anew. Its data is kept.',
  },
  'docker.failed': {
    title: 'Docker refused: {operation}',
    cause: 'The engine answered with the error below.',
    remedy: 'Try again. If it stays, the message says what Docker wants.',
  },
  'port.taken': {
    title: 'Port {port} is taken',
    cause: 'Held by: {holder}',
    remedy: 'Choose another port, or stop what holds this one.',
  },
  'port.none_free': {
    title: 'No free port was found',
    cause: 'All ports from {from} on were taken.',
    remedy: 'Give a port that is free, or stop what holds them.',
  },
  'subnet.none_free': {
    title: 'No free network was found',
    cause:
      'Every /24 network that Sampan tries overlaps with a Docker network, an interface or a route of this machine.',
    remedy: 'Remove unused Docker networks with docker network prune.',
  },
  'disk.low': {
    title: 'Little disk space is left',
    cause: 'Docker has {freeGb} GB free in {path}. Below 5 % Kubernetes evicts pods, and images find no room.',
    remedy: 'Make room, {neededGb} GB at least: docker system prune removes what nothing uses.',
  },
  'disk.full': {
    title: 'The disk is full',
    cause: 'There was no room left for {path}.',
    remedy: 'Make room and try again. Nothing half-written was left.',
  },
  'memory.low': {
    title: 'Memory is short',
    cause: 'There are {totalMb} MB; this cluster wants {neededMb} MB.',
    remedy: 'Use fewer agents or a higher limit, or give Docker more memory in its settings.',
  },
  'inotify.low': {
    title: 'The inotify limits are low',
    cause:
      'This machine allows {instances} instances. Several nodes need {needed}, or they fail with "too many open files".',
    remedy: 'sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'cgroup.v1_deprecated': {
    title: 'This machine still uses cgroup v1',
    cause:
      'Kubernetes {version} refuses that by default; Sampan tells the kubelet to start all the same (fail-cgroupv1=false).',
    remedy: 'Nothing has to be done now. Switch the machine to cgroup v2 when you can.',
  },
  'clock.skewed': {
    title: 'Two clocks disagree',
    cause: "Docker's clock and this computer's are {seconds} s apart. Certificates may count as not yet valid.",
    remedy: 'Let both follow a time server. Restarting Docker Desktop sets the clock of its machine.',
  },
  'file.read_only': {
    title: 'The file cannot be written',
    cause: '{path} is read-only or belongs to somebody else.',
    remedy: 'Choose another place, or change its permissions.',
  },
  'file.failed': {
    title: 'The file could not be read or written',
    cause: 'The system refused {path}.',
    remedy: 'Check the path.',
  },
  'image.not_found': {
    title: 'The image does not exist',
    cause: 'No registry has {image}, or it may not be seen without logging in.',
    remedy: 'Check name and tag. k3s images look like rancher/k3s:v1.36.2-k3s1.',
  },
  'image.denied': {
    title: 'The registry refused the image',
    cause: 'It wants other credentials for {image} than Docker has.',
    remedy: 'Log in with docker login, then try again. Sampan uses the same credentials.',
  },
  'image.rate_limited': {
    title: 'The registry has had too many requests',
    cause: 'Docker Hub limits how often images such as {image} can be pulled.',
    remedy: 'Log in with docker login, use a mirror, or wait some hours.',
  },
  'image.wrong_platform': {
    title: 'The image is for other machines',
    cause: '{image} does not exist for {platform}.',
    remedy: 'Choose a tag that has your platform.',
  },
  'image.wrong_architecture': {
    title: 'The image is for another kind of processor',
    cause: '{node} could not execute anything in it.',
    remedy: 'Choose a tag that has the platform of your Docker Engine (amd64 or arm64).',
  },
  'image.not_k3s': {
    title: 'This image is no k3s',
    cause: 'It has no /bin/k3s to start.',
    remedy: 'Choose a k3s image such as rancher/k3s:v1.36.2-k3s1.',
  },
  'image.registry_unreachable': {
    title: 'The registry cannot be reached',
    cause: 'Docker got no connection for {image}.',
    remedy: "Check the network and Docker's proxy settings, use the image from a mirror, or load it with docker load.",
  },
  'image.tls_failed': {
    title: "The registry's certificate is not trusted",
    cause: 'A proxy or a private registry shows a certificate that Docker does not know, for {image}.',
    remedy: 'Give Docker the certificate authority (/etc/docker/certs.d/HOST/ca.crt), then try again.',
  },
  'engine.changed': {
    title: 'Sampan is now connected to another Docker engine',
    cause: 'This was meant for {cluster} on the engine that was in use before. Sampan now uses {engine}.',
    remedy: 'Nothing was done. Switch back to the other engine, or choose a cluster of this one.',
  },
  'cluster.name_taken': {
    title: 'There is a cluster named {cluster} already',
    cause: 'Names are used once on each Docker Engine.',
    remedy: 'Choose another name.',
  },
  'cluster.not_found': {
    title: 'There is no cluster named {cluster}',
    cause: 'This Docker Engine has nothing of that name.',
    remedy: 'sampan list shows what is there. Another engine may have it.',
  },
  'cluster.incomplete': {
    title: '{cluster} is only half-made',
    cause: 'Sampan was stopped while it made or removed the cluster.',
    remedy: 'Finish it (sampan start {cluster}) or remove it (sampan delete {cluster} --yes).',
  },
  'cluster.only_remains': {
    title: 'Only remains of {cluster} are left',
    cause:
      'Sampan was stopped while it made or removed the cluster, and there is no server that it could be finished from.',
    remedy: 'Remove them (sampan delete {cluster} --yes), then create the cluster again.',
  },
  'cluster.busy': {
    title: 'Another operation is running on {cluster}',
    cause: '“{operation}” has been running since {since} (process {maker}).',
    remedy: 'Wait until it is done, or cancel it where it was started.',
  },
  'cluster.changed': {
    title: '{cluster} has been changed in the meantime',
    cause: 'Another window or a terminal changed its settings after you opened them.',
    remedy: 'Nothing was done. Load the new state, check your own changes and apply them again.',
  },
  'cluster.deleted_meanwhile': {
    title: '{cluster} is being deleted',
    cause: 'Another Sampan ({maker}) deletes the cluster, so this operation stopped.',
    remedy: 'Create the cluster again if you still need it.',
  },
  'cluster.cancelled': {
    title: 'Cancelled',
    cause: 'You stopped what was being done to {cluster}.',
    remedy: 'Start again whenever you like.',
  },
  'cluster.pod_missing': {
    title: 'There is no pod {pod}',
    cause: 'No pod or workload of that name runs in this cluster, or its API does not answer.',
    remedy: 'See what there is with kubectl get pods -A. A name may be [namespace/]name[/container].',
  },
  'logs.invalid_pattern': {
    title: 'This is not a regular expression: {pattern}',
    cause: 'It cannot be read.',
    remedy: 'Correct it, or put a backslash before characters that stand for themselves.',
  },
  'logs.slow_pattern': {
    title: 'This expression takes too long: {pattern}',
    cause: 'It tries more and more ways to fit a line, usually because one repetition lies in another.',
    remedy: 'Write it with fewer repetitions, for example a+ instead of (a+)+.',
  },
  'logs.pods_unknown': {
    title: 'The pods could not be listed',
    cause: "The cluster's Kubernetes API did not answer.",
    remedy: 'The logs of the nodes are still available. Start the cluster or wait until it is ready, then try again.',
  },
  'logs.reader_died': {
    title: 'The log view was interrupted',
    cause: 'The process that reads logs stopped unexpectedly.',
    remedy: 'Sampan starts it again and reads the logs anew. If this keeps happening, show fewer sources at a time.',
  },
  'cluster.node_missing': {
    title: 'A node is missing: {node}',
    cause: 'Its container is not there. Somebody removed it by hand.',
    remedy: 'Start the cluster: Sampan makes the node again with its old data and address.',
  },
  'cluster.spec_unreadable': {
    title: 'The spec of {cluster} cannot be read',
    cause: 'It lies in the container of the first server, which is not there, or the file is damaged.',
    remedy: 'The cluster can only be removed.',
  },
  'spec.ipv4_only': {
    title: 'IPv6 is not available in a cluster of Sampan',
    cause: 'The network of the nodes is IPv4 only. k3s stops when --{flag} is {value}.',
    remedy: 'Remove the flag, or give IPv4 ranges only.',
  },
  'spec.invalid': {
    title: 'This cannot be a cluster: {field}',
    cause: '{reason}',
    remedy: 'Correct the value and try again.',
  },
  'k3s.exited': {
    title: '{node} has stopped',
    cause: 'k3s ended with exit code {exitCode}.',
    remedy: 'Its log says more.',
  },
  'k3s.crash_loop': {
    title: '{node} keeps crashing',
    cause: 'k3s ended and was restarted {restarts} times.',
    remedy: 'Its log says why: look for the last line with level fatal.',
  },
  'k3s.api_timeout': {
    title: 'The Kubernetes API does not answer',
    cause: '{node} did not get that far in {seconds} s.',
    remedy: 'A slow disk or little memory may be the reason. Look at its log, or allow more time.',
  },
  'k3s.nodes_timeout': {
    title: 'Nodes did not become Ready',
    cause: 'After {seconds} s these were still missing: {nodes}',
    remedy: 'Look at their logs, or allow more time.',
  },
  'k3s.dns_timeout': {
    title: 'The DNS of the cluster does not answer yet',
    cause: 'CoreDNS did not become ready in {seconds} s.',
    remedy: 'Nodes are Ready; pods cannot resolve names yet. The overview shows what CoreDNS waits for.',
  },
  'k3s.pull_failed': {
    title: 'A system image cannot be pulled',
    cause: '{pod} needs {image}, which its node did not get.',
    remedy:
      'Set a mirror for docker.io under Registries, or log in against a rate limit. The cluster runs; its DNS does not.',
  },
  'k3s.sandbox_image_missing': {
    title: 'Pods cannot start: {image} cannot be pulled',
    cause: 'Every pod needs this image before its own, and {node} did not get it.',
    remedy:
      'Set a mirror for its registry under Registries. Without a network, import the k3s-airgap-images archive of this k3s release into each node: docker exec -i {node} ctr images import - < ARCHIVE. Kubernetes tries again by itself.',
  },
  'k3s.unknown_flag': {
    title: 'This k3s does not know {flag}',
    cause: '{node} was given a flag that its version does not have.',
    remedy: 'Correct or remove the flag. k3s server --help in the image lists them.',
  },
  'k3s.invalid_flag': {
    title: 'A k3s flag has a wrong value',
    cause: '{node} refused its settings with the words below.',
    remedy: 'Correct the flag.',
  },
  'k3s.registries_unreadable': {
    title: 'k3s cannot read registries.yaml',
    cause: '{node} stumbles over the file and waits for ever.',
    remedy: 'Correct the text under Registries; the message names the line.',
  },
  'k3s.token_mismatch': {
    title: 'The token belongs to another cluster',
    cause: 'The certificate authority that {node} found is not the one in its token, or the token is malformed.',
    remedy: "Use this cluster's token, or remove the node's old data.",
  },
  'k3s.token_rejected': {
    title: 'The token was refused',
    cause: '{node} gave a token that the server does not accept.',
    remedy: "Use the cluster's own token.",
  },
  'k3s.node_password_rejected': {
    title: 'The node password was refused',
    cause: 'A node named {node} has registered before with another password, which was lost with its container.',
    remedy: 'Remove the old node with kubectl delete node {node}; it then joins by itself.',
  },
  'k3s.server_unreachable': {
    title: '{node} cannot reach the server',
    cause:
      'The server did not answer at its registration address. The 127.0.0.1:6444 in the message is only the own relay of the node.',
    remedy: 'Look at the log of the server: most often it has not started. Proxy variables can be the reason, too.',
  },
  'k3s.privileges_missing': {
    title: '{node} lacks privileges',
    cause: 'This Docker does not let containers be privileged, which k3s needs.',
    remedy: 'Use an engine that allows it; rootless engines need further set-up.',
  },
  'k3s.cgroup_missing': {
    title: '{node} misses a cgroup controller',
    cause: 'The kernel or Docker does not hand cpu, cpuset, memory and pids to the container.',
    remedy:
      'On a Raspberry Pi add cgroup_memory=1 cgroup_enable=memory to the kernel command line; in rootless Docker enable delegation.',
  },
  'k3s.cgroup_v1_refused': {
    title: 'Kubernetes refuses cgroup v1',
    cause: 'The k3s of {node} is 1.35 or later and this machine uses cgroup v1.',
    remedy:
      'Add the k3s flag --kubelet-arg=fail-cgroupv1=false for all nodes, choose a k3s up to 1.34, or switch to cgroup v2.',
  },
  'k3s.kmsg_missing': {
    title: '{node} cannot open /dev/kmsg',
    cause: 'The kernel log is not there for this container, as in rootless Docker.',
    remedy: 'Use an engine that is not rootless.',
  },
  'k3s.snapshotter_failed': {
    title: '{node} cannot store images',
    cause: 'The file system below its volume does not support overlayfs.',
    remedy: 'Add the k3s flag --snapshotter=native or --snapshotter=fuse-overlayfs for all nodes.',
  },
  'k3s.too_many_files': {
    title: 'Too many open files on {node}',
    cause: 'The inotify limit of this machine is used up, often with the third node.',
    remedy: 'sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'k3s.datastore_unreachable': {
    title: '{node} cannot reach its database',
    cause: 'The external datastore does not answer or refuses the login.',
    remedy: 'Start the database first and check --datastore-endpoint.',
  },
  'k3s.datastore_token': {
    title: 'The data was made with another token',
    cause: "The data of {node} is encrypted with the token of the cluster's first start.",
    remedy: 'Use that token again, or delete the cluster and make it anew.',
  },
  'k3s.etcd_member_changed': {
    title: 'etcd does not know {node} any more',
    cause: 'Its address changed; etcd keeps members by address.',
    remedy: 'Give the node its old address back, or reset the etcd membership with --cluster-reset.',
  },
  'k3s.network_failed': {
    title: '{node} has no usable network',
    cause: 'k3s found no default route, or could not set up the pod network.',
    remedy: 'Missing kernel modules (iptables, nft, vxlan) are the usual reason; load them on this machine.',
  },
  'k3s.node_ip_changed': {
    title: 'The address of {node} has changed',
    cause: 'k3s keeps the address of a node and does not start with another one.',
    remedy: 'Start the cluster with Sampan, which gives each node its fixed address.',
  },
  'k3s.disk_full': {
    title: 'The disk is full on {node}',
    cause: 'k3s could not write its data.',
    remedy: 'Make room: docker system prune removes what nothing uses.',
  },
  'k3s.component_exited': {
    title: 'A part of k3s has stopped on {node}',
    cause: 'k3s shut itself down because of the component in the message below.',
    remedy: 'The lines before it in the log say why.',
  },
  'k3s.out_of_memory': {
    title: '{node} ran out of memory',
    cause: 'The kernel killed it. A server needs about 1 GB, an agent 300 MB.',
    remedy: 'Raise its memory limit, or give Docker more memory.',
  },
  'api.unreachable': {
    title: 'The Kubernetes API of {cluster} does not answer',
    cause: 'The server may be starting, busy, or stopped. What is shown is what was last known.',
    remedy: 'Nothing to do: Sampan keeps asking. If it stays, look at the log of the server node.',
  },
  'api.refused': {
    title: 'The Kubernetes API of {cluster} refused the admin certificate (HTTP {status})',
    cause: 'The cluster may have new certificates that are not in its kubeconfig yet.',
    remedy: 'Sampan reads the kubeconfig again and keeps asking. If it stays, restart the cluster.',
  },
  'registries.invalid': {
    title: 'registries.yaml has an error in line {line}',
    cause: 'Line {line}, column {column}: {reason}',
    remedy: 'Correct the text. k3s would never come up with it.',
  },
  'kubeconfig.unavailable': {
    title: '{cluster} has no kubeconfig yet',
    cause: 'k3s writes it some seconds after its first start.',
    remedy: 'Wait until the cluster is Ready, or start it.',
  },
  'kubeconfig.unparsable': {
    title: '{path} is not valid YAML',
    cause: 'Line {line}, column {column}: {reason}. Sampan does not write to a file that it cannot read whole.',
    remedy: 'Correct that line, or save the kubeconfig to a separate file instead.',
  },
  'kubeconfig.not_kubeconfig': {
    title: '{path} is not a kubeconfig',
    cause: 'What is wrong with it: {reason}. Nothing was written.',
    remedy: 'Choose another file, or save the kubeconfig to a separate file instead.',
  },
  'kubeconfig.not_editable': {
    title: 'This kubeconfig is written in a way that Sampan cannot add to',
    cause: 'The reason: {reason}. Nothing was written.',
    remedy:
      'Let kubectl write the file anew (kubectl config set-context …), or save the kubeconfig to a separate file instead.',
  },
  'kubeconfig.not_a_file': {
    title: '{path} is not a regular file',
    cause: 'It is a folder, a device or a pipe. A kubeconfig must be a file.',
    remedy: 'Point KUBECONFIG to a file, or save the kubeconfig to a separate file instead.',
  },
  'kubeconfig.name_taken': {
    title: 'There is already an entry named {name}',
    cause: 'It was not made by Sampan, so it is left as it is.',
    remedy: 'Choose another name for the context, or let Sampan add a number to it.',
  },
  'kubeconfig.name_in_use': {
    title: 'Another cluster uses the name {name}',
    cause: 'The entry belongs to the cluster {cluster}, possibly of another Docker Engine, so it is left as it is.',
    remedy: 'Choose another name for the context.',
  },
  'kubeconfig.locked': {
    title: '{path} is locked by another program',
    cause: 'kubectl and others lock the file while they write. This lock has been there for {seconds} s.',
    remedy: 'Try again. If the program that made the lock has crashed, the lock can be removed.',
  },
  'kubeconfig.changed': {
    title: '{path} has been changed since',
    cause: 'Somebody else wrote to the file after Sampan did. Undoing would lose that.',
    remedy: 'Remove the cluster from the file instead, or restore the backup by hand.',
  },
  'kubeconfig.nothing_to_undo': {
    title: 'There is nothing to undo for {cluster}',
    cause: 'Sampan has changed no kubeconfig for this cluster since it started, or has undone that change already.',
    remedy: 'Add the cluster to the kubeconfig or remove it there, or restore a backup by hand.',
  },
  'kubeconfig.lock_refused': {
    title: 'Sampan does not remove this lock',
    cause: '{path} is not one of the kubeconfigs that kubectl reads here.',
    remedy: 'If the program that made the lock has crashed, remove the file by hand.',
  },
  'kubeconfig.backup_failed': {
    title: '{path} could not be backed up',
    cause:
      'Sampan keeps a copy in {folder} before it changes a kubeconfig, and that copy could not be made. Nothing was written.',
    remedy: 'Make that folder writable, or set XDG_DATA_HOME to another one.',
  },
  'kubeconfig.is_backup': {
    title: '{path} is a backup',
    cause: 'Sampan made it before it changed a kubeconfig, and neither reads nor changes it any more.',
    remedy: 'Choose another file. To go back to the backup, copy it over the kubeconfig.',
  },
  'kubeconfig.path_refused': {
    title: '{variable} names no usable path: {path}',
    cause:
      'The character {character} does not belong there. Shells replace ~ and variables and take quotes away; .env files, IDEs and services do not. Nothing was made.',
    remedy: 'Write out the whole path, without quotes or blanks around it.',
  },
  'kubeconfig.still_in': {
    title: '{cluster} is still in {files}',
    cause: 'Sampan could not take out all of its entries there.',
    remedy: 'Set right what is in the way, then run: sampan kubeconfig {cluster} --unmerge',
  },
  'kubeconfig.entries_changed': {
    title: '{path} still has {names}',
    cause: 'Sampan wrote that for {cluster}, but somebody has changed where it leads, so it was left as it is.',
    remedy: 'Remove it by hand if nobody needs it: kubectl config delete-context, delete-cluster, delete-user.',
  },
  'kubeconfig.unreadable': {
    title: 'kubectl cannot read {path}',
    cause: 'Line {line}: {reason}. kubectl refuses the whole file for that, so nothing was written.',
    remedy: 'Correct that line, or save the kubeconfig to a separate file instead.',
  },
  'kubeconfig.address_closed': {
    title: '{cluster} cannot be reached from there',
    cause: 'Its API is not published for: {place}.',
    remedy: 'Let the local network in under Settings (or create the cluster with --lan), then try again.',
  },
  'tool.not_found': {
    title: '{tool} is no longer there',
    cause: 'It was found on this machine before, but not where it was.',
    remedy: 'Install it again, or open the cluster in another tool.',
  },
  'tool.failed': {
    title: '{tool} did not open',
    cause: 'The program ended with an error as soon as it was started.',
    remedy: 'Start it by hand once to see what it says. The cluster itself is not affected.',
  },
  'ipc.unknown_name': {
    title: 'Unknown request',
    cause: 'The window asked for "{name}", which does not exist.',
    remedy: 'This is a bug in Sampan. Please report it.',
  },
  'ipc.invalid_input': {
    title: 'Invalid request',
    cause: 'What the window sent with "{name}" does not fit.',
    remedy: 'This is a bug in Sampan. Please report it.',
  },
  'ipc.forbidden_sender': {
    title: 'Request refused',
    cause: 'It did not come from the window of Sampan.',
    remedy: 'Nothing has to be done.',
  },
  'ipc.cancelled': {
    title: 'Request canceled',
    cause: 'The window no longer needs the answer.',
    remedy: 'Nothing has to be done.',
  },
  'ipc.stream_lost': {
    title: 'Live updates were interrupted',
    cause: 'The part of Sampan that sends them stopped without notice.',
    remedy: 'Sampan reconnects on its own. If this persists, restart Sampan.',
  },
  'internal.unexpected': {
    title: 'Something unexpected happened',
    cause: 'Sampan met an error that it does not know.',
    remedy: 'Try again. If it stays, please report it with the message below.',
  },
}

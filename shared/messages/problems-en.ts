// One entry for each problem, in the order of the catalogue: long, but a table.
import type { ProblemCode } from '../problems.ts'

export interface ProblemText {
  /** What happened. */
  readonly title: string
  /** Why. */
  readonly cause: string
  /** What to do. */
  readonly remedy: string
  /** What to do, in place of `remedy`, where commands can be typed. */
  readonly inTerminal?: string
}

/** Every known failure in English. One table, hence its length. */
export const problemsEn: Readonly<Record<ProblemCode, ProblemText>> = {
  'docker.not_found': {
    title: 'No Docker engine found',
    cause:
      'Neither DOCKER_HOST nor a Docker context points to one, and there is no Docker socket in any of the default locations.',
    remedy: 'Install and start Docker Engine, Docker Desktop, OrbStack, Colima, Rancher Desktop, or Podman.',
  },
  'docker.not_running': {
    title: 'Docker is not running',
    cause: 'There is no response from {endpoint}.',
    remedy: 'Start Docker. Sampan connects automatically.',
    inTerminal: 'Start Docker, then run the command again.',
  },
  'docker.permission_denied': {
    title: 'You do not have permission to use Docker',
    cause: 'Your user account cannot access {endpoint}.',
    remedy:
      'Give your account access to this socket. On Linux, add it to the group of the socket, then log out and back in.',
  },
  'docker.unreachable': {
    title: 'Cannot connect to Docker',
    cause: '{endpoint} did not return a valid response.',
    remedy: 'Check the address and make sure the engine is running, or choose another engine in Preferences.',
    inTerminal: 'Check the address and make sure the engine is running, or name another one with --engine.',
  },
  'docker.silent': {
    title: 'Docker is not responding',
    cause: 'There was no response from {endpoint} in time.',
    remedy: 'The engine may still be starting, or a firewall or VPN may be in the way. Sampan keeps trying.',
    inTerminal: 'The engine may still be starting, or a firewall or VPN may be in the way. Try again in a moment.',
  },
  'docker.port_closed': {
    title: 'No Docker engine at {endpoint}',
    cause: 'The connection was refused: nothing is listening on this port.',
    remedy: 'Start the engine there, or correct the address. The usual ports are 2375, and 2376 with TLS.',
  },
  'docker.host_unknown': {
    title: 'The address of Docker cannot be resolved',
    cause: 'No computer with the name in {endpoint} was found.',
    remedy: 'Check the spelling, your network, and your VPN.',
  },
  'docker.address_invalid': {
    title: 'This is not the address of a Docker engine',
    cause: 'Sampan cannot use {endpoint}.',
    remedy: 'Use unix:///path/to/docker.sock, npipe:////./pipe/docker_engine, or tcp://host:port.',
  },
  'docker.context_missing': {
    title: 'There is no Docker context named {context}',
    cause: 'DOCKER_CONTEXT or the Docker configuration names it. These exist: {known}.',
    remedy: 'Choose another engine in Preferences, or run docker context use with one of these names.',
    inTerminal:
      'Run docker context use with one of these names, correct DOCKER_CONTEXT, or name an engine with --engine.',
  },
  'docker.tls_missing': {
    title: 'This Docker engine requires TLS',
    cause: '{endpoint} does not accept unencrypted connections.',
    remedy: 'Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder with ca.pem, cert.pem, and key.pem.',
  },
  'docker.tls_unexpected': {
    title: 'This Docker engine does not use TLS',
    cause: 'Sampan tried an encrypted connection to {endpoint}, and the response was not TLS.',
    remedy:
      'Check the port: 2376 is usual with TLS, 2375 without. For an engine without TLS, unset DOCKER_TLS_VERIFY and DOCKER_TLS.',
  },
  'docker.tls_untrusted': {
    title: "Docker's certificate is not trusted",
    cause: 'The certificate of {endpoint} is expired, made for another name, or not signed by the CA in use.',
    remedy: "Put the engine's CA certificate into DOCKER_CERT_PATH as ca.pem, or renew the engine's certificate.",
  },
  'docker.tls_refused': {
    title: 'Docker rejected the client certificate',
    cause: '{endpoint} requires a certificate from its own CA.',
    remedy: 'Put cert.pem and key.pem signed by that CA into the folder that DOCKER_CERT_PATH names.',
  },
  'docker.api_too_old': {
    title: 'This version of Docker is too old',
    cause: 'It supports API {version}; Sampan needs {minimum} or later (Docker 20.10).',
    remedy: 'Update Docker.',
  },
  'docker.api_too_new': {
    title: 'This version of Docker is too new for Sampan',
    cause: 'It requires API {minimum} or later. This version of Sampan supports up to {version}.',
    remedy: 'Update Sampan.',
  },
  'docker.remote': {
    title: 'This Docker engine runs on another computer',
    cause: 'It would publish the ports of a cluster on {engine}, but Sampan connects to ports on this computer.',
    remedy: 'Choose an engine on this computer, or run Sampan where the engine runs.',
  },
  'docker.windows_containers': {
    title: 'Docker is set to Windows containers',
    cause: 'k3s needs Linux containers.',
    remedy: 'In the Docker Desktop menu, choose "Switch to Linux containers…".',
  },
  'docker.lost': {
    title: 'The connection to Docker was lost',
    cause: 'The engine was stopped or restarted during the operation.',
    remedy: 'Start Docker again. Sampan detects incomplete clusters and lets you finish or delete them.',
  },
  'docker.firewall_lost': {
    title: "Docker's firewall rules are gone",
    cause:
      'Something has flushed them, such as a reload of the firewall. Containers keep running but cannot reach each other.',
    remedy:
      'Restart Docker: it restores its rules, and your clusters start again automatically. A repair restores the rules of one cluster without that, unless Docker has lost its chains, too.',
  },
  'docker.limit_refused': {
    title: 'Docker cannot raise the limit of open files',
    cause: 'The Docker Engine is not allowed to give a container more open files than it has itself.',
    remedy: 'Give the Docker Engine a limit of at least 65536 open files, or the capability SYS_RESOURCE.',
  },
  'docker.slow': {
    title: 'Docker is taking too long',
    cause: 'There was no response within {seconds} seconds.',
    remedy: 'Docker may be busy. Try again in a moment.',
  },
  'docker.container_stuck': {
    title: 'Docker cannot start {container}',
    cause:
      'Docker was restarted in the meantime and still considers its previous run active, or its network was removed.',
    remedy: 'Start the cluster again. Sampan recreates the container and keeps its data.',
  },
  'docker.failed': {
    title: 'Docker rejected a request ({operation})',
    cause: 'The engine returned the error below.',
    remedy: 'Try again. If it keeps failing, the message below says what went wrong.',
  },
  'port.taken': {
    title: 'Port {port} is already in use',
    cause: 'In use by {holder}.',
    remedy: 'Choose another port, or stop what is using this one.',
  },
  'port.taken_meanwhile': {
    title: 'Port {port} was taken in the meantime',
    cause: 'Another program or cluster was faster.',
    remedy: 'No action is needed: Sampan tries another port.',
  },
  'port.none_free': {
    title: 'No free port found',
    cause: 'All ports from {from} upward are in use.',
    remedy: 'Enter a free port, or stop what is using these.',
  },
  'subnet.taken_meanwhile': {
    title: 'The network range was taken in the meantime',
    cause: 'Another network was created there first.',
    remedy: 'No action is needed: Sampan tries another range.',
  },
  'subnet.none_free': {
    title: 'No free network range found',
    cause:
      'Every /24 range that Sampan tries overlaps with a Docker network, a network interface, or a route on this computer.',
    remedy:
      'Remove unused Docker networks with docker network prune --filter label!=dev.sampan.cluster. Without the filter, the networks of stopped clusters are removed too.',
  },
  'ranges.moved': {
    title: 'Pods use {pods}, services {services}',
    cause:
      'This computer has a route, such as that of a VPN, to the networks that k3s normally uses, and pods could not reach what is there.',
    remedy: 'There is nothing to do. To choose other networks, set --cluster-cidr and --service-cidr.',
  },
  'ranges.hide_route': {
    title: '{range} hides {route}',
    cause: 'Pods or services get {range}, and this computer has a route to {route}. Pods cannot reach what is there.',
    remedy: 'Choose another network with --cluster-cidr or --service-cidr, or leave the choice to Sampan.',
  },
  'disk.low': {
    title: 'Disk space is low',
    cause: 'Docker has {freeGb} GB free in {path}. Below 5%, Kubernetes evicts pods, and there is no room for images.',
    remedy:
      'Free at least {neededGb} GB, for example with docker image prune -a and docker builder prune. Do not use docker system prune: it also deletes stopped clusters.',
  },
  'disk.full': {
    title: 'The disk is full',
    cause: 'There is no space left to write to {path}.',
    remedy: 'Free some space and try again. No partial file was left behind.',
  },
  'memory.low': {
    title: 'Not enough memory',
    cause: 'Docker has {totalMib} MiB; the nodes of this cluster need at least {neededMib} MiB.',
    remedy: 'Use fewer agents, or give Docker more memory in its settings.',
  },
  'inotify.low': {
    title: 'The inotify limits are too low',
    cause:
      'This computer allows {instances} inotify instances. Clusters with several nodes need at least {needed}; otherwise they fail with "too many open files".',
    remedy: 'Run sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'cgroup.v1_deprecated': {
    title: 'This computer still uses cgroup v1',
    cause: 'Kubernetes {version} does not support cgroup v1 by default. Sampan starts it anyway (fail-cgroupv1=false).',
    remedy: 'No action is needed now. Switch to cgroup v2 when you can.',
  },
  'clock.skewed': {
    title: 'The clocks are out of sync',
    cause: 'The clocks of Docker and this computer are {seconds} s apart. Certificates may appear to be not yet valid.',
    remedy: 'Synchronize both with a time server. Restarting Docker Desktop resets the clock of its virtual machine.',
  },
  'file.read_only': {
    title: 'The file cannot be written',
    cause: '{path} is read-only or belongs to another user.',
    remedy: 'Choose another location, or change its permissions.',
  },
  'file.missing': {
    title: 'The file or its folder does not exist',
    cause: 'There is no {path}.',
    remedy: 'Check the path.',
  },
  'file.failed': {
    title: 'The file could not be read or written',
    cause: 'The operating system could not open {path}; see the message below.',
    remedy: 'Check the path.',
  },
  'file.is_folder': {
    title: 'This is a folder',
    cause: '{path} is a folder. Sampan takes files.',
    remedy: 'Choose the files in it, or pack an image layout with tar first.',
  },
  'image.invalid': {
    title: '"{image}" is not a valid image name',
    cause: 'The format is [HOST/]NAME[:TAG][@DIGEST], without spaces.',
    remedy: 'Example: rancher/k3s:v1.36.2-k3s1. A version on its own works too: v1.36.2+k3s1.',
  },
  'image.respelled': {
    title: 'The image is {image}',
    cause: '"{typed}" is not how images are written, but can only mean this one.',
    remedy: 'No action is needed.',
  },
  'image.not_found': {
    title: 'The image does not exist',
    cause: '{image} was not found, or it requires a login.',
    remedy: 'Check the name and tag. Example: rancher/k3s:v1.36.2-k3s1.',
  },
  'image.mirror_failed': {
    title: '{mirror} did not provide {image}',
    cause:
      'Docker could not pull the image through this mirror of registries.yaml. The next one is tried, and at last the registry itself.',
    remedy:
      'Test the endpoints, and remove the mirror if it keeps failing. A mirror without TLS must be in insecure-registries of Docker.',
  },
  'image.mirror_differs': {
    title: '{mirror} has another image as {image}',
    cause:
      'Its digest is not the one that the registry of {image} has. It may be an older build, or a forged one. It is not used.',
    remedy: 'Remove the mirror, or name the image by a tag that never changes.',
  },
  'image.denied': {
    title: 'The registry denied access to the image',
    cause: 'The credentials stored in Docker do not give access to {image}.',
    remedy: 'Run docker login, then try again. Sampan uses the same credentials.',
  },
  'image.rate_limited': {
    title: "The registry's rate limit has been reached",
    cause: 'Docker Hub limits how often images such as {image} can be pulled.',
    remedy: 'Run docker login, use a mirror, or wait a few hours.',
  },
  'image.wrong_platform': {
    title: 'The image does not support this platform',
    cause: '{image} is not available for {platform}.',
    remedy: 'Choose a tag that supports your platform.',
  },
  'image.wrong_architecture': {
    title: 'The image is for another CPU architecture',
    cause: '{node} cannot run any program in it.',
    remedy: 'Choose a tag that supports the platform of your Docker engine (amd64 or arm64).',
  },
  'image.not_k3s': {
    title: 'This is not a k3s image',
    cause: 'It does not contain /bin/k3s.',
    remedy: 'Choose a k3s image, for example rancher/k3s:v1.36.2-k3s1.',
  },
  'image.registry_unreachable': {
    title: 'Cannot connect to the registry',
    cause:
      'Docker could not connect to the registry of {image}. The proxy variables of a terminal and of a cluster do not apply to Docker.',
    remedy:
      "Check the network and the proxy settings of Docker, or use a mirror. Without a network, add the image's archive to the image library in Preferences.",
    inTerminal:
      "Check the network and the proxy settings of Docker, or use a mirror. Without a network, add the image's archive to the library: sampan library add ARCHIVE.",
  },
  'image.offline': {
    title: 'This computer seems to be offline: {host} cannot be resolved',
    cause: 'Docker needs {host} to pull {image}.',
    remedy:
      "Check the network and the proxy settings of Docker, or use a mirror. Without a network, add the image's archive to the image library in Preferences.",
    inTerminal:
      "Check the network and the proxy settings of Docker, or use a mirror. Without a network, add the image's archive to the library: sampan library add ARCHIVE.",
  },
  'image.proxy_failed': {
    title: 'The proxy of Docker does not let the image through',
    cause:
      'Docker itself pulls {image}, through the proxy that it was started with. The proxy variables of a terminal and of a cluster do not apply to it.',
    remedy:
      'Check the proxy, its username, and its password in the environment of the Docker service (HTTPS_PROXY, NO_PROXY), in daemon.json (proxies), or in the settings of Docker Desktop. Then restart Docker. A mirror that needs no proxy also helps.',
  },
  'image.tls_failed': {
    title: "The registry's certificate is not trusted",
    cause: 'A proxy or private registry presented a certificate for {image} that Docker does not trust.',
    remedy: 'Copy the CA certificate to /etc/docker/certs.d/HOST/ca.crt, then try again.',
  },
  'image.no_tls': {
    title: 'The registry does not use TLS',
    cause: 'The engine asked for {image} over HTTPS, and the registry responded over HTTP.',
    remedy:
      "Add the registry to insecure-registries in Docker's daemon.json and restart Docker. With Podman, add it to registries.conf with insecure = true. Then try again.",
  },
  'images.not_here': {
    title: 'The image {image} was not found',
    cause: 'It is neither an image of this Docker engine nor a file on this computer.',
    remedy: 'Run docker pull {image}, or check the name. docker images lists what is available.',
  },
  'images.no_name': {
    title: 'The image has no name',
    cause: 'Nothing in {path} says what its image is called, so no pod could ask for it.',
    remedy: 'Save it by its name and tag, not by its ID or digest: docker save NAME:TAG.',
  },
  'images.not_an_archive': {
    title: 'This is not an archive of images',
    cause: '{path} is neither what docker save writes nor an OCI image layout.',
    remedy: 'Choose an archive that docker save wrote, or a k3s-airgap-images file of a k3s release.',
  },
  'images.unknown_compression': {
    title: 'The archive is compressed with {format}',
    cause: 'Sampan reads plain archives and those compressed with gzip or zstd. {path} is neither.',
    remedy: 'Decompress it first.',
  },
  'images.archive_damaged': {
    title: 'The archive is damaged',
    cause: '{path} is damaged at byte {offset}. It may not have been copied or downloaded completely.',
    remedy: 'Copy or download it again.',
  },
  'images.wrong_platform': {
    title: 'The image is for another CPU architecture',
    cause: '{image} is for {platform}. The nodes of this cluster run on {node}.',
    remedy: 'Pull or build it for {node}, for example with docker pull --platform {node}.',
  },
  'images.node_silent': {
    title: 'Cannot see the images of {node}',
    cause: 'containerd in this node is not responding. k3s may still be starting.',
    remedy: 'Try again in a moment. If this continues, check the logs of the node.',
  },
  'images.node_stopped': {
    title: '{node} is not running',
    cause: 'Images can only be loaded into a running node. The other nodes have them.',
    remedy: 'Start the node, then load the images again. Only what is missing is loaded.',
  },
  'images.node_full': {
    title: 'The disk of {node} is full',
    cause: 'containerd has no space left for the image. The disk is that of the Docker engine.',
    remedy:
      'Remove unused images: those of the nodes under Images, those of Docker with docker image prune. Then load the images again.',
    inTerminal:
      'Remove images that are not in use, with docker image prune and sampan images prune, then load the images again.',
  },
  'images.load_failed': {
    title: 'The image could not be loaded into {node}',
    cause: 'containerd in this node did not accept it; see the message below. The other nodes have it.',
    remedy: 'Try again: only what is missing is loaded. If this continues, check the logs of the node.',
  },
  'images.always_pulled': {
    title: 'Kubernetes pulls {image} despite the loaded copy',
    cause:
      'For images with the tag latest, the default of imagePullPolicy is Always: the copy in the node is not used.',
    remedy: 'Give the image another tag, or set imagePullPolicy: IfNotPresent in the pod.',
  },
  'library.not_found': {
    title: 'The image library has nothing with the ID {id}',
    cause: 'It may have been removed in the meantime.',
    remedy: 'No action is needed. The list shows what is there now.',
    inTerminal: 'List what it has: sampan library list.',
  },
  'library.not_a_bundle': {
    title: 'This is not a bundle',
    cause: '{path} has images, but no cluster was packed with them.',
    remedy: 'Save a bundle from the menu of a cluster, or add the images to the image library under Preferences.',
    inTerminal: 'Pack one with sampan bundle NAME -o FILE, or add the images to the library: sampan library add FILE.',
  },
  'library.version_unknown': {
    title: 'Which k3s version is this for?',
    cause: 'The images in {path} do not say which version of k3s they belong to.',
    remedy: 'Add it together with the k3s image of that version, or enter the version.',
    inTerminal: 'Add it together with the k3s image of that version, or name the version: --for v1.36.2+k3s1.',
  },
  'offline.image_missing': {
    title: 'The image {image} is not here',
    cause: 'Neither this Docker engine nor the image library has it for {platform}, and nothing may be downloaded.',
    remedy:
      'On a computer with a network, pull it and save it with docker save. It is published at {source}. Then add the file to the image library.',
    inTerminal:
      'On a computer with a network, pull it and save it with docker save. It is published at {source}. Then: sampan library add FILE.',
  },
  'offline.archive_missing': {
    title: 'The images for the nodes of k3s {version} are not here',
    cause: 'Without a network, the nodes need {file} of this version: otherwise no pod can start.',
    remedy: 'Download {source} on a computer with a network. Then add {file} to the image library.',
    inTerminal: 'Download {source} on a computer with a network. Then: sampan library add {file} --for {version}.',
  },
  'engine.changed': {
    title: 'Sampan is now connected to another Docker engine',
    cause: 'This operation was meant for {cluster} on the previous engine. Sampan now uses {engine}.',
    remedy: 'Nothing was changed. Switch back to the other engine, or choose a cluster on this one.',
  },
  'engine.not_started': {
    title: '{engine} could not be started',
    cause: 'The command failed: {command}',
    remedy: 'Run it in a terminal to see the whole error, or start the engine in another way. Sampan keeps looking.',
  },
  'engine.unknown': {
    title: 'There is no Docker engine named {engine}',
    cause: 'Neither a Docker context nor the default socket of a product has this name.',
    remedy: 'Use one of these, or an address such as unix:///var/run/docker.sock: {known}.',
  },
  'engine.podman': {
    title: 'Podman does some things differently from Docker',
    cause:
      "host.docker.internal resolves to an address on which a cluster's API is published only if access from the local network is allowed. It empties a node's log at {logMb} MB, and lines written at that moment can be lost. It takes registries without TLS only from registries.conf.",
    remedy:
      'Allow access from the local network if other containers call the API, save a log that you want to keep in time, and name registries without TLS in registries.conf. Everything else works as with Docker.',
  },
  'cluster.name_invalid': {
    title: 'A cluster cannot be called "{name}"',
    cause:
      'Cluster names become part of host names. Use up to 32 lowercase letters, digits, and hyphens, with a letter or digit at both ends.',
    remedy: 'Try {suggestion}.',
  },
  'cluster.name_taken': {
    title: 'A cluster named {cluster} already exists',
    cause: 'Names must be unique on a Docker engine.',
    remedy: 'Choose another name.',
    inTerminal: 'Choose another name. To replace the cluster and its data: sampan create {cluster} --replace.',
  },
  'cluster.not_found': {
    title: 'There is no cluster named {cluster}',
    cause: 'No cluster on this Docker engine has this name.',
    remedy: 'It may have been deleted, or it may be on another engine.',
    inTerminal: 'Run sampan list to see your clusters. It may be on another engine.',
  },
  'cluster.stopped': {
    title: '{cluster} is stopped',
    cause: 'Its Kubernetes API responds only while the cluster is running.',
    remedy: 'Start it, then try again.',
    inTerminal: 'Start it: sampan start {cluster}',
  },
  'cluster.incomplete': {
    title: '{cluster} is incomplete',
    cause: 'Sampan was interrupted while creating or deleting it.',
    remedy: 'Finish creating it, or delete it.',
    inTerminal:
      'Finish creating it (sampan start {cluster}), delete it (sampan delete {cluster} --yes), or replace it (sampan create {cluster} --replace).',
  },
  'cluster.only_remains': {
    title: 'Only leftovers of {cluster} remain',
    cause:
      'Sampan was interrupted while creating or deleting it, and it has no server left to finish creating it from.',
    remedy: 'Delete it, then create the cluster again.',
    inTerminal: 'Delete it (sampan delete {cluster} --yes), then create the cluster again.',
  },
  'cluster.nodes_remembered': {
    title: 'Kubernetes still lists {nodes}',
    cause: 'kubectl could not remove what is no longer part of {cluster}.',
    remedy: 'Nothing to do: Sampan tries again with the next change or start of the cluster.',
  },
  'cluster.busy': {
    title: 'Another operation is running on {cluster}',
    cause: '"{operation}" has been running since {since} (process {maker}).',
    remedy: 'Wait until it finishes, or cancel it where it was started.',
  },
  'cluster.claim_lost': {
    title: 'Another Sampan took over {cluster}',
    cause: 'This operation was paused or cut off from Docker for so long that it was considered dead.',
    remedy: 'It was stopped and changes nothing more. Check the state of the cluster, then try again.',
  },
  'volume.taken': {
    title: 'The volume {volume} was not created by Sampan',
    cause: 'Sampan needs this name for {cluster}, but did not create the volume that has it. Its data was not touched.',
    remedy:
      'If it is not needed, remove it with docker volume rm {volume} and try again. Otherwise, choose another cluster name.',
  },
  'mount.missing': {
    title: '{path} does not exist',
    cause: 'The nodes mount this file or folder, but it does not exist on the computer where the Docker engine runs.',
    remedy: 'Create it there, or correct the path. With Docker Desktop it also has to be shared.',
  },
  'network.taken': {
    title: 'The network {network} was not created by Sampan',
    cause: 'Sampan needs this name, but did not create the network that has it.',
    remedy:
      'If it is not needed, remove it with docker network rm {network} and try again. Otherwise, choose another cluster name.',
  },
  'cluster.changed': {
    title: '{cluster} has changed in the meantime',
    cause: 'Another window or a terminal changed its settings after you opened them.',
    remedy: 'Nothing was changed. Load the latest settings, check your changes, and apply them again.',
  },
  'cluster.deleted_meanwhile': {
    title: '{cluster} is being deleted',
    cause: 'Another Sampan process ({maker}) is deleting it, so this operation was stopped.',
    remedy: 'Create the cluster again if you still need it.',
  },
  'cluster.cancelled': {
    title: 'Canceled',
    cause: 'You canceled the operation on {cluster}.',
    remedy: 'You can start it again at any time.',
  },
  'cluster.restart_cancelled': {
    title: 'Restart canceled',
    cause: 'You canceled the restart of {cluster}. Some or all of its nodes may be stopped now.',
    remedy: 'Start the cluster when you need it. Its data is intact.',
  },
  'cluster.delete_cancelled': {
    title: 'Deletion canceled',
    cause: 'You canceled the deletion of {cluster}. What had been deleted by then cannot be brought back.',
    remedy: 'Delete the cluster again to remove the rest.',
  },
  'cluster.comes_back': {
    title: '{cluster} was not completely deleted',
    cause: 'Another program keeps recreating parts of it: {left}.',
    remedy: 'Find the script or program that does this, stop it, and delete the cluster again.',
  },
  'cluster.stays_upgraded': {
    title: '{cluster} stays on the new k3s',
    cause: '{image} has already run on this cluster’s data, and an older k3s must not open that data again.',
    remedy:
      'Finish the change: the remaining nodes are moved to the same version. If Sampan copied the data before the upgrade, you can also go back to the previous version with that data.',
  },
  'cluster.downgrade': {
    title: '{cluster} cannot go back to Kubernetes {to}',
    cause: 'Its data belongs to Kubernetes {from}. An older minor version must not open the data of a newer one.',
    remedy: 'Nothing was changed. Create a new cluster with {image}, and move what you need to it.',
    inTerminal:
      'Nothing was changed. Create a new cluster (sampan create NAME --image {image}), and move what you need to it.',
  },
  'cluster.datastore_fixed': {
    title: 'The datastore of {cluster} cannot become {to}',
    cause: 'k3s can move data from SQLite to etcd, and in no other way. This cluster keeps its data in {from}.',
    remedy: 'Nothing was changed. Create a new cluster with the other datastore, and move what you need to it.',
  },
  'cluster.server_stays': {
    title: '{node} could not leave the cluster',
    cause:
      'The other servers did not confirm its removal. If it simply disappeared, etcd would go on counting its vote.',
    remedy: 'Wait until the other servers are Ready, then try again.',
  },
  'cluster.servers_without_nodes': {
    title: '{cluster} cannot have fewer servers',
    cause:
      'Its servers register no nodes (--disable-agent), and k3s only takes the vote of a server in etcd away together with its node.',
    remedy: 'Nothing was changed. First remove the flag, then the servers.',
  },
  'cluster.balancer_stopped': {
    title: '{container} has stopped',
    cause:
      'This load balancer publishes the API of the servers. It was created from {image}, which must be an image of HAProxy.',
    remedy: 'See its output for details. Another image can be set as loadBalancer in the configuration of the cluster.',
  },
  'cluster.database_down': {
    title: '{container} is not working',
    cause:
      'This container is the database of the cluster, and the servers need it. It was created from {image}, which must behave like the official image.',
    remedy: 'See its output for details.',
  },
  'cluster.skips_versions': {
    title: 'From {from} to {to}, minor versions are skipped',
    cause: 'Kubernetes is upgraded one minor version at a time. Skipped ones may have had to convert data first.',
    remedy: 'If the data matters, upgrade to {next} first, and go on from there.',
  },
  'cluster.pod_missing': {
    title: 'No pod named {pod}',
    cause: 'No pod or workload with this name is running in the cluster, or the API is not responding.',
    remedy: 'Run kubectl get pods -A to list the pods. A name has the form [namespace/]name[/container].',
  },
  'logs.invalid_pattern': {
    title: 'Not a regular expression: {pattern}',
    cause: 'It cannot be parsed.',
    remedy: 'Correct it, or escape special characters with a backslash.',
  },
  'logs.slow_pattern': {
    title: 'This regular expression takes too long: {pattern}',
    cause: 'It tries more and more ways to match a line, usually because one repetition is nested in another.',
    remedy: 'Use fewer repetitions, for example a+ instead of (a+)+.',
  },
  'logs.pods_unknown': {
    title: 'Cannot list the pods',
    cause: 'The Kubernetes API of the cluster is not responding.',
    remedy: 'Node logs are still available. Start the cluster or wait until it is ready, then try again.',
  },
  'logs.reader_died': {
    title: 'The log view was interrupted',
    cause: 'The process that reads the logs stopped unexpectedly.',
    remedy: 'Sampan restarts it and reads the logs again. If this keeps happening, show fewer sources at a time.',
  },
  'cluster.node_missing': {
    title: 'Node {node} is missing',
    cause: 'Its container no longer exists; it was probably removed manually.',
    remedy: 'Repair the cluster. Sampan recreates the node with its data and address.',
    inTerminal: 'Run sampan repair with the name of the cluster. Sampan recreates the node with its data and address.',
  },
  'cluster.nothing_to_revert': {
    title: 'There is no upgrade of {cluster} to undo',
    cause:
      'Sampan keeps the data from before an upgrade only until the new k3s is Ready. A patch version needs no way back.',
    remedy: 'There is nothing to do.',
  },
  'cluster.going_back': {
    title: '{cluster} is on its way back to the previous version',
    cause: 'This was interrupted before all data was put back.',
    remedy: 'Go back to the previous version again. Sampan continues, and nothing is lost: the copy is kept.',
    inTerminal: 'Run sampan revert {cluster}. Sampan continues, and nothing is lost: the copy is kept.',
  },
  'cluster.not_reset': {
    title: '{node} could not start without the other servers',
    cause: '{image} was to make it the only member of etcd, so that the others can join again. It ended before that.',
    remedy: 'Read what it said, and go back to the previous version again. The copy of the data is kept.',
    inTerminal: 'Read what it said, and run sampan revert again. The copy of the data is kept.',
  },
  'cluster.certificates_end': {
    title: 'The certificates of {cluster} expire in {days} days',
    cause: 'k3s issues them for a year. When it starts, it renews those that have 90 days or less left.',
    remedy: 'Restart the cluster to renew them.',
  },
  'cluster.node_down': {
    title: 'Node {node} is not running',
    cause: 'Its container was stopped or paused manually, or Docker could not start it.',
    remedy: 'Repair the cluster. Sampan starts the node again.',
    inTerminal: 'Run sampan repair with the name of the cluster. Sampan starts the node again.',
  },
  'cluster.address_taken': {
    title: '{container} has the address of {node}',
    cause: 'The container is on the network of this cluster and has the address {address}, so {node} cannot start.',
    remedy: 'Repair the cluster. Sampan takes {container} off the network, leaves it running, and starts {node}.',
    inTerminal:
      'Run sampan repair with the name of the cluster. Sampan takes {container} off the network, leaves it running, and starts {node}.',
  },
  'cluster.no_such_node': {
    title: '{cluster} has no node named {node}',
    cause: 'Its nodes are: {known}.',
    remedy: 'Use one of these names.',
  },
  'cluster.spec_unreadable': {
    title: 'Cannot read the configuration of {cluster}',
    cause: "It is stored in the first server's container, which no longer exists, or the file is damaged.",
    remedy: 'You can only delete this cluster.',
  },
  'spec.ipv4_only': {
    title: 'IPv6 is not supported in Sampan clusters',
    cause: 'The node network is IPv4 only. k3s exits when --{flag} is set to {value}.',
    remedy: 'Remove the flag, or use only IPv4 ranges.',
  },
  'spec.unparsable': {
    title: 'Not YAML: {path}',
    cause: 'Line {line}, column {column}: {reason}',
    remedy: 'Correct the text. sampan get NAME shows how a spec is written.',
  },
  'spec.left_out': {
    title: 'Some settings in {path} were left out',
    cause: 'Sampan has no equivalent for: {keys}.',
    remedy: 'Set up manually what you need of them.',
  },
  'spec.none': {
    title: 'No cluster is described in {path}',
    cause: 'It is empty, or has nothing but comments.',
    remedy: 'Write at least its name, such as: name: demo. sampan get NAME shows a whole spec.',
  },
  'spec.invalid': {
    title: 'Invalid value for {field}',
    cause: '{reason}.',
    remedy: 'Correct the value and try again.',
  },
  'flag.of_component': {
    title: 'k3s itself has no {flag}',
    cause: 'It is a flag of a Kubernetes component, and k3s only passes it on.',
    remedy: 'Write it as {better}',
  },
  'flag.removed': {
    title: '{flag} no longer exists',
    cause: 'k3s does not support it as of Kubernetes {version}.',
    remedy: 'Write {better}',
  },
  'flag.inner_dashes': {
    title: 'The value of {flag} must not begin with hyphens',
    cause: 'k3s adds them itself; with both, the server does not start.',
    remedy: 'Write {better}',
  },
  'flag.issuer_not_https': {
    title: 'An OIDC issuer needs https',
    cause: 'The API server does not start with {issuer}.',
    remedy: 'Give the https:// address under which the issuer describes itself.',
  },
  'flag.datastore_malformed': {
    title: '{flag} has no address that k3s can read',
    cause: 'Its database driver expects {better}.',
    remedy: 'Write it in that form. In a password for PostgreSQL, write @ as %40, : as %3A, / as %2F and % as %25.',
  },
  'flag.datastore_ignored': {
    title: '{flag} names no database',
    cause:
      'The value has no scheme such as postgres:// or mysql://. k3s does not start with it; older versions use their own SQLite instead.',
    remedy: 'Write the whole address, or leave the flag out. For embedded etcd, use --cluster-init.',
  },
  'flag.datastore_untested': {
    title: 'Sampan cannot test {scheme}://',
    cause:
      'Sampan tests PostgreSQL, MySQL, MariaDB, and etcd before it creates anything. {flag} names something else, which only k3s can judge.',
    remedy: 'Make sure that the nodes can reach it. If they cannot, the reason is in the logs of the first server.',
  },
  'flag.datastore_in_node': {
    title: '{flag} points to the node itself',
    cause: '{host} is the node there, not this computer, and no database runs in it.',
    remedy: 'For a database on this computer, use host.docker.internal.',
  },
  'flag.feature_gate': {
    title: '{gate} is not a valid feature gate',
    cause: 'Feature gates are written as NAME=true or NAME=false, separated by commas.',
    remedy: 'Correct the value and try again.',
  },
  'flag.for_nobody': {
    title: '{flag} is for agents, and there are none',
    cause: 'What follows the last @ of a flag says which nodes get it.',
    remedy: 'If @agent is part of the value, append @server or @all. Otherwise, no action is needed.',
  },
  'datastore.host_unknown': {
    title: 'Containers cannot resolve the host {host}',
    cause:
      'The address of the database names a host that cannot be resolved in the network of the cluster. Names that exist only on this computer or in a Compose network do not work there.',
    remedy: 'Use the IP address of the database, or host.docker.internal for one on this computer.',
  },
  'datastore.unreachable': {
    title: 'The database at {place} cannot be reached',
    cause: 'Tried from the network of the cluster, as the servers would.',
    remedy:
      'Check the address, the port, and the firewall, and that the database listens on more than its own localhost. For a database on this computer, use host.docker.internal.',
  },
  'datastore.not_database': {
    title: '{place} does not respond like {engine}',
    cause: 'A program is listening there, but it uses another protocol or does not respond.',
    remedy: 'Check the port, and the beginning of the address: postgres://, mysql://, or http:// for etcd.',
  },
  'datastore.denied': {
    title: 'The database at {place} rejected {user}',
    cause: 'It does not accept the username, the password, or the address from which the cluster connects.',
    remedy:
      'Check the username and the password. In a postgres:// address, special characters in the password must be percent-encoded; in a mysql:// address, they must not be.',
  },
  'datastore.no_database': {
    title: '{user} cannot use the database {database} at {place}',
    cause: 'It does not exist and the user is not allowed to create it, or the user has no access to it.',
    remedy: 'Create the database and give the user all rights to it, or name another one.',
  },
  'datastore.no_create': {
    title: '{user} is not allowed to create tables in {database} at {place}',
    cause: 'k3s keeps its state in a table that it creates when it starts.',
    remedy:
      'Make the user the owner of the database, or give it all rights to it. From PostgreSQL 15 on, this includes the schema public.',
  },
  'datastore.encryption': {
    title: 'The encryption set in the address does not suit {place}',
    cause: 'The address sets "{mode}", but the database requires another setting.',
    remedy:
      'For PostgreSQL, change sslmode at the end of the address (?sslmode=disable or ?sslmode=require), for MySQL and MariaDB tls (?tls=false or ?tls=skip-verify).',
  },
  'datastore.too_old': {
    title: '{name} {version} is too old',
    cause: 'k3s is tested with {name} {least} and later.',
    remedy: 'Use a newer {name}.',
  },
  'datastore.in_use': {
    title: 'The database already contains a cluster',
    cause: 'k3s does not create a new cluster in it, because its data belongs to another token.',
    remedy:
      'Use an empty database for {cluster}. To bring back the cluster whose state is there, create it with its token (--token).',
  },
  'datastore.untested': {
    title: 'The database could not be tested',
    cause: '{image} has no program that connects to it from a container, so k3s itself is the first to try.',
    remedy: 'If the servers do not become Ready, look at their output.',
  },
  'k3s.exited': {
    title: '{node} has stopped',
    cause: 'k3s exited with code {exitCode}.',
    remedy: 'See its logs for details.',
  },
  'k3s.crash_loop': {
    title: '{node} keeps crashing',
    cause: 'k3s has exited and been restarted {restarts} times.',
    remedy: 'See its logs: the last line with level fatal shows the cause.',
  },
  'k3s.api_timeout': {
    title: 'The Kubernetes API is not responding',
    cause: '{node} did not start the API within {seconds} s.',
    remedy: 'A slow disk or too little memory may be the cause. Check its logs, or allow more time.',
  },
  'k3s.nodes_timeout': {
    title: 'Some nodes did not become ready',
    cause: 'Still not ready after {seconds} s: {nodes}',
    remedy: 'Check their logs, or allow more time.',
  },
  'k3s.nodes_not_ready': {
    title: 'Not ready: {nodes}',
    cause:
      'Kubernetes no longer receives reports from the node, or the node reports a problem. Its pods may be moved or stopped.',
    remedy: 'Check the log of the node. Restarting the cluster starts its k3s again.',
  },
  'k3s.dns_timeout': {
    title: 'The cluster DNS is not responding yet',
    cause: 'CoreDNS did not become ready within {seconds} s.',
    remedy:
      'The nodes are ready, but pods cannot resolve names yet. The Overview tab shows what CoreDNS is waiting for.',
    inTerminal:
      'The nodes are ready, but pods cannot resolve names yet. Run sampan status to see what CoreDNS is waiting for.',
  },
  'k3s.pull_failed': {
    title: 'A system image cannot be pulled',
    cause: '{pod} needs {image}, but its node could not pull it.',
    remedy:
      'Add a mirror for its registry under Registries, test the endpoints there, or log in to avoid a rate limit. Without a network, load the image in the Images tab. The cluster is running, but its DNS is not.',
  },
  'k3s.sandbox_image_missing': {
    title: 'Pods cannot start: {image} cannot be pulled',
    cause: 'Every pod needs this image before its own, and {node} did not get it.',
    remedy:
      'Set a mirror for its registry under Registries, and test the endpoints there. Without a network, open the Images tab and drop the k3s-airgap-images archive of this k3s release there. It goes into every node, and Kubernetes retries automatically.',
    inTerminal:
      'Set a mirror for its registry, and test it: sampan registries test NAME. Without a network, load the k3s-airgap-images archive of this k3s release into every node: sampan images load NAME ARCHIVE. Kubernetes retries automatically.',
  },
  'k3s.unknown_flag': {
    title: 'This version of k3s does not support {flag}',
    cause: '{node} was started with a flag that its k3s version does not have.',
    remedy: 'Correct or remove the flag. Run k3s server --help in the image to list all flags.',
  },
  'k3s.invalid_flag': {
    title: 'A k3s flag has an invalid value',
    cause: '{node} rejected its configuration; see the message below.',
    remedy: 'Correct the flag.',
  },
  'k3s.registries_unreadable': {
    title: 'k3s cannot read registries.yaml',
    cause: '{node} cannot parse the file and will not start.',
    remedy: 'Correct the file under Registries. The message below shows the line.',
  },
  'k3s.token_mismatch': {
    title: 'The token belongs to another cluster',
    cause: 'The certificate authority that {node} found does not match its token, or the token is malformed.',
    remedy: 'Use the token of this cluster, or remove the old data of the node.',
  },
  'k3s.token_rejected': {
    title: 'The token was rejected',
    cause: 'The server does not accept the token of {node}.',
    remedy: 'Use the token of this cluster.',
  },
  'k3s.node_password_rejected': {
    title: 'The node password was rejected',
    cause: 'A node named {node} has joined before with another password, which was lost with its container.',
    remedy: 'Repair the cluster. Sampan removes the old node and its password, and {node} joins again.',
    inTerminal:
      'Run sampan repair with the name of the cluster. Sampan removes the old node and its password, and {node} joins again.',
  },
  'k3s.server_unreachable': {
    title: '{node} cannot reach the server',
    cause:
      "The server did not respond at its registration address. The 127.0.0.1:6444 in the message is only the node's local proxy.",
    remedy: 'Check the logs of the server: usually it has not started. Proxy variables can also be the cause.',
  },
  'k3s.privileges_missing': {
    title: '{node} lacks privileges',
    cause: 'This Docker engine does not allow privileged containers, which k3s needs.',
    remedy: 'Use an engine that allows them. Rootless engines need extra configuration.',
  },
  'k3s.cgroup_missing': {
    title: 'A cgroup controller is missing on {node}',
    cause: 'The kernel or Docker does not make cpu, cpuset, memory, and pids available to the container.',
    remedy:
      'On a Raspberry Pi, add cgroup_memory=1 cgroup_enable=memory to the kernel command line. In rootless Docker, enable cgroup delegation.',
  },
  'k3s.cgroup_v1_refused': {
    title: 'Kubernetes does not start with cgroup v1',
    cause: 'The k3s version of {node} is 1.35 or later, and this computer uses cgroup v1.',
    remedy:
      'Add the k3s flag --kubelet-arg=fail-cgroupv1=false for all nodes, use k3s 1.34 or earlier, or switch to cgroup v2.',
  },
  'k3s.kmsg_missing': {
    title: '{node} cannot open /dev/kmsg',
    cause: 'The kernel log is not available in this container, for example in rootless Docker.',
    remedy: 'Use an engine that is not rootless.',
  },
  'k3s.snapshotter_failed': {
    title: '{node} cannot store images',
    cause: 'The file system of its volume does not support overlayfs.',
    remedy: 'Add the k3s flag --snapshotter=native or --snapshotter=fuse-overlayfs for all nodes.',
  },
  'k3s.too_many_files': {
    title: 'Too many open files on {node}',
    cause: 'This computer has reached its inotify limit, often at the third node.',
    remedy: 'Run sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'k3s.datastore_unreachable': {
    title: '{node} cannot reach its datastore',
    cause: 'The external datastore is not responding or rejects the login.',
    remedy: 'Start the datastore first, and check --datastore-endpoint.',
  },
  'k3s.datastore_token': {
    title: 'The data was created with another token',
    cause: "The data of {node} is encrypted with the token from the cluster's first start.",
    remedy: 'Use that token again, or delete and recreate the cluster.',
  },
  'k3s.etcd_member_changed': {
    title: 'etcd no longer recognizes {node}',
    cause: 'Its address has changed, and etcd identifies members by address.',
    remedy: 'Restore the old address of the node, or reset the etcd membership with --cluster-reset.',
  },
  'k3s.network_failed': {
    title: '{node} has no usable network',
    cause: 'k3s found no default route or could not set up the pod network.',
    remedy: 'Missing kernel modules (iptables, nft, vxlan) are the usual cause. Load them on this computer.',
  },
  'k3s.node_ip_changed': {
    title: 'The address of {node} has changed',
    cause: 'k3s stores the address of a node and does not start with another one.',
    remedy: 'Start the cluster with Sampan, which gives every node a fixed address.',
  },
  'k3s.disk_full': {
    title: 'The disk of {node} is full',
    cause: 'k3s could not write its data.',
    remedy:
      'Free some space, for example with docker image prune -a and docker builder prune. Do not use docker system prune: it also deletes stopped clusters.',
  },
  'k3s.component_exited': {
    title: 'A k3s component has stopped on {node}',
    cause: 'k3s shut down because the component in the message below exited.',
    remedy: 'The log lines before it show the cause.',
  },
  'k3d.node_down': {
    title: 'Container {node} is not running',
    cause: 'It was stopped manually, or Docker could not start it.',
    remedy: 'Start the cluster. Sampan starts what is stopped, in k3d’s order.',
  },
  'k3d.shape_fixed': {
    title: '{cluster} keeps its shape',
    cause: 'k3d created this cluster. Sampan starts, stops, and deletes it, but does not change what it consists of.',
    remedy: 'Change it with k3d, or create a Sampan cluster from its k3d file.',
    inTerminal: 'Change it with k3d, or create a Sampan cluster from its k3d file (sampan create -f FILE).',
  },
  'k3d.one_address': {
    title: '{cluster} is not reachable from {place}',
    cause: 'k3d publishes one address only, on this computer.',
    remedy: 'Use the local address.',
    inTerminal: 'Leave out --address.',
  },
  'k3s.out_of_memory': {
    title: '{node} ran out of memory',
    cause: 'The kernel killed it. k3s alone needs 512 MiB; what runs on the node comes on top.',
    remedy: 'Raise its memory limit, or give Docker more memory.',
  },
  'api.unreachable': {
    title: 'The Kubernetes API of {cluster} is not responding',
    cause: 'The server may be starting, busy, or stopped. You see the last known state.',
    remedy: 'No action is needed; Sampan keeps trying. If this continues, check the logs of the server node.',
  },
  'api.refused': {
    title: 'The Kubernetes API of {cluster} rejected the admin certificate (HTTP {status})',
    cause: 'The cluster may have new certificates that its kubeconfig does not contain yet.',
    remedy: 'Sampan reads the kubeconfig again and keeps trying. If this continues, restart the cluster.',
  },
  'workload.gone': {
    title: '{object} no longer exists',
    cause: 'It was deleted in the meantime.',
    remedy: 'No action is needed. The list shows what is there now.',
  },
  'workload.replaced': {
    title: '{object} is a new object now',
    cause: 'The one you saw was deleted, and another one with the same name was created. Nothing was changed.',
    remedy: 'Look at the new one in the list, then try again.',
  },
  'workload.forbidden': {
    title: 'Kubernetes does not allow this for {object}',
    cause: 'A policy or an admission webhook of the cluster rejected the request.',
    remedy: 'See the original message for the rule that applies.',
  },
  'workload.conflict': {
    title: '{object} keeps changing',
    cause: 'Something else, such as an operator or an autoscaler, changed it at the same time. Nothing was changed.',
    remedy: 'Try again. If this continues, find out what manages this object.',
  },
  'workload.refused': {
    title: 'Kubernetes rejected the change of {object} (HTTP {status})',
    cause: 'The API server did not accept the request.',
    remedy: 'See the original message for the reason.',
  },
  'workload.paused': {
    title: '{object} cannot be restarted while its rollout is paused',
    cause: 'A paused rollout does not replace pods.',
    remedy: 'Resume it first: run "kubectl rollout resume".',
  },
  'workload.scaled_meanwhile': {
    title: '{object} was scaled to {replicas} in the meantime',
    cause: 'You saw {from}. Someone else changed it. Nothing was changed.',
    remedy: 'Check the new number, then scale again if needed.',
  },
  'workload.list_forbidden': {
    title: 'Objects of kind {kind} cannot be listed',
    cause: 'The API server does not allow the admin user of this cluster to list them.',
    remedy: 'See the original message for the rule that applies.',
  },
  'registries.invalid': {
    title: 'registries.yaml has an error on line {line}',
    cause: 'Line {line}, column {column}: {reason}.',
    remedy: 'Correct the file. k3s cannot start with it.',
  },
  'registries.ignored': {
    title: 'Line {line} of registries.yaml does not do what it seems to',
    cause: 'Line {line}, column {column}: {reason}.',
    remedy: 'Correct the text. k3s accepts it without an error.',
  },
  'registries.not_in_force': {
    title: '{node} does not use the mirrors as configured',
    cause: 'What containerd on this node reads differs from registries.yaml: {files}.',
    remedy: 'Restart the node, which lets k3s write these files anew. Another program may have changed them.',
  },
  'registries.default_sealed': {
    title: 'The default registries are encrypted',
    cause: 'Their credentials in {path} can only be decrypted by the Sampan window of the user who saved them.',
    remedy: 'Enter the credentials again under Preferences, Registries.',
    inTerminal:
      'Name a file with --registries, or save the default for the terminal with sampan registries default -f FILE.',
  },
  'registries.default_unreadable': {
    title: 'The default registries cannot be read',
    cause: '{path} is damaged, or was written by a newer version of Sampan.',
    remedy: 'Delete the file, and enter the registries again.',
  },
  'registry.not_found': {
    title: 'There is no local registry named {registry}',
    cause: 'Local registries of this engine: {known}.',
    remedy: 'Check the name, or create the registry. Clusters work without it.',
    inTerminal:
      'Check the name with sampan registry list, or create it with sampan registry create. Clusters work without it.',
  },
  'registry.exists': {
    title: 'There is already a local registry named {registry}',
    cause: 'All clusters of this engine share its local registries.',
    remedy: 'Use that one, or choose another name.',
  },
  'registry.object_taken': {
    title: 'The name {object} is taken',
    cause:
      'A container or volume with this name exists that Sampan did not create. The local registry {registry} needs it.',
    remedy: 'Choose another name for the registry, or rename or remove {object}.',
  },
  'registry.busy': {
    title: 'The local registry {registry} is being changed',
    cause: '{maker} has been changing it since {since}.',
    remedy: 'Wait until that is done, then try again.',
  },
  'registry.not_serving': {
    title: 'The local registry {registry} is not responding',
    cause: 'The container {container} runs the image {image}, and does not serve images.',
    remedy:
      'Choose an image with the program of the Docker registry, such as registry:2. The original message has the last lines of its log.',
  },
  'registry.join_restarts': {
    title: '{cluster} does not use the registry yet',
    cause: 'Its version of k3s reads registries only when it starts, so every node would have to be restarted.',
    remedy: 'Switch the registry on in the settings of the cluster when a restart suits you.',
    inTerminal: 'Run sampan registry join REGISTRY {cluster} when a restart suits you.',
  },
  'kubeconfig.unavailable': {
    title: '{cluster} has no kubeconfig yet',
    cause: 'k3s writes it a few seconds after its first start.',
    remedy: 'Wait until the cluster is ready, or start it.',
  },
  'kubeconfig.unparsable': {
    title: '{path} is not valid YAML',
    cause:
      'There is an error at line {line}, column {column}. Sampan does not write to a file that it cannot fully read.',
    remedy: 'Correct that line, or save the kubeconfig to a separate file.',
  },
  'kubeconfig.not_kubeconfig': {
    title: '{path} is not a kubeconfig',
    cause: '{reason}. Nothing was written.',
    remedy: 'Choose another file, or save the kubeconfig to a separate file.',
  },
  'kubeconfig.not_editable': {
    title: 'Sampan cannot add to a kubeconfig in this format',
    cause: 'Its first key does not start on a line of its own. Nothing was written.',
    remedy: 'Let kubectl rewrite the file (kubectl config set-context …), or save the kubeconfig to a separate file.',
  },
  'kubeconfig.not_a_file': {
    title: '{path} is not a regular file',
    cause: 'It is a folder, a device, or a pipe. A kubeconfig must be a file.',
    remedy: 'Point KUBECONFIG to a file, or save the kubeconfig to a separate file.',
  },
  'kubeconfig.name_taken': {
    title: 'An entry named {name} already exists',
    cause: 'Sampan did not create it, so it was left unchanged.',
    remedy: 'Choose another context name, or let Sampan append a number.',
  },
  'kubeconfig.name_in_use': {
    title: 'The name {name} is used by another cluster',
    cause: 'The entry belongs to the cluster {cluster}, possibly on another Docker engine, so it was left unchanged.',
    remedy: 'Choose another context name.',
  },
  'kubeconfig.locked': {
    title: '{path} is locked by another program',
    cause: 'kubectl and other tools lock the file while they write to it. This lock is {seconds} s old.',
    remedy: 'Try again. If the program that created the lock has crashed, delete the lock file.',
  },
  'kubeconfig.changed': {
    title: '{path} has changed in the meantime',
    cause: 'Another program wrote to it after Sampan did; undoing would discard that change.',
    remedy: 'Remove the cluster from the file instead, or restore a backup yourself.',
  },
  'kubeconfig.nothing_to_undo': {
    title: 'There is nothing to undo for {cluster}',
    cause:
      'Sampan has not changed a kubeconfig for this cluster since it started, or the change has already been undone.',
    remedy: 'Add the cluster to the kubeconfig or remove it, or restore a backup yourself.',
  },
  'kubeconfig.lock_refused': {
    title: 'Sampan does not delete this lock file',
    cause: '{path} is not one of the kubeconfigs that kubectl uses here.',
    remedy: 'If the program that created the lock has crashed, delete the file yourself.',
  },
  'kubeconfig.backup_failed': {
    title: '{path} could not be backed up',
    cause:
      'Sampan keeps a copy in {folder} before it changes a kubeconfig, and that copy could not be created. Nothing was written.',
    remedy: 'Make that folder writable, or set XDG_DATA_HOME to another one.',
  },
  'kubeconfig.is_backup': {
    title: '{path} is a backup',
    cause: 'Sampan created it before changing a kubeconfig. It does not read or change backups.',
    remedy: 'Choose another file. To go back to the backup, copy it over the kubeconfig.',
  },
  'kubeconfig.path_refused': {
    title: '{variable} names no usable path: {path}',
    cause:
      'The character {character} does not belong there. Shells replace ~ and variables and take quotes away; .env files, IDEs, and services do not. Nothing was created.',
    remedy: 'Write out the whole path, without quotes or spaces around it.',
  },
  'kubeconfig.still_in': {
    title: '{cluster} is still in {files}',
    cause: 'Sampan could not take out all of its entries there.',
    remedy: 'Resolve this first, then run: sampan kubeconfig {cluster} --unmerge',
  },
  'kubeconfig.entries_changed': {
    title: '{path} still contains {names}',
    cause:
      'Sampan added this for {cluster}, but it has been changed since and now leads elsewhere. Sampan did not remove it.',
    remedy: 'If it is no longer needed, remove it with kubectl config delete-context, delete-cluster, and delete-user.',
  },
  'kubeconfig.unreadable': {
    title: 'kubectl cannot read {path}',
    cause: 'Line {line}: {reason}. kubectl rejects the whole file because of it, so nothing was written.',
    remedy: 'Correct that line, or save the kubeconfig to a separate file instead.',
  },
  'kubeconfig.address_closed': {
    title: '{cluster} is not reachable from {place}',
    cause: 'Its API is not published there.',
    remedy: 'Allow access from the local network under Settings, then try again.',
    inTerminal: 'Allow access from the local network under Settings, or create the cluster with --lan, then try again.',
  },
  'kubeconfig.closed_to_containers': {
    title: '{cluster} is not reachable from other containers',
    cause:
      'Its API is published on 127.0.0.1 only, and this engine leads host.docker.internal to another address, as Podman does.',
    remedy:
      'Allow access from the local network under Settings, or attach the container to the network sampan-{cluster} and use the address for containers there.',
    inTerminal:
      'Recreate the cluster with --lan, or run the container with --network sampan-{cluster} and use sampan kubeconfig {cluster} --address network.',
  },
  'forward.gone': {
    title: '{object} does not exist',
    cause: 'It was deleted, or never existed in this namespace.',
    remedy: 'Choose another object. A port-forward that is open works again as soon as the object is back.',
  },
  'forward.no_port': {
    title: '{object} has no port {port}',
    cause: 'No container and no service lists a port of this number or name.',
    remedy: 'Choose one of the ports that it has, or add this port to its manifest.',
  },
  'forward.not_tcp': {
    title: 'Port {port} cannot be forwarded',
    cause: 'It is a {protocol} port. Kubernetes forwards only TCP.',
    remedy: 'Publish it as a node port instead, or choose a TCP port.',
  },
  'forward.no_selector': {
    title: '{object} has no pods of its own',
    cause: 'It has no selector: its addresses were entered by hand, or it points to another host name.',
    remedy: 'Forward a port of the pod or the service behind it.',
  },
  'forward.no_ready_pod': {
    title: 'No pod of {object} is ready',
    cause: 'Its pods are starting, failing their readiness probe, or scaled to zero.',
    remedy: 'Connections wait for up to a minute and go on as soon as a pod is ready.',
  },
  'forward.refused': {
    title: 'Nothing listens on port {port} in pod {pod}',
    cause: 'The program in the container uses another port, or has not opened it yet.',
    remedy: 'Check the port in its logs and manifest, then try again. The port-forward stays open.',
  },
  'forward.failed': {
    title: 'A connection to {object} failed',
    cause: 'The pod or its node ended the connection.',
    remedy: 'Try again: the next connection chooses a pod that is ready.',
  },
  'shell.none': {
    title: 'This image has no shell',
    cause: 'The image of container {container} in pod {pod} contains neither bash nor sh, as minimal images often do.',
    remedy: 'Add a debug container to the pod: kubectl debug -it {pod} --image=busybox --target={container}',
  },
  'shell.pod_gone': {
    title: 'Pod {pod} was deleted',
    cause: 'The pod was deleted or replaced, and the shell ended with it.',
    remedy: 'Open a shell in another pod.',
  },
  'shell.container_not_running': {
    title: 'Container {container} in pod {pod} is not running',
    cause: 'A shell needs a running container.',
    remedy: 'See the events and the logs of the pod, then try again once it runs.',
  },
  'shell.container_ended': {
    title: 'Container {container} in pod {pod} has ended',
    cause: 'Kubernetes terminated or restarted it, and the shell ended with it.',
    remedy: 'See its logs for the reason. Open the shell again once it runs.',
  },
  'shell.node_stopped': {
    title: 'Node {node} is not running',
    cause: 'Its container was stopped, and the shell ended with it.',
    remedy: 'Start the cluster, then open the shell again.',
  },
  'shell.failed': {
    title: 'Could not open a shell in {place}',
    cause: 'The node or its container runtime refused.',
    remedy: 'Try again. If this continues, check the logs of the node.',
  },
  'shell.lost': {
    title: 'The connection to {place} was lost',
    cause: 'The Kubernetes API or the Docker engine stopped responding. What ran in the shell may still be running.',
    remedy: 'Open the shell again once the cluster is responding.',
  },
  'tool.not_found': {
    title: '{tool} was not found',
    cause: 'It was installed on this computer before but is no longer in the same place.',
    remedy: 'Reinstall it, or open the cluster in another tool.',
  },
  'tool.failed': {
    title: 'Could not open {tool}',
    cause: 'The program exited with an error right after it started.',
    remedy: 'Start it yourself to see the error. The cluster is not affected.',
  },
  'usage.invalid': {
    title: 'sampan does not understand this',
    cause: '{reason}',
    remedy: 'sampan COMMAND --help shows how a command is used, sampan help --all shows everything.',
  },
  'ipc.unknown_name': {
    title: 'Unknown request',
    cause: 'The window sent the request "{name}", which does not exist.',
    remedy: 'This is a bug in Sampan. Please report it.',
  },
  'ipc.invalid_input': {
    title: 'Invalid request',
    cause: 'The data that the window sent with "{name}" is not valid.',
    remedy: 'This is a bug in Sampan. Please report it.',
  },
  'ipc.forbidden_sender': {
    title: 'Request refused',
    cause: 'It did not come from a Sampan window.',
    remedy: 'No action is needed.',
  },
  'ipc.cancelled': {
    title: 'Request canceled',
    cause: 'The window no longer needs the result.',
    remedy: 'No action is needed.',
  },
  'ipc.stream_lost': {
    title: 'Live updates were interrupted',
    cause: 'The part of Sampan that sends them stopped unexpectedly.',
    remedy: 'Sampan reconnects automatically. If this keeps happening, restart Sampan.',
  },
  'internal.unexpected': {
    title: 'Something went wrong',
    cause: 'Sampan encountered an unexpected error.',
    remedy: 'Try again. If it happens again, please report it with the message below.',
  },
}

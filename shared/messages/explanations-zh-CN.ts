// One entry for each known kind of log line, in the order of the catalogue: long, but a table.
import type { LogExplanationId } from '../log-explanations.ts'

export const explanationsZhCN: Record<LogExplanationId, { readonly title: string; readonly meaning: string }> = {
  'unknown-flag': {
    title: '当前 k3s 版本不支持参数 {flag}',
    meaning: 'agent 会因此停止；server 会忽略该参数并继续运行。请在“设置”中修改或删除该参数。',
  },
  'invalid-flag': { title: '某个 k3s 参数的值无效', meaning: 'k3s 会因此停止。日志中有参数名，请在“设置”中修改。' },
  'required-flag-missing': {
    title: 'k3s 以 agent 身份启动，但缺少必要的设置',
    meaning: '容器没有 server 地址或 token。请以 server 身份启动，或设置 K3S_URL 和 K3S_TOKEN。',
  },
  'registries-unreadable': {
    title: '无法读取 registries.yaml',
    meaning: '它不是有效的 YAML，或某个值的类型不对；日志中有行号。修正文件并重启节点后，节点才能启动。',
  },
  'datastore-token': {
    title: '数据是用另一个 token 创建的',
    meaning: 'server 启动时使用的 token 无法打开自己的数据存储。请改回原来的 token，或重建集群。',
  },
  'token-mismatch': {
    title: 'token 属于另一个集群',
    meaning: 'server 的 CA 与 token 中的不一致，或 token 格式有误。请重新复制该集群的 token，并清除该节点的旧数据。',
  },
  'node-password-rejected': {
    title: '同名节点曾加入过集群',
    meaning: '它的密码已随旧容器丢失。请删除旧节点（kubectl delete node NAME），新节点随后会自动加入。',
  },
  'token-rejected': {
    title: 'server 不接受这个 token',
    meaning: '集群正确，但 token 中的密码不对。请使用该集群的 token。',
  },
  'cgroup-v1-refused': {
    title: '当前 Kubernetes 版本不支持 cgroup v1',
    meaning:
      'Kubernetes 1.35 及更高版本默认无法在 cgroup v1 上启动。请添加 k3s 参数 --kubelet-arg=fail-cgroupv1=false、使用 1.34 或更早的 k3s，或将本机切换到 cgroup v2。',
  },
  'cgroup-missing': {
    title: '缺少 cgroup 控制器',
    meaning:
      '内核或 Docker 未向容器开放 cpu、cpuset、memory 或 pids。在树莓派上，请将 cgroup_memory=1 cgroup_enable=memory 加入内核启动参数；使用 rootless Docker 时，请启用 cgroup 委派（delegation）。',
  },
  'kmsg-missing': {
    title: 'kubelet 无法打开内核日志',
    meaning: '容器无法访问 /dev/kmsg，例如在 rootless Docker 中。节点需要允许特权容器的引擎。',
  },
  'oom-watcher-off': {
    title: 'OOM 不会上报为事件',
    meaning: '该节点无法访问内核日志。内核仍会终止占用过多内存的进程，只是不会产生相应的事件。',
  },
  'privileges-missing': {
    title: '内核拒绝了挂载或 cgroup 操作',
    meaning: '节点必须以特权容器运行。如果 k3s 在此停止，说明引擎不允许特权容器；rootless 引擎需要额外配置。',
  },
  'snapshotter-failed': {
    title: '无法在此存储镜像',
    meaning: '节点的文件系统不支持 overlayfs。请添加 k3s 参数 --snapshotter=native 或 --snapshotter=fuse-overlayfs。',
  },
  'too-many-files': {
    title: '本机的文件监听数已达上限',
    meaning:
      '该上限由所有容器共享。请在本机调高：sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'disk-full': {
    title: '磁盘已满',
    meaning: 'Docker 所在的磁盘没有剩余空间。请释放空间（docker system df 可查看占用情况），然后重启节点。',
  },
  'etcd-member-changed': {
    title: 'etcd 中记录的是该 server 的另一个地址',
    meaning: '它的 IP 地址在加入后发生了变化。请恢复原来的地址，或用 --cluster-reset 重置成员。',
  },
  'node-ip-changed': {
    title: '节点地址与容器地址不一致',
    meaning: 'k3s 被指定或已记录的地址不属于任何网卡。请去掉 --node-ip，或恢复原来的地址。',
  },
  'datastore-unreachable': {
    title: '外部数据存储没有响应',
    meaning: '它未运行、无法访问，或拒绝登录。k3s 会重试一段时间：请先启动数据存储，并检查 --datastore-endpoint。',
  },
  'network-failed': {
    title: '无法配置节点的网络',
    meaning:
      '容器没有可用的网络，或内核缺少 iptables 所需的模块，行尾会说明。请在本机加载这些模块、改用其他 flannel 后端，或使用 --disable-network-policy。',
  },
  'certificate-expired': {
    title: '证书不在有效期内',
    meaning: '可能是时钟不准（例如虚拟机休眠之后），也可能是证书已超过一年。如果是后者，重启节点即可续期。',
  },
  'server-unreachable': {
    title: 'server 尚未响应',
    meaning:
      'server 启动期间属正常现象，节点每两秒重试一次。127.0.0.1:6444 只是节点的本地代理。如果持续数分钟，请检查 server 的日志、名称和 Docker 网络。',
  },
  'component-exited': {
    title: 'k3s 的某个组件退出，k3s 随之退出',
    meaning: '引号中的文字是原因，前面几行日志有更多信息。containerd 请查看它自己的日志。',
  },
  'image-not-k3s': {
    title: '这不是 k3s 镜像',
    meaning: '镜像中没有 /bin/k3s 或没有 shell。请选择 rancher/k3s 镜像。',
  },
  'image-wrong-architecture': {
    title: '程序的 CPU 架构不匹配',
    meaning: '镜像与本机 CPU 不匹配。请选择支持该平台的标签。',
  },
  'pause-image-missing': {
    title: '无法拉取镜像 {image}',
    meaning: '所有 Pod 都需要该镜像，因此都无法启动。请在“镜像仓库”中为 docker.io 配置镜像源，或导入镜像。',
  },
  'registry-rate-limit': {
    title: '已触发镜像仓库限流',
    meaning: 'Docker Hub 限制每六小时的拉取次数。请在“镜像仓库”中登录或添加镜像源。',
  },
  'registry-speaks-http': {
    title: '{host} 使用 HTTP',
    meaning: 'k3s 通过 HTTPS 访问了它。请在“镜像仓库”中将其地址改为 http://。',
  },
  'registry-speaks-https': {
    title: '该镜像仓库使用 HTTPS',
    meaning: '它的地址写成了 http://。请在“镜像仓库”中改为 https://。',
  },
  'registry-file-missing': {
    title: '节点中缺少镜像仓库的证书',
    meaning:
      'registries.yaml 中的 {path} 由 containerd 在节点内查找，而节点中没有本机的文件，因此无法从该镜像仓库拉取镜像。',
  },
  'registry-not-trusted': {
    title: '镜像仓库的证书不受信任',
    meaning: '该证书是自签名的，或由私有 CA 签发。请在“镜像仓库”中指定 CA 文件，或跳过校验。',
  },
  'registry-login-missing': {
    title: '镜像仓库拒绝访问该镜像',
    meaning: '登录信息缺失或有误，或镜像不存在。登录信息应写在“镜像仓库”中该地址对应的主机下；名称写错时现象相同。',
  },
  'registry-name-unknown': {
    title: '无法解析域名 {host}',
    meaning: 'DNS 中没有该镜像仓库。请在“镜像仓库”中检查拼写，并确认节点能否解析域名。',
  },
  'registry-refused': {
    title: '{host} 上没有镜像仓库在监听',
    meaning:
      '在节点中，localhost 指节点自身，而不是本机。请使用同一网络中镜像仓库容器的名称或 host.docker.internal，并检查端口。',
  },
  'registry-timeout': {
    title: '镜像仓库 {host} 没有响应',
    meaning: '可能是网络或代理的问题，也可能是该仓库在当前网络中被屏蔽。请在“镜像仓库”中添加镜像源，或导入镜像。',
  },
  'registry-not-a-registry': {
    title: '镜像源拒绝访问，或并非镜像仓库',
    meaning: '它返回了网页或 403。许多公共镜像源已关闭或需要登录：请在“镜像仓库”中更换地址。',
  },
  'image-platform-missing': {
    title: '镜像不支持该平台',
    meaning: '镜像仓库中只有其他平台的版本。请选择支持当前平台的标签。',
  },
  'image-not-found': {
    title: '镜像不存在',
    meaning: '镜像仓库有响应，但没有该名称和标签的镜像，请检查两者。也可能是镜像源没有该镜像，或其路径中需要 /v2。',
  },
  'image-pull-failed': {
    title: '无法拉取某个镜像',
    meaning: 'Kubernetes 会自动重试，间隔最长五分钟。原因见行尾或 containerd 日志；可在“镜像仓库”中配置镜像源或登录。',
  },
  'registry-next-host': {
    title: '某个镜像源没有该镜像',
    meaning: 'containerd 会继续尝试下一个地址，最后是镜像仓库本身。host 和 error 字段说明是哪个镜像源以及出了什么错。',
  },
  'registry-endpoint-twice': { title: 'registries.yaml 中有重复的地址', meaning: '第二个会被忽略。' },
  'registry-endpoint-invalid': { title: '地址 {url} 不是有效的 URL', meaning: 'k3s 会忽略它。请在“镜像仓库”中修正。' },
  'embedded-mirror-idle': {
    title: '内嵌镜像仓库（embedded registry mirror）没有可共享的仓库',
    meaning: '该功能已启用，但 registries.yaml 中没有列出镜像仓库。请将要共享的仓库写成 mirrors 下的键，"*" 表示全部。',
  },
  'image-import-failed': {
    title: '无法导入某个镜像归档',
    meaning: '文件已损坏或不完整，节点启动时会跳过它。请重新下载并核对校验和。',
  },
  'etcd-slow': {
    title: 'etcd 响应缓慢',
    meaning:
      '多个 server 在同一台机器上启动时属正常现象。如果一直如此，说明磁盘太慢或机器负载过高：请减少 server 数量或使用 SSD。',
  },
  'etcd-slow-disk': {
    title: '磁盘速度无法满足 etcd 的要求',
    meaning:
      '写入耗时超过一秒，或 leader 跟不上。server 可能失去 leader：请使用 SSD、减少 server 数量，或改用单个 server 加 SQLite。',
  },
  'etcd-too-many-learners': { title: '两个 server 正在同时加入', meaning: 'etcd 一次只接纳一个，该 server 正在排队。' },
  'etcd-learner': { title: '该 server 仍在复制数据', meaning: '追上进度后就会获得投票权，通常只需几秒。' },
  'etcd-not-ready-yet': {
    title: 'etcd 尚未就绪',
    meaning: '启动期间属正常现象。如果超过一分钟，请确认有一半以上的 server 在运行，且磁盘速度足够。',
  },
  'etcd-peer-lost': {
    title: 'etcd 无法访问另一个 server',
    meaning: '该 server 已停止或正在重启。只要一半以上的 server 在运行，集群就能继续工作；请恢复该 server。',
  },
  'etcd-peer-connected': { title: 'etcd 已连接到另一个 server', meaning: '这是好消息，只是 etcd 把它记成了警告。' },
  'etcd-simple-token': {
    title: '与 k3s 未使用的登录方式有关的提示',
    meaning: 'k3s 通过证书连接 etcd，不使用这种 token。',
  },
  'etcd-no-leader': {
    title: 'etcd 短暂失去 leader',
    meaning: '期间的请求会失败并自动重试。如果一直如此，说明运行的 server 太少，或磁盘太慢。',
  },
  'etcd-full': {
    title: 'etcd 数据库已达到大小上限',
    meaning:
      '它不再接受写入。请逐个重启 server，k3s 启动时会整理碎片。同时请删除占用空间的内容，例如事件或 Helm release。',
  },
  'etcd-member-removed': {
    title: '该 server 已从集群中移除',
    meaning: '带 --server 参数重启后，它会以空数据重新加入；否则请删除该节点。',
  },
  'etcd-name-taken': { title: 'etcd 中已有同名的 server', meaning: '请先删除旧节点，或为该节点更换名称。' },
  'etcd-connection-rejected': {
    title: '与 etcd 的某个连接已断开',
    meaning: 'k3s 启动时会探测该端口。如果频繁出现且来自陌生地址，说明该客户端没有有效的证书。',
  },
  'slow-sql': {
    title: '数据存储响应缓慢',
    meaning: '偶尔出现没有影响。如果频繁出现，说明磁盘或数据库太慢，或机器负载过高。',
  },
  'database-damaged': {
    title: '集群数据库已损坏或无法写入',
    meaning: '通常是磁盘已满或有故障。请释放空间；如果仍未恢复，请恢复备份或重建集群。',
  },
  'tls-handshake-eof': { title: '客户端在 TLS 握手时断开', meaning: '端口探测和仍在启动的 agent 会导致这种情况。' },
  'tls-bad-certificate': {
    title: '某个客户端不信任该 server 的证书',
    meaning:
      '客户端信任的是另一个 CA，或还没有 CA：可能是刚启动的 k3s 组件，或旧集群的 kubeconfig。server 本身没有问题；如果是你的 kubectl，请重新导出 kubeconfig。',
  },
  'core-not-ready': { title: '有请求在 API server 就绪前到达', meaning: '节点一启动就会发出请求，随后会自动重试。' },
  'k3s-stopped': {
    title: 'k3s 收到了停止指令',
    meaning: '各组件退出时会打印错误日志，属正常现象。',
  },
  'tunnel-endpoints-not-yet': {
    title: 'server 还不知道有哪些 agent',
    meaning: '它在 API 就绪前进行了查询，稍后会再次查询。',
  },
  'sysctl-refused': {
    title: '容器无法修改该内核设置',
    meaning: 'Docker 不允许节点修改本机的连接跟踪设置，k3s 会使用当前的值。',
  },
  'kernel-module-not-loaded': {
    title: '内核模块 {module} 未加载',
    meaning:
      '容器无法加载模块，该模块通常已编译进内核或并不需要。只有之后网络出现问题时，才需要在本机加载（sudo modprobe {module}）。',
  },
  'no-cached-certificate': { title: '首次启动时尚无证书', meaning: '证书稍后就会生成。' },
  'api-not-ready-yet': {
    title: 'k3s 正在等待 API server',
    meaning: '每次启动都会经历，通常为 4 到 20 秒。超过两分钟说明磁盘太慢、内存不足，或前面的日志中有错误。',
  },
  'cri-missing': {
    title: 'containerd 正在运行，但没有 Kubernetes 插件',
    meaning: 'CRI 插件加载失败，常见原因是 snapshotter 或 config.toml 模板。原因见该节点的 containerd 日志。',
  },
  'containerd-starting': {
    title: 'containerd 仍在启动',
    meaning: '启动后半分钟内属正常现象。如果一直如此，请查看该节点的 containerd 日志。',
  },
  'node-labels-retry': { title: '暂时无法为节点添加标签', meaning: '节点刚刚注册，或同时被其他程序修改。k3s 会重试。' },
  'resolv-conf-replaced': {
    title: 'Pod 不会使用 Docker 的 DNS 服务器',
    meaning:
      'Docker 为节点提供的是回环地址，Pod 无法访问，因此改用 {servers}。只有当你的网络屏蔽这些服务器时，Pod 才无法解析域名：此时请为节点单独指定 resolv.conf（--resolv-conf）。',
  },
  'cpu-quota-off': { title: 'Pod 的 CPU 限制不生效', meaning: '内核未向节点开放 cpu 控制器，其他功能一切正常。' },
  'ca-not-in-token': {
    title: 'agent 使用短 token 加入',
    meaning: '它会信任该地址上第一个响应的 server。在 Docker 自己的网络中没有问题；使用 server 的完整 token 则会校验。',
  },
  'selinux-on': {
    title: '节点内部未使用 SELinux',
    meaning: '节点中的容器不受 SELinux 隔离。对本地集群来说属正常现象。',
  },
  'flag-deprecated': {
    title: '某个参数将在以后的版本中移除',
    meaning: '该参数由 k3s 自己设置。只有你在“设置”中使用了它，才需要在升级前替换。',
  },
  'server-settings-differ': {
    title: '各 server 的设置不一致',
    meaning: '该 server 的网段或其他关键参数与第一个 server 不同。前面的警告会指出是哪个参数，所有 server 必须一致。',
  },
  'agent-waits-for-server': {
    title: '节点正在等待 server',
    meaning: '它每隔几秒重试一次。冒号后面的文字说明还缺什么。',
  },
  'join-refused': {
    title: '该 server 拒绝了一个连接',
    meaning: '某个节点或客户端的 token 或证书不对。如果是该集群的节点，请为它设置该集群的 token；server 本身没有问题。',
  },
  'etcd-not-enabled': {
    title: '使用 SQLite 的 server 不支持第二个 server 加入',
    meaning:
      '多个 server 需要内嵌 etcd 或外部数据存储。请重建集群并从一开始就使用多个 server，或用 --cluster-init 启动第一个 server。',
  },
  'port-in-use': {
    title: '端口已被占用',
    meaning: '其他程序或容器正在监听该端口，日志中有端口号。请停止该程序，或在“设置”中更换端口。',
  },
  'certificates-newer-than-datastore': {
    title: '节点中的证书比数据存储中的更新',
    meaning: '恢复过卷或时钟不准时会出现。请删除日志中列出的文件，然后重启节点。',
  },
  'tunnel-broken': {
    title: '节点与 server 之间的隧道中断',
    meaning: '对方已停止或重启。隧道会自动重连；中断期间，kubectl logs 和 exec 无法访问该节点。',
  },
  'server-failed-check': {
    title: 'server {server} 没有响应该节点',
    meaning: '如果有其他 server，节点会改用它，并继续尝试该 server。',
  },
  'waits-for-other-server': {
    title: '另一个 server 正在初始化数据存储',
    meaning: '该 server 会等待其完成。如果没有其他 server 在启动，说明之前的首次启动被中断：请清空数据库后重新启动。',
  },
  'manifest-failed': {
    title: '节点上的某个清单未能应用',
    meaning: '{file} 有错误，k3s 每 15 秒重试一次。请修正文件；文件名不能包含大写字母或下划线。',
  },
  'helm-install-failed': {
    title: '某个 Helm chart 安装失败',
    meaning: '原因见行尾。k3s 会重新运行该 Job；chart 本身有误时需要先修正。',
  },
  'serving-secret-not-yet': { title: 'server 的证书尚未保存', meaning: '两个 server 同时写入，稍后会重新写入。' },
  'network-not-ready-yet': {
    title: 'Pod 网络尚未就绪',
    meaning: '在 flannel 运行之前（kubelet 启动后几秒内）属正常现象。如果一直如此，请查找与 flannel 或网络有关的日志。',
  },
  'node-not-registered-yet': {
    title: '节点尚未注册',
    meaning: '启动后几秒内属正常现象。如果一直如此，说明节点无法注册或已被删除：请重启该节点。',
  },
  'stats-not-yet': { title: 'kubelet 尚无指标数据', meaning: '查询时首批数据还未采集，稍后会自动出现。' },
  'machine-id-missing': { title: '容器没有 machine-id', meaning: 'Kubernetes 仅用于显示，没有它节点也能正常工作。' },
  'rlimit-refused': { title: 'kubelet 无法提高打开文件数的上限', meaning: '它会使用 Docker 设置的上限。' },
  'perf-event-missing': { title: '容器中无法使用性能计数器', meaning: 'Kubernetes 并不需要它们。' },
  'flexvolume-folder-missing': { title: '已创建卷插件目录', meaning: '首次启动时该目录尚不存在，属正常现象。' },
  'swap-on': { title: '本机启用了交换空间（swap）', meaning: 'k3s 允许使用 swap，但 Pod 的内存限制会不那么严格。' },
  'cgroup-v1-old': {
    title: '本机仍在使用 cgroup v1',
    meaning: '目前可以工作，但 Kubernetes 1.35 及更高版本默认无法在 cgroup v1 上启动。',
  },
  'nameserver-limit': { title: '节点的 DNS 服务器超过三个', meaning: 'Pod 只会使用前三个。' },
  'lease-not-renewed': {
    title: '节点未能上报心跳',
    meaning: 'API server 未及时响应。40 秒后节点会被视为未就绪，直到 API server 恢复响应。',
  },
  'pleg-unhealthy': {
    title: 'kubelet 中的容器状态不是最新的',
    meaning: '刚启动时属正常现象。之后出现说明 containerd 响应缓慢或卡住，通常是 CPU 或磁盘负载过高。',
  },
  'disk-pressure': {
    title: '磁盘空间即将耗尽，正在驱逐 Pod 以释放空间',
    meaning:
      '这是 Docker 所在的磁盘。请用 docker image prune -a 或 docker builder prune 释放空间（docker system df 可查看占用情况）；docker system prune 会连同已停止的集群一起删除。之后 Pod 会自动恢复。',
  },
  'container-already-gone': { title: '容器已不存在', meaning: 'kubelet 查找的容器刚刚被移除。' },
  'pod-still-ending': { title: 'Pod 正在终止（Terminating）', meaning: '终止完成后，同名的新 Pod 才会启动。' },
  'pod-network-not-yet': {
    title: 'Pod 在 flannel 就绪前启动',
    meaning: 'Pod 会自动重启。如果一直如此，说明该节点上的 flannel 未运行。',
  },
  'pod-network-failed': {
    title: '无法配置 Pod 的网络',
    meaning: 'Pod 无法启动，Kubernetes 会继续重试。行尾会说明哪一步失败：CNI 配置、网桥，或节点上的 iptables。',
  },
  'name-reserved': {
    title: '上一次启动 Pod 的尝试仍在进行',
    meaning: 'containerd 响应缓慢，kubelet 又发起了一次请求。机器负载降低后会自行恢复。',
  },
  'sandbox-failed': { title: 'Pod 无法启动', meaning: 'Kubernetes 会继续重试。原因见行尾或 containerd 日志。' },
  'config-missing': {
    title: 'Pod 需要的 {kind} {name} 不存在',
    meaning: '请在 Pod 的命名空间中创建它，Pod 随后会自动启动。',
  },
  'pull-secret-missing': {
    title: '集群中没有拉取镜像所需的凭据',
    meaning: 'Pod 引用的 imagePullSecret 不存在。请在 Pod 的命名空间中创建它，或在“镜像仓库”中为所有节点设置登录信息。',
  },
  'crash-loop': {
    title: '某个容器反复崩溃',
    meaning: 'Kubernetes 每次重试的间隔会越来越长，最长五分钟。原因在容器自己的日志中，请查看上一次运行的日志。',
  },
  'out-of-memory': {
    title: '某个进程因内存不足被终止（OOM）',
    meaning: '容器自身的内存限制或 Docker 的内存太小。请提高容器的内存限制，或为 Docker 分配更多内存。',
  },
  'probe-failed': {
    title: '某个容器尚未通过健康检查',
    meaning: '启动期间属正常现象。如果一直如此，Kubernetes 不会向它转发流量，或会重启它：请查看该容器的日志。',
  },
  'volume-not-mounted': {
    title: '无法挂载 Pod 的卷',
    meaning: '原因见行尾。hostPath 指节点内部的路径，而不是本机的路径。',
  },
  'pod-unschedulable': {
    title: 'Pod 无法调度',
    meaning: '冒号后面的文字说明原因：CPU 或内存不足、污点，或缺少卷。请调低资源请求（requests），或添加节点。',
  },
  'containers-not-ready': {
    title: '容器尚未就绪：{containers}',
    meaning: '容器启动期间属于正常情况。如果持续数分钟，请查看该 Pod 的事件和日志。',
  },
  'image-command-missing': { title: '镜像中没有程序 {command}', meaning: '请修改容器的启动命令，或使用其他镜像。' },
  'container-not-created': {
    title: '无法创建某个容器',
    meaning: '原因见行尾 runc 的报错：挂载、cgroup、用户，或缺少文件。',
  },
  'kubernetes-service-not-yet': {
    title: '正在创建或移除 API server 自身的 Service',
    meaning: '每次启动和停止都会发生。',
  },
  'endpoints-reset': { title: 'server 列表已变化', meaning: 'Pod 通过 {addresses} 访问 API server。' },
  'api-version-empty': { title: '某个 API 版本未启用', meaning: '旧版本和实验性版本默认不启用。' },
  'api-deprecated': {
    title: '{api} 将在 Kubernetes {version} 中移除',
    meaning: '在当前版本中仍可使用。如果你的清单或工具使用了它，请在升级前修改。',
  },
  'front-proxy-config-not-yet': { title: '某个控制器先于 API server 启动', meaning: '它稍后会读取配置。' },
  'leader-lock-not-read': {
    title: '某个控制器未能续约 leader 锁',
    meaning: 'API server 或数据存储未及时响应。启动期间属正常现象；之后出现说明磁盘太慢或机器负载过高。',
  },
  'metrics-not-ready-yet': {
    title: 'CPU 和内存指标尚不可用',
    meaning: 'metrics-server 就绪后（一两分钟内）即可使用。如果它已被禁用或所在节点停止，kubectl top 不会显示指标。',
  },
  'object-modified': { title: '两个控制器修改了同一个对象', meaning: '后一个会重新读取并重试。' },
  'roles-not-yet': {
    title: '某个 Kubernetes 组件还没有权限',
    meaning: 'API server 会在启动后几秒内创建角色，该组件会重试。',
  },
  'login-rejected': {
    title: 'API server 拒绝了该凭据',
    meaning: '某个客户端使用了旧集群的或已过期的 kubeconfig 或 token。请重新导出 kubeconfig；原有的 Pod 需要重启。',
  },
  'certificate-name-missing': {
    title: 'server 的证书不包含 {name}',
    meaning: '请通过 127.0.0.1 连接，或在“设置”中用 --tls-san 添加该地址。',
  },
  'certificate-authority-unknown': {
    title: '证书由未知的 CA 签发',
    meaning: '如果是 kubectl：kubeconfig 属于旧集群，请重新导出。如果是镜像：请在“镜像仓库”中指定镜像仓库的 CA 文件。',
  },
  'controller-off': { title: '某个组件按设计未启用', meaning: 'k3s 不需要它，或以其他方式实现。' },
  'node-first-seen': { title: '控制器首次发现某个节点', meaning: '它还没有该节点的历史记录，将从现在开始记录。' },
  'resync-shortened': { title: '控制器调整了检查间隔', meaning: '不会丢失任何内容。' },
  'slow-api-request': {
    title: '某个 API 请求耗时较长',
    meaning: 'API server 记录了各个步骤。如果频繁出现，说明磁盘太慢或机器负载过高。',
  },
  'no-pod-range-yet': { title: '节点尚未分配 Pod 网段', meaning: 'server 会在几秒内为每个节点分配网段。' },
  'iptables-missing': {
    title: '内核缺少 iptables 或 ipset',
    meaning:
      'Service 或网络策略无法工作。请在本机加载这些模块（ip_tables、iptable_nat、ip_set），或用 --disable-network-policy 关闭网络策略。',
  },
  'no-ipv6-range': { title: '集群为单栈网络', meaning: '集群只使用一种 IP 协议，属正常情况。' },
  'api-refused': {
    title: 'API server 未在监听',
    meaning: 'k3s 启动或停止期间属正常现象。如果一直如此，请查找说明 API server 为何退出的日志。',
  },
  'watch-ended': { title: '对 API 的 watch 中断', meaning: '客户端会自动重建。server 停止或重启时属正常现象。' },
  'list-failed': {
    title: '某个 Kubernetes 组件暂时无法读取 API',
    meaning: '启动后几秒内属正常现象，此时 API server 或其角色尚未就绪。它会自动重试。',
  },
  'dns-upstream-timeout': {
    title: 'CoreDNS 解析 {name} 时没有收到响应',
    meaning: '当前网络无法访问它使用的 DNS 服务器。请用 --resolv-conf 为节点指定其他服务器，或放行对它们的访问。',
  },
  'dns-loop': {
    title: 'CoreDNS 检测到转发循环',
    meaning: '节点的 resolv.conf 指向回环地址。请为节点指定包含真实 DNS 服务器的文件（--resolv-conf）。',
  },
  'dns-no-custom-config': { title: '没有自定义 DNS 配置', meaning: 'k3s 会查找可选的 ConfigMap coredns-custom。' },
  'dns-waits-for-api': {
    title: 'CoreDNS 正在等待 API server',
    meaning: '读取完成后即可解析 Service 域名，通常只需几秒。',
  },
  'plugin-skipped': {
    title: 'containerd 跳过了一种镜像存储方式',
    meaning: '它会逐一尝试，只保留适合该磁盘的方式，通常是 overlayfs。',
  },
  'shim-cleaned-up': { title: '容器已退出并完成清理', meaning: '这并不说明退出的原因。' },
  'container-exit-late': { title: 'containerd 处理容器退出时超时', meaning: '机器负载过高，containerd 会重试。' },
  'kubelet-starting': {
    title: 'kubelet 正在等待 containerd',
    meaning: 'containerd 首次响应后，它就会启动 Pod。',
  },
  'checkpoint-not-yet': {
    title: 'kubelet 还没有保存过状态',
    meaning: '它在查找上次运行留下的记录；新节点上没有。',
  },
  'controller-cache-behind': {
    title: '控制器还没有看到自己的改动',
    meaning: '它会等缓存跟上后重试。',
  },
  'node-addresses-not-yet': {
    title: '{node} 还没有上报地址',
    meaning: '节点启动的最初几秒属于正常现象，k3s 会重试。',
  },
  'namespace-not-yet': {
    title: '命名空间 {name} 还不存在',
    meaning: 'API server 会在最初几秒内创建它，需要它的组件会重试。',
  },
  'pod-range-taken': {
    title: '节点已经分配到 Pod 网段',
    meaning: '两个 server 同时为它分配了网段，以先分配的为准。',
  },
  'manifest-file-empty': {
    title: '没有配置额外的 manifest',
    meaning: 'Kubernetes 的组件启动时各提示一次，并不缺少什么。',
  },
  'details-follow': {
    title: '控制器会重试',
    meaning: '错误内容在下面几行。',
  },
  'datastore-filled': {
    title: '另一个 server 已经写入数据存储',
    meaning: '当前 server 直接使用其中的内容。',
  },
  'client-gone': {
    title: '连接在响应发出前已断开',
    meaning: '对方停止或重启了，它会自动重新请求。',
  },
  'cgroup-v2-not-mounted': {
    title: '本机没有 cgroup v2',
    meaning: 'k3s 在这里不需要迁移任何进程。',
  },
  'flannel-subnet-not-yet': {
    title: 'flannel 没有上次运行留下的子网',
    meaning: '几秒内它会获得子网并写入文件。集群不使用 IPv6 时，IPv6 的提示会一直出现。',
  },
  'node-ports-everywhere': {
    title: 'NodePort 会监听节点的所有地址',
    meaning: '这是 Kubernetes 的默认行为。Docker 网络之外只能访问你发布的端口。',
  },
}

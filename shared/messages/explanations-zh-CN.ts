// One entry for each known kind of log line, in the order of the catalogue: long, but a table.
import type { LogExplanationId } from '../log-explanations.ts'

export const explanationsZhCN: Record<LogExplanationId, { readonly title: string; readonly meaning: string }> = {
  'unknown-flag': {
    title: 'k3s 不认识 {flag}',
    meaning: '这个版本的 k3s 没有该参数。agent 会停止；server 会忽略它继续运行。请在“设置”中修改或删除。',
  },
  'invalid-flag': { title: '某个 k3s 参数的值不被允许', meaning: 'k3s 会因此停止。信息中有参数名，请在“设置”中修改。' },
  'required-flag-missing': {
    title: 'k3s 以 agent 身份启动，但缺少设置',
    meaning: '容器没有得到 server 地址或 token。请以 server 启动，或提供 K3S_URL 和 K3S_TOKEN。',
  },
  'registries-unreadable': {
    title: 'registries.yaml 无法解析',
    meaning: '它不是有效的 YAML，或某个值的类型不对；信息中有行号。修正并重启节点之前，节点不会启动。',
  },
  'datastore-token': {
    title: '数据是用另一个 token 创建的',
    meaning: 'server 启动时的 token 打不开它自己的数据存储。请改回原来的 token，或重新创建集群。',
  },
  'token-mismatch': {
    title: 'token 属于另一个集群',
    meaning: 'server 的 CA 与 token 中的不一致，或者 token 格式有误。请重新复制本集群的 token，并清除该节点的旧数据。',
  },
  'node-password-rejected': {
    title: '同名节点以前加入过集群',
    meaning: '它的密码已随旧容器丢失。请删除旧节点（kubectl delete node 名称），新节点随后会自动加入。',
  },
  'token-rejected': {
    title: 'server 不接受这个 token',
    meaning: '集群是对的，但 token 里的密码不对。请使用本集群的 token。',
  },
  'cgroup-v1-refused': {
    title: '这个 Kubernetes 拒绝 cgroup v1',
    meaning:
      'Kubernetes 1.35 及更高版本默认不在其上启动。请添加 k3s 参数 --kubelet-arg=fail-cgroupv1=false，或选用 1.34 及更早的 k3s，或把机器切换到 cgroup v2。',
  },
  'cgroup-missing': {
    title: '缺少 cgroup 控制器',
    meaning:
      '内核或 Docker 没有把 cpu、cpuset、memory 或 pids 交给容器。在树莓派上请把 cgroup_memory=1 cgroup_enable=memory 加入内核命令行；rootless Docker 请启用委派。',
  },
  'kmsg-missing': {
    title: 'kubelet 无法打开内核日志',
    meaning: '容器看不到 /dev/kmsg，rootless Docker 就是如此。节点需要允许特权容器的引擎。',
  },
  'oom-watcher-off': {
    title: '内存不足事件不会被上报',
    meaning: '这个节点看不到内核日志。内核仍会结束占用过多内存的进程，只是不会产生对应的事件。',
  },
  'privileges-missing': {
    title: '内核拒绝了挂载或 cgroup 操作',
    meaning: '节点必须以特权容器运行。如果 k3s 在此停止，说明引擎不允许；rootless 引擎需要额外配置。',
  },
  'snapshotter-failed': {
    title: '这里无法存储镜像',
    meaning:
      '节点所在的文件系统不支持 overlayfs。请添加 k3s 参数 --snapshotter=native 或 --snapshotter=fuse-overlayfs。',
  },
  'too-many-files': {
    title: '本机的文件监视限额已用完',
    meaning:
      '该限额由所有容器共用。请在本机提高它：sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'disk-full': {
    title: '磁盘已满',
    meaning: 'Docker 的磁盘没有剩余空间。请清理（docker system df 会显示占用），然后重启节点。',
  },
  'etcd-member-changed': {
    title: 'etcd 记录的是这个 server 的另一个地址',
    meaning: '它的 IP 自加入后变了。请恢复原来的地址，或用 --cluster-reset 重置成员。',
  },
  'node-ip-changed': {
    title: '节点地址与容器地址不一致',
    meaning: 'k3s 被指定或记住的地址已不在任何网卡上。请去掉 --node-ip，或恢复原来的地址。',
  },
  'datastore-unreachable': {
    title: '外部数据库没有响应',
    meaning: '它没有运行、无法访问，或拒绝登录。k3s 会重试一段时间：请先启动数据库，并检查 --datastore-endpoint。',
  },
  'network-failed': {
    title: '无法建立节点的网络',
    meaning:
      '容器没有可用的网络，或内核缺少 iptables 所需的模块，行尾会说明。请在本机加载这些模块，或改用其他 flannel 后端或 --disable-network-policy。',
  },
  'certificate-expired': {
    title: '证书不在有效期内',
    meaning: '要么时钟不准（虚拟机休眠之后），要么证书已超过一年：重启节点即可更新。',
  },
  'server-unreachable': {
    title: 'server 尚未响应',
    meaning:
      'server 启动期间这是正常的，节点每两秒重试一次。127.0.0.1:6444 只是节点自己的转发端口。如果持续数分钟，请查看 server 的日志、名称和 Docker 网络。',
  },
  'component-exited': {
    title: 'k3s 的某个组件退出，k3s 随之停止',
    meaning: '引号中的文字就是原因；更多信息在前面的日志里，containerd 则看它自己的日志。',
  },
  'image-not-k3s': {
    title: '这个镜像不是 k3s 镜像',
    meaning: '其中没有 /bin/k3s 或没有 shell。请选用 rancher/k3s 的镜像。',
  },
  'image-wrong-architecture': {
    title: '程序是为另一种处理器编译的',
    meaning: '镜像与本机 CPU 不符。请拉取对应平台的版本。',
  },
  'pause-image-missing': {
    title: '无法拉取镜像 {image}',
    meaning: '每个 Pod 都需要它，因此一个都启动不了。请在“镜像仓库”中为 docker.io 配置镜像加速，或导入镜像。',
  },
  'registry-rate-limit': {
    title: '已达到镜像仓库的拉取上限',
    meaning: 'Docker Hub 每六小时只允许一定次数的下载。请在“镜像仓库”中登录或添加镜像加速。',
  },
  'registry-speaks-http': {
    title: '{host} 只支持 HTTP',
    meaning: 'k3s 用 HTTPS 访问了它。请在“镜像仓库”中把它的地址写成 http://。',
  },
  'registry-speaks-https': {
    title: '该镜像仓库使用 HTTPS',
    meaning: '它的地址写成了 http://。请在“镜像仓库”中改为 https://。',
  },
  'registry-not-trusted': {
    title: '镜像仓库的证书不受信任',
    meaning: '它是自签名的，或来自私有 CA。请在“镜像仓库”中提供 CA 文件，或允许跳过校验。',
  },
  'registry-login-missing': {
    title: '镜像仓库不允许拉取该镜像',
    meaning: '登录信息缺失或有误，或者镜像不存在。登录信息要写在“镜像仓库”中对应地址的主机下；名称写错也会这样。',
  },
  'registry-name-unknown': {
    title: '找不到镜像仓库 {host} 的地址',
    meaning: 'DNS 不认识这个名称。请在“镜像仓库”中检查拼写，并确认节点能否解析域名。',
  },
  'registry-refused': {
    title: '镜像仓库 {host} 没有程序在监听',
    meaning:
      '在节点里，localhost 指节点自己，而不是本机。请使用同一网络中镜像仓库容器的名称或 host.docker.internal，并检查端口。',
  },
  'registry-timeout': {
    title: '镜像仓库 {host} 没有响应',
    meaning: '可能是网络或代理的问题，也可能在当前网络中无法访问。请在“镜像仓库”中添加镜像加速，或导入镜像。',
  },
  'registry-not-a-registry': {
    title: '镜像加速地址拒绝访问，或并不是镜像仓库',
    meaning: '它返回了网页或 403。许多公共镜像加速已关闭或需要登录：请在“镜像仓库”中换一个地址。',
  },
  'image-platform-missing': {
    title: '该镜像没有适合本机处理器的版本',
    meaning: '镜像仓库中只有其他平台的版本。请选用为你的平台构建的标签。',
  },
  'image-not-found': {
    title: '没有这个镜像',
    meaning: '镜像仓库有响应，但没有该名称和标签的镜像。请检查两者；也可能是镜像加速里没有，或路径中缺少 /v2。',
  },
  'image-pull-failed': {
    title: '无法拉取某个镜像',
    meaning:
      'Kubernetes 会自动重试，间隔最长五分钟。行尾或 containerd 日志中有原因；可在“镜像仓库”中配置镜像加速或登录。',
  },
  'registry-next-host': {
    title: '某个镜像加速没有这个镜像',
    meaning:
      'containerd 会继续尝试下一个地址，最后是镜像仓库本身。host 和 error 字段说明是哪个镜像加速以及出了什么错。',
  },
  'registry-endpoint-twice': { title: 'registries.yaml 中有重复的地址', meaning: '第二个会被忽略。' },
  'registry-endpoint-invalid': { title: '地址 {url} 无效', meaning: 'k3s 会忽略它。请在“镜像仓库”中修正。' },
  'embedded-mirror-idle': {
    title: '内置的镜像共享没有可共享的内容',
    meaning: '它已启用，但 registries.yaml 中没有任何镜像仓库。请把要共享的写成 mirrors 的键，"*" 表示全部。',
  },
  'image-import-failed': {
    title: '镜像归档无法导入',
    meaning: '文件损坏或不完整；节点会在没有它的情况下启动。请重新下载并核对校验和。',
  },
  'etcd-slow': {
    title: 'etcd 用时过长',
    meaning: '多个 server 在一台机器上启动时很常见。如果一直如此，说明磁盘太慢或机器太忙：请减少 server 或使用 SSD。',
  },
  'etcd-slow-disk': {
    title: '磁盘对 etcd 来说太慢',
    meaning:
      '写入超过一秒，或 leader 跟不上节奏。server 可能失去 leader：请使用 SSD、减少 server，或用一个 SQLite 的 server。',
  },
  'etcd-too-many-learners': { title: '两个 server 同时加入', meaning: 'etcd 一次只接纳一个；这个 server 在排队。' },
  'etcd-learner': { title: '这个 server 仍在复制数据', meaning: '追上之后就会获得投票权，通常只需几秒。' },
  'etcd-not-ready-yet': {
    title: 'etcd 尚未就绪',
    meaning: '启动期间属正常。超过一分钟时：多个 server 必须有一半以上在运行，且磁盘不能太慢。',
  },
  'etcd-peer-lost': {
    title: 'etcd 无法访问另一个 server',
    meaning: '它停止了或正在重启。只要一半以上的 server 在运行，集群就能继续；请让它恢复。',
  },
  'etcd-peer-connected': { title: 'etcd 已连接到另一个 server', meaning: '这是好消息，只是 etcd 把它记成了警告。' },
  'etcd-simple-token': {
    title: '关于 k3s 并不使用的登录方式的提示',
    meaning: 'k3s 通过证书访问 etcd，不使用这种 token。',
  },
  'etcd-no-leader': {
    title: 'etcd 一时没有 leader',
    meaning: '这期间的请求失败，会自动重试。如果一直如此：运行的 server 太少，或磁盘太慢。',
  },
  'etcd-full': {
    title: 'etcd 数据库已达上限',
    meaning:
      '它不再接受写入。请逐个重启 server：k3s 会在启动时整理碎片。并删除占用空间的内容，例如事件或 Helm 发布记录。',
  },
  'etcd-member-removed': {
    title: '这个 server 已从集群中删除',
    meaning: '带 --server 重启后它会以空数据重新加入；否则请删除该节点。',
  },
  'etcd-name-taken': { title: 'etcd 中已有同名的 server', meaning: '请先删除旧节点，或给这个节点换个名称。' },
  'etcd-connection-rejected': {
    title: '有程序在连接 etcd 时断开',
    meaning: 'k3s 启动时会探测该端口。如果频繁出现且来自陌生地址，则是没有正确证书的客户端。',
  },
  'slow-sql': { title: '数据存储响应缓慢', meaning: '偶尔出现没有关系。频繁出现说明磁盘或数据库太慢，或机器太忙。' },
  'database-damaged': {
    title: '集群数据库损坏或无法写入',
    meaning: '磁盘已满或有故障时会这样。请清理空间；如果依旧，请恢复备份或重新创建集群。',
  },
  'tls-handshake-eof': { title: '客户端在 TLS 握手时断开', meaning: '端口检查和仍在启动的 agent 会这样。' },
  'tls-bad-certificate': {
    title: '某个客户端不信任这个 server 的证书',
    meaning:
      '客户端记着另一个 CA，或还没有 CA：可能是刚启动的 k3s 组件，或以前集群的 kubeconfig。server 没有问题；如果是你的 kubectl，请重新导出 kubeconfig。',
  },
  'core-not-ready': { title: '有请求在 API server 就绪前到达', meaning: '节点一启动就会请求，随后会自动重试。' },
  'k3s-stopped': {
    title: 'k3s 收到了停止指令',
    meaning: '各组件退出时会以错误的口吻告别，并没有出问题。',
  },
  'tunnel-endpoints-not-yet': {
    title: 'server 还不知道有哪些 agent',
    meaning: '它在 API 就绪前发出了询问，稍后会再次询问。',
  },
  'sysctl-refused': {
    title: '容器不能修改这项内核设置',
    meaning: 'Docker 不允许节点修改本机的连接跟踪设置。k3s 会使用现有的值。',
  },
  'kernel-module-not-loaded': {
    title: '内核模块 {module} 未被加载',
    meaning:
      '容器不能加载模块；它多半已内置或并不需要。只有之后网络失败时，才需要在本机加载（sudo modprobe {module}）。',
  },
  'no-cached-certificate': { title: '首次启动还没有证书', meaning: '稍后就会生成。' },
  'api-not-ready-yet': {
    title: 'k3s 在等待它的 API server',
    meaning: '每次启动都会经历，通常 4 到 20 秒。超过两分钟说明磁盘慢、内存不足，或前面的日志中有错误。',
  },
  'cri-missing': {
    title: 'containerd 在运行，但没有 Kubernetes 部分',
    meaning: '该部分加载失败，常见原因是 snapshotter 或 config.toml 模板。这个节点的 containerd 日志会说明原因。',
  },
  'containerd-starting': {
    title: 'containerd 仍在启动',
    meaning: '最初半分钟内属正常。如果一直如此，请查看这个节点的 containerd 日志。',
  },
  'node-labels-retry': { title: '暂时无法给节点打标签', meaning: '节点刚注册，或同时被其他程序修改。k3s 会重试。' },
  'resolv-conf-replaced': {
    title: 'Pod 不会使用 Docker 的 DNS 服务器',
    meaning:
      'Docker 给节点的是回环地址，Pod 无法访问，因此改用 {servers}。只有当你的网络屏蔽它们时，Pod 才会无法解析名称：这时请为节点指定 --resolv-conf。',
  },
  'cpu-quota-off': { title: 'Pod 的 CPU 限制不起作用', meaning: '内核没有把 cpu 控制器交给节点。其他一切正常。' },
  'ca-not-in-token': {
    title: 'agent 使用短 token 加入',
    meaning: '它会信任该地址上第一个响应的 server。在 Docker 自己的网络里没有问题；使用完整 token 则会校验。',
  },
  'selinux-on': { title: '节点内部未使用 SELinux', meaning: '其中的容器不受 SELinux 隔离。对本地集群来说属正常。' },
  'flag-deprecated': {
    title: '某个参数将在以后的版本中移除',
    meaning: '它是 k3s 自己传入的。只有当你在“设置”中写了它，才需要在升级前替换。',
  },
  'server-settings-differ': {
    title: '各个 server 的设置不一致',
    meaning: '这个 server 的网段或其他关键参数与第一个不同。前面的警告会指出是哪个；所有 server 必须一致。',
  },
  'agent-waits-for-server': { title: '节点在等待 server', meaning: '它每隔几秒重试一次。冒号后面说明还缺什么。' },
  'join-refused': {
    title: '这个 server 拒绝了一个请求',
    meaning: '某个节点或客户端的 token 或证书不对。如果它是本集群的节点，请给它本集群的 token；server 本身没有问题。',
  },
  'etcd-not-enabled': {
    title: '使用 SQLite 的 server 不能再加入第二个 server',
    meaning: '多个 server 需要内置 etcd 或外部数据库。请一开始就创建多 server 的集群，或用 --cluster-init 启动第一个。',
  },
  'port-in-use': {
    title: '端口已被占用',
    meaning: '已有其他程序或容器在监听；信息中有端口号。请停止它，或在“设置”中换一个端口。',
  },
  'certificates-newer-than-datastore': {
    title: '节点中的证书比数据存储中的新',
    meaning: '恢复卷或时钟不准后会这样。请删除信息中列出的文件，然后重启节点。',
  },
  'tunnel-broken': {
    title: '节点与 server 之间的隧道断开',
    meaning: '对方停止或重启了。隧道会自动重建；断开期间 kubectl logs 和 exec 无法访问该节点。',
  },
  'server-failed-check': {
    title: '{server} 没有响应这个节点',
    meaning: '如果有其他 server，节点会改用它，并继续尝试这个。',
  },
  'waits-for-other-server': {
    title: '另一个 server 正在写入初始数据',
    meaning: '这个 server 会等它完成。如果没有其他 server 在启动，说明首次启动被中断：请清空数据库后重新开始。',
  },
  'manifest-failed': {
    title: '节点的一个清单未能应用',
    meaning: '{file} 有错误；k3s 每 15 秒重试一次。请修正文件；文件名不能有大写字母或下划线。',
  },
  'helm-install-failed': {
    title: 'Helm chart 安装失败',
    meaning: '行尾说明原因。k3s 会重新运行该任务；chart 有误时需要先修正。',
  },
  'serving-secret-not-yet': { title: 'server 的证书暂未保存', meaning: '两个 server 同时写入；稍后会再写一次。' },
  'network-not-ready-yet': {
    title: 'Pod 网络尚未就绪',
    meaning: '在 flannel 运行之前（kubelet 启动后几秒）属正常。如果一直如此，请查找有关 flannel 或网络的日志。',
  },
  'node-not-registered-yet': {
    title: '节点尚未注册',
    meaning: '最初几秒内属正常。如果一直如此，说明它无法注册，或已被删除：请重启该节点。',
  },
  'stats-not-yet': { title: 'kubelet 还没有测量数据', meaning: '它在首次测量之前就查询了；数据随后会自动出现。' },
  'machine-id-missing': { title: '容器没有 machine-id', meaning: 'Kubernetes 只是显示它；没有它节点也能工作。' },
  'rlimit-refused': { title: 'kubelet 不能提高打开文件数的上限', meaning: '它会使用 Docker 给它的上限。' },
  'perf-event-missing': { title: '容器得不到性能计数器', meaning: 'Kubernetes 并不需要它们。' },
  'flexvolume-folder-missing': { title: '创建了卷插件目录', meaning: '每次首次启动时都没有它。' },
  'swap-on': { title: '本机使用了交换空间', meaning: 'k3s 允许这样。此时 Pod 的内存限制不那么严格。' },
  'cgroup-v1-old': {
    title: '本机仍在使用 cgroup v1',
    meaning: '目前可以工作，但 Kubernetes 1.35 及更高版本默认不会在其上启动。',
  },
  'nameserver-limit': { title: '节点有三个以上的 DNS 服务器', meaning: 'Pod 只会使用前三个。' },
  'lease-not-renewed': {
    title: '节点无法报告自己存活',
    meaning: 'API server 没有及时响应。40 秒后节点会被视为未就绪，直到恢复响应。',
  },
  'pleg-unhealthy': {
    title: 'kubelet 没有容器的最新状态',
    meaning: '刚启动时属正常。之后出现则说明 containerd 很慢或卡住，多半是 CPU 或磁盘不足。',
  },
  'disk-pressure': {
    title: '磁盘快满了，正在结束 Pod 以腾出空间',
    meaning: '这是 Docker 的磁盘。请清理（docker system df 查看占用，docker system prune 清理）；Pod 会自动恢复。',
  },
  'container-already-gone': { title: '容器已经不存在', meaning: 'kubelet 查找的容器刚刚被移除。' },
  'pod-still-ending': { title: 'Pod 仍在结束', meaning: '它消失后，同名的 Pod 才会启动。' },
  'pod-network-not-yet': {
    title: 'Pod 在 flannel 就绪前启动',
    meaning: '它会自动重试。如果一直如此，说明该节点上 flannel 没有运行。',
  },
  'pod-network-failed': {
    title: 'Pod 的网络建立失败',
    meaning: 'Pod 无法启动，Kubernetes 会继续重试。行尾说明哪一步失败：CNI 配置、网桥，或节点的 iptables。',
  },
  'name-reserved': {
    title: '上一次启动 Pod 的尝试仍在进行',
    meaning: 'containerd 较慢，kubelet 又请求了一次。机器空闲后会自行恢复。',
  },
  'sandbox-failed': { title: 'Pod 无法启动', meaning: 'Kubernetes 会继续重试。行尾或 containerd 日志中有原因。' },
  'config-missing': {
    title: 'Pod 需要的 {kind} {name} 不存在',
    meaning: '请在 Pod 的命名空间中创建它，Pod 随后会自动启动。',
  },
  'pull-secret-missing': {
    title: '集群中缺少拉取镜像的登录信息',
    meaning: 'Pod 引用的 imagePullSecret 不存在。请创建它，或在“镜像仓库”中为所有节点设置登录。',
  },
  'crash-loop': {
    title: '某个容器反复退出',
    meaning: 'Kubernetes 每次重试都会等得更久，最长五分钟。原因在它自己的日志里，请查看上一次运行。',
  },
  'out-of-memory': {
    title: '某个程序因内存不足被结束',
    meaning: '它自己的限制或 Docker 的内存太小。请提高容器限制，或给 Docker 更多内存。',
  },
  'probe-failed': {
    title: '某个容器尚未通过健康检查',
    meaning: '启动期间很常见。如果一直如此，Kubernetes 不会把流量交给它，或会重启它：请查看它的日志。',
  },
  'volume-not-mounted': {
    title: 'Pod 的卷无法挂载',
    meaning: '行尾说明原因。hostPath 指节点内部的路径，而不是本机的路径。',
  },
  'pod-unschedulable': {
    title: '没有节点能容纳某个 Pod',
    meaning: '冒号后面是原因：CPU 或内存不足、污点、缺少卷等。请减小它的请求，或添加节点。',
  },
  'image-command-missing': { title: '镜像中没有程序 {command}', meaning: '请修正容器的命令，或使用其他镜像。' },
  'container-not-created': { title: '容器创建失败', meaning: 'runc 在行尾说明原因：挂载、cgroup、用户，或缺少文件。' },
  'kubernetes-service-not-yet': {
    title: 'API server 自身的 Service 正在创建或移除',
    meaning: '每次启动和停止都会发生。',
  },
  'endpoints-reset': { title: 'server 列表有变化', meaning: 'Pod 通过 {addresses} 访问 API server。' },
  'api-version-empty': { title: '某个 API 版本未启用', meaning: '旧版本和试验版本默认是空的。' },
  'api-deprecated': {
    title: '{api} 将在 Kubernetes {version} 中移除',
    meaning: '它在当前版本中可用。如果你的清单或工具使用了它，请在升级前修改。',
  },
  'front-proxy-config-not-yet': { title: '某个控制器先于 API server 启动', meaning: '它稍后会读取配置。' },
  'leader-lock-not-read': {
    title: '某个控制器无法保持领导权',
    meaning: 'API server 或数据存储没有及时响应。启动时属正常；之后则说明磁盘慢或机器忙。',
  },
  'metrics-not-ready-yet': {
    title: 'CPU 和内存数据尚不可用',
    meaning: 'metrics-server 就绪后（一两分钟内）就会有。如果它被禁用或所在节点停止，kubectl top 就没有数据。',
  },
  'object-modified': { title: '两个控制器修改了同一个对象', meaning: '后一个会重新读取并重试。' },
  'roles-not-yet': {
    title: '某个 Kubernetes 组件还没有权限',
    meaning: 'API server 会在最初几秒创建角色；该组件会重试。',
  },
  'login-rejected': {
    title: 'API server 不认识请求者',
    meaning: '有人在使用以前集群的或已过期的 kubeconfig 或 token。请重新导出 kubeconfig；原有的 Pod 需要重启。',
  },
  'certificate-name-missing': {
    title: 'server 的证书中没有 {name}',
    meaning: '请通过 127.0.0.1 连接，或在“设置”中用 --tls-san 添加该地址。',
  },
  'certificate-authority-unknown': {
    title: '证书来自此处不认识的 CA',
    meaning: '对 kubectl：kubeconfig 属于以前的集群，请重新导出。对镜像：需要在“镜像仓库”中提供 CA 文件。',
  },
  'controller-off': { title: '某个部分被有意关闭', meaning: 'k3s 不需要它，或以其他方式保护它。' },
  'node-first-seen': { title: '控制器首次看到某个节点', meaning: '它没有该节点的历史记录，现在开始记录。' },
  'resync-shortened': { title: '控制器调整了检查间隔', meaning: '不会因此丢失任何内容。' },
  'slow-api-request': {
    title: '某个 API 请求耗时较长',
    meaning: 'API server 记录了各个步骤。频繁出现说明磁盘慢或机器忙。',
  },
  'no-pod-range-yet': { title: '节点还没有分配 Pod 地址', meaning: 'server 会在几秒内为每个节点分配网段。' },
  'iptables-missing': {
    title: '内核没有 iptables 或 ipset',
    meaning:
      'Service 或网络策略无法工作。请在本机加载模块（ip_tables、iptable_nat、ip_set），或用 --disable-network-policy 关闭策略。',
  },
  'no-ipv6-range': { title: '集群只有一种 IP 协议', meaning: '并没有缺少什么。' },
  'api-refused': {
    title: 'API server 没有在监听',
    meaning: 'k3s 启动或停止时属正常。如果一直如此，请查找说明 API server 为何退出的日志。',
  },
  'watch-ended': { title: '对 API 的监听被中断', meaning: '客户端会自动重新打开。server 停止或重启时很常见。' },
  'list-failed': {
    title: '某个 Kubernetes 组件暂时无法读取 API',
    meaning: '最初几秒很常见，此时 API server 或其角色尚未就绪。它会自动重试。',
  },
  'dns-upstream-timeout': {
    title: 'CoreDNS 查询 {name} 得不到响应',
    meaning: '它使用的 DNS 服务器从这里无法访问。请用 --resolv-conf 为节点指定其他服务器，或放通网络。',
  },
  'dns-loop': {
    title: 'CoreDNS 在向自己查询',
    meaning: '节点的 resolv.conf 指向回环地址。请为节点提供含真实 DNS 服务器的文件（--resolv-conf）。',
  },
  'dns-no-custom-config': { title: 'DNS 配置没有附加内容', meaning: 'k3s 会查找可选的 ConfigMap coredns-custom。' },
  'dns-waits-for-api': { title: 'CoreDNS 在等待 API server', meaning: '读取完成后（通常几秒）即可解析 Service 名称。' },
  'plugin-skipped': {
    title: 'containerd 跳过了一种镜像存储方式',
    meaning: '它会逐一尝试，只保留适合磁盘的，这里通常是 overlayfs。',
  },
  'shim-cleaned-up': { title: '容器已结束并被清理', meaning: '它并不说明结束的原因。' },
  'container-exit-late': { title: 'containerd 处理容器退出时超时', meaning: '机器太忙；containerd 会重试。' },
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
    meaning: 'API 服务器会在最初几秒内创建它，需要它的组件会重试。',
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
    title: '这台主机没有 cgroup v2',
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

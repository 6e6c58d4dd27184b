// One entry for each problem, in the order of the catalogue: long, but a table.
import type { ProblemCode } from '../problems.ts'
import type { ProblemText } from './problems-en.ts'

/** 所有已知故障的简体中文说明。The same table as in problems-en.ts, hence its length. */
export const problemsZhCN: Readonly<Record<ProblemCode, ProblemText>> = {
  'docker.not_found': {
    title: '没有找到 Docker 引擎',
    cause: 'DOCKER_HOST 和 docker context 都没有指定引擎，常用的套接字也都不存在。',
    remedy: '请安装并启动 Docker Engine、Docker Desktop、OrbStack、colima、Rancher Desktop 或 Podman。',
  },
  'docker.not_running': {
    title: 'Docker 没有运行',
    cause: '{endpoint} 没有响应。',
    remedy: '请启动 Docker。它一有响应，Sampan 就会自动连接。',
  },
  'docker.permission_denied': {
    title: '没有使用 Docker 的权限',
    cause: '当前用户无权访问 {endpoint}。',
    remedy: '执行 sudo usermod -aG docker $USER 加入 docker 组，然后注销并重新登录。',
  },
  'docker.unreachable': {
    title: '无法连接 Docker',
    cause: '{endpoint} 没有给出可用的响应。',
    remedy: '请检查地址并确认引擎正在运行，或在偏好设置中选择其他引擎。',
  },
  'docker.api_too_old': {
    title: 'Docker 版本太旧',
    cause: '它的 API 版本是 {version}，Sampan 需要 {minimum} 或更高（Docker 20.10）。',
    remedy: '请升级 Docker。',
  },
  'docker.api_too_new': {
    title: 'Docker 版本太新，Sampan 尚不支持',
    cause: '它要求的最低 API 版本是 {minimum}，而当前版本的 Sampan 最高只支持 {version}。',
    remedy: '请升级 Sampan。',
  },
  'docker.remote': {
    title: '该 Docker 引擎在另一台机器上',
    cause: '集群的端口会发布在 {engine} 所在的机器上，而 Sampan 只会访问本机的端口。',
    remedy: '请选择本机上的引擎，或在引擎所在的机器上运行 Sampan。',
  },
  'docker.windows_containers': {
    title: 'Docker 正在运行 Windows 容器',
    cause: 'k3s 需要 Linux 容器。',
    remedy: '请在 Docker Desktop 菜单中选择“Switch to Linux containers…”。',
  },
  'docker.lost': {
    title: '与 Docker 的连接中断',
    cause: '引擎在操作过程中被停止或重启。',
    remedy: '请重新启动 Docker。未完成的集群会被识别出来，可以继续完成或移除。',
  },
  'docker.slow': {
    title: 'Docker 响应超时',
    cause: '{seconds} 秒内没有收到响应。',
    remedy: 'Docker 可能正忙，请稍后重试。',
  },
  'docker.container_stuck': {
    title: 'Docker 无法启动 {container}',
    cause: 'Docker 仍认为该容器的上一次运行尚未结束，通常是因为 Docker 在此期间重启过。',
    remedy: '请再次启动集群：Sampan 会重新创建该容器，数据不会丢失。',
  },
  'docker.failed': {
    title: 'Docker 拒绝了操作：{operation}',
    cause: '引擎返回了下面的错误。',
    remedy: '请重试。如果仍然失败，错误信息会说明 Docker 的要求。',
  },
  'port.taken': {
    title: '端口 {port} 已被占用',
    cause: '占用者：{holder}',
    remedy: '请换一个端口，或停止占用它的程序。',
  },
  'port.none_free': {
    title: '没有找到空闲端口',
    cause: '从 {from} 开始的端口都已被占用。',
    remedy: '请指定一个空闲端口，或停止占用端口的程序。',
  },
  'subnet.none_free': {
    title: '没有找到空闲的网段',
    cause: 'Sampan 尝试的每个 /24 网段都与某个 Docker 网络、本机网卡或路由重叠。',
    remedy: '执行 docker network prune 清理不再使用的 Docker 网络。',
  },
  'disk.low': {
    title: '磁盘空间不足',
    cause: 'Docker 在 {path} 中只剩 {freeGb} GB。剩余低于 5 % 时 Kubernetes 会驱逐 Pod，镜像也无处存放。',
    remedy: '请至少腾出 {neededGb} GB：docker system prune 可以清理没有使用的对象。',
  },
  'disk.full': {
    title: '磁盘已满',
    cause: '没有空间写入 {path}。',
    remedy: '请腾出空间后重试。没有留下写了一半的文件。',
  },
  'memory.low': {
    title: '内存不足',
    cause: '可用 {totalMb} MB，这个集群需要 {neededMb} MB。',
    remedy: '请减少 agent 数量或提高限制，或在 Docker 设置中分配更多内存。',
  },
  'inotify.low': {
    title: 'inotify 限制过低',
    cause: '本机只允许 {instances} 个实例，多个节点需要 {needed} 个，否则会出现“too many open files”。',
    remedy: 'sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'cgroup.v1_deprecated': {
    title: '本机仍在使用 cgroup v1',
    cause: 'Kubernetes {version} 默认拒绝在 cgroup v1 上启动；Sampan 会让 kubelet 照常启动（fail-cgroupv1=false）。',
    remedy: '现在无需处理。方便时请将系统切换到 cgroup v2。',
  },
  'clock.skewed': {
    title: '两个时钟不一致',
    cause: 'Docker 的时钟与本机相差 {seconds} 秒，证书可能被视为尚未生效。',
    remedy: '请让两者都与时间服务器同步。重启 Docker Desktop 会校准其虚拟机的时钟。',
  },
  'file.read_only': {
    title: '文件无法写入',
    cause: '{path} 是只读的，或属于其他用户。',
    remedy: '请换一个位置，或修改权限。',
  },
  'file.failed': {
    title: '无法读写文件',
    cause: '系统拒绝访问 {path}。',
    remedy: '请检查路径。',
  },
  'image.not_found': {
    title: '镜像不存在',
    cause: '没有任何镜像仓库提供 {image}，或者需要登录才能看到。',
    remedy: '请检查名称和标签。k3s 镜像形如 rancher/k3s:v1.36.2-k3s1。',
  },
  'image.denied': {
    title: '镜像仓库拒绝访问',
    cause: '拉取 {image} 需要的凭据与 Docker 中保存的不同。',
    remedy: '请执行 docker login 登录后重试，Sampan 使用同样的凭据。',
  },
  'image.rate_limited': {
    title: '镜像仓库请求过多',
    cause: 'Docker Hub 限制了拉取 {image} 等镜像的频率。',
    remedy: '请执行 docker login 登录、使用镜像加速地址，或等待几个小时。',
  },
  'image.wrong_platform': {
    title: '镜像不适用于本机架构',
    cause: '{image} 没有 {platform} 版本。',
    remedy: '请选择包含你的平台的标签。',
  },
  'image.wrong_architecture': {
    title: '镜像适用于另一种处理器',
    cause: '{node} 无法执行其中的任何程序。',
    remedy: '请选择包含 Docker 引擎所在平台（amd64 或 arm64）的标签。',
  },
  'image.not_k3s': {
    title: '这不是 k3s 镜像',
    cause: '镜像中没有可以启动的 /bin/k3s。',
    remedy: '请选择 k3s 镜像，例如 rancher/k3s:v1.36.2-k3s1。',
  },
  'image.registry_unreachable': {
    title: '无法连接镜像仓库',
    cause: 'Docker 无法为 {image} 建立连接。',
    remedy: '请检查网络和 Docker 的代理设置，改用镜像加速地址，或用 docker load 导入镜像。',
  },
  'image.tls_failed': {
    title: '镜像仓库的证书不受信任',
    cause: '拉取 {image} 时，代理或私有仓库出示了 Docker 不认识的证书。',
    remedy: '请将 CA 证书交给 Docker（/etc/docker/certs.d/HOST/ca.crt）后重试。',
  },
  'engine.changed': {
    title: 'Sampan 已切换到另一个 Docker 引擎',
    cause: '此操作针对的是之前所用引擎上的 {cluster}，而 Sampan 现在连接的是 {engine}。',
    remedy: '未执行任何操作。请切换回原来的引擎，或选择当前引擎上的集群。',
  },
  'cluster.name_taken': {
    title: '已经有名为 {cluster} 的集群',
    cause: '同一个 Docker 引擎上的集群名称不能重复。',
    remedy: '请换一个名称。',
  },
  'cluster.not_found': {
    title: '没有名为 {cluster} 的集群',
    cause: '这个 Docker 引擎上没有任何属于它的对象。',
    remedy: 'sampan list 会列出现有的集群。它也可能在另一个引擎上。',
  },
  'cluster.incomplete': {
    title: '{cluster} 只完成了一半',
    cause: 'Sampan 在创建或移除这个集群时被中断。',
    remedy: '可以继续完成（sampan start {cluster}），或将其移除（sampan delete {cluster} --yes）。',
  },
  'cluster.only_remains': {
    title: '{cluster} 只剩下残留',
    cause: 'Sampan 在创建或移除这个集群时被中断，剩下的部分里没有 server，无法继续完成。',
    remedy: '请移除残留（sampan delete {cluster} --yes），再重新创建集群。',
  },
  'cluster.busy': {
    title: '{cluster} 上有另一个操作正在进行',
    cause: '“{operation}”自 {since} 起一直在运行（进程 {maker}）。',
    remedy: '请等待它完成，或在发起该操作的地方取消。',
  },
  'cluster.changed': {
    title: '{cluster} 的配置已被修改',
    cause: '在你打开设置之后，其他窗口或终端修改了它的配置。',
    remedy: '未执行任何操作。请加载最新配置，核对你的修改后重新应用。',
  },
  'cluster.deleted_meanwhile': {
    title: '{cluster} 正在被删除',
    cause: '另一个 Sampan 进程（{maker}）正在删除该集群，因此当前操作已停止。',
    remedy: '如果仍然需要该集群，请重新创建。',
  },
  'cluster.cancelled': {
    title: '已取消',
    cause: '你停止了对 {cluster} 的操作。',
    remedy: '随时可以重新开始。',
  },
  'cluster.pod_missing': {
    title: '没有 Pod {pod}',
    cause: '这个集群里没有该名称的 Pod 或工作负载，或者 API 没有响应。',
    remedy: '用 kubectl get pods -A 查看现有的 Pod。名称可写成 [命名空间/]名称[/容器]。',
  },
  'logs.invalid_pattern': {
    title: '不是有效的正则表达式：{pattern}',
    cause: '无法解析。',
    remedy: '请改正，或在表示自身的字符前加反斜杠。',
  },
  'logs.slow_pattern': {
    title: '这个表达式耗时过长：{pattern}',
    cause: '它尝试的匹配方式越来越多，通常是因为重复中又嵌套了重复。',
    remedy: '请减少重复，例如用 a+ 代替 (a+)+。',
  },
  'logs.pods_unknown': {
    title: '无法列出 Pod',
    cause: '集群的 Kubernetes API 没有响应。',
    remedy: '节点日志仍可查看。请启动集群或等待其就绪，然后重试。',
  },
  'logs.reader_died': {
    title: '日志视图中断',
    cause: '读取日志的进程意外退出。',
    remedy: 'Sampan 会重新启动该进程并重新读取日志。如果反复出现，请减少同时显示的来源。',
  },
  'cluster.node_missing': {
    title: '缺少节点：{node}',
    cause: '它的容器不存在，可能被手动删除了。',
    remedy: '启动集群即可：Sampan 会用原来的数据和地址重建这个节点。',
  },
  'cluster.spec_unreadable': {
    title: '无法读取 {cluster} 的规格',
    cause: '规格保存在第一个 server 的容器中，而该容器不存在或文件已损坏。',
    remedy: '这个集群只能移除。',
  },
  'spec.ipv4_only': {
    title: 'Sampan 的集群不支持 IPv6',
    cause: '节点网络只有 IPv4。--{flag} 设为 {value} 时，k3s 会退出。',
    remedy: '请去掉该参数，或只填写 IPv4 网段。',
  },
  'spec.invalid': {
    title: '规格不正确：{field}',
    cause: '{reason}',
    remedy: '请修改后重试。',
  },
  'k3s.exited': {
    title: '{node} 已停止',
    cause: 'k3s 以退出码 {exitCode} 结束。',
    remedy: '详情请看它的日志。',
  },
  'k3s.crash_loop': {
    title: '{node} 不断崩溃',
    cause: 'k3s 已退出并重启了 {restarts} 次。',
    remedy: '原因在日志里：请查找最后一条 level=fatal 的日志。',
  },
  'k3s.api_timeout': {
    title: 'Kubernetes API 没有响应',
    cause: '{node} 在 {seconds} 秒内没有准备好。',
    remedy: '可能是磁盘太慢或内存不足。请查看日志，或给它更多时间。',
  },
  'k3s.nodes_timeout': {
    title: '节点没有进入 Ready 状态',
    cause: '{seconds} 秒后仍未就绪：{nodes}',
    remedy: '请查看这些节点的日志，或给它们更多时间。',
  },
  'k3s.dns_timeout': {
    title: '集群 DNS 尚未响应',
    cause: 'CoreDNS 在 {seconds} 秒内没有就绪。',
    remedy: '节点已就绪，但 Pod 暂时无法解析名称。概览页会显示 CoreDNS 在等什么。',
  },
  'k3s.pull_failed': {
    title: '系统镜像拉取失败',
    cause: '{pod} 需要 {image}，但节点没能拉取到。',
    remedy: '请在“镜像仓库”中为 docker.io 配置镜像加速，或登录以避开限流。集群在运行，但 DNS 不可用。',
  },
  'k3s.sandbox_image_missing': {
    title: 'Pod 无法启动：镜像 {image} 拉取失败',
    cause: '每个 Pod 都要先有这个镜像才能启动，而 {node} 没能拉取到。',
    remedy:
      '请在“镜像仓库”中为它所在的仓库配置镜像加速。没有网络时，请把该 k3s 版本的 k3s-airgap-images 归档导入每个节点：docker exec -i {node} ctr images import - < 归档文件。Kubernetes 会自动重试。',
  },
  'k3s.unknown_flag': {
    title: '这个 k3s 不认识 {flag}',
    cause: '{node} 收到了该版本没有的参数。',
    remedy: '请修改或删除该参数。镜像中的 k3s server --help 会列出所有参数。',
  },
  'k3s.invalid_flag': {
    title: 'k3s 参数的值不正确',
    cause: '{node} 拒绝了它的设置，原文见下。',
    remedy: '请修改该参数。',
  },
  'k3s.registries_unreadable': {
    title: 'k3s 无法读取 registries.yaml',
    cause: '{node} 无法解析该文件，会一直等待下去。',
    remedy: '请在“镜像仓库”中修正内容，错误信息会指出行号。',
  },
  'k3s.token_mismatch': {
    title: 'token 属于另一个集群',
    cause: '{node} 遇到的 CA 与 token 中的不一致，或者 token 格式有误。',
    remedy: '请使用这个集群的 token，或清除该节点的旧数据。',
  },
  'k3s.token_rejected': {
    title: 'token 被拒绝',
    cause: '{node} 提供的 token 不被 server 接受。',
    remedy: '请使用这个集群自己的 token。',
  },
  'k3s.node_password_rejected': {
    title: '节点密码被拒绝',
    cause: '名为 {node} 的节点曾以另一个密码注册，而该密码已随旧容器丢失。',
    remedy: '执行 kubectl delete node {node} 删除旧节点，之后它会自动加入。',
  },
  'k3s.server_unreachable': {
    title: '{node} 无法连接 server',
    cause: 'server 没有在注册地址上响应。信息中的 127.0.0.1:6444 只是节点自己的转发端口。',
    remedy: '请查看 server 的日志：多数情况是它还没有启动。代理变量也可能是原因。',
  },
  'k3s.privileges_missing': {
    title: '{node} 缺少权限',
    cause: '这个 Docker 不允许特权容器，而 k3s 需要它。',
    remedy: '请使用允许特权容器的引擎；rootless 引擎需要额外配置。',
  },
  'k3s.cgroup_missing': {
    title: '{node} 缺少 cgroup 控制器',
    cause: '内核或 Docker 没有把 cpu、cpuset、memory 和 pids 交给容器。',
    remedy: '在树莓派上请把 cgroup_memory=1 cgroup_enable=memory 加入内核命令行；rootless Docker 请启用委派。',
  },
  'k3s.cgroup_v1_refused': {
    title: 'Kubernetes 拒绝 cgroup v1',
    cause: '{node} 的 k3s 版本不低于 1.35，而本机使用 cgroup v1。',
    remedy: '为所有节点添加 k3s 参数 --kubelet-arg=fail-cgroupv1=false，或选用 1.34 及更早的 k3s，或切换到 cgroup v2。',
  },
  'k3s.kmsg_missing': {
    title: '{node} 无法打开 /dev/kmsg',
    cause: '该容器看不到内核日志，rootless Docker 就是如此。',
    remedy: '请使用非 rootless 的引擎。',
  },
  'k3s.snapshotter_failed': {
    title: '{node} 无法存储镜像',
    cause: '卷所在的文件系统不支持 overlayfs。',
    remedy: '为所有节点添加 k3s 参数 --snapshotter=native 或 --snapshotter=fuse-overlayfs。',
  },
  'k3s.too_many_files': {
    title: '{node} 打开的文件过多',
    cause: '本机的 inotify 限额已用完，常见于第三个节点。',
    remedy: 'sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'k3s.datastore_unreachable': {
    title: '{node} 无法连接数据库',
    cause: '外部数据库没有响应，或拒绝登录。',
    remedy: '请先启动数据库，并检查 --datastore-endpoint。',
  },
  'k3s.datastore_token': {
    title: '数据是用另一个 token 创建的',
    cause: '{node} 的数据以集群首次启动时的 token 加密。',
    remedy: '请改回原来的 token，或删除集群后重新创建。',
  },
  'k3s.etcd_member_changed': {
    title: 'etcd 不再认识 {node}',
    cause: '它的地址变了，而 etcd 按地址记录成员。',
    remedy: '请恢复原来的地址，或用 --cluster-reset 重置 etcd 成员。',
  },
  'k3s.network_failed': {
    title: '{node} 没有可用的网络',
    cause: 'k3s 没有找到默认路由，或无法建立 Pod 网络。',
    remedy: '通常是缺少内核模块（iptables、nft、vxlan），请在本机加载。',
  },
  'k3s.node_ip_changed': {
    title: '{node} 的地址变了',
    cause: 'k3s 会记住节点地址，换了地址就无法启动。',
    remedy: '请用 Sampan 启动集群，它会给每个节点固定的地址。',
  },
  'k3s.disk_full': {
    title: '{node} 的磁盘已满',
    cause: 'k3s 无法写入数据。',
    remedy: '请腾出空间：docker system prune 可以清理没有使用的对象。',
  },
  'k3s.component_exited': {
    title: '{node} 上的 k3s 组件已停止',
    cause: '由于下面信息中的组件退出，k3s 自行关闭了。',
    remedy: '日志中在它之前的几行会说明原因。',
  },
  'k3s.out_of_memory': {
    title: '{node} 内存耗尽',
    cause: '它被内核终止。server 约需 1 GB，agent 约需 300 MB。',
    remedy: '请提高它的内存限制，或给 Docker 分配更多内存。',
  },
  'api.unreachable': {
    title: '集群 {cluster} 的 Kubernetes API 没有响应',
    cause: 'server 节点可能正在启动、负载过高或已停止。当前显示的是最后一次获知的状态。',
    remedy: '无需操作，Sampan 会继续尝试。如果一直没有恢复，请查看 server 节点的日志。',
  },
  'api.refused': {
    title: '集群 {cluster} 的 Kubernetes API 拒绝了管理员证书（HTTP {status}）',
    cause: '集群可能已更换证书，而 kubeconfig 尚未更新。',
    remedy: 'Sampan 会重新读取 kubeconfig 并继续尝试。如果一直没有恢复，请重启集群。',
  },
  'registries.invalid': {
    title: 'registries.yaml 第 {line} 行有错误',
    cause: '第 {line} 行第 {column} 列：{reason}',
    remedy: '请修正内容，否则 k3s 无法启动。',
  },
  'kubeconfig.unavailable': {
    title: '{cluster} 还没有 kubeconfig',
    cause: 'k3s 首次启动几秒后才会写出它。',
    remedy: '请等集群就绪，或启动集群。',
  },
  'kubeconfig.unparsable': {
    title: '{path} 不是有效的 YAML',
    cause: '第 {line} 行第 {column} 列：{reason}。Sampan 不会写入无法完整读懂的文件。',
    remedy: '请修正该行，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.not_kubeconfig': {
    title: '{path} 不是 kubeconfig',
    cause: '问题在于：{reason}。没有写入任何内容。',
    remedy: '请选择其他文件，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.not_editable': {
    title: 'Sampan 无法向这种写法的 kubeconfig 添加内容',
    cause: '原因：{reason}。没有写入任何内容。',
    remedy: '请让 kubectl 重写该文件（kubectl config set-context …），或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.not_a_file': {
    title: '{path} 不是普通文件',
    cause: '它是目录、设备或管道。kubeconfig 必须是文件。',
    remedy: '请让 KUBECONFIG 指向文件，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.name_taken': {
    title: '已有名为 {name} 的条目',
    cause: '它不是 Sampan 创建的，因此保持原样。',
    remedy: '请为上下文另选名称，或让 Sampan 在后面加上编号。',
  },
  'kubeconfig.name_in_use': {
    title: '名称 {name} 已被另一个集群使用',
    cause: '该条目属于集群 {cluster}（可能在另一个 Docker Engine 上），因此保持原样。',
    remedy: '请为上下文另选名称。',
  },
  'kubeconfig.locked': {
    title: '{path} 被其他程序锁定',
    cause: 'kubectl 等程序在写入时会锁定文件。这个锁已存在 {seconds} 秒。',
    remedy: '请重试。如果创建锁的程序已崩溃，可以移除这个锁。',
  },
  'kubeconfig.changed': {
    title: '{path} 已被更改',
    cause: 'Sampan 写入之后，又有其他程序写过该文件。撤销会丢失这些更改。',
    remedy: '请改为从文件中移除该集群，或手动恢复备份。',
  },
  'kubeconfig.nothing_to_undo': {
    title: '{cluster} 没有可撤销的更改',
    cause: 'Sampan 启动以来没有为该集群更改过 kubeconfig，或者更改已经撤销。',
    remedy: '请重新加入或移除该集群，或手动恢复备份。',
  },
  'kubeconfig.lock_refused': {
    title: 'Sampan 不会移除这个锁',
    cause: '{path} 不是本机 kubectl 读取的 kubeconfig。',
    remedy: '如果创建锁的程序已崩溃，请手动删除该文件。',
  },
  'kubeconfig.backup_failed': {
    title: '无法备份 {path}',
    cause: 'Sampan 更改 kubeconfig 之前会在 {folder} 中保留副本，但副本未能创建。没有写入任何内容。',
    remedy: '请让该目录可写，或将 XDG_DATA_HOME 设为其他目录。',
  },
  'kubeconfig.is_backup': {
    title: '{path} 是备份',
    cause: '它是 Sampan 更改 kubeconfig 之前留下的，之后不再读取或更改。',
    remedy: '请选择其他文件。如需恢复，请用备份覆盖 kubeconfig。',
  },
  'kubeconfig.path_refused': {
    title: '{variable} 中的路径不可用：{path}',
    cause:
      '其中不应有字符 {character}。Shell 会展开 ~ 和变量并去掉引号，而 .env 文件、IDE 和系统服务不会。没有创建任何内容。',
    remedy: '请写出完整路径，前后不要有引号或空格。',
  },
  'kubeconfig.still_in': {
    title: '{cluster} 仍在 {files} 中',
    cause: 'Sampan 未能移除其中属于它的全部条目。',
    remedy: '请先解决上述问题，然后运行：sampan kubeconfig {cluster} --unmerge',
  },
  'kubeconfig.entries_changed': {
    title: '{path} 中仍有 {names}',
    cause: '这是 Sampan 为 {cluster} 写入的，但之后有人改变了它的指向，因此保持原样。',
    remedy: '如果不再需要，请手动删除：kubectl config delete-context、delete-cluster、delete-user。',
  },
  'kubeconfig.unreadable': {
    title: 'kubectl 无法读取 {path}',
    cause: '第 {line} 行：{reason}。kubectl 会因此拒绝整个文件，所以没有写入任何内容。',
    remedy: '请修正该行，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.address_closed': {
    title: '从那里无法访问 {cluster}',
    cause: '它的 API 没有对此发布：{place}。',
    remedy: '请在“设置”中允许局域网访问（或用 --lan 创建集群），然后重试。',
  },
  'tool.not_found': {
    title: '{tool} 已不在原处',
    cause: '之前在本机找到过它，但现在原来的位置上没有了。',
    remedy: '请重新安装，或用其他工具打开集群。',
  },
  'tool.failed': {
    title: '{tool} 没有打开',
    cause: '程序刚启动就出错退出了。',
    remedy: '请手动启动一次，看看它的报错。集群本身不受影响。',
  },
  'ipc.unknown_name': {
    title: '未知的请求',
    cause: '窗口请求了不存在的“{name}”。',
    remedy: '这是 Sampan 的缺陷，请反馈给我们。',
  },
  'ipc.invalid_input': {
    title: '无效的请求',
    cause: '窗口随“{name}”发送的内容不符合要求。',
    remedy: '这是 Sampan 的缺陷，请反馈给我们。',
  },
  'ipc.forbidden_sender': {
    title: '请求被拒绝',
    cause: '它不是来自 Sampan 的窗口。',
    remedy: '无需处理。',
  },
  'ipc.cancelled': {
    title: '请求已取消',
    cause: '窗口不再需要这个结果。',
    remedy: '无需处理。',
  },
  'ipc.stream_lost': {
    title: '实时更新中断',
    cause: 'Sampan 中负责发送更新的部分意外停止了。',
    remedy: 'Sampan 会自动重新连接。如果问题持续存在，请重启 Sampan。',
  },
  'internal.unexpected': {
    title: '发生了意外错误',
    cause: 'Sampan 遇到了未知的错误。',
    remedy: '请重试。如果仍然出现，请附上下面的信息反馈给我们。',
  },
}

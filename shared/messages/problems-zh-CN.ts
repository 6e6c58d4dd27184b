// One entry for each problem, in the order of the catalogue: long, but a table.
import type { ProblemCode } from '../problems.ts'
import type { ProblemText } from './problems-en.ts'

/** 所有已知故障的简体中文说明。The same table as in problems-en.ts, hence its length. */
export const problemsZhCN: Readonly<Record<ProblemCode, ProblemText>> = {
  'docker.not_found': {
    title: '未找到 Docker 引擎',
    cause: 'DOCKER_HOST 和 Docker 上下文均未指定引擎，默认位置也没有 Docker 套接字。',
    remedy: '请安装并启动 Docker Engine、Docker Desktop、OrbStack、Colima、Rancher Desktop 或 Podman。',
  },
  'docker.not_running': {
    title: 'Docker 未运行',
    cause: '{endpoint} 没有响应。',
    remedy: '请启动 Docker。Docker 就绪后 Sampan 会自动连接。',
    inTerminal: '请启动 Docker，然后重新执行命令。',
  },
  'docker.permission_denied': {
    title: '没有使用 Docker 的权限',
    cause: '当前用户无权访问 {endpoint}。',
    remedy: '请为当前用户授予该 socket 的访问权限。在 Linux 上，将用户加入该 socket 所属的组并重新登录即可。',
  },
  'docker.unreachable': {
    title: '无法连接 Docker',
    cause: '{endpoint} 未返回有效响应。',
    remedy: '请检查地址并确认引擎正在运行，或在偏好设置中选择其他引擎。',
    inTerminal: '请检查地址并确认引擎正在运行，或用 --engine 指定其他引擎。',
  },
  'docker.silent': {
    title: 'Docker 没有响应',
    cause: '{endpoint} 未在限定时间内响应。',
    remedy: '引擎可能仍在启动，也可能被防火墙或 VPN 拦截。Sampan 会继续重试。',
    inTerminal: '引擎可能仍在启动，也可能被防火墙或 VPN 拦截。请稍后重试。',
  },
  'docker.port_closed': {
    title: '{endpoint} 上没有 Docker 引擎',
    cause: '连接被拒绝：该端口没有程序在监听。',
    remedy: '请在那里启动引擎，或更正地址。常用端口为 2375，启用 TLS 时为 2376。',
  },
  'docker.host_unknown': {
    title: '无法解析 Docker 地址',
    cause: '找不到 {endpoint} 中的主机名。',
    remedy: '请检查拼写、网络和 VPN。',
  },
  'docker.address_invalid': {
    title: '这不是 Docker 引擎的地址',
    cause: 'Sampan 无法使用 {endpoint}。',
    remedy: '请使用 unix:///path/to/docker.sock、npipe:////./pipe/docker_engine 或 tcp://host:port 形式的地址。',
  },
  'docker.context_missing': {
    title: '不存在名为 {context} 的 Docker 上下文',
    cause: '它由 DOCKER_CONTEXT 或 Docker 配置指定。现有的上下文：{known}。',
    remedy: '请在偏好设置中选择其他引擎，或用 docker context use 切换到其中之一。',
    inTerminal: '请用 docker context use 切换到其中之一，更正 DOCKER_CONTEXT，或用 --engine 指定引擎。',
  },
  'docker.tls_missing': {
    title: '此 Docker 引擎要求使用 TLS',
    cause: '{endpoint} 不接受未加密的连接。',
    remedy: '请设置 DOCKER_TLS_VERIFY=1，并将 DOCKER_CERT_PATH 设为 ca.pem、cert.pem 和 key.pem 所在的目录。',
  },
  'docker.tls_unexpected': {
    title: '此 Docker 引擎未启用 TLS',
    cause: 'Sampan 尝试以加密方式连接 {endpoint}，但收到的响应不是 TLS。',
    remedy:
      '请检查端口：启用 TLS 时一般为 2376，未启用时为 2375。若引擎未启用 TLS，请取消设置 DOCKER_TLS_VERIFY 和 DOCKER_TLS。',
  },
  'docker.tls_untrusted': {
    title: 'Docker 的证书不受信任',
    cause: '{endpoint} 的证书已过期、主机名不匹配，或不是由当前使用的 CA 签发。',
    remedy: '请将引擎的 CA 证书以 ca.pem 为名放入 DOCKER_CERT_PATH 目录，或更新引擎的证书。',
  },
  'docker.tls_refused': {
    title: 'Docker 拒绝了客户端证书',
    cause: '{endpoint} 要求使用由其 CA 签发的证书。',
    remedy: '请将该 CA 签发的 cert.pem 和 key.pem 放入 DOCKER_CERT_PATH 指定的目录。',
  },
  'docker.api_too_old': {
    title: 'Docker 版本过低',
    cause: '当前 API 版本为 {version}，Sampan 需要 {minimum} 或更高版本（Docker 20.10）。',
    remedy: '请升级 Docker。',
  },
  'docker.api_too_new': {
    title: 'Docker 版本过高，Sampan 尚不支持',
    cause: '该引擎要求 API 版本不低于 {minimum}，而当前版本的 Sampan 最高支持 {version}。',
    remedy: '请升级 Sampan。',
  },
  'docker.remote': {
    title: '该 Docker 引擎不在本机',
    cause: '集群端口会发布到 {engine} 上，而 Sampan 只连接本机端口。',
    remedy: '请选择本机的引擎，或在引擎所在的机器上运行 Sampan。',
  },
  'docker.windows_containers': {
    title: 'Docker 处于 Windows 容器模式',
    cause: 'k3s 需要 Linux 容器。',
    remedy: '请在 Docker Desktop 菜单中选择“Switch to Linux containers…”。',
  },
  'docker.lost': {
    title: '与 Docker 的连接中断',
    cause: '引擎在操作过程中被停止或重启。',
    remedy: '请重新启动 Docker。Sampan 会识别出不完整的集群，你可以继续创建或将其删除。',
  },
  'docker.firewall_lost': {
    title: 'Docker 的防火墙规则已丢失',
    cause: '规则被清空了，例如重新加载了防火墙。容器仍在运行，但无法互相访问。',
    remedy:
      '请重启 Docker。Docker 会恢复规则，集群随后会自行恢复。不重启时，“修复”可恢复单个集群的规则；如果 Docker 自己的链也丢失了，则只能重启。',
  },
  'docker.limit_refused': {
    title: 'Docker 无权设置打开文件数上限',
    cause: 'Docker Engine 无权为容器设置高于自身的打开文件数上限。',
    remedy: '请将 Docker Engine 的打开文件数上限设为至少 65536，或授予它 SYS_RESOURCE 权限。',
  },
  'docker.slow': {
    title: 'Docker 响应超时',
    cause: '{seconds} 秒内未收到响应。',
    remedy: 'Docker 可能正忙，请稍后重试。',
  },
  'docker.container_stuck': {
    title: 'Docker 无法启动 {container}',
    cause: 'Docker 在此期间重启过，仍认为该容器的上一次运行尚未结束；或者该容器的网络已被移除。',
    remedy: '请再次启动集群。Sampan 会重建该容器，数据会保留。',
  },
  'docker.failed': {
    title: 'Docker 拒绝了请求（{operation}）',
    cause: '引擎返回了以下错误。',
    remedy: '请重试。如果仍然失败，请根据下方的错误信息处理。',
  },
  'port.taken': {
    title: '端口 {port} 已被占用',
    cause: '占用者：{holder}。',
    remedy: '请更换端口，或停止占用该端口的程序。',
  },
  'port.taken_meanwhile': {
    title: '端口 {port} 刚刚被占用',
    cause: '其他程序或集群抢先使用了它。',
    remedy: '无需处理：Sampan 会尝试另一个端口。',
  },
  'port.none_free': {
    title: '未找到空闲端口',
    cause: '从 {from} 开始的端口均已被占用。',
    remedy: '请指定一个空闲端口，或停止占用端口的程序。',
  },
  'subnet.taken_meanwhile': {
    title: '所选网段刚刚被占用',
    cause: '其他网络抢先使用了它。',
    remedy: '无需处理：Sampan 会尝试另一个网段。',
  },
  'subnet.none_free': {
    title: '未找到空闲网段',
    cause: 'Sampan 尝试的每个 /24 网段都与已有的 Docker 网络、本机网卡或路由冲突。',
    remedy:
      '请执行 docker network prune --filter label!=dev.sampan.cluster 清理未使用的 Docker 网络。不加该过滤条件会连同已停止集群的网络一起删除。',
  },
  'ranges.moved': {
    title: 'Pod 使用 {pods}，Service 使用 {services}',
    cause: '本机有路由（例如 VPN）指向 k3s 通常使用的网段，若使用该网段，Pod 将无法访问那里的主机。',
    remedy: '无需处理。如需其他网段，请设置 --cluster-cidr 和 --service-cidr。',
  },
  'ranges.hide_route': {
    title: '{range} 遮住了 {route}',
    cause: 'Pod 或 Service 使用 {range}，而本机有指向 {route} 的路由，Pod 无法访问那里的主机。',
    remedy: '请用 --cluster-cidr 或 --service-cidr 选择其他网段，或者让 Sampan 自动选择。',
  },
  'disk.low': {
    title: '磁盘空间不足',
    cause: 'Docker 所在的 {path} 仅剩 {freeGb} GB。剩余空间低于 5% 时，Kubernetes 会驱逐 Pod，镜像也无法存放。',
    remedy:
      '请至少释放 {neededGb} GB 空间，例如执行 docker image prune -a 和 docker builder prune。不要使用 docker system prune，它会连同已停止的集群一起删除。',
  },
  'disk.full': {
    title: '磁盘已满',
    cause: '没有剩余空间写入 {path}。',
    remedy: '请释放空间后重试。没有残留不完整的文件。',
  },
  'memory.low': {
    title: '内存不足',
    cause: 'Docker 可用内存为 {totalMib} MiB，该集群的节点至少需要 {neededMib} MiB。',
    remedy: '请减少 agent 数量，或在 Docker 设置中分配更多内存。',
  },
  'inotify.low': {
    title: 'inotify 限制过低',
    cause:
      '本机只允许 {instances} 个 inotify 实例，多节点集群至少需要 {needed} 个，否则会出现“too many open files”错误。',
    remedy: '请执行 sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'cgroup.v1_deprecated': {
    title: '本机仍在使用 cgroup v1',
    cause: 'Kubernetes {version} 默认不支持 cgroup v1，Sampan 会通过 fail-cgroupv1=false 使其仍可启动。',
    remedy: '目前无需处理。方便时请将系统切换到 cgroup v2。',
  },
  'clock.skewed': {
    title: '时钟不同步',
    cause: 'Docker 与本机的时钟相差 {seconds} 秒，证书可能被视为尚未生效。',
    remedy: '请让两者都与时间服务器同步。重启 Docker Desktop 可校准其虚拟机的时钟。',
  },
  'file.read_only': {
    title: '无法写入文件',
    cause: '{path} 为只读，或属于其他用户。',
    remedy: '请更换位置，或修改权限。',
  },
  'file.missing': {
    title: '文件或其所在的目录不存在',
    cause: '找不到 {path}。',
    remedy: '请检查路径。',
  },
  'file.failed': {
    title: '无法读写文件',
    cause: '操作系统无法打开 {path}，原始信息见下方。',
    remedy: '请检查路径。',
  },
  'file.is_folder': {
    title: '这是一个目录',
    cause: '{path} 是目录，而 Sampan 需要文件。',
    remedy: '请选择其中的文件，或先用 tar 将镜像布局打包。',
  },
  'image.invalid': {
    title: '“{image}”不是镜像名称',
    cause: '格式为 [HOST/]NAME[:TAG][@DIGEST]，不含空格。',
    remedy: 'k3s 镜像形如 rancher/k3s:v1.36.2-k3s1；也可以只写版本，例如 v1.36.2+k3s1。',
  },
  'image.respelled': {
    title: '使用镜像 {image}',
    cause: '“{typed}”不是镜像的标准写法，但只可能指这个镜像。',
    remedy: '无需处理。',
  },
  'image.not_found': {
    title: '镜像不存在',
    cause: '未找到 {image}，或需要登录才能访问。',
    remedy: '请检查名称和标签。示例：rancher/k3s:v1.36.2-k3s1。',
  },
  'image.mirror_failed': {
    title: '{mirror} 未提供 {image}',
    cause: 'Docker 无法通过 registries.yaml 中的这个镜像源拉取镜像。将尝试下一个镜像源，最后尝试原始镜像仓库。',
    remedy: '请测试各端点；如果一直如此，请移除该镜像源。未启用 TLS 的镜像源须写入 Docker 的 insecure-registries。',
  },
  'image.mirror_differs': {
    title: '{mirror} 上的 {image} 是另一个镜像',
    cause: '其摘要与 {image} 原始镜像仓库中的不同，可能是旧版本，也可能是伪造的。因此不使用它。',
    remedy: '请移除该镜像源，或使用不会变动的标签。',
  },
  'image.denied': {
    title: '镜像仓库拒绝访问',
    cause: 'Docker 中保存的凭据无权访问 {image}。',
    remedy: '请执行 docker login 后重试，Sampan 使用相同的凭据。',
  },
  'image.rate_limited': {
    title: '已触发镜像仓库限流',
    cause: 'Docker Hub 限制拉取 {image} 等镜像的频率。',
    remedy: '请执行 docker login、使用镜像源，或等待几个小时。',
  },
  'image.wrong_platform': {
    title: '镜像不支持该平台',
    cause: '{image} 没有 {platform} 版本。',
    remedy: '请选择支持当前平台的标签。',
  },
  'image.wrong_architecture': {
    title: '镜像的 CPU 架构不匹配',
    cause: '{node} 无法运行其中的任何程序。',
    remedy: '请选择支持 Docker 引擎所在平台（amd64 或 arm64）的标签。',
  },
  'image.not_k3s': {
    title: '这不是 k3s 镜像',
    cause: '镜像中没有 /bin/k3s。',
    remedy: '请选择 k3s 镜像，例如 rancher/k3s:v1.36.2-k3s1。',
  },
  'image.registry_unreachable': {
    title: '无法连接镜像仓库',
    cause: 'Docker 无法连接 {image} 所在的镜像仓库。镜像由 Docker 自身拉取，终端和集群中的代理变量对其不起作用。',
    remedy: '请检查网络和 Docker 的代理设置，或使用镜像源。没有网络时，请在偏好设置的镜像库中添加该镜像的归档。',
    inTerminal:
      '请检查网络和 Docker 的代理设置，或使用镜像源。没有网络时，请把该镜像的归档加入镜像库：sampan library add 归档文件。',
  },
  'image.offline': {
    title: '本机似乎已离线：无法解析 {host}',
    cause: 'Docker 需要连接 {host} 才能拉取 {image}。',
    remedy: '请检查网络和 Docker 的代理设置，或使用镜像源。没有网络时，请在偏好设置的镜像库中添加该镜像的归档。',
    inTerminal:
      '请检查网络和 Docker 的代理设置，或使用镜像源。没有网络时，请把该镜像的归档加入镜像库：sampan library add 归档文件。',
  },
  'image.proxy_failed': {
    title: 'Docker 的代理未放行镜像',
    cause: '{image} 由 Docker 自身通过其启动时设置的代理拉取，终端和集群中的代理变量对其不起作用。',
    remedy:
      '请检查 Docker 服务的环境变量（HTTPS_PROXY、NO_PROXY）、daemon.json（proxies）或 Docker Desktop 设置中的代理、用户名和密码，然后重启 Docker。也可以使用无需代理的镜像源。',
  },
  'image.tls_failed': {
    title: '镜像仓库的证书不受信任',
    cause: '拉取 {image} 时，代理或私有仓库出示的证书不受 Docker 信任。',
    remedy: '请将 CA 证书放到 /etc/docker/certs.d/HOST/ca.crt 后重试。',
  },
  'image.no_tls': {
    title: '镜像仓库未启用 TLS',
    cause: '引擎通过 HTTPS 拉取 {image}，但镜像仓库以 HTTP 应答。',
    remedy:
      '请将该镜像仓库加入 Docker 的 daemon.json 中的 insecure-registries 并重启 Docker；使用 Podman 时，请在 registries.conf 中为其设置 insecure = true。然后重试。',
  },
  'images.not_here': {
    title: '没有镜像 {image}',
    cause: '它既不是此 Docker 引擎的镜像，也不是本机上的文件。',
    remedy: '运行 docker pull {image}，或检查名称。docker images 会列出已有的镜像。',
  },
  'images.no_name': {
    title: '镜像没有名称',
    cause: '{path} 中没有说明镜像的名称，因此没有 Pod 能使用它。',
    remedy: '请按名称和标签保存，不要按 ID 或摘要保存：docker save NAME:TAG。',
  },
  'images.not_an_archive': {
    title: '这不是镜像归档文件',
    cause: '{path} 既不是 docker save 生成的文件，也不是 OCI 镜像布局。',
    remedy: '请选择 docker save 生成的归档，或 k3s 发行版的 k3s-airgap-images 文件。',
  },
  'images.unknown_compression': {
    title: '归档使用 {format} 压缩',
    cause: 'Sampan 只能读取未压缩以及用 gzip 或 zstd 压缩的归档。{path} 不属于这些。',
    remedy: '请先解压。',
  },
  'images.archive_damaged': {
    title: '归档已损坏',
    cause: '{path} 在第 {offset} 字节处有误，可能没有完整复制或下载。',
    remedy: '请重新复制或下载。',
  },
  'images.wrong_platform': {
    title: '镜像适用于其他 CPU 架构',
    cause: '{image} 适用于 {platform}，而此集群的节点运行在 {node} 上。',
    remedy: '请拉取或构建适用于 {node} 的镜像，例如 docker pull --platform {node}。',
  },
  'images.node_silent': {
    title: '无法查看 {node} 的镜像',
    cause: '该节点中的 containerd 没有响应，k3s 可能仍在启动。',
    remedy: '请稍后重试。如果问题持续，请查看该节点的日志。',
  },
  'images.node_stopped': {
    title: '{node} 没有运行',
    cause: '只能将镜像载入运行中的节点。其他节点已有这些镜像。',
    remedy: '启动该节点后再次载入，只会载入缺少的内容。',
  },
  'images.node_full': {
    title: '{node} 的磁盘已满',
    cause: 'containerd 没有空间存放镜像。它使用的是 Docker 引擎的磁盘。',
    remedy: '请移除未使用的镜像：节点中的镜像在“镜像”中移除，Docker 的镜像用 docker image prune 移除。然后再次载入。',
    inTerminal: '用 docker image prune 和 sampan images prune 移除不用的镜像，然后再次载入。',
  },
  'images.load_failed': {
    title: '镜像未能载入 {node}',
    cause: '该节点中的 containerd 没有接受它，原文见下。其他节点已有该镜像。',
    remedy: '请重试，只会载入缺少的内容。如果问题持续，请查看该节点的日志。',
  },
  'images.always_pulled': {
    title: 'Kubernetes 仍会拉取 {image}，不使用已载入的镜像',
    cause: '标签为 latest 的镜像，imagePullPolicy 默认为 Always：不会使用节点中已有的镜像。',
    remedy: '换一个标签，或在 Pod 中设置 imagePullPolicy: IfNotPresent。',
  },
  'library.not_found': {
    title: '镜像库中没有 ID 为 {id} 的内容',
    cause: '它可能已被移除。',
    remedy: '无需操作。列表显示当前的内容。',
    inTerminal: '列出镜像库的内容：sampan library list。',
  },
  'library.not_a_bundle': {
    title: '这不是打包的集群',
    cause: '{path} 中有镜像，但没有一并打包的集群。',
    remedy: '在集群的菜单中打包保存，或在偏好设置中将镜像添加到镜像库。',
    inTerminal: '用 sampan bundle NAME -o FILE 打包，或将镜像添加到镜像库：sampan library add FILE。',
  },
  'library.version_unknown': {
    title: '它适用于哪个 k3s 版本？',
    cause: '{path} 中的镜像没有说明属于哪个 k3s 版本。',
    remedy: '请与该版本的 k3s 镜像一起添加，或填写版本。',
    inTerminal: '请与该版本的 k3s 镜像一起添加，或指定版本：--for v1.36.2+k3s1。',
  },
  'offline.image_missing': {
    title: '缺少镜像 {image}',
    cause: '此 Docker 引擎和镜像库都没有适用于 {platform} 的该镜像，并且不允许下载。',
    remedy: '在有网络的计算机上拉取该镜像（发布于 {source}），用 docker save 保存，然后将文件添加到镜像库。',
    inTerminal:
      '在有网络的计算机上拉取该镜像（发布于 {source}），用 docker save 保存，然后运行 sampan library add FILE。',
  },
  'offline.archive_missing': {
    title: '缺少 k3s {version} 节点所需的镜像',
    cause: '没有网络时，节点需要该版本的 {file}，否则任何 Pod 都无法启动。',
    remedy: '在有网络的计算机上下载 {source}，然后将 {file} 添加到镜像库。',
    inTerminal: '在有网络的计算机上下载 {source}，然后运行 sampan library add {file} --for {version}。',
  },
  'engine.changed': {
    title: 'Sampan 已切换到另一个 Docker 引擎',
    cause: '该操作针对的是原引擎上的 {cluster}，而 Sampan 现在连接的是 {engine}。',
    remedy: '未做任何更改。请切换回原来的引擎，或选择当前引擎上的集群。',
  },
  'engine.not_started': {
    title: '无法启动 {engine}',
    cause: '命令执行失败：{command}',
    remedy: '请在终端中运行该命令以查看完整错误，或通过其他方式启动引擎。Sampan 会持续检测。',
  },
  'engine.unknown': {
    title: '没有名为 {engine} 的 Docker 引擎',
    cause: '没有这个名称的 Docker 上下文，也没有使用这个名称的常用套接字。',
    remedy: '请使用以下名称之一，或者 unix:///var/run/docker.sock 这样的地址：{known}。',
  },
  'engine.podman': {
    title: 'Podman 的部分行为与 Docker 不同',
    cause:
      '只有允许局域网访问时，集群 API 才会发布到 host.docker.internal 所指的地址。节点日志达到 {logMb} MB 时 Podman 会将其清空，此刻写入的行可能丢失。未启用 TLS 的镜像仓库只能在 registries.conf 中声明。',
    remedy:
      '其他容器需要访问 API 时，请允许局域网访问；需要保留的日志请及时保存；未启用 TLS 的镜像仓库请写入 registries.conf。其余功能与使用 Docker 时相同。',
  },
  'cluster.name_invalid': {
    title: '集群不能命名为“{name}”',
    cause: '名称会成为主机名的一部分：只能包含小写字母、数字和连字符，最多 32 个字符，并且以字母或数字开头和结尾。',
    remedy: '可以改用 {suggestion}。',
  },
  'cluster.name_taken': {
    title: '已存在名为 {cluster} 的集群',
    cause: '同一 Docker 引擎上的集群名称不能重复。',
    remedy: '请更换名称。',
    inTerminal: '请更换名称。如需替换该集群及其数据：sampan create {cluster} --replace。',
  },
  'cluster.not_found': {
    title: '没有名为 {cluster} 的集群',
    cause: '该 Docker 引擎上没有这个名称的集群。',
    remedy: '它可能已被删除，或在另一个引擎上。',
    inTerminal: '请执行 sampan list 查看现有集群。它也可能在另一个引擎上。',
  },
  'cluster.stopped': {
    title: '{cluster} 已停止',
    cause: '集群运行时，其 Kubernetes API 才会响应。',
    remedy: '请先启动该集群，再重试。',
    inTerminal: '请启动该集群：sampan start {cluster}',
  },
  'cluster.incomplete': {
    title: '{cluster} 不完整',
    cause: 'Sampan 在创建或删除该集群时被中断。',
    remedy: '请继续创建，或将其删除。',
    inTerminal:
      '请继续创建（sampan start {cluster}）、将其删除（sampan delete {cluster} --yes），或替换它（sampan create {cluster} --replace）。',
  },
  'cluster.only_remains': {
    title: '{cluster} 只剩残留资源',
    cause: 'Sampan 在创建或删除该集群时被中断，其中没有 server 节点，无法继续创建。',
    remedy: '请先删除，再重新创建集群。',
    inTerminal: '请先删除（sampan delete {cluster} --yes），再重新创建集群。',
  },
  'cluster.nodes_remembered': {
    title: 'Kubernetes 中仍有 {nodes} 的记录',
    cause: '这些节点已不属于 {cluster}，但 kubectl 未能将其删除。',
    remedy: '无需处理：下次更改或启动集群时，Sampan 会再次尝试。',
  },
  'cluster.busy': {
    title: '{cluster} 上有其他操作正在进行',
    cause: '“{operation}”自 {since} 起一直在运行（进程 {maker}）。',
    remedy: '请等待其完成，或在发起该操作的地方取消。',
  },
  'cluster.claim_lost': {
    title: '{cluster} 已被另一个 Sampan 进程接管',
    cause: '当前操作暂停过久，或与 Docker 断开过久，因此被视为已中断。',
    remedy: '当前操作已停止，不会再做任何更改。请检查集群状态后重试。',
  },
  'volume.taken': {
    title: '卷 {volume} 不是由 Sampan 创建的',
    cause: '{cluster} 需要使用该名称，但同名的卷已经存在。其中的数据未被改动。',
    remedy: '如果不再需要该卷，请运行“docker volume rm {volume}”将其删除后重试；否则请换一个集群名称。',
  },
  'mount.missing': {
    title: '{path} 不存在',
    cause: '集群要把这个文件或目录挂载到节点中，但 Docker Engine 所在的机器上没有它。',
    remedy: '请在那里创建它，或改正路径。使用 Docker Desktop 时还需要共享该路径。',
  },
  'network.taken': {
    title: '网络 {network} 不是由 Sampan 创建的',
    cause: 'Sampan 需要使用该名称，但同名的网络已经存在。',
    remedy: '如果不再需要该网络，请运行“docker network rm {network}”将其删除后重试；否则请换一个集群名称。',
  },
  'cluster.changed': {
    title: '{cluster} 的配置已被修改',
    cause: '在你打开设置之后，其他窗口或终端修改了该集群的设置。',
    remedy: '未做任何更改。请加载最新设置，核对你的修改后重新应用。',
  },
  'cluster.deleted_meanwhile': {
    title: '{cluster} 正在被删除',
    cause: '另一个 Sampan 进程（{maker}）正在删除该集群，因此当前操作已停止。',
    remedy: '如果仍然需要该集群，请重新创建。',
  },
  'cluster.cancelled': {
    title: '已取消',
    cause: '你取消了对 {cluster} 的操作。',
    remedy: '随时可以重新开始。',
  },
  'cluster.restart_cancelled': {
    title: '已取消重启',
    cause: '你取消了 {cluster} 的重启，部分或全部节点可能已停止。',
    remedy: '需要时启动该集群即可，数据完好无损。',
  },
  'cluster.delete_cancelled': {
    title: '已取消删除',
    cause: '你取消了 {cluster} 的删除。在此之前已删除的内容无法恢复。',
    remedy: '请再次删除该集群，以清除剩余部分。',
  },
  'cluster.comes_back': {
    title: '{cluster} 未能完全删除',
    cause: '有其他程序在不断重新创建它的部分资源：{left}。',
    remedy: '请找到并停止相应的脚本或程序，然后再次删除该集群。',
  },
  'cluster.stays_upgraded': {
    title: '{cluster} 将保持在新的 k3s 版本',
    cause: '{image} 已使用过该集群的数据，旧版本的 k3s 不能再打开这些数据。',
    remedy: '请完成此次更改：其余节点会升级到相同版本。如果 Sampan 事先复制了数据，也可以回退到升级前的版本和数据。',
  },
  'cluster.downgrade': {
    title: '{cluster} 不能降级到 Kubernetes {to}',
    cause: '其数据属于 Kubernetes {from}，较旧的次要版本不能打开较新版本的数据。',
    remedy: '未作任何更改。请使用 {image} 新建集群，并迁移所需的内容。',
    inTerminal: '未作任何更改。请新建集群（sampan create NAME --image {image}），并迁移所需的内容。',
  },
  'cluster.datastore_fixed': {
    title: '{cluster} 的数据存储不能改为 {to}',
    cause: 'k3s 只能把数据从 SQLite 迁移到 etcd。该集群的数据存储是 {from}。',
    remedy: '未作任何更改。请使用另一种数据存储新建集群，并迁移所需的内容。',
  },
  'cluster.server_stays': {
    title: '{node} 未能退出集群',
    cause: '其他 server 没有确认移除该节点。如果直接删除容器，etcd 仍会把它计入投票成员。',
    remedy: '请等待其他 server 就绪后重试。',
  },
  'cluster.servers_without_nodes': {
    title: '{cluster} 不能减少 server',
    cause: '它的 server 没有注册节点（--disable-agent），而 k3s 只有在移除节点时才会移除 server 在 etcd 中的投票权。',
    remedy: '未作任何更改。请先去掉该参数，再减少 server。',
  },
  'cluster.balancer_stopped': {
    title: '{container} 已停止',
    cause: '该负载均衡器对外发布各 server 的 API，使用的镜像是 {image}，必须是 HAProxy 镜像。',
    remedy: '请查看它的输出。可以在集群配置的 loadBalancer 中指定其他镜像。',
  },
  'cluster.database_down': {
    title: '{container} 无法工作',
    cause: '该容器是集群的数据库，各 server 都依赖它。它使用的镜像是 {image}，必须与官方镜像的行为一致。',
    remedy: '请查看它的输出。',
  },
  'cluster.skips_versions': {
    title: '从 {from} 升级到 {to} 会跳过次要版本',
    cause: 'Kubernetes 应逐个次要版本升级，被跳过的版本可能需要先转换数据。',
    remedy: '如果数据重要，请先升级到 {next}，再继续升级。',
  },
  'cluster.pod_missing': {
    title: '没有名为 {pod} 的 Pod',
    cause: '集群中没有该名称的 Pod 或工作负载，或 API 没有响应。',
    remedy: '请执行 kubectl get pods -A 查看现有的 Pod。名称格式为 [命名空间/]名称[/容器]。',
  },
  'logs.invalid_pattern': {
    title: '不是有效的正则表达式：{pattern}',
    cause: '无法解析。',
    remedy: '请修改，或用反斜杠转义特殊字符。',
  },
  'logs.slow_pattern': {
    title: '该正则表达式耗时过长：{pattern}',
    cause: '匹配时的尝试次数不断增加，通常是因为嵌套了重复。',
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
    remedy: 'Sampan 会重启该进程并重新读取日志。如果反复出现，请减少同时显示的来源。',
  },
  'cluster.node_missing': {
    title: '缺少节点 {node}',
    cause: '它的容器已不存在，可能被手动删除。',
    remedy: '请修复集群。Sampan 会用原来的数据和地址重建该节点。',
    inTerminal: '请执行 sampan repair 并给出集群名称。Sampan 会用原来的数据和地址重建该节点。',
  },
  'cluster.nothing_to_revert': {
    title: '{cluster} 没有可以撤销的升级',
    cause: '升级前的数据只保留到新的 k3s 就绪为止；补丁版本的升级无需回退。',
    remedy: '无需处理。',
  },
  'cluster.going_back': {
    title: '{cluster} 正在回退到升级前的版本',
    cause: '操作在数据全部恢复之前被中断。',
    remedy: '请再次回退到升级前的版本。Sampan 会继续执行；副本仍然保留，不会丢失数据。',
    inTerminal: '请执行 sampan revert {cluster}。Sampan 会继续执行；副本仍然保留，不会丢失数据。',
  },
  'cluster.not_reset': {
    title: '{node} 无法脱离其他 server 单独启动',
    cause: '{image} 本应使其成为唯一的 etcd 成员，以便其他 server 重新加入，但它提前退出了。',
    remedy: '请查看它的输出，然后再次回退到升级前的版本。数据的副本仍然保留。',
    inTerminal: '请查看它的输出，然后再次执行 sampan revert。数据的副本仍然保留。',
  },
  'cluster.certificates_end': {
    title: '{cluster} 的证书将在 {days} 天后到期',
    cause: 'k3s 签发的证书有效期为一年，到期前 90 天内启动时会自动续期。',
    remedy: '请重启集群以续期证书。',
  },
  'cluster.node_down': {
    title: '节点 {node} 未运行',
    cause: '它的容器被手动停止或暂停，或者 Docker 无法启动它。',
    remedy: '请修复集群。Sampan 会重启该节点。',
    inTerminal: '请执行 sampan repair 并给出集群名称。Sampan 会重启该节点。',
  },
  'cluster.address_taken': {
    title: '{container} 占用了 {node} 的地址',
    cause: '该容器接入了此集群的网络，并占用了地址 {address}，因此 {node} 无法启动。',
    remedy: '请修复集群。Sampan 会把 {container} 从该网络断开（容器继续运行），然后启动 {node}。',
    inTerminal:
      '请执行 sampan repair 并给出集群名称。Sampan 会把 {container} 从该网络断开（容器继续运行），然后启动 {node}。',
  },
  'cluster.no_such_node': {
    title: '{cluster} 没有名为 {node} 的节点',
    cause: '该集群的节点：{known}。',
    remedy: '请使用其中一个名称。',
  },
  'cluster.spec_unreadable': {
    title: '无法读取 {cluster} 的配置',
    cause: '配置保存在第一个 server 节点的容器中，该容器已不存在，或文件已损坏。',
    remedy: '该集群只能删除。',
  },
  'spec.ipv4_only': {
    title: 'Sampan 集群不支持 IPv6',
    cause: '节点网络仅支持 IPv4。--{flag} 设为 {value} 时，k3s 会退出。',
    remedy: '请去掉该参数，或只使用 IPv4 网段。',
  },
  'spec.unparsable': {
    title: '{path} 不是有效的 YAML',
    cause: '第 {line} 行第 {column} 列：{reason}',
    remedy: '请修正内容。可用 sampan get NAME 查看集群定义的写法。',
  },
  'spec.left_out': {
    title: '{path} 中的内容没有全部采用',
    cause: 'Sampan 没有与以下内容对应的设置：{keys}。',
    remedy: '如需这些设置，请手动完成。',
  },
  'spec.none': {
    title: '{path} 中没有集群定义',
    cause: '文件为空，或者只有注释。',
    remedy: '至少写上名称，例如 name: demo。可用 sampan get NAME 查看完整的定义。',
  },
  'spec.invalid': {
    title: '配置无效：{field}',
    cause: '{reason}。',
    remedy: '请修改后重试。',
  },
  'flag.of_component': {
    title: 'k3s 本身没有参数 {flag}',
    cause: '它属于 Kubernetes 的某个组件，k3s 只负责转交。',
    remedy: '请写作 {better}',
  },
  'flag.removed': {
    title: '参数 {flag} 已被移除',
    cause: '从 Kubernetes {version} 起，k3s 不再支持它。',
    remedy: '请改用 {better}',
  },
  'flag.inner_dashes': {
    title: '{flag} 的值不能以连字符开头',
    cause: 'k3s 会自行加上连字符；重复后服务器无法启动。',
    remedy: '请写作 {better}',
  },
  'flag.issuer_not_https': {
    title: 'OIDC issuer 必须使用 https',
    cause: '使用 {issuer} 时，API 服务器无法启动。',
    remedy: '请填写 issuer 自身公布的 https:// 地址。',
  },
  'flag.datastore_malformed': {
    title: 'k3s 无法识别 {flag} 中的地址',
    cause: '数据库驱动要求的格式为 {better}。',
    remedy: '请按该格式书写。PostgreSQL 密码中的 @ 须写作 %40，: 写作 %3A，/ 写作 %2F，% 写作 %25。',
  },
  'flag.datastore_ignored': {
    title: '{flag} 没有指明数据库',
    cause: '其值没有 postgres:// 或 mysql:// 之类的前缀，k3s 无法启动；旧版本则会改用自带的 SQLite。',
    remedy: '请写出完整地址，或去掉该参数。如需内嵌 etcd，请使用 --cluster-init。',
  },
  'flag.datastore_untested': {
    title: 'Sampan 无法测试 {scheme}://',
    cause:
      'Sampan 会在创建之前测试 PostgreSQL、MySQL、MariaDB 和 etcd。{flag} 指定的是其他类型，只有 k3s 能判断是否可用。',
    remedy: '请确认节点可以访问它。如果无法访问，原因会出现在第一个 server 的日志中。',
  },
  'flag.datastore_in_node': {
    title: '{flag} 指向节点自身',
    cause: '在节点中，{host} 指节点自身而不是本机，而节点中没有运行数据库。',
    remedy: '如果数据库在本机上，请使用 host.docker.internal。',
  },
  'flag.feature_gate': {
    title: '这不是特性门控：{gate}',
    cause: '特性门控写作 NAME=true 或 NAME=false，多个之间用逗号分隔。',
    remedy: '请修正后重试。',
  },
  'flag.for_nobody': {
    title: '{flag} 只用于 agent 节点，而集群中没有 agent',
    cause: '参数最后一个 @ 之后的部分表示用于哪些节点。',
    remedy: '如果 @agent 是值的一部分，请在其后加上 @server 或 @all；否则无需处理。',
  },
  'datastore.host_unknown': {
    title: '容器无法解析主机 {host}',
    cause: '数据库地址中的主机名在集群网络内无法解析。仅在本机或某个 Compose 网络内有效的名称在那里不可用。',
    remedy: '请使用数据库的 IP 地址；数据库在本机时使用 host.docker.internal。',
  },
  'datastore.unreachable': {
    title: '无法连接 {place} 上的数据库',
    cause: '已像 server 那样从集群网络内尝试连接。',
    remedy: '请检查地址、端口和防火墙，并确认数据库不只监听 localhost。数据库在本机时请使用 host.docker.internal。',
  },
  'datastore.not_database': {
    title: '{place} 的响应不像 {engine}',
    cause: '该端口有程序监听，但使用的是另一种协议，或者没有响应。',
    remedy: '请检查端口以及地址的开头：postgres://、mysql://，etcd 则是 http://。',
  },
  'datastore.denied': {
    title: '{place} 上的数据库拒绝了用户 {user}',
    cause: '用户名、密码或集群的来源地址被拒绝。',
    remedy: '请检查用户名和密码。postgres:// 地址中密码的特殊字符必须使用百分号编码，mysql:// 地址中则不能编码。',
  },
  'datastore.no_database': {
    title: '{place} 上没有用户 {user} 可用的数据库 {database}',
    cause: '该数据库不存在且用户无权创建，或者用户无权访问它。',
    remedy: '请创建该数据库并授予用户全部权限，或者改用其他数据库。',
  },
  'datastore.no_create': {
    title: '用户 {user} 不能在 {place} 的 {database} 中创建表',
    cause: 'k3s 启动时会创建一张表来保存状态。',
    remedy: '请将该用户设为数据库的所有者，或授予其全部权限。PostgreSQL 15 及以上版本还需包括 public 模式。',
  },
  'datastore.encryption': {
    title: '{place} 与地址的加密设置不一致',
    cause: '地址要求“{mode}”，而数据库的要求与此不同。',
    remedy:
      'PostgreSQL 请修改地址末尾的 sslmode（?sslmode=disable 或 ?sslmode=require），MySQL 和 MariaDB 请修改 tls（?tls=false 或 ?tls=skip-verify）。',
  },
  'datastore.too_old': {
    title: '{name} {version} 版本过旧',
    cause: 'k3s 需要 {name} {least} 或更高版本。',
    remedy: '请使用更新版本的 {name}。',
  },
  'datastore.in_use': {
    title: '数据库中已有一个集群',
    cause: '新集群会占用它的位置；由于 token 不同，k3s 会拒绝启动。',
    remedy: '请为 {cluster} 使用空数据库。要恢复其中的集群，请使用它的 token（--token）创建。',
  },
  'datastore.untested': {
    title: '无法测试数据库',
    cause: '{image} 中没有可从容器连接数据库的程序，因此只有 k3s 启动时才会首次连接。',
    remedy: '如果 server 未能就绪，请查看其输出。',
  },
  'k3s.exited': {
    title: '{node} 已停止',
    cause: 'k3s 已退出，退出码 {exitCode}。',
    remedy: '详情请查看该节点的日志。',
  },
  'k3s.crash_loop': {
    title: '{node} 反复崩溃',
    cause: 'k3s 已退出并重启了 {restarts} 次。',
    remedy: '请查看该节点的日志，最后一条 level=fatal 的日志会说明原因。',
  },
  'k3s.api_timeout': {
    title: 'Kubernetes API 没有响应',
    cause: '{node} 未能在 {seconds} 秒内启动 API。',
    remedy: '可能是磁盘太慢或内存不足。请查看该节点的日志，或延长等待时间。',
  },
  'k3s.nodes_timeout': {
    title: '部分节点未能就绪',
    cause: '{seconds} 秒后仍未就绪：{nodes}',
    remedy: '请查看这些节点的日志，或延长等待时间。',
  },
  'k3s.nodes_not_ready': {
    title: '节点未就绪：{nodes}',
    cause: 'Kubernetes 收不到该节点的心跳，或该节点上报自身异常。节点上的 Pod 可能会被驱逐或停止。',
    remedy: '请查看该节点的日志。重启集群会同时重启节点上的 k3s。',
  },
  'k3s.dns_timeout': {
    title: '集群 DNS 尚未响应',
    cause: 'CoreDNS 未能在 {seconds} 秒内就绪。',
    remedy: '节点已就绪，但 Pod 暂时无法解析域名。“概览”页会显示 CoreDNS 在等待什么。',
    inTerminal: '节点已就绪，但 Pod 暂时无法解析域名。执行 sampan status 可查看 CoreDNS 在等待什么。',
  },
  'k3s.pull_failed': {
    title: '无法拉取系统镜像',
    cause: '{pod} 需要 {image}，但所在节点未能拉取。',
    remedy:
      '请在“镜像仓库”中为它所在的镜像仓库配置镜像源并测试端点，或登录以避免限流。没有网络时，请在“镜像”标签页中载入该镜像。集群正在运行，但 DNS 不可用。',
  },
  'k3s.sandbox_image_missing': {
    title: 'Pod 无法启动：镜像 {image} 拉取失败',
    cause: '每个 Pod 都要先有这个镜像才能启动，而 {node} 没能拉取到。',
    remedy:
      '请在“镜像仓库”中为它所在的镜像仓库配置镜像源，并测试端点。没有网络时，请打开“镜像”标签页，把该 k3s 版本的 k3s-airgap-images 归档拖放到那里：它会载入每个节点，Kubernetes 会自动重试。',
    inTerminal:
      '请为它所在的镜像仓库配置镜像源，并用 sampan registries test 名称 测试。没有网络时，请把该 k3s 版本的 k3s-airgap-images 归档载入每个节点：sampan images load 名称 归档文件。Kubernetes 会自动重试。',
  },
  'k3s.unknown_flag': {
    title: '当前 k3s 版本不支持参数 {flag}',
    cause: '{node} 的启动参数中有该版本不支持的参数。',
    remedy: '请修改或删除该参数。在镜像中执行 k3s server --help 可查看所有参数。',
  },
  'k3s.invalid_flag': {
    title: 'k3s 参数的值无效',
    cause: '{node} 拒绝了该配置，详见下方的信息。',
    remedy: '请修改该参数。',
  },
  'k3s.registries_unreadable': {
    title: 'k3s 无法读取 registries.yaml',
    cause: '{node} 无法解析该文件，因而无法启动。',
    remedy: '请在“镜像仓库”中修正该文件，下方的信息会指出行号。',
  },
  'k3s.token_mismatch': {
    title: 'token 属于另一个集群',
    cause: '{node} 获取到的 CA 与 token 中的不一致，或 token 格式有误。',
    remedy: '请使用该集群的 token，或清除该节点的旧数据。',
  },
  'k3s.token_rejected': {
    title: 'token 被拒绝',
    cause: 'server 不接受 {node} 的 token。',
    remedy: '请使用该集群的 token。',
  },
  'k3s.node_password_rejected': {
    title: '节点密码被拒绝',
    cause: '名为 {node} 的节点曾用另一个密码加入，该密码已随其容器丢失。',
    remedy: '请修复集群。Sampan 会移除旧节点及其密码，{node} 随后重新加入。',
    inTerminal: '请执行 sampan repair 并给出集群名称。Sampan 会移除旧节点及其密码，{node} 随后重新加入。',
  },
  'k3s.server_unreachable': {
    title: '{node} 无法连接 server',
    cause: 'server 未在注册地址上响应。信息中的 127.0.0.1:6444 只是节点的本地代理。',
    remedy: '请查看 server 的日志，通常是它还没有启动。代理环境变量也可能是原因。',
  },
  'k3s.privileges_missing': {
    title: '{node} 缺少权限',
    cause: '该 Docker 引擎不允许特权容器，而 k3s 需要特权容器。',
    remedy: '请使用允许特权容器的引擎。rootless 引擎需要额外配置。',
  },
  'k3s.cgroup_missing': {
    title: '{node} 缺少 cgroup 控制器',
    cause: '内核或 Docker 未向容器开放 cpu、cpuset、memory 和 pids。',
    remedy:
      '在树莓派上，请将 cgroup_memory=1 cgroup_enable=memory 加入内核启动参数；使用 rootless Docker 时，请启用 cgroup 委派（delegation）。',
  },
  'k3s.cgroup_v1_refused': {
    title: 'Kubernetes 无法在 cgroup v1 上启动',
    cause: '{node} 的 k3s 版本为 1.35 或更高，而本机使用 cgroup v1。',
    remedy: '请为所有节点添加 k3s 参数 --kubelet-arg=fail-cgroupv1=false、使用 1.34 或更早的 k3s，或切换到 cgroup v2。',
  },
  'k3s.kmsg_missing': {
    title: '{node} 无法打开 /dev/kmsg',
    cause: '容器中无法使用内核日志，例如在 rootless Docker 中。',
    remedy: '请使用非 rootless 的引擎。',
  },
  'k3s.snapshotter_failed': {
    title: '{node} 无法存储镜像',
    cause: '卷所在的文件系统不支持 overlayfs。',
    remedy: '请为所有节点添加 k3s 参数 --snapshotter=native 或 --snapshotter=fuse-overlayfs。',
  },
  'k3s.too_many_files': {
    title: '{node} 打开的文件过多',
    cause: '本机的 inotify 配额已用完，常见于第三个节点。',
    remedy: '请执行 sudo sysctl fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=524288',
  },
  'k3s.datastore_unreachable': {
    title: '{node} 无法连接数据存储',
    cause: '外部数据存储没有响应，或拒绝登录。',
    remedy: '请先启动数据存储，并检查 --datastore-endpoint。',
  },
  'k3s.datastore_token': {
    title: '数据是用另一个 token 创建的',
    cause: '{node} 的数据是用集群首次启动时的 token 加密的。',
    remedy: '请改回原来的 token，或删除并重新创建集群。',
  },
  'k3s.etcd_member_changed': {
    title: 'etcd 成员信息与 {node} 不一致',
    cause: '该节点的地址已改变，而 etcd 按地址识别成员。',
    remedy: '请恢复该节点原来的地址，或用 --cluster-reset 重置 etcd 成员。',
  },
  'k3s.network_failed': {
    title: '{node} 没有可用的网络',
    cause: 'k3s 未找到默认路由，或无法配置 Pod 网络。',
    remedy: '通常是缺少内核模块（iptables、nft、vxlan），请在本机加载这些模块。',
  },
  'k3s.node_ip_changed': {
    title: '{node} 的地址已改变',
    cause: 'k3s 会记录节点地址，地址改变后无法启动。',
    remedy: '请用 Sampan 启动集群，Sampan 会为每个节点分配固定地址。',
  },
  'k3s.disk_full': {
    title: '{node} 的磁盘已满',
    cause: 'k3s 无法写入数据。',
    remedy:
      '请释放空间，例如执行 docker image prune -a 和 docker builder prune。不要使用 docker system prune，它会连同已停止的集群一起删除。',
  },
  'k3s.component_exited': {
    title: '{node} 上的 k3s 组件已退出',
    cause: '下方信息中的组件退出，k3s 随之关闭。',
    remedy: '该日志之前的几行会说明原因。',
  },
  'k3d.node_down': {
    title: '容器 {node} 未运行',
    cause: '它被手动停止了，或者 Docker 无法启动它。',
    remedy: '启动该集群。Sampan 会按 k3d 的顺序启动已停止的容器。',
  },
  'k3d.shape_fixed': {
    title: '{cluster} 的组成不能更改',
    cause: '该集群由 k3d 创建。Sampan 可以启动、停止和删除它，但不会更改它的组成。',
    remedy: '请用 k3d 更改，或从它的 k3d 文件创建 Sampan 集群。',
    inTerminal: '请用 k3d 更改，或从它的 k3d 文件创建 Sampan 集群（sampan create -f FILE）。',
  },
  'k3d.one_address': {
    title: '无法从{place}访问 {cluster}',
    cause: 'k3d 只在本机发布一个地址。',
    remedy: '请使用本地地址。',
    inTerminal: '请去掉 --address。',
  },
  'k3s.out_of_memory': {
    title: '{node} 内存耗尽',
    cause: '该节点被内核终止。仅 k3s 就需要 512 MiB，节点上运行的内容另计。',
    remedy: '请提高其内存上限，或为 Docker 分配更多内存。',
  },
  'api.unreachable': {
    title: '{cluster} 的 Kubernetes API 没有响应',
    cause: 'server 节点可能正在启动、负载过高或已停止。当前显示的是断开前的状态。',
    remedy: '无需处理，Sampan 会继续尝试。如果一直没有恢复，请查看 server 节点的日志。',
  },
  'api.refused': {
    title: '{cluster} 的 Kubernetes API 拒绝了管理员证书（HTTP {status}）',
    cause: '集群可能已更换证书，而 kubeconfig 尚未更新。',
    remedy: 'Sampan 会重新读取 kubeconfig 并继续尝试。如果一直没有恢复，请重启集群。',
  },
  'workload.gone': {
    title: '{object} 不存在',
    cause: '它在此期间已被删除。',
    remedy: '无需处理，列表显示的是当前状态。',
  },
  'workload.replaced': {
    title: '{object} 已是一个新对象',
    cause: '你看到的对象已被删除，随后又创建了同名对象。未做任何更改。',
    remedy: '请在列表中查看新对象，然后重试。',
  },
  'workload.forbidden': {
    title: 'Kubernetes 不允许对 {object} 执行此操作',
    cause: '集群中的策略或准入 Webhook 拒绝了该请求。',
    remedy: '具体规则请查看原始消息。',
  },
  'workload.conflict': {
    title: '{object} 一直在变化',
    cause: 'Operator、自动扩缩容等其他程序同时修改了它。未做任何更改。',
    remedy: '请重试。如果一直如此，请确认该对象由谁管理。',
  },
  'workload.refused': {
    title: 'Kubernetes 拒绝更改 {object}（HTTP {status}）',
    cause: 'API server 未接受该请求。',
    remedy: '具体原因请查看原始消息。',
  },
  'workload.paused': {
    title: '{object} 的发布已暂停，无法重启',
    cause: '暂停发布期间不会替换 Pod。',
    remedy: '请先运行 kubectl rollout resume 恢复发布。',
  },
  'workload.scaled_meanwhile': {
    title: '{object} 的副本数已被改为 {replicas}',
    cause: '副本数已不是 {from}，在此期间被其他操作修改。未做任何更改。',
    remedy: '请确认新的副本数，如有需要再次扩缩容。',
  },
  'workload.list_forbidden': {
    title: '无法列出 {kind} 类型的对象',
    cause: 'API server 不允许该集群的管理员用户列出它们。',
    remedy: '具体规则请查看原始消息。',
  },
  'registries.invalid': {
    title: 'registries.yaml 第 {line} 行有错误',
    cause: '第 {line} 行，第 {column} 列：{reason}。',
    remedy: '请修正该文件，否则 k3s 无法启动。',
  },
  'registries.ignored': {
    title: 'registries.yaml 第 {line} 行不会生效',
    cause: '第 {line} 行第 {column} 列：{reason}。',
    remedy: '请修正内容。k3s 会照单接受，也不会给出提示。',
  },
  'registries.not_in_force': {
    title: '{node} 未按配置使用镜像源',
    cause: '该节点上 containerd 读取的内容与 registries.yaml 不一致：{files}。',
    remedy: '请重启该节点，让 k3s 重新写入这些文件。也可能是其他程序修改了它们。',
  },
  'registries.default_sealed': {
    title: '默认镜像仓库已加密',
    cause: '{path} 中的凭据只能由保存它的用户在 Sampan 窗口中解密。',
    remedy: '请在“偏好设置”的“镜像仓库”中重新输入凭据。',
    inTerminal: '用 --registries 指定文件，或运行 sampan registries default -f FILE 为终端保存默认值。',
  },
  'registries.default_unreadable': {
    title: '无法读取默认镜像仓库',
    cause: '{path} 已损坏，或由更高版本的 Sampan 写入。',
    remedy: '请删除该文件，然后重新输入镜像仓库。',
  },
  'registry.not_found': {
    title: '没有名为 {registry} 的本地镜像仓库',
    cause: '该引擎上的本地镜像仓库：{known}。',
    remedy: '请检查名称，或创建该镜像仓库。没有它，集群也能运行。',
    inTerminal: '请用 sampan registry list 检查名称，或用 sampan registry create 创建。没有它，集群也能运行。',
  },
  'registry.exists': {
    title: '已有名为 {registry} 的本地镜像仓库',
    cause: '该引擎上的所有集群共用本地镜像仓库。',
    remedy: '请直接使用，或换一个名称。',
  },
  'registry.object_taken': {
    title: '名称 {object} 已被占用',
    cause: '已有同名的容器或卷，并非由 Sampan 创建，而本地镜像仓库 {registry} 需要该名称。',
    remedy: '请为镜像仓库换一个名称，或重命名、移除 {object} 。',
  },
  'registry.busy': {
    title: '本地镜像仓库 {registry} 正在被更改',
    cause: '{maker} 自 {since} 起正在更改它。',
    remedy: '请等待其完成，然后重试。',
  },
  'registry.not_serving': {
    title: '本地镜像仓库 {registry} 没有响应',
    cause: '容器 {container} 运行的是镜像 {image} ，但没有提供镜像服务。',
    remedy: '请选择包含 Docker 镜像仓库程序的镜像，例如 registry:2。原始消息中有其日志的最后几行。',
  },
  'registry.join_restarts': {
    title: '{cluster} 尚未使用该镜像仓库',
    cause: '其 k3s 版本只在启动时读取镜像仓库配置，因此必须重启所有节点。',
    remedy: '请在可以重启时，在该集群的设置中启用该镜像仓库。',
    inTerminal: '请在可以重启时运行 sampan registry join REGISTRY {cluster} 。',
  },
  'kubeconfig.unavailable': {
    title: '{cluster} 尚无 kubeconfig',
    cause: 'k3s 在首次启动几秒后才会生成 kubeconfig。',
    remedy: '请等待集群就绪，或启动集群。',
  },
  'kubeconfig.unparsable': {
    title: '{path} 不是有效的 YAML',
    cause: '第 {line} 行，第 {column} 列有错误。Sampan 不会写入无法完整读取的文件。',
    remedy: '请修正该行，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.not_kubeconfig': {
    title: '{path} 不是 kubeconfig',
    cause: '{reason}。未写入任何内容。',
    remedy: '请选择其他文件，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.not_editable': {
    title: 'Sampan 无法向这种格式的 kubeconfig 添加内容',
    cause: '文件的第一个键没有单独起行。未写入任何内容。',
    remedy: '请让 kubectl 重写该文件（kubectl config set-context …），或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.not_a_file': {
    title: '{path} 不是普通文件',
    cause: '它是目录、设备或管道，而 kubeconfig 必须是文件。',
    remedy: '请让 KUBECONFIG 指向文件，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.name_taken': {
    title: '已存在名为 {name} 的条目',
    cause: '该条目不是 Sampan 创建的，因此未做更改。',
    remedy: '请更换上下文名称，或让 Sampan 在名称后添加编号。',
  },
  'kubeconfig.name_in_use': {
    title: '名称 {name} 已被另一个集群使用',
    cause: '该条目属于集群 {cluster}（可能在另一个 Docker 引擎上），因此未做更改。',
    remedy: '请更换上下文名称。',
  },
  'kubeconfig.locked': {
    title: '{path} 被其他程序锁定',
    cause: 'kubectl 等工具在写入时会锁定该文件。这个锁已存在 {seconds} 秒。',
    remedy: '请重试。如果创建锁的程序已崩溃，请删除锁文件。',
  },
  'kubeconfig.changed': {
    title: '{path} 已被其他程序更改',
    cause: '在 Sampan 写入之后，其他程序又写入了该文件，撤销会丢失这些更改。',
    remedy: '请改为从文件中移除该集群，或自行恢复备份。',
  },
  'kubeconfig.nothing_to_undo': {
    title: '{cluster} 没有可撤销的更改',
    cause: 'Sampan 启动以来未因该集群更改过 kubeconfig，或更改已被撤销。',
    remedy: '请将集群添加到 kubeconfig 或从中移除，或自行恢复备份。',
  },
  'kubeconfig.lock_refused': {
    title: 'Sampan 不会删除这个锁文件',
    cause: '{path} 不是本机 kubectl 使用的 kubeconfig。',
    remedy: '如果创建锁的程序已崩溃，请自行删除该文件。',
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
    cause: '这是 Sampan 为 {cluster} 添加的，但之后已被修改，指向了别处，因此 Sampan 没有删除。',
    remedy: '如果不再需要，请手动删除：kubectl config delete-context、delete-cluster、delete-user。',
  },
  'kubeconfig.unreadable': {
    title: 'kubectl 无法读取 {path}',
    cause: '第 {line} 行：{reason}。kubectl 会因此拒绝整个文件，所以没有写入任何内容。',
    remedy: '请修正该行，或将 kubeconfig 另存为单独的文件。',
  },
  'kubeconfig.address_closed': {
    title: '无法从{place}访问 {cluster}',
    cause: '其 API 未向该位置开放。',
    remedy: '请在“设置”中允许局域网访问，然后重试。',
    inTerminal: '请在“设置”中允许局域网访问，或用 --lan 创建集群，然后重试。',
  },
  'kubeconfig.closed_to_containers': {
    title: '其他容器无法访问 {cluster}',
    cause: '其 API 只发布在 127.0.0.1 上，而此引擎（如 Podman）会把 host.docker.internal 解析到其他地址。',
    remedy: '请在“设置”中允许局域网访问，或将容器接入网络 sampan-{cluster}，并使用集群网络中的地址。',
    inTerminal:
      '请用 --lan 重新创建集群，或用 --network sampan-{cluster} 运行容器，并使用 sampan kubeconfig {cluster} --address network。',
  },
  'forward.gone': {
    title: '{object} 不存在',
    cause: '它已被删除，或从未存在于该命名空间。',
    remedy: '请选择其他对象。已打开的端口转发会在它重新出现后继续工作。',
  },
  'forward.no_port': {
    title: '{object} 没有端口 {port}',
    cause: '没有容器或 Service 声明这个编号或名称的端口。',
    remedy: '请选择已有的端口，或在清单中添加该端口。',
  },
  'forward.not_tcp': {
    title: '端口 {port} 无法转发',
    cause: '这是 {protocol} 端口，Kubernetes 只能转发 TCP。',
    remedy: '请改用 NodePort 发布，或选择 TCP 端口。',
  },
  'forward.no_selector': {
    title: '{object} 没有自己的 Pod',
    cause: '它没有选择器，指向的是手动填写的地址或其他主机名。',
    remedy: '请转发其背后的 Pod 或 Service 的端口。',
  },
  'forward.no_ready_pod': {
    title: '{object} 没有就绪的 Pod',
    cause: '它的 Pod 正在启动、未通过就绪探针，或副本数为 0。',
    remedy: '新连接最多等待一分钟，有 Pod 就绪后立即继续。',
  },
  'forward.refused': {
    title: 'Pod {pod} 的端口 {port} 上没有程序监听',
    cause: '容器中的程序使用其他端口，或尚未开始监听。',
    remedy: '请在日志和清单中核对端口后重试。端口转发会保持打开。',
  },
  'forward.failed': {
    title: '到 {object} 的连接失败',
    cause: 'Pod 或其所在节点断开了连接。',
    remedy: '请重试，新连接会选择就绪的 Pod。',
  },
  'shell.none': {
    title: '该镜像中没有 Shell',
    cause: 'Pod {pod} 中容器 {container} 的镜像既没有 bash 也没有 sh，精简镜像通常如此。',
    remedy: '请为该 Pod 添加调试容器：kubectl debug -it {pod} --image=busybox --target={container}',
  },
  'shell.pod_gone': {
    title: 'Pod {pod} 已被删除',
    cause: '该 Pod 已被删除或替换，Shell 随之退出。',
    remedy: '请在其他 Pod 中打开 Shell。',
  },
  'shell.container_not_running': {
    title: 'Pod {pod} 中的容器 {container} 未在运行',
    cause: '只能在运行中的容器里打开 Shell。',
    remedy: '请查看该 Pod 的事件和日志，待其运行后重试。',
  },
  'shell.container_ended': {
    title: 'Pod {pod} 中的容器 {container} 已退出',
    cause: 'Kubernetes 终止或重启了该容器，Shell 随之退出。',
    remedy: '原因请查看其日志。容器运行后可重新打开 Shell。',
  },
  'shell.node_stopped': {
    title: '节点 {node} 未在运行',
    cause: '该节点的容器已停止，Shell 随之退出。',
    remedy: '请启动集群，再重新打开 Shell。',
  },
  'shell.failed': {
    title: '无法在 {place} 中打开 Shell',
    cause: '节点或其容器运行时拒绝了请求。',
    remedy: '请重试。如果一直失败，请查看该节点的日志。',
  },
  'shell.lost': {
    title: '与 {place} 的连接已断开',
    cause: 'Kubernetes API 或 Docker 引擎停止响应。Shell 中的程序可能仍在运行。',
    remedy: '待集群恢复响应后，请重新打开 Shell。',
  },
  'tool.not_found': {
    title: '未找到 {tool}',
    cause: '它曾安装在本机，但已不在原来的位置。',
    remedy: '请重新安装，或用其他工具打开集群。',
  },
  'tool.failed': {
    title: '无法打开 {tool}',
    cause: '该程序启动后立即出错退出。',
    remedy: '请自行启动一次以查看错误。集群不受影响。',
  },
  'usage.invalid': {
    title: 'sampan 无法理解这条命令',
    cause: '{reason}',
    remedy: '用 sampan COMMAND --help 查看单个命令的用法，用 sampan help --all 查看全部。',
  },
  'ipc.unknown_name': {
    title: '未知请求',
    cause: '窗口请求了不存在的“{name}”。',
    remedy: '这是 Sampan 的缺陷，请反馈给我们。',
  },
  'ipc.invalid_input': {
    title: '无效请求',
    cause: '窗口随请求“{name}”发送的数据无效。',
    remedy: '这是 Sampan 的缺陷，请反馈给我们。',
  },
  'ipc.forbidden_sender': {
    title: '请求被拒绝',
    cause: '该请求不是来自 Sampan 的窗口。',
    remedy: '无需处理。',
  },
  'ipc.cancelled': {
    title: '请求已取消',
    cause: '窗口不再需要这个结果。',
    remedy: '无需处理。',
  },
  'ipc.stream_lost': {
    title: '实时更新中断',
    cause: 'Sampan 中负责发送更新的部分意外停止。',
    remedy: 'Sampan 会自动重新连接。如果反复出现，请重启 Sampan。',
  },
  'internal.unexpected': {
    title: '出现错误',
    cause: 'Sampan 遇到了意外错误。',
    remedy: '请重试。如果再次出现，请附上下方的信息反馈给我们。',
  },
}

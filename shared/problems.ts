/**
 * The catalogue: every failure that a user can meet, with the parameters that its texts mention. Title, cause and remedy stand
 * in messages/ in both languages. Longer than a file should be because it is one table.
 */
const catalogue = {
  // Docker
  'docker.not_found': [],
  'docker.not_running': ['endpoint'],
  'docker.permission_denied': ['endpoint'],
  'docker.unreachable': ['endpoint'],
  'docker.api_too_old': ['version', 'minimum'],
  'docker.api_too_new': ['version', 'minimum'],
  'docker.remote': ['engine'],
  'docker.windows_containers': [],
  'docker.lost': [],
  'docker.container_stuck': ['container'],
  'docker.slow': ['seconds'],
  'docker.failed': ['operation'],
  // the host
  'port.taken': ['port', 'holder'],
  'port.none_free': ['from'],
  'subnet.none_free': [],
  'disk.low': ['path', 'freeGb', 'neededGb'],
  'disk.full': ['path'],
  'memory.low': ['totalMb', 'neededMb'],
  'inotify.low': ['instances', 'needed'],
  'cgroup.v1_deprecated': ['version'],
  'clock.skewed': ['seconds'],
  'file.read_only': ['path'],
  'file.failed': ['path'],
  // images
  'image.not_found': ['image'],
  'image.denied': ['image'],
  'image.rate_limited': ['image'],
  'image.wrong_platform': ['image', 'platform'],
  'image.wrong_architecture': ['node'],
  'image.not_k3s': ['image'],
  'image.registry_unreachable': ['image'],
  'image.tls_failed': ['image'],
  // clusters
  'engine.changed': ['cluster', 'engine'],
  'cluster.name_taken': ['cluster'],
  'cluster.not_found': ['cluster'],
  'cluster.incomplete': ['cluster'],
  'cluster.only_remains': ['cluster'],
  'cluster.busy': ['cluster', 'operation', 'maker', 'since'],
  'cluster.changed': ['cluster'],
  'cluster.deleted_meanwhile': ['cluster', 'maker'],
  'cluster.cancelled': ['cluster'],
  'cluster.node_missing': ['node'],
  'cluster.pod_missing': ['pod'],
  'logs.invalid_pattern': ['pattern'],
  'logs.slow_pattern': ['pattern'],
  'logs.pods_unknown': [],
  'logs.reader_died': [],
  'cluster.spec_unreadable': ['cluster'],
  'spec.invalid': ['field', 'reason'],
  'spec.ipv4_only': ['flag', 'value'],
  // k3s, on the way to Ready
  'k3s.exited': ['node', 'exitCode'],
  'k3s.crash_loop': ['node', 'restarts'],
  'k3s.api_timeout': ['node', 'seconds'],
  'k3s.nodes_timeout': ['nodes', 'seconds'],
  'k3s.dns_timeout': ['seconds'],
  'k3s.pull_failed': ['pod', 'image'],
  'k3s.sandbox_image_missing': ['node', 'image'],
  'k3s.unknown_flag': ['node', 'flag'],
  'k3s.invalid_flag': ['node'],
  'k3s.registries_unreadable': ['node'],
  'k3s.token_mismatch': ['node'],
  'k3s.token_rejected': ['node'],
  'k3s.node_password_rejected': ['node'],
  'k3s.server_unreachable': ['node'],
  'k3s.privileges_missing': ['node'],
  'k3s.cgroup_missing': ['node'],
  'k3s.cgroup_v1_refused': ['node'],
  'k3s.kmsg_missing': ['node'],
  'k3s.snapshotter_failed': ['node'],
  'k3s.too_many_files': ['node'],
  'k3s.datastore_unreachable': ['node'],
  'k3s.datastore_token': ['node'],
  'k3s.etcd_member_changed': ['node'],
  'k3s.network_failed': ['node'],
  'k3s.node_ip_changed': ['node'],
  'k3s.disk_full': ['node'],
  'k3s.component_exited': ['node'],
  'k3s.out_of_memory': ['node'],
  // the API of a cluster that runs
  'api.unreachable': ['cluster'],
  'api.refused': ['cluster', 'status'],
  // registries.yaml
  'registries.invalid': ['line', 'column', 'reason'],
  // kubeconfig
  'kubeconfig.unavailable': ['cluster'],
  'kubeconfig.unparsable': ['path', 'line', 'column'],
  'kubeconfig.not_kubeconfig': ['path', 'reason'],
  'kubeconfig.not_editable': [],
  'kubeconfig.not_a_file': ['path'],
  'kubeconfig.name_taken': ['name'],
  'kubeconfig.name_in_use': ['name', 'cluster'],
  'kubeconfig.locked': ['path', 'seconds'],
  'kubeconfig.changed': ['path'],
  'kubeconfig.nothing_to_undo': ['cluster'],
  'kubeconfig.lock_refused': ['path'],
  'kubeconfig.address_closed': ['cluster', 'place'],
  // other programs
  'tool.not_found': ['tool'],
  'tool.failed': ['tool'],
  // the app itself
  'ipc.unknown_name': ['name'],
  'ipc.invalid_input': ['name'],
  'ipc.forbidden_sender': [],
  'ipc.cancelled': [],
  'ipc.stream_lost': [],
  'internal.unexpected': [],
} as const satisfies Record<string, readonly string[]>

export type ProblemCode = keyof typeof catalogue
export type ProblemParams<C extends ProblemCode> = Record<(typeof catalogue)[C][number], string | number>

const codes = Object.keys(catalogue) as [ProblemCode, ...ProblemCode[]] // keys of the literal above, at least one
export const problemCodes = codes

/** The names that the texts of a code may use in braces. */
export const problemParameters: Readonly<Record<ProblemCode, readonly string[]>> = catalogue

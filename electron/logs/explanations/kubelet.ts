import type { KnownLine } from './known-line.ts'

/** The kubelet about its node. */
export const kubeletLines: readonly KnownLine[] = [
  {
    id: 'network-not-ready-yet',
    words: ['network', 'plugin'],
    match:
      /Container runtime network not ready|cni plugin not initialized|network plugin is not ready|failed to load cni during init/,
  },
  {
    id: 'node-not-registered-yet',
    words: ['node', 'nodes'],
    match:
      /mirror pod because node is not registered yet|(?:[Ee]rror getting (?:the current )?node|failed to get node info|owner ref to the node lease|Failed to retrieve node info|Failed to initialize CSINode|Waiting for node \S+:|node agent startup|node \S+ startup).*not found/,
  },
  {
    id: 'stats-not-yet',
    words: ['stats', 'capacity', 'memory', 'imagefs'],
    match:
      /no imagefs label for configured runtime|Stats initialization may not have completed yet|invalid capacity 0 on image filesystem|unable to find data in memory cache|Failed to get system container stats/,
  },
  {
    id: 'machine-id-missing',
    words: ['uuid', 'machine'],
    match: /Failed to get system UUID|Couldn't collect info from any of the files in "\/etc\/machine-id/,
  },
  { id: 'rlimit-refused', words: ['rlimit'], match: /Failed to set rlimit on max file handles/ },
  { id: 'perf-event-missing', words: ['perf'], match: /Error getting perf_event cgroup path/ },
  {
    id: 'flexvolume-folder-missing',
    words: ['flexvolume'],
    match: /Flexvolume plugin directory at \S+ does not exist/,
  },
  { id: 'swap-on', words: ['swap'], match: /^"?Swap is on|running with swap on is not supported/ },
  // 1.31 and later.
  { id: 'cgroup-v1-old', words: ['maintenance'], match: /cgroup v1 support is in maintenance mode/i },
  { id: 'nameserver-limit', words: ['exceeded'], match: /(?:Nameserver|Search Line) limits (?:were )?exceeded/ },
  { id: 'lease-not-renewed', words: ['lease'], match: /Failed to (?:update|ensure) (?:node )?lease/i },
  { id: 'pleg-unhealthy', words: ['pleg'], match: /PLEG is not healthy/ },
  // E38.
  {
    id: 'disk-pressure',
    words: ['evict', 'pressure', 'attempting'],
    match: /must evict pod|disk-pressure|attempting to reclaim.*ephemeral-storage/i,
  },
  {
    id: 'container-already-gone',
    words: ['runtime', 'existing', 'cgroup'],
    match:
      /failed to read memory cgroup (?:limits|config) for the pod|(?:ContainerStatus|RemoveContainer|StopContainer|StopPodSandbox|PodSandboxStatus) from runtime service failed.*(?:NotFound|not found)|Failed to create existing container/,
  },
  {
    id: 'kubelet-starting',
    words: ['synchronization'],
    match: /Skipping pod synchronization.*container runtime status check may not have completed yet/,
  },
  {
    id: 'checkpoint-not-yet',
    words: ['checkpoint'],
    match: /Failed to read data from checkpoint.*checkpoint is not found/,
  },
  { id: 'pod-still-ending', words: ['termination'], match: /is pending termination/ },
]

import type { KnownLine } from './known-line.ts'

/** Why a pod does not start or stay, from the kubelet, containerd and events: the cause before the symptom. */
export const podsLines: readonly KnownLine[] = [
  { id: 'pod-network-not-yet', words: ['flannel'], match: /open \/run\/flannel\/subnet\.env: no such file/ },
  { id: 'pod-network-failed', words: ['network'], match: /failed to setup network for sandbox/i },
  { id: 'name-reserved', words: ['reserved'], match: /name \\*"\S+ is reserved for/ },
  {
    id: 'sandbox-failed',
    words: ['sandbox', 'createpodsandbox', 'runpodsandbox'],
    match: /(?:RunPodSandbox|CreatePodSandbox).*failed|Failed to create (?:pod )?sandbox/,
  },
  {
    id: 'config-missing',
    words: ['configmap', 'secret'],
    match:
      /(?:CreateContainerConfigError|MountVolume|Error|err=).*(?<kind>configmap|secret) \\*"(?<name>[^"\\]+)\\*" not found/,
  },
  { id: 'pull-secret-missing', words: ['retrieve'], match: /Unable to retrieve (?:some image )?pull secret/ },
  {
    id: 'crash-loop',
    words: ['crashloopbackoff', 'restarting'],
    match: /CrashLoopBackOff|back-off .*restarting failed container/i,
  },
  // E39.
  {
    id: 'out-of-memory',
    words: ['oomkilled', 'memory', 'oomkilling', 'encountered'],
    match: /OOMKilled|OOMKilling|Memory cgroup out of memory|System OOM encountered/,
  },
  {
    id: 'probe-failed',
    words: ['probe'],
    match: /(?:Readiness|Liveness|Startup) probe (?:failed|errored)|"?Probe (?:failed|errored)/,
  },
  {
    id: 'volume-not-mounted',
    words: ['mountvolume', 'volumes'],
    match: /MountVolume\.\S+ failed|Unable to attach or mount volumes/,
  },
  { id: 'pod-unschedulable', words: ['nodes'], match: /\d+\/\d+ nodes are available/ },
  {
    id: 'image-command-missing',
    words: ['executable', 'exec'],
    match: /exec: \\*"(?<command>[^"\\]+)\\*": (?:executable file not found|stat )/,
  },
  {
    id: 'containers-not-ready',
    words: ['containers'],
    match: /^containers with (?:unready|incomplete) status: \[(?<containers>[^\]]+)\]/,
  },
  { id: 'container-not-created', words: ['runc', 'runtime'], match: /OCI runtime create failed|runc create failed/ },
]

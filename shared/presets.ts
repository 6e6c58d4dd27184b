import { z } from 'zod'
import { type ClusterSpec, defaultDatastore } from './cluster.ts'

/** Ways to begin a cluster, in the order in which they are offered. */
export const PresetId = z.enum(['development', 'nodes', 'lean', 'production'])
export type PresetId = z.infer<typeof PresetId>

/** What a preset decides. The name, the version, ports and registries are of the cluster, not of its kind. */
export type Preset = Readonly<Pick<ClusterSpec, 'servers' | 'datastore' | 'agents' | 'disable' | 'limits' | 'k3sArgs'>>

const oneServer = { servers: 1, datastore: defaultDatastore(1) }
const memory = (gib: number) => ({ memoryBytes: gib * 1024 ** 3 })

export const presets: Readonly<Record<PresetId, Preset>> = {
  development: { ...oneServer, agents: 0, disable: [], limits: {}, k3sArgs: [] },
  nodes: { ...oneServer, agents: 2, disable: [], limits: {}, k3sArgs: [] },
  // What k3s itself leaves out on small machines: nothing that a Deployment with a volume needs.
  lean: {
    ...oneServer,
    agents: 0,
    disable: ['traefik', 'servicelb', 'metrics-server'],
    limits: memory(1),
    k3sArgs: [],
  },
  production: {
    ...oneServer,
    agents: 2,
    disable: [],
    limits: memory(2),
    k3sArgs: [
      { flag: '--node-taint=node-role.kubernetes.io/control-plane=true:NoSchedule', on: 'server' },
      { flag: '--secrets-encryption', on: 'server' },
    ],
  },
}

const fields = ['servers', 'datastore', 'agents', 'disable', 'limits', 'k3sArgs'] as const

export function withPreset<T extends Preset>(of: T, id: PresetId): T {
  return { ...of, ...presets[id] }
}

/** The preset whose choices these are; undefined where something else was chosen. */
export function presetOf(of: Preset): PresetId | undefined {
  const chosen = (from: Preset) => JSON.stringify(fields.map((field) => from[field]))
  return PresetId.options.find((id) => chosen(presets[id]) === chosen(of))
}

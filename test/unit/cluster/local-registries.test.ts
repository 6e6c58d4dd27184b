import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { hostingManifest, hostingPath, withLocalRegistries } from '../../../electron/cluster/model/local-registries.ts'
import { fileChange, fileStates } from '../../../electron/cluster/model/node-files.ts'
import { plan, planRemoval } from '../../../electron/cluster/model/plan.ts'
import { carryOut, madeFrom } from './docker-model.ts'
import { testFacts, testRecord } from './record.ts'

const registry = { name: 'dev', port: 5001 }
const cache = { name: 'docker.io', caches: 'docker.io' }
const mirrorsOf = (text: string) => parse(text).mirrors

describe('a registries.yaml with local registries', () => {
  it('has what is named after localhost, and a cache before the mirrors of the user', () => {
    const text = '# mine\nmirrors:\n  docker.io:\n    endpoint: [https://mirror.example] # near\n'
    const made = withLocalRegistries(text, [registry, cache])
    expect(mirrorsOf(made)).toEqual({
      'docker.io': { endpoint: ['http://docker.io.sampan-registry:5000', 'https://mirror.example'] },
      'localhost:5001': { endpoint: ['http://dev.sampan-registry:5000'] },
    })
    expect(made).toContain('# mine')
  })

  it('takes along what is said for all registries, since an entry of its own hides that', () => {
    const text = 'mirrors:\n  "*": {endpoint: ["https://all.example"], rewrite: {"^(.*)$": "all/$1"}}\n'
    expect(mirrorsOf(withLocalRegistries(text, [cache, registry]))).toEqual({
      '*': { endpoint: ['https://all.example'], rewrite: { '^(.*)$': 'all/$1' } },
      'docker.io': {
        endpoint: ['http://docker.io.sampan-registry:5000', 'https://all.example'],
        rewrite: { '^(.*)$': 'all/$1' },
      },
      'localhost:5001': { endpoint: ['http://dev.sampan-registry:5000'] },
    })
  })

  it('is left as it is without any, and where k3s cannot read it', () => {
    expect(withLocalRegistries('mirrors: {}\n', [])).toBe('mirrors: {}\n')
    expect(withLocalRegistries('mirrors: [\n', [registry])).toBe('mirrors: [\n')
  })

  it('is told to tools only where there is one to push to', () => {
    expect(hostingManifest([cache])).toBeUndefined()
    const manifest = parse(hostingManifest([cache, registry]) ?? '')
    expect(manifest.metadata).toEqual({ name: 'local-registry-hosting', namespace: 'kube-public' })
    expect(parse(manifest.data['localRegistryHosting.v1'])).toEqual({
      host: 'localhost:5001',
      hostFromContainerRuntime: 'dev.sampan-registry:5000',
      hostFromClusterNetwork: 'dev.sampan-registry:5000',
    })
  })
})

describe('a cluster that runs', () => {
  const without = blueprint(testRecord({ agents: 1 }), testFacts)
  const joined = blueprint({ ...testRecord({ agents: 1 }), registries: [registry, cache] }, testFacts)
  const kinds = (phases: ReturnType<typeof plan>) => phases.flatMap(({ steps }) => steps.map(({ kind }) => kind))

  it('joins without a restart of any node: the network first, then what containerd reads', () => {
    const found = kinds(plan(joined, madeFrom(without).observed()))
    expect(found.slice(0, 3)).toEqual(['writeFiles', 'connectRegistry', 'connectRegistry'])
    expect(found.filter((kind) => !['writeFiles', 'connectRegistry', 'reloadContainer'].includes(kind))).toEqual([])
    expect(found.filter((kind) => kind === 'reloadContainer')).toHaveLength(2)
  })

  it('leaves without a restart: what containerd reads first, then the network', () => {
    const found = kinds(plan(without, madeFrom(joined).observed()))
    expect(found.slice(-2)).toEqual(['disconnectRegistry', 'disconnectRegistry'])
    expect(found.filter((kind) => !['writeFiles', 'disconnectRegistry', 'reloadContainer'].includes(kind))).toEqual([])
  })

  it('interrupted anywhere on the way is finished by the next plan', () => {
    for (let count = 0; count < 30; count += 1) {
      const docker = madeFrom(without)
      carryOut(docker, plan(joined, docker.observed()), count)
      carryOut(docker, plan(joined, docker.observed()))
      expect(docker.picture()).toEqual(madeFrom(joined).picture())
      expect(plan(joined, docker.observed())).toEqual([])
    }
  })

  it('is deleted after the registries have gone off its network, which a stopped one could not survive', () => {
    const [first] = planRemoval(madeFrom(joined).observed())
    expect(first?.steps.map(({ kind }) => kind)).toEqual(['disconnectRegistry', 'disconnectRegistry'])
  })

  it('empties the manifest of the last registry, for which nobody waits', () => {
    const files = joined.containers.find(({ role }) => role === 'server')?.files ?? []
    const change = fileChange(
      files.filter(({ path }) => path !== hostingPath),
      fileStates(files),
    )
    expect(change.effect).toBe('none')
    expect(change.files.map(({ path, content }) => [path, content])).toEqual([[hostingPath, '']])
  })
})

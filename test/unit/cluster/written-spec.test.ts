import { describe, expect, it } from 'vitest'
import { PresetId, presetOf, presets, withPreset } from '#shared/presets.ts'
import { parseSpec, suggestSpec } from '../../../electron/cluster/model/spec.ts'
import { specsIn, specText } from '../../../electron/cluster/model/written-spec.ts'

const suggestion = suggestSpec({ names: [], apiPort: 6443 })

describe('a preset', () => {
  it.each(PresetId.options)('makes a spec that the engine takes, and is known again by it: %s', (id) => {
    const spec = parseSpec(withPreset(suggestion, id))
    expect(presetOf(spec)).toBe(id)
    expect([spec.name, spec.image, spec.apiPort]).toEqual([suggestion.name, suggestion.image, suggestion.apiPort])
  })

  it('leaves nothing of the one before', () => {
    for (const before of PresetId.options)
      for (const id of PresetId.options)
        expect(withPreset(withPreset(suggestion, before), id)).toEqual({ ...suggestion, ...presets[id] })
  })

  it('is none once something else was chosen', () => {
    expect(presetOf({ ...suggestion, agents: 7 })).toBeUndefined()
  })
})

describe('a written spec', () => {
  it('is read as it was written down', () => {
    const spec = parseSpec({ ...withPreset(suggestion, 'production'), env: { HTTPS_PROXY: 'http://p:1' } })
    const [read] = specsIn(specText(spec), 'sampan.yaml')
    expect([parseSpec(read?.spec), read?.leftOut]).toEqual([spec, []])
  })

  it('may be one of k3d: what Sampan has a word for is taken over, the rest is named', () => {
    const text = `
apiVersion: k3d.io/v1alpha5
kind: Simple
metadata: { name: shop }
servers: 3
agents: 2
kubeAPI: { hostIP: "0.0.0.0", hostPort: "6550" }
image: rancher/k3s:v1.35.5-k3s1
token: superSecretToken
volumes: [{ volume: /my/host:/path, nodeFilters: ["server:0"] }]
ports:
  - { port: 8080:80, nodeFilters: [loadbalancer] }
  - { port: 30000-30010:30000-30010 }
env: [{ envVar: bar=baz=1, nodeFilters: ["server:0"] }]
registries:
  create: { name: registry.localhost }
  config: |
    mirrors: { docker.io: { endpoint: [https://mirror.example] } }
options:
  k3s:
    extraArgs:
      - { arg: "--tls-san=my.host", nodeFilters: ["server:*"] }
      - { arg: --disable=traefik, nodeFilters: ["server:*"] }
      - { arg: --node-label=a=b, nodeFilters: ["agent:*"] }
  runtime: { serversMemory: 1g }
`
    const [read] = specsIn(text, 'k3d.yaml')
    const { version, apiPort, image, token } = suggestion
    expect(parseSpec({ version, apiPort, image, token, ...read?.spec })).toEqual({
      ...suggestion,
      name: 'shop',
      servers: 3,
      datastore: { kind: 'etcd' },
      agents: 2,
      apiPort: 6550,
      apiAccess: 'lan',
      image: 'rancher/k3s:v1.35.5-k3s1',
      token: { kind: 'given', value: 'superSecretToken' },
      ports: [8080, ...Array.from({ length: 11 }, (_, index) => 30_000 + index)].map((hostPort) => {
        return { hostIp: '127.0.0.1', hostPort, nodePort: hostPort === 8080 ? 80 : hostPort, protocol: 'tcp' }
      }),
      volumes: [{ source: '/my/host', path: '/path', on: 'server-0' }],
      k3sArgs: [
        { flag: '--tls-san=my.host', on: 'server' },
        { flag: '--node-label=a=b', on: 'agent' },
      ],
      disable: ['traefik'],
      registries: 'mirrors: { docker.io: { endpoint: [https://mirror.example] } }\n',
      limits: { memoryBytes: 1024 ** 3 },
    })
    expect(read?.leftOut).toEqual(['env: bar', 'registries.create.name'])
  })
  it.each([
    [1, undefined, []],
    [2, undefined, ['servers']],
    [5, 5, []],
    [7, undefined, ['servers']],
  ])('of %s servers is taken over where etcd takes that many', (servers, expected, leftOut) => {
    const [read] = specsIn(`apiVersion: k3d.io/v1alpha5\nkind: Simple\nservers: ${servers}\n`, 'k3d.yaml')
    expect([read?.spec.servers, read?.leftOut]).toEqual([expected, leftOut])
  })

  it.each([
    ['an alias that leads nowhere', 'name: *gone'],
    ['one that leads into itself', 'name: demo\nenv: &env { A: *env }'],
    [
      'more of them than anybody writes',
      `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\nname: demo`,
    ],
  ])('is no YAML that can be read with %s', (_, text) => {
    const found = expect.objectContaining({ code: 'spec.unparsable', params: expect.objectContaining({ line: 1 }) })
    expect(() => specsIn(text, 'demo.yaml')).toThrow(expect.objectContaining({ problem: found }))
  })

  it.each([
    ['no mapping', '- a', { field: 'spec', reason: 'reason.noMapping' }],
    ['without a name', 'agents: 1', { field: 'name', reason: 'reason.missing' }],
    ['whose name is no text', 'name: 5', { field: 'name', reason: 'reason.wrongType', subject: 'string' }],
  ])('is refused in words of the catalogue: %s', (_, text, params) => {
    const found = expect.objectContaining({ code: 'spec.invalid', params })
    expect(() => specsIn(text, 'demo.yaml')).toThrow(expect.objectContaining({ problem: found }))
  })
})

import { describe, expect, it } from 'vitest'
import { specsIn } from '../../../electron/cluster/model/written-spec.ts'

const leftOutOf = (body: string) =>
  specsIn(`apiVersion: k3d.io/v1alpha5\nkind: Simple\n${body}`, 'k3d.yaml')[0]?.leftOut
const versions = 'k3d.io/v1alpha2, k3d.io/v1alpha3, k3d.io/v1alpha4, k3d.io/v1alpha5'

describe('a file of k3d', () => {
  it.each([
    [
      'the value of a variable',
      'env: [{ envVar: DB_PASSWORD=PLANTED, nodeFilters: ["agent:0"] }]',
      ['env: DB_PASSWORD'],
    ],
    ['the value of a variable as text', 'env: [A_TOKEN=PLANTED]', ['env: A_TOKEN']],
    [
      'a login of a proxy',
      'env: [{ envVar: "HTTP_PROXY=http://me:PLANTED@gate.example", nodeFilters: ["agent:0"] }]\nregistries: { use: ["https://me:PLANTED@repo.example"] }',
      ['env: HTTP_PROXY', 'registries.use[0]'],
    ],
    ['a variable without a name', 'env: [{ envVar: A=b }, { envVar: "=PLANTED" }]', ['env[1]']],
    [
      'the text of a file',
      'files: [{ source: "kind: Secret\\ndata: PLANTED", destination: s.yaml }]',
      ['files: s.yaml'],
    ],
    ['the text of a file for nowhere', 'files: [{ description: mine, source: "{ data: PLANTED }" }]', ['files[0]']],
    ['a file that is no text', 'files: [{ source: { data: PLANTED } }]', ['files[0]']],
    ['a long text', `files: [a.yaml, PLANTED${'x'.repeat(60)}]`, ['files: a.yaml', 'files[1]']],
    [
      'the value of a flag',
      'options: { k3s: { extraArgs: [{ arg: "--token=PLANTED", nodeFilters: ["server:7"] }, { arg: "--token PLANTED", nodeFilters: ["server:7"] }] } }',
      ['options.k3s.extraArgs: --token', 'options.k3s.extraArgs: --token'],
    ],
  ])('%s is not among the names of what is left out', (_, body, expected) => {
    expect(leftOutOf(body)).toEqual(expected)
  })

  it.each<[title: string, text: string, field: string, reason: string, subject: string]>([
    ['of an unknown version', 'apiVersion: k3d.io/v1alpha6\nkind: Simple', 'apiVersion', 'oneOf', versions],
    ['without a version', 'apiVersion: k3d.io/\nkind: Simple', 'apiVersion', 'oneOf', versions],
    ['of another kind', 'apiVersion: k3d.io/v1alpha5\nkind: Cluster', 'kind', 'oneOf', 'Simple'],
    ['with a kind that is no text', 'apiVersion: k3d.io/v1alpha5\nkind: [Simple]', 'kind', 'oneOf', 'Simple'],
    ...(
      [
        ['servers: many', 'servers', 'number'],
        ['agents: "2"', 'agents', 'number'],
        ['servers: 1.5', 'servers', 'int'],
        ['metadata: demo', 'metadata', 'object'],
        ['metadata: { name: [a] }', 'metadata.name', 'string'],
        ['image: 1.36', 'image', 'string'],
        ['token: { value: a }', 'token', 'string'],
        ['kubeAPI: 6550', 'kubeAPI', 'object'],
        ['ports: 8080:80', 'ports', 'array'],
        ['env: { A: b }', 'env', 'array'],
        ['options: []', 'options', 'object'],
        ['options: { k3s: [] }', 'options.k3s', 'object'],
        ['options: { k3s: { extraArgs: --a } }', 'options.k3s.extraArgs', 'array'],
        ['options: { runtime: { serversMemory: 1.5 } }', 'options.runtime.serversMemory', 'string'],
        ['options: { k3d: { wait: "yes" } }', 'options.k3d.wait', 'boolean'],
        ['registries: []', 'registries', 'object'],
      ] as const
    ).map(([body, field, type]): [string, string, string, string, string] => [
      `with ${body}`,
      `apiVersion: k3d.io/v1alpha5\nkind: Simple\n${body}`,
      field,
      'wrongType',
      type,
    ]),
  ])('%s is refused', (_, text, field, reason, subject) => {
    const refused = () => specsIn(text, 'k3d.yaml')
    const expected = { code: 'spec.invalid', params: { field, reason: `reason.${reason}`, subject } }
    expect(refused).toThrow(expect.objectContaining({ problem: expected }))
  })

  it('may have its keys without values', () => {
    const keys = ['metadata', 'servers', 'image', 'kubeAPI', 'ports', 'env', 'options', 'registries']
    expect(leftOutOf(keys.map((key) => `${key}:\n`).join(''))).toEqual([])
  })
})

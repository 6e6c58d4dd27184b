import { describe, expect, it } from 'vitest'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { variablesPath } from '../../../electron/cluster/model/node-files.ts'
import { meantSpec, shownSpec } from '../../../electron/cluster/model/shown-spec.ts'
import { testFacts, testRecord, testSpec } from './record.ts'

describe('a variable of the nodes', () => {
  it.each([
    ['HTTPS_PROXY', 'http://ci:p@ss@gate.example:3128', 'http://ci:********@gate.example:3128'],
    ['HTTPS_PROXY', 'http://gate.example:3128', 'http://gate.example:3128'],
    ['APP_PASSWORD', 'pw', '********'],
    ['APP_PASSWORD', '', ''],
    ['DBPASSWD', 'pw', '********'],
    ['AWS_SECRET_ACCESS_KEY', 'pw', '********'],
    ['GITHUB_TOKEN', 'pw', '********'],
    ['REGISTRY_AUTH', 'pw', '********'],
    ['BYPASS', 'all', 'all'],
    ['TOKEN_FILE', '/etc/token', '/etc/token'],
    ['K3S_NODE_NAME', 'one', 'one'],
  ])('%s=%s is shown as %s', (name, value, expected) => {
    const spec = testSpec({ env: { [name]: value } })
    expect(shownSpec(spec).env).toEqual({ [name]: expected })
    expect(meantSpec(shownSpec(spec), spec)).toEqual(spec)
  })

  it('that is secret stands in a file of the node and not in its container, whatever is in it', () => {
    const env = { HTTPS_PROXY: 'http://ci:pw@gate.example:3128', APP_PASSWORD: "it's\n$HOME", PLAIN: 'yes' }
    const { containers } = blueprint(testRecord({ env }), testFacts)
    const [server] = containers
    expect(Object.keys(server?.container.env ?? {})).toEqual(['PLAIN', 'NO_PROXY', 'no_proxy'])
    expect(server?.files.find(({ path }) => path === variablesPath)).toEqual({
      path: variablesPath,
      mode: 0o600,
      content: "export HTTPS_PROXY='http://ci:pw@gate.example:3128'\nexport APP_PASSWORD='it'\\''s\n$HOME'\n",
    })
  })

  it('is asked for again where another one has come in its place', () => {
    const old = testSpec({ env: { HTTPS_PROXY: 'http://ci:pw@gate.example:3128' } })
    const elsewhere = testSpec({ env: { HTTPS_PROXY: 'http://ci:********@other.example:3128' } })
    expect(() => meantSpec(elsewhere, old)).toThrow('spec.invalid')
    expect(() => meantSpec(shownSpec(old), undefined)).toThrow('spec.invalid')
  })
})

describe('a token and flags that are secret', () => {
  const spec = testSpec({
    token: { kind: 'given', value: 'planted-1' },
    k3sArgs: [
      '--agent-token=planted-2',
      '--etcd-s3-secret-key=planted-3',
      '--etcd-s3-proxy=http://ci:planted-4@p:1',
    ].map((flag) => ({ flag, on: 'server' as const })),
  })

  it('are hidden, and are meant when that comes back', () => {
    expect(JSON.stringify(shownSpec(spec))).not.toContain('planted')
    expect(meantSpec({ ...shownSpec(spec), agents: 2 }, spec)).toEqual({ ...spec, agents: 2 })
    expect(() => meantSpec(shownSpec(spec), testSpec())).toThrow('spec.invalid')
  })
})

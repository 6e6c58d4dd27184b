import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { registriesFiles } from '../../../electron/cluster/model/registries-files.ts'
import { meantSpec, shownSpec } from '../../../electron/cluster/model/shown-spec.ts'
import { checkRegistries } from '../../../electron/registry/registries-file.ts'
import { localPem, pathInNode, takenFiles, withPathsInNode } from '../../../electron/registry/taken-files.ts'
import { testRecord } from '../cluster/record.ts'

const folder = mkdtempSync(join(tmpdir(), 'taken-files-'))
const [ca, key, other] = ['ca.crt', 'client.key', 'notes.txt'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
const secret = '-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----\n'
writeFileSync(ca, certificate)
writeFileSync(key, secret)
writeFileSync(other, 'nothing of the kind')
afterAll(() => rmSync(folder, { recursive: true }))

const text = `mirrors:
  docker.io: {endpoint: ["https://a.example.net"]}
configs:
  a.example.net:
    tls:
      ca_file: ${ca} # of the company
      cert_file: '${other}'
      key_file: "${key}"
`

describe('certificates and keys of this machine', () => {
  it('are taken along where a registries.yaml names them, and nothing else is', () => {
    expect(takenFiles(text, {})).toEqual({ [ca]: certificate, [key]: secret })
    expect([localPem(other), localPem(folder), localPem('/var/lib/rancher/k3s/ca.crt'), localPem('ca.crt')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('are remarked upon only where they are not', () => {
    const files = takenFiles(text, {})
    const found = checkRegistries(text, { isTaken: (path) => Object.hasOwn(files, path) })
    expect(found.map(({ line, rule }) => [line, rule])).toEqual([[7, 'file_not_in_node']])
  })

  it('lie in every node under the paths that its text then has', () => {
    const { spec } = testRecord({ registries: text, registryFiles: takenFiles(text, {}) })
    const files = registriesFiles(spec, 'v1.36.3+k3s1')
    const written = files.find(({ path }) => path.endsWith('registries.yaml'))?.content
    expect(written).toBe(text.replace(ca, pathInNode(ca)).replace(key, pathInNode(key)))
    expect(files.map(({ path, mode, content }) => [path, mode, content])).toEqual(
      expect.arrayContaining([
        [pathInNode(ca), 0o600, certificate],
        [pathInNode(key), 0o600, secret],
      ]),
    )
    const hosts = files.find(({ path }) => path.endsWith('hosts.json'))?.content
    expect([hosts?.includes(pathInNode(ca)), hosts?.includes(ca)]).toEqual([true, false])
    expect(withPathsInNode(text, {})).toBe(text)
  })

  it('are shown without the key, which is meant when it comes back', () => {
    const { spec } = testRecord({ registries: text, registryFiles: takenFiles(text, {}) })
    const shown = shownSpec(spec)
    expect([JSON.stringify(shown).includes('planted'), meantSpec(shown, spec)]).toEqual([false, spec])
    expect(() => meantSpec(shown, undefined)).toThrow()
  })
})

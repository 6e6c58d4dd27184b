import { expect, it } from 'vitest'
import { hiddenChanges } from '../../../electron/cluster/model/hidden-changes.ts'
import { shownSpec } from '../../../electron/cluster/model/shown-spec.ts'
import { testSpec } from './record.ts'

const mask = '********'
const registries = (one: string, other: string) =>
  `configs:\n  a.example:\n    auth: {username: u, password: "${one}"}\n  b.example:\n    auth: {username: u, password: "${other}"}\n`
const spec = (secret: string) =>
  testSpec({
    registries: registries(secret, 'same'),
    env: { APP_PASSWORD: secret, HTTPS_PROXY: `http://ci:${secret}@gate.example:3128`, PLAIN: secret },
    token: { kind: 'given', value: `token-${secret}` },
    datastore: { kind: 'external', endpoint: `postgres://u:${secret}@db.example:5432/k3s` },
    registryFiles: { '/etc/client.key': `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n` },
  })

it('names the secrets that change, and hides them', () => {
  const [before, after] = [spec('old-secret'), spec('new-secret')]
  expect(hiddenChanges(before, after)).toEqual([
    { field: 'registries.configs.a.example.auth.password', before: mask, after: mask },
    { field: 'env.APP_PASSWORD', before: mask, after: mask },
    {
      field: 'env.HTTPS_PROXY',
      before: `http://ci:${mask}@gate.example:3128`,
      after: `http://ci:${mask}@gate.example:3128`,
    },
    { field: 'token.value', before: mask, after: mask },
    {
      field: 'datastore.endpoint',
      before: `postgres://u:${mask}@db.example:5432/k3s`,
      after: `postgres://u:${mask}@db.example:5432/k3s`,
    },
    { field: 'registryFiles./etc/client.key', before: mask, after: mask },
  ])
  expect(JSON.stringify(hiddenChanges(before, after))).not.toMatch(/(old|new)-secret/)
})

it('has nothing to say of secrets that stay, or come back as they were shown', () => {
  const before = spec('old-secret')
  expect([hiddenChanges(before, before), hiddenChanges(before, shownSpec(before))]).toEqual([[], []])
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RegistriesForm } from '#shared/registry.ts'
import { formOf, withForm, withoutLogins } from '../../../electron/registry/registries-form.ts'
import { remarkTable } from './remark-table.ts'

/** What people and generators put into such fields: words, addresses, patterns, quotes, YAML's own signs, words that YAML takes for values. */
const word = fc.oneof(
  fc.constantFrom(
    'docker.io',
    'repo.example.net:5000',
    '[fd00::5]:5000',
    '*',
    'yes',
    'no',
    '00123',
    '1e3',
    'null',
    '~',
    '0x1f',
  ),
  fc.constantFrom(
    'https://mirror.example.net',
    '^library/(.*)$',
    'hub/$1',
    'p@ss: #1',
    "it's",
    '"q"',
    'a\\b',
    '- x',
    '{a: b}',
  ),
  // The only one that YAML keeps for itself, also in quotes.
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).filter((text) => text !== '<<'),
)
const optional = fc.oneof(fc.constant(''), word)
const form: fc.Arbitrary<RegistriesForm> = fc.record({
  mirrors: fc.uniqueArray(
    fc.record({
      name: word,
      endpoints: fc.array(word, { maxLength: 3 }),
      rewrites: fc.uniqueArray(fc.record({ pattern: word, replacement: optional }), {
        maxLength: 3,
        selector: ({ pattern }) => pattern,
      }),
    }),
    { maxLength: 3, selector: ({ name }) => name },
  ),
  configs: fc.uniqueArray(
    fc.record({
      host: word,
      username: optional,
      password: optional,
      auth: optional,
      identityToken: optional,
      caFile: optional,
      certFile: optional,
      keyFile: optional,
      skipVerify: fc.boolean(),
    }),
    { maxLength: 3, selector: ({ host }) => host },
  ),
})

const texts = remarkTable.map(({ text }) => text).filter((text) => formOf(text) !== undefined)

describe('a registries.yaml as a form', () => {
  it('becomes the same form again, whatever text it is written into', () =>
    fc.assert(
      fc.property(fc.constantFrom('', '# mine\n', ...texts), form, (text, wanted) => {
        expect(formOf(withForm(text, wanted))).toEqual(wanted)
      }),
      { numRuns: 150 },
    ))

  it.each(texts)('leaves the text alone where nothing is changed: %j', (text) => {
    const same = formOf(text)
    expect(same && withForm(text, same)).toBe(text)
  })

  it('has what k3s takes of keys that occur twice, and leaves later documents alone', () => {
    const text =
      'mirrors:\n  a.example: {}\nmirrors:\n  b.example: {}\nconfigs:\n  c.example:\n    auth: {username: u}\n    auth: {password: p}\n---\n# Mine\nconfigs: {d.example: {auth: {password: not-a-secret}}}\n'
    const found = formOf(text)
    expect(found?.mirrors.map(({ name }) => name)).toEqual(['a.example', 'b.example'])
    expect(found?.configs).toMatchObject([{ host: 'c.example', username: 'u', password: 'p' }])
    const changed = withForm(text, { mirrors: [], configs: [] })
    expect(formOf(changed)).toEqual({ mirrors: [], configs: [] })
    expect(changed).toContain(text.slice(text.indexOf('---')))
    expect(withoutLogins(text)).not.toMatch(/not-a-secret|password/)
  })

  it('keeps comments, order, quotes and keys that nobody knows', () => {
    const text = `# registries of the team
x-owner: platform # who to ask
mirrors:
  # Docker Hub
  docker.io:
    endpoint:
      - 'https://old.example.net' # to go
      - "https://mirror.example.net" # stays
    x-note: keep me
configs:
  mirror.example.net: # the login
    auth:
      username: ci # robot
      password: 'p'
`
    const before = formOf(text)
    if (!before) throw new Error('no form')
    const after = withForm(text, {
      mirrors: before.mirrors.map((mirror) => ({
        ...mirror,
        endpoints: ['https://mirror.example.net', 'https://new.example.net'],
      })),
      configs: before.configs.map((config) => ({ ...config, password: 'q: #1' })),
    })
    expect(after).toBe(`# registries of the team
x-owner: platform # who to ask
mirrors:
  # Docker Hub
  docker.io:
    endpoint:
      - "https://mirror.example.net" # stays
      - https://new.example.net
    x-note: keep me
configs:
  mirror.example.net:
    # the login
    auth:
      username: ci # robot
      password: "q: #1"
`)
  })
})

import { describe, expect, it } from 'vitest'
import { applyFix, type RegistriesFinding } from '#shared/registry.ts'
import { checkRegistries } from '../../../electron/registry/registries-file.ts'
import { remarkTable } from './remark-table.ts'

const said = ({ line, severity, rule, subject, becomes, fix }: RegistriesFinding) =>
  [
    `${line} ${severity} ${rule} ${subject}`,
    ...(becomes === undefined ? [] : [`⇒ ${becomes}`]),
    ...(fix ? [`→ ${fix.kind} ${fix.subject}`] : []),
  ]
    .join(' ')
    .trimEnd()

/** What is left of a text when the first fix is taken, then the first of what is left, and so on. */
function mended(text: string, k3sVersion: string | undefined): string {
  let now = text
  for (let times = 0; times < 20; times += 1) {
    const fix = checkRegistries(now, { k3sVersion }).find((finding) => finding.fix)?.fix
    if (!fix) return now
    now = applyFix(now, fix)
  }
  throw new Error(`Its fixes come to no end: ${now}`)
}

describe('remarks about a registries.yaml', () => {
  it('are known by more than forty texts', () => expect(remarkTable.length).toBeGreaterThanOrEqual(40))

  it('names twenty errors of YAML at most, and how many more there are', () => {
    const found = checkRegistries('a: b: c\n'.repeat(300))
    expect(found.length).toBe(21)
    expect(found.slice(0, 20).every(({ rule }) => rule === 'not_yaml')).toBe(true)
    expect(found.at(-1)).toMatchObject({ severity: 'error', rule: 'more_errors', subject: '280' })
  })

  it.each(remarkTable.map((each) => [`${each.version ?? 'any k3s'}: ${JSON.stringify(each.text)}`, each] as const))(
    'say line, reason and cure for %s',
    (_, { text, version, remarks, fixed }) => {
      const found = checkRegistries(text, { k3sVersion: version })
      expect(found.map(said)).toEqual(remarks.map((remark) => remark.trimEnd()))
      expect(mended(text, version)).toBe(fixed ?? text)
    },
  )
})

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('`npm run check` is format, lint, types and unit, by the names that the test runner has for them', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const names = [...read('scripts/test.mjs').matchAll(/^ +(?:\{ )?name: '(\w+)'/gm)].map(([, name]) => name)
  const wanted = /^node scripts\/test\.mjs (.+)$/.exec(scripts.check ?? '')?.[1]?.split(' ')
  expect([wanted, wanted?.filter((name) => !names.includes(name))]).toEqual([['format', 'lint', 'types', 'unit'], []])
})

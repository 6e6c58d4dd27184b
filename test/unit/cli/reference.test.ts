import { expect, it } from 'vitest'
import { z } from 'zod'
import { AsideLine, StdoutLine } from '../../../electron/cli/json-lines.ts'
import { lineSchema } from '../../../electron/cli/json-shape.ts'
import { type CliContext, createProgram } from '../../../electron/cli/program.ts'
import { reference } from '../../../electron/cli/reference.ts'

const nobody = () => Promise.reject(new Error('nothing is run here'))
// The reference is made of the commands' definitions alone.
const context = { openEngine: nobody, openLogs: nobody, discover: nobody, version: '0', isJson: false } as unknown
const program = createProgram({ ...(context as CliContext), signal: new AbortController().signal })

it('docs/cli.md is what sampan help --all prints', async () => {
  await expect(reference(program)).toMatchFileSnapshot('../../../docs/cli.md')
})

it('names every command, exit code and kind of line', () => {
  const text = reference(program)
  for (const command of program.commands) expect(text).toContain(`### sampan ${command.name()}`)
  for (const { shape } of [...StdoutLine.options, ...AsideLine.options]) {
    const kinds = shape.kind instanceof z.ZodEnum ? shape.kind.options : [...shape.kind.values]
    for (const kind of kinds) expect(text).toMatch(new RegExp(`\`\\{ [^\`]*kind: [^\`]*"${kind}"`))
  }
})

it('the JSON Schema takes what the schema takes, and refuses what it refuses', () => {
  const printed = z.fromJSONSchema(JSON.parse(JSON.stringify(lineSchema('stdout'))))
  const event = { kind: 'done', cluster: 'demo', durationMs: 12 }
  const wrong = [{ ...event, durationMs: 'long' }, { kind: 'nonsense' }, { kind: 'done' }, []]
  expect([event, ...wrong].map((line) => printed.safeParse(line).success)).toEqual([true, false, false, false, false])
})

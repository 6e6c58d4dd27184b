import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { mergeEntries } from '../../../electron/kubeconfig/merge-entries.ts'
import { removeEntries } from '../../../electron/kubeconfig/remove-entries.ts'
import { demo, read } from './entry.ts'
import { randomKubeconfig } from './random-kubeconfig.ts'

/** As many as the issue asks for; each is merged into, merged into again, and taken out of. */
const numRuns = 10_000

it('any kubeconfig is byte for byte as before when the entries are gone again, and keeps every foreign byte while they are there', () => {
  fc.assert(
    fc.property(randomKubeconfig, fc.boolean(), (text, isCurrent) => {
      const plain = text.replace(/^\uFEFF/, '')
      const options = { name: 'sampan-demo', isCurrent, onClash: 'rename' } as const
      const merged = mergeEntries(read(text), demo, options)
      // Every foreign byte is where it was, in its order: what was put in can be cut out again. Only the name of the current
      // context, and a null that became a list, are replaced.
      let rest = merged.text
      let done = 0
      for (const piece of untouched(plain, merged.splices)) {
        const at = rest.indexOf(piece)
        if (at === -1) throw new Error(`Lost: ${JSON.stringify(piece)}`)
        rest = rest.slice(at + piece.length)
        done += piece.length
      }
      expect(done).toBe(plain.length - merged.splices.reduce((sum, { start, end }) => sum + end - start, 0))
      // A reader sees the old config plus ours.
      expect(withoutOurs(parse(merged.text), merged.name)).toEqual(normal(parse(plain), isCurrent))
      expect(mergeEntries(read(merged.text), demo, options).text).toBe(merged.text)
      expect(removeEntries(read(merged.text), demo)?.text).toBe(plain)
    }),
    { numRuns },
  )
}, 120_000)

function untouched(text: string, splices: readonly { start: number; end: number }[]): string[] {
  const pieces: string[] = []
  let done = 0
  for (const { start, end } of [...splices].sort((a, b) => a.start - b.start)) {
    pieces.push(text.slice(done, start))
    done = end
  }
  return [...pieces, text.slice(done)]
}

type Config = Record<string, unknown> | null

const lists = ['clusters', 'contexts', 'users']

function withoutOurs(config: Config, name: string): Config {
  const rest: Record<string, unknown> = { ...config }
  for (const list of lists) {
    const entries = rest[list]
    if (!Array.isArray(entries)) throw new Error(`${list} is no list`)
    const ours = entries.filter((each) => each.name === name)
    expect(ours).toHaveLength(1)
    rest[list] = entries.filter((each) => each.name !== name)
  }
  if (rest['current-context'] === name) rest['current-context'] = 'ours'
  return { apiVersion: 'v1', kind: 'Config', ...rest }
}

/** A list that is absent or null is an empty one. */
function normal(config: Config, isCurrent: boolean): Config {
  const rest: Record<string, unknown> = { apiVersion: 'v1', kind: 'Config', ...config }
  for (const list of lists) rest[list] ??= []
  if (isCurrent) rest['current-context'] = 'ours'
  return rest
}

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const longest = 300

const sources = ['electron', 'renderer', 'shared', 'scripts', 'test', 'resources/node'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|cjs|js|css|sh)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
)

describe('a source file', () => {
  it('is at most 300 lines long, or its first line says why it is longer', () => {
    const tooLong = sources.filter((path) => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n')
      return lines.length - 1 > longest && !givesReason(lines[0] ?? '')
    })
    expect(tooLong).toEqual([])
  })

  it('gives a reason only in a comment that speaks of its length', () => {
    expect(
      [
        '// Longer than a file should be because it is one interface.',
        '/** Every text, in English. One table, hence its length. */',
        '// Embedded etcd as it looks from outside.',
        "import { long } from './long.ts'",
        '// long',
      ].map(givesReason),
    ).toEqual([true, true, false, false, false])
  })
})

function givesReason(line: string): boolean {
  return /^(\/\/|\/\*\*?|#) .*\b(long|longer|length)\b/i.test(line) && line.split(' ').length > 5
}

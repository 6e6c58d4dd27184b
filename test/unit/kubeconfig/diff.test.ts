import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffOf } from '../../../electron/kubeconfig/diff.ts'
import { mergeEntries } from '../../../electron/kubeconfig/merge-entries.ts'
import { demo, read } from './entry.ts'
import { randomKubeconfig } from './random-kubeconfig.ts'

const options = { name: 'sampan-demo', isCurrent: true, onClash: 'rename' } as const
const linesOf = (text: string) =>
  text.split(/\r?\n/).filter((line, index, all) => index < all.length - 1 || line !== '')

describe('the preview of a merge', () => {
  it('shows what is added and removed, with three lines around it, and no secrets', () => {
    const text = `${Array.from({ length: 9 }, (_, index) => `x${index}: y`).join('\n')}\ncurrent-context: prod\nusers: []\nclusters: []\ncontexts: []\n`
    const merged = mergeEntries(read(text), demo, options)
    const diff = diffOf(text, merged.splices)
    expect(diff.slice(0, 6).map(({ kind, number, text: line }) => [kind, number, line])).toEqual([
      ['gap', 6, ''],
      ['same', 7, 'x6: y'],
      ['same', 8, 'x7: y'],
      ['same', 9, 'x8: y'],
      ['removed', 10, 'current-context: prod'],
      ['added', 10, 'current-context: sampan-demo'],
    ])
    expect(diff.some(({ text: line }) => line.includes(demo.clientKey))).toBe(false)
    expect(diff.some(({ kind, text: line }) => kind === 'added' && line === 'current-context: sampan-demo')).toBe(true)
  })

  it('accounts for every line of any kubeconfig', () => {
    fc.assert(
      fc.property(randomKubeconfig, (file) => {
        const text = file.replace(/^\uFEFF/, '')
        const merged = mergeEntries(read(text), demo, options)
        const diff = diffOf(text, merged.splices)
        const count = (wanted: string) => diff.filter(({ kind }) => kind === wanted).length
        expect(linesOf(text).length - count('removed') + count('added')).toBe(linesOf(merged.text).length)
        const same = diff.filter(({ kind }) => kind === 'same').map(({ number }) => number)
        expect(same).toEqual([...new Set(same)].sort((a, b) => a - b))
      }),
      { numRuns: 500 },
    )
  })
})

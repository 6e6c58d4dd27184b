import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverOf, duplicatesOf, type Kept } from '../../../electron/images/duplicates.ts'

const entry = (id: string, forNodes: Record<string, string>, more: Partial<Kept> = {}): Kept => ({
  id,
  k3sVersion: 'v1.36.2+k3s1',
  platform: 'linux/amd64',
  forEngine: [],
  forNodes: Object.keys(forNodes),
  ids: forNodes,
  ...more,
})

describe('a duplicate in the image library', () => {
  const small = entry('small', { pause: '1' })
  const large = entry('large', { pause: '1', coredns: '2' })

  it('is an archive all of whose images others have, by name and content', () => {
    expect(duplicatesOf([small, large])).toEqual(new Set(['small']))
    expect(duplicatesOf([small, entry('other', { pause: '9', coredns: '2' })])).toEqual(new Set())
    expect(duplicatesOf([entry('two', { pause: '1', app: '3' }), small, large, entry('app', { app: '3' })])).toEqual(
      new Set(['two', 'small']),
    )
  })

  it('is none of another version, architecture or use, or where nobody has noted the contents', () => {
    const others = [
      entry('version', { pause: '1' }, { k3sVersion: 'v1.36.3+k3s1' }),
      entry('platform', { pause: '1' }, { platform: 'linux/arm64' }),
      entry('use', { pause: '1' }, { forNodes: [], forEngine: ['pause'] }),
      entry('old', { pause: '1' }, { ids: undefined }),
    ]
    for (const other of others) expect(duplicatesOf([other, small])).toEqual(new Set())
    expect(coverOf(small, others)).toBeUndefined()
    expect(coverOf(small, [...others, large])).toEqual([large])
  })

  it('is one of two that have the same, and with all duplicates removed every image is still there', () => {
    expect(duplicatesOf([small, { ...small, id: 'same' }])).toEqual(new Set(['small']))
    const names = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2'), { minKeys: 1 })
    fc.assert(
      fc.property(fc.array(names, { maxLength: 6 }), (all) => {
        const entries = all.map((ids, at) => entry(String(at), ids))
        const images = (of: readonly Kept[]) =>
          new Set(of.flatMap(({ ids = {} }) => Object.entries(ids).map(([name, id]) => `${name} ${id}`)))
        const duplicates = duplicatesOf(entries)
        const left = entries.filter(({ id }) => !duplicates.has(id))
        expect(images(left)).toEqual(images(entries))
        expect(duplicatesOf(left)).toEqual(new Set())
      }),
    )
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type KnownWorkloads, keyOfWorkload, type WorkloadRow, withChange } from '#shared/workloads.ts'
import { RowBook } from '../../../../electron/kubernetes/workloads/row-book.ts'

const kinds = ['Deployment', 'StatefulSet'] as const
const row = (kind: (typeof kinds)[number], name: string, ready: number): WorkloadRow => ({
  kind,
  namespace: 'shop',
  name,
  uid: name,
  health: 'well',
  status: 'available',
  ready,
  desired: 3,
})

const name = fc.constantFrom('a', 'b', 'c', 'd')
const kind = fc.constantFrom(...kinds)
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const), kind, name, ready: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ do: fc.constant('delete' as const), kind, name }),
  fc.record({
    do: fc.constant('list' as const),
    kind,
    objects: fc.uniqueArray(fc.record({ name, ready: fc.integer({ min: 0, max: 2 }) }), {
      selector: (one) => one.name,
    }),
    isWhole: fc.boolean(),
  }),
  fc.record({ do: fc.constant('read' as const) }),
)

it('whoever takes each change has the same rows in the end as whoever has them all', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const book = new RowBook()
      const truth = new Map<string, WorkloadRow>()
      let known: KnownWorkloads | undefined
      const read = () => {
        const news = book.take()
        if (!news) return
        known = withChange(known, { rows: [...news.rows], gone: [...news.gone], listed: [], refused: [] })
      }
      const put = (one: WorkloadRow) => {
        truth.set(keyOfWorkload(one), one)
        book.put(one)
      }
      for (const each of steps) {
        if (each.do === 'read') read()
        else if (each.do === 'put') put(row(each.kind, each.name, each.ready))
        else if (each.do === 'delete') {
          truth.delete(`${each.kind} shop/${each.name}`)
          book.delete({ kind: each.kind, namespace: 'shop', name: each.name })
        } else {
          // A list that breaks off says nothing of what it has not named.
          book.beginList(each.kind)
          for (const one of each.objects) put(row(each.kind, one.name, one.ready))
          if (!each.isWhole) continue
          book.endList(each.kind)
          const named = new Set<string>(each.objects.map((one) => one.name))
          for (const [key, one] of truth) if (one.kind === each.kind && !named.has(one.name)) truth.delete(key)
        }
      }
      read()
      expect(new Map([...(known?.rows ?? [])].sort())).toEqual(new Map([...truth].sort()))
      expect(book.take()).toBeUndefined()
    }),
  )
})

it('what comes out as it was is no news, also in a list that is made anew', () => {
  const book = new RowBook()
  book.put(row('Deployment', 'a', 1))
  book.put(row('Deployment', 'b', 1))
  book.take()
  book.beginList('Deployment')
  book.put(row('Deployment', 'a', 1))
  expect(book.take()).toBeUndefined()
  book.endList('Deployment')
  expect(book.take()).toEqual({ rows: [], gone: ['Deployment shop/b'] })
})

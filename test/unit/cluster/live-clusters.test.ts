import { expect, it } from 'vitest'
import type { EngineStatus } from '#shared/cluster.ts'
import { LatestValue } from '../../../electron/async/latest-value.ts'
import { Operations } from '../../../electron/cluster/change/operations.ts'
import { LiveClusters } from '../../../electron/cluster/read/live-clusters.ts'

it('the picture of the clusters is never older than the last change, however long somebody took over the one before', async () => {
  const status = new LatestValue<EngineStatus>({ kind: 'connecting' })
  const unexpected = () => {
    throw new Error('No engine is connected')
  }
  const operations = new Operations()
  const live = new LiveClusters({
    source: { watch: (signal) => status.watch(signal), runtime: unexpected },
    operations,
    makeEngine: unexpected,
  })
  const ending = new AbortController()
  const running = live.run(ending.signal).catch(() => undefined)
  const pictures = live.watch(ending.signal)[Symbol.asyncIterator]()
  expect((await pictures.next()).value).toEqual({ engine: { kind: 'connecting' }, clusters: [] })
  void operations.run({ cluster: 'demo', operation: 'create' }, () => new Promise(() => undefined))
  // The reader is still busy with the first picture while this is told.
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect((await pictures.next()).value).toMatchObject({ clusters: [{ name: 'demo', state: 'creating' }] })
  ending.abort()
  await running
})

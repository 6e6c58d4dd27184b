import { createServer } from 'node:http'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ApiConnection, ApiStatusError } from '../../../electron/kubernetes/api-connection.ts'
import type { WatchFailure } from '../../../electron/kubernetes/kube-api.ts'
import { watchCollection } from '../../../electron/kubernetes/watch.ts'
import { KubeServer } from './kube-server.ts'

const path = '/api/v1/things'
const schema = z.object({ metadata: z.object({ name: z.string() }), size: z.number() })
const thing = (name: string, size = 1) => ({ metadata: { name }, size })

describe('watching a collection', () => {
  let server: KubeServer
  let connection: ApiConnection
  let controller: AbortController
  let url: string
  const sizes = (objects: ReadonlyMap<string, z.infer<typeof schema>>) =>
    Object.fromEntries([...objects.values()].map(({ metadata, size }) => [metadata.name, size]))
  /** Follows in the background; `until` waits for a picture. */
  const follow = () => {
    const seen: Record<string, number>[] = []
    const ended = (async () => {
      for await (const objects of watchCollection(connection, { path, schema }, controller.signal))
        seen.push(sizes(objects))
    })()
    const until = (picture: Record<string, number>) =>
      waitFor(() => JSON.stringify(sorted(seen.at(-1))) === JSON.stringify(sorted(picture)))
    return { seen, ended, until }
  }

  beforeEach(async () => {
    server = new KubeServer()
    url = `http://127.0.0.1:${await server.listen()}`
    connection = new ApiConnection(async () => ({ server: new URL(url) }))
    controller = new AbortController()
  })
  afterEach(async () => {
    controller.abort()
    connection.close()
    await server.close()
  })

  it('gives the present objects at once, then again after each change', async () => {
    server.put(path, thing('a'))
    const { seen, until } = follow()
    await until({ a: 1 })
    await waitFor(() => server.openWatches === 1)
    server.put(path, thing('b', 2))
    await until({ a: 1, b: 2 })
    server.put(path, thing('a', 3))
    server.delete(path, 'b')
    await until({ a: 3 })
    expect(seen).toEqual([{ a: 1 }, { a: 1, b: 2 }, { a: 3, b: 2 }, { a: 3 }])
  })

  it('goes on where it was when the server ends the watch in good order, without listing again', async () => {
    const { until } = follow()
    await waitFor(() => server.openWatches === 1)
    server.put(path, thing('a'))
    await until({ a: 1 })
    server.endWatches()
    await waitFor(() => server.openWatches === 1)
    server.put(path, thing('b'))
    await until({ a: 1, b: 1 })
    expect(server.requests.filter((request) => !request.includes('watch='))).toHaveLength(1)
  })

  it('lists anew when the server has forgotten where it was', async () => {
    server.put(path, thing('a'))
    const { until } = follow()
    await waitFor(() => server.openWatches === 1)
    server.endWatches()
    server.delete(path, 'a')
    server.put(path, thing('b'))
    server.forgetHistory()
    await until({ b: 1 })
    expect(server.requests.filter((request) => !request.includes('watch='))).toHaveLength(2)
  })

  it('comes back after answers of 503 and broken connections, and says nothing meanwhile', async () => {
    server.put(path, thing('a'))
    const { seen, until } = follow()
    await waitFor(() => server.openWatches === 1)
    server.status = 503
    server.tearWatches()
    await waitFor(() => server.requests.length >= 4)
    expect(seen).toEqual([{ a: 1 }])
    server.status = undefined
    await waitFor(() => server.openWatches === 1)
    server.put(path, thing('b'))
    await until({ a: 1, b: 1 })
  })

  it.each([401, 403, 500])('tells of answers of %d, and when they are over', async (status) => {
    server.put(path, thing('a'))
    const told: (string | undefined)[] = []
    const report = (failure: WatchFailure | undefined) =>
      told.push(failure && (failure.error instanceof Error ? failure.error.message : ''))
    server.status = status
    const watching = watchCollection(connection, { path, schema }, controller.signal, report)
    const first = watching.next()
    await waitFor(() => told.length === 2)
    server.status = undefined
    expect(sizes((await first).value ?? new Map())).toEqual({ a: 1 })
    expect(new Set(told)).toEqual(new Set([expect.stringContaining(`HTTP ${status}`), undefined]))
    expect(told.at(-1)).toBeUndefined()
    await watching.return()
  })

  it('tells of answers that make no sense, also in the middle of a watch, and lists anew', async () => {
    let answers: string[] = []
    const nonsense = createServer((request, response) => {
      const [answer = '', ...others] = answers
      answers = others
      response.writeHead(200)
      if (request.url?.includes('watch=')) response.write(answer)
      else response.end(answer)
    })
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve))
    const address = nonsense.address()
    const port = typeof address === 'object' ? address?.port : 0
    const other = new ApiConnection(async () => ({ server: new URL(`http://127.0.0.1:${port}`) }))
    const list = JSON.stringify({ metadata: { resourceVersion: '1' }, items: [thing('a')] })
    answers = ['<html>', '{"kind":"NotAList"}', list, '{"type":"SINGING"}\n', list]
    const told: boolean[] = []
    const watching = watchCollection(other, { path, schema }, controller.signal, (failure) =>
      told.push(Boolean(failure)),
    )
    expect(sizes((await watching.next()).value ?? new Map())).toEqual({ a: 1 })
    expect(told).toEqual([true, true, false])
    expect(sizes((await watching.next()).value ?? new Map())).toEqual({ a: 1 })
    expect(told).toEqual([true, true, false, true, false])
    await watching.return()
    other.close()
    nonsense.closeAllConnections()
    await new Promise((resolve) => nonsense.close(resolve))
  })

  it('leaves out what does not fit and keeps the rest', async () => {
    server.put(path, { metadata: { name: 'broken' }, size: 'big' })
    server.put(path, thing('a'))
    await follow().until({ a: 1 })
  })

  it('throws for a path that the server does not know only where that is an answer', async () => {
    server.unknownPaths.add(path)
    const optional = watchCollection(connection, { path, schema, isOptional: true }, controller.signal)
    await expect(optional.next()).rejects.toBeInstanceOf(ApiStatusError)
    const { seen } = follow()
    await waitFor(() => server.requests.length >= 3)
    expect(seen).toEqual([])
  })

  it('ends at once when aborted and leaves no connection behind', async () => {
    const { ended } = follow()
    await waitFor(() => server.openWatches === 1)
    controller.abort()
    await ended
    connection.close()
    await waitFor(() => server.openSockets === 0)
  })

  it('shows the true picture in the end whatever happens on the way', async () => {
    const step = fc.constantFrom('put', 'delete', 'end', 'tear', 'break', 'forget')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.constantFrom('a', 'b', 'c')), { maxLength: 12 }), async (steps) => {
        const own = new KubeServer()
        const ownConnection = new ApiConnection(async () => ({
          server: new URL(`http://127.0.0.1:${await own.listen()}`),
        }))
        const stop = new AbortController()
        const expected: Record<string, number> = {}
        let seen: Record<string, number> | undefined
        const ended = (async () => {
          for await (const objects of watchCollection(ownConnection, { path, schema }, stop.signal))
            seen = sizes(objects)
        })()
        for (const [index, [kind, name]] of steps.entries()) {
          if (kind === 'put') {
            expected[name] = index
            own.put(path, thing(name, index))
          } else if (kind === 'delete') {
            delete expected[name]
            own.delete(path, name)
          } else if (kind === 'end') own.endWatches()
          else if (kind === 'tear') own.tearWatches()
          else if (kind === 'break') own.breakConnections()
          else own.forgetHistory()
        }
        await waitFor(() => JSON.stringify(sorted(seen)) === JSON.stringify(sorted(expected)))
        stop.abort()
        await ended
        ownConnection.close()
        await own.close()
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})

function sorted(picture: Record<string, number> | undefined): [string, number][] | undefined {
  return picture && Object.entries(picture).sort(([left], [right]) => (left < right ? -1 : 1))
}

async function waitFor(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

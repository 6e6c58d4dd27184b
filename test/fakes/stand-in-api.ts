import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApi } from '../fake-k3s/src/api.mjs'
import { Datastore } from '../fake-k3s/src/datastore.mjs'

/** As much of an object as a store needs; the rest is whatever a test says. */
export interface StoredObject {
  readonly kind: string
  readonly apiVersion: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown }
  readonly [key: string]: unknown
}

/** The stand-in's Kubernetes API on a port of this machine, without a node and without controllers: nothing changes by itself. */
export async function serveStandInApi() {
  const folder = mkdtempSync(join(tmpdir(), 'sampan-api-'))
  const store = new Datastore(join(folder, 'state.json'))
  const version = { version: 'v1.36.2+k3s1', minor: 36, commit: '1db4568', go: 'go1.26.0' }
  const handle = createApi({ store, version: Object(version), address: '127.0.0.1', onDelete: () => undefined })
  const requests: string[] = []
  /** Looked at before anything else: a status is answered instead. */
  const gate: { refuses?: (method: string, path: string) => number | undefined } = {}
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://server')
    requests.push(`${request.method} ${request.url}`)
    const status = gate.refuses?.(request.method ?? '', url.pathname)
    if (status === undefined) return void handle(request, response, url)
    const body = {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message: `refused with ${status}`,
      code: status,
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  if (place === null || typeof place === 'string') throw new Error('A TCP server has a port')
  return {
    url: new URL(`http://127.0.0.1:${place.port}`),
    requests,
    gate,
    put: (key: string, object: StoredObject): { metadata: { uid: string; resourceVersion: string } } =>
      store.put(key, object),
    get: (key: string, name: string, namespace: string) => store.get(key, name, namespace),
    remove: (key: string, name: string, namespace: string) => store.remove(key, name, namespace),
    /** What was, is too old to be asked for. */
    forgetHistory: () => {
      store.put('v1/configmaps', { metadata: { name: `m${store.revision}`, namespace: 'x' } })
      store.history = []
    },
    breakConnections: () => server.closeAllConnections(),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      store.save()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type StandInApi = Awaited<ReturnType<typeof serveStandInApi>>

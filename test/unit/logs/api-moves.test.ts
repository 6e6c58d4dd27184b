import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logSources } from '../../../electron/logs/log-sources.ts'
import type { FollowerEvents } from '../../../electron/logs/node-follower.ts'

const pod = { kind: 'pod', namespace: 'a', pod: 'b', container: 'c', isPrevious: false } as const
const silent: FollowerEvents = {
  line: () => undefined,
  batch: () => undefined,
  state: () => undefined,
  mark: () => undefined,
}

describe('the logs of a cluster whose API has moved', () => {
  const asked: string[] = []
  let server: Server
  let port = 0
  beforeEach(async () => {
    asked.length = 0
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(404).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  it('are asked for where it is now, by all who were refused with one new kubeconfig', async () => {
    const freePort = await portOfNobody()
    let reads = 0
    const sources = logSources({} as never, async () => {
      reads += 1
      return kubeconfigOf(reads === 1 ? freePort : port)
    })
    const ending = new AbortController()
    const following = [1, 2, 3].map(() => sources.follow(pod, silent, ending.signal))
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(2)
    expect(reads).toBe(2)
    ending.abort(new DOMException('enough', 'AbortError'))
    await Promise.all(following)
    sources.close()
  }, 20_000)
})

async function portOfNobody(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const kubeconfigOf = (port: number) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'd', cluster: { server: `http://127.0.0.1:${port}`, 'certificate-authority-data': 'QQ==' } }],
    users: [{ name: 'd', user: { 'client-certificate-data': 'QQ==', 'client-key-data': 'QQ==' } }],
    contexts: [{ name: 'd', context: { cluster: 'd', user: 'd' } }],
    'current-context': 'd',
  })

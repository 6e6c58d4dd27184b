import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type KnownWorkloads, type WorkloadRow, withChange, workloadKinds } from '#shared/workloads.ts'
import { ApiConnection } from '../../../../electron/kubernetes/api-connection.ts'
import { RowBook } from '../../../../electron/kubernetes/workloads/row-book.ts'
import { watchEvents } from '../../../../electron/kubernetes/workloads/watch-events.ts'
import { type WorkloadsPicture, watchWorkloads } from '../../../../electron/kubernetes/workloads/watch-workloads.ts'
import { type StandInApi, serveStandInApi } from '../../../fakes/stand-in-api.ts'

const pod = (name: string, status: object = {}) => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name, namespace: 'shop' },
  spec: { nodeName: 'server-0', containers: [{ name: 'app', image: 'app:1' }] },
  status: {
    phase: 'Running',
    containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: {} } }],
    ...status,
  },
})
const creating = {
  phase: 'Pending',
  containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ContainerCreating' } } }],
}

// A deadline, not a pause: whatever is waited for comes at once where the machine is free.
describe('watching what runs in a cluster', { timeout: 60_000 }, () => {
  let api: StandInApi
  let connection: ApiConnection
  let controller: AbortController

  beforeEach(async () => {
    api = await serveStandInApi()
    connection = new ApiConnection(async () => ({ server: api.url }))
    controller = new AbortController()
  })
  afterEach(async () => {
    controller.abort()
    connection.close()
    await api.close()
  })

  /** Follows in the background, as the window does. */
  const follow = () => {
    const pictures: WorkloadsPicture[] = []
    let known: KnownWorkloads | undefined
    const ended = (async () => {
      for await (const picture of watchWorkloads(connection, new RowBook(), controller.signal)) {
        pictures.push(picture)
        known = withChange(known, {
          ...picture,
          rows: [...picture.rows],
          gone: [...picture.gone],
          listed: [...picture.listed],
          refused: [],
        })
      }
    })()
    const row = (key: string): WorkloadRow | undefined => known?.rows.get(key)
    const names = () => [...(known?.rows.values() ?? [])].map(({ name }) => name).sort()
    return { pictures, ended, row, names, known: () => known }
  }
  const until = (what: string, isSo: () => boolean) => expect.poll(isSo, { timeout: 20_000, message: what }).toBe(true)

  it('tells first pages at once, and of a change only what has changed', async () => {
    for (let number = 0; number < 1200; number += 1) api.put('v1/pods', pod(`p${number}`))
    const { pictures, names, known } = follow()
    await until('all is listed', () => names().length === 1200 && known()?.listed.size === workloadKinds.length)
    const pages = api.requests.filter((line) => line.startsWith('GET /api/v1/pods?') && !line.includes('watch='))
    expect(pages).toHaveLength(3)
    expect(pictures[0]?.rows.length).toBeLessThanOrEqual(1000)
    const before = pictures.length
    api.put('v1/pods', pod('p7', creating))
    api.remove('v1/pods', 'p8', 'shop')
    await until('the change is told', () => names().length === 1199)
    const news = pictures.slice(before)
    expect(news.flatMap(({ rows }) => rows.map(({ name }) => name))).toEqual(['p7'])
    expect(news.flatMap(({ gone }) => gone)).toEqual(['Pod shop/p8'])
  })

  it('gives a pod its reason whenever its event comes, and takes it away with it', async () => {
    const { uid } = api.put('v1/pods', pod('web', creating)).metadata
    const { row } = follow()
    await until('the pod is there', () => row('Pod shop/web') !== undefined)
    api.put('v1/events', {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: 'web.1', namespace: 'shop' },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web', uid },
      type: 'Warning',
      reason: 'FailedMount',
      message: 'secret "keys" not found',
      lastTimestamp: new Date().toISOString(),
    })
    await until('it says why', () => row('Pod shop/web')?.reason === 'secret "keys" not found')
    api.remove('v1/events', 'web.1', 'shop')
    await until('it says so no more', () => row('Pod shop/web')?.health === 'busy')
  })

  it('lists anew what the server has forgotten, and tells only the difference', async () => {
    api.put('v1/pods', pod('a'))
    api.put('v1/pods', pod('b'))
    const { names, pictures, known } = follow()
    await until('both are there', () => names().length === 2 && known()?.listed.size === workloadKinds.length)
    const before = pictures.length
    api.breakConnections()
    api.remove('v1/pods', 'a', 'shop')
    api.put('v1/pods', pod('c'))
    api.forgetHistory()
    await until('the difference is told', () => names().join() === 'b,c')
    expect(pictures.slice(before).flatMap(({ rows }) => rows.map(({ name }) => name))).toEqual(['c'])
  })

  it('says which kind may not be listed, and shows the others', async () => {
    api.put('v1/pods', pod('a'))
    api.gate.refuses = (_, path) => (path.endsWith('/ingresses') ? 403 : path.endsWith('/cronjobs') ? 404 : undefined)
    const { pictures, names, known } = follow()
    await until('it is said', () => pictures.at(-1)?.refused[0]?.kind === 'Ingress' && names().length === 1)
    expect(pictures.at(-1)?.refused[0]?.error.words).toBe('refused with 403')
    // This Kubernetes has no cron jobs: that is no problem.
    await until('the rest is listed', () => known()?.listed.size === workloadKinds.length - 1)
    expect(pictures.every(({ failure }) => failure === undefined)).toBe(true)
    delete api.gate.refuses
    await until('it may be listed', () => pictures.at(-1)?.refused.length === 0)
  })

  it('says since when the API does not answer, and takes up where it was', async () => {
    api.put('v1/pods', pod('a'))
    const { pictures, names } = follow()
    await until('the pod is there', () => names().join() === 'a')
    api.gate.refuses = () => 503
    api.breakConnections()
    await until('it fails', () => pictures.at(-1)?.failure !== undefined)
    api.put('v1/pods', pod('b'))
    delete api.gate.refuses
    await until('it is back', () => names().join() === 'a,b')
  })

  it('shows events with warnings first, of all objects or of one', async () => {
    const event = (name: string, type: string, of: string, minute: number) =>
      api.put('v1/events', {
        kind: 'Event',
        apiVersion: 'v1',
        metadata: { name, namespace: 'shop' },
        involvedObject: { kind: 'Pod', namespace: 'shop', name: of },
        type,
        reason: name,
        message: name,
        count: 3,
        lastTimestamp: `2026-11-27T08:0${minute}:00Z`,
      })
    event('early', 'Warning', 'a', 1)
    event('late', 'Warning', 'b', 2)
    event('fine', 'Normal', 'a', 3)
    const told = async (of?: Parameters<typeof watchEvents>[1]['of']) => {
      for await (const { events } of watchEvents(connection, { of, signal: controller.signal }))
        return events.map(({ reason, count }) => `${reason} ${count}`)
      return []
    }
    expect(await told()).toEqual(['late 3', 'early 3', 'fine 3'])
    expect(await told({ kind: 'Pod', namespace: 'shop', name: 'a' })).toEqual(['early 3', 'fine 3'])
  })
})

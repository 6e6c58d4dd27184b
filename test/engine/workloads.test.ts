import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type ControllerRow,
  type KnownWorkloads,
  keyOfWorkload,
  type PodRow,
  type WorkloadRef,
  type WorkloadTarget,
  withChange,
} from '#shared/workloads.ts'
import { execute, isStandIn, until } from './docker.ts'
import { createObject } from './kubectl-create.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const signal = new AbortController().signal
/** One that a real k3s has in its image, where nothing can be pulled. */
const image = isStandIn ? 'shop/web:1.4.2' : 'rancher/mirrored-pause:3.10.2'
const patience = 120_000

describe.skipIf(world.missing)(`what runs in a cluster${world.missing ? ` (${world.missing})` : ''}`, () => {
  const spec = world.spec()
  const cluster = spec.name
  const server = `sampan-${cluster}-server-0`
  const web: WorkloadRef = { kind: 'Deployment', namespace: 'shop', name: 'web' }
  let known: KnownWorkloads | undefined
  let watching: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined

  beforeAll(async () => {
    await world.engine.create(spec, { signal })
    await createObject(server, '/api/v1/namespaces', {
      kind: 'Namespace',
      apiVersion: 'v1',
      metadata: { name: 'shop' },
    })
    await createObject(server, '/apis/apps/v1/namespaces/shop/deployments', {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'web', image }] },
        },
      },
    })
  }, 300_000)
  afterAll(() => world.sweep(cluster))
  afterEach(async () => {
    watching?.stop.abort()
    await watching?.ended
    known = undefined
  })

  function watch() {
    const stop = new AbortController()
    const ended = (async () => {
      for await (const change of world.engine.workloads(cluster, stop.signal)) known = withChange(known, change)
    })()
    watching = { stop, ended }
  }

  const deployment = () => known?.rows.get(keyOfWorkload(web)) as ControllerRow | undefined // by its key
  const pods = () =>
    [...(known?.rows.values() ?? [])].filter(
      (row): row is PodRow => row.kind === 'Pod' && row.namespace === 'shop' && row.owner?.name === 'web',
    )
  const settled = (count: number) =>
    until(
      `web has ${count} pods`,
      async () =>
        deployment()?.status === (count === 0 ? 'scaledToZero' : 'available') &&
        pods().length === count &&
        pods().every(({ health }) => health === 'well'),
      patience,
    )
  const target = (): WorkloadTarget => ({ ...web, uid: deployment()?.uid ?? '' })

  it('is told as rows, with the node and the owner of each pod', async () => {
    watch()
    await settled(2)
    expect(pods().map(({ node, owner, containers, status }) => ({ node, owner, containers, status }))).toEqual(
      Array(2).fill({ node: server, owner: { kind: 'Deployment', name: 'web' }, containers: 1, status: 'Running' }),
    )
    expect(known?.rows.has('Service default/kubernetes')).toBe(true)
  })

  it('is scaled from what was seen, and from nothing else', async () => {
    watch()
    await settled(2)
    await world.engine.scaleWorkload(cluster, { ...target(), from: 2, to: 3 }, signal)
    await settled(3)
    expect(
      await problemFrom(world.engine.scaleWorkload(cluster, { ...target(), from: 2, to: 1 }, signal)),
    ).toMatchObject({ code: 'workload.scaled_meanwhile', params: { replicas: 3 } })
    await world.engine.scaleWorkload(cluster, { ...target(), from: 3, to: 0 }, signal)
    await settled(0)
    await world.engine.scaleWorkload(cluster, { ...target(), from: 0, to: 2 }, signal)
    await settled(2)
  })

  it('is restarted pod by pod', async () => {
    watch()
    await settled(2)
    const before = new Set(pods().map(({ uid }) => uid))
    await world.engine.restartWorkload(cluster, target(), signal)
    await until('all pods are others', async () => pods().every(({ uid }) => !before.has(uid)), patience)
    await settled(2)
  })

  it('is described as YAML, and has its events', async () => {
    watch()
    await settled(2)
    const yaml = await world.engine.workloadYaml(cluster, web, signal)
    expect(yaml).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\n/)
    expect(yaml).toContain(image)
    expect(yaml).not.toContain('managedFields')
    const pod = pods()[0]
    for await (const { events } of world.engine.workloadEvents(cluster, { of: pod }, signal)) {
      if (events.length === 0) continue
      expect(events.every(({ object }) => object.name === pod?.name)).toBe(true)
      break
    }
  })

  it('is said to be unknown while the cluster is stopped, and known again after its start', async () => {
    watch()
    await settled(2)
    await world.engine.stop(cluster, { signal })
    await until('nothing is known', async () => known?.unknown !== undefined, patience)
    expect(pods()).toHaveLength(2)
    await world.engine.start(cluster, { signal })
    await until('it is known again', async () => known?.unknown === undefined, patience)
    await settled(2)
  })

  it('is replaced when it is a pod that is deleted, and gone with its pods when it is not', async () => {
    watch()
    await settled(2)
    const [pod] = pods()
    if (!pod) throw new Error('There is no pod')
    await world.engine.deleteWorkload(cluster, pod, signal)
    await until('it is gone', async () => pods().every(({ uid }) => uid !== pod.uid), patience)
    await settled(2)
    const last = target()
    await world.engine.deleteWorkload(cluster, last, signal)
    await until('all is gone', async () => deployment() === undefined && pods().length === 0, patience)
    await world.engine.deleteWorkload(cluster, last, signal)
    expect(await problemFrom(world.engine.workloadYaml(cluster, web, signal))).toMatchObject({
      code: 'workload.gone',
      params: { object: 'Deployment shop/web' },
    })
    const { stdout } = await execute('docker', ['exec', server, 'kubectl', 'get', 'pods', '-n', 'shop', '-o', 'name'])
    expect(stdout.trim()).toBe('')
  })
})

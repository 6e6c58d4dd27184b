import { request } from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { OperationEvent, OperationKind } from '#shared/operation.ts'
import type { OperationOptions } from '../../electron/cluster/change/operate.ts'
import type { ClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { leanComponents, leftovers, objects, quickBoot, testImage, uniqueName, until } from './docker.ts'
import { LiveApp } from './live-app.ts'
import { SecondEngine, secondEngineMissing } from './second-engine.ts'

const missing = await secondEngineMissing()
const options = { signal: new AbortController().signal }
/** The picture must be true again this long after Docker answers. */
const truthWithinMs = 5000

describe.skipIf(missing)(
  `Docker is restarted in the middle of an operation${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let engine: SecondEngine
    let app: LiveApp
    let nextPort = 31_000 + Math.floor(Math.random() * 1000)
    const specOf = (more: Partial<ClusterSpec> = {}) =>
      parseSpec({
        ...{ version: 1, name: uniqueName(), image: testImage, apiPort: nextPort++ },
        ...{ disable: leanComponents, env: quickBoot },
        ...more,
      })
    const bystander = specOf()
    const looking = new AbortController()
    const lies: string[] = []

    beforeAll(async () => {
      engine = await SecondEngine.open()
      app = await LiveApp.open(engine.address)
      await app.live.engine().create(bystander, options)
      await strangers(engine)
      void lookForLies().catch((error: unknown) => {
        if (!looking.signal.aborted) lies.push(String(error))
      })
    })
    afterAll(async () => {
      looking.abort()
      await app?.close()
      await engine?.close()
    })

    /** Whenever the picture begins to call the bystander ready, its API must answer. What was last known is no claim. */
    async function lookForLies(): Promise<void> {
      let wasReady = false
      for await (const { engine: status, clusters } of app.watch(looking.signal)) {
        const state = clusters.find(({ name }) => name === bystander.name)?.state
        const isReady = status.kind === 'connected' && state === 'ready'
        if (isReady && !wasReady && !(await answers(bystander.apiPort)))
          lies.push(`${new Date().toISOString()}: ready, and nobody answers`)
        wasReady = isReady
      }
    }

    interface Case {
      readonly kind: OperationKind
      /** In the middle of what. */
      readonly while: string
      /** Restart once this is told. */
      readonly at: (event: OperationEvent) => boolean
      /** Whether a whole cluster is there before. */
      readonly before: 'nothing' | 'running' | 'stopped'
      readonly work: (cluster: ClusterEngine, spec: ClusterSpec, options: OperationOptions) => Promise<unknown>
      /** What brings it to an end afterwards, and the state that this leads to. */
      readonly after: (cluster: ClusterEngine, spec: ClusterSpec) => Promise<unknown>
    }

    const step = (action: string, state: 'running' | 'done') => (event: OperationEvent) =>
      event.kind === 'step' && event.action === action && event.state === state

    const cases: Case[] = [
      {
        kind: 'create',
        while: 'its first container has just been made',
        before: 'nothing',
        at: step('create container', 'done'),
        work: (cluster, spec, more) => cluster.create(spec, more),
        after: (cluster, { name }) => cluster.delete(name, options),
      },
      {
        kind: 'change',
        while: 'a node is made again',
        before: 'running',
        at: step('replace container', 'running'),
        work: (cluster, spec, more) => cluster.apply({ ...spec, env: { ...spec.env, ADDED: 'yes' } }, more),
        after: (cluster, { name }) => cluster.start(name, { ...options, timeoutMs: 60_000 }),
      },
      {
        kind: 'start',
        while: 'a node starts',
        before: 'stopped',
        at: step('start container', 'running'),
        work: (cluster, { name }, more) => cluster.start(name, more),
        after: (cluster, { name }) => cluster.start(name, { ...options, timeoutMs: 60_000 }),
      },
      {
        kind: 'stop',
        while: 'a node stops',
        before: 'running',
        at: step('stop container', 'running'),
        work: (cluster, { name }, more) => cluster.stop(name, more),
        after: (cluster, { name }) => cluster.stop(name, options),
      },
      {
        kind: 'restart',
        while: 'a node stops',
        before: 'running',
        at: step('stop container', 'running'),
        work: (cluster, { name }, more) => cluster.restart(name, more),
        after: (cluster, { name }) => cluster.start(name, { ...options, timeoutMs: 60_000 }),
      },
      {
        kind: 'restart',
        while: 'it boots',
        before: 'running',
        at: (event) => event.kind === 'step' && event.stage === 'api' && event.state === 'running',
        work: (cluster, { name }, more) => cluster.restart(name, more),
        after: (cluster, { name }) => cluster.start(name, { ...options, timeoutMs: 60_000 }),
      },
      {
        kind: 'delete',
        while: 'a node has just been removed',
        before: 'running',
        at: step('remove container', 'done'),
        work: (cluster, { name }, more) => cluster.delete(name, more),
        after: (cluster, { name }) => cluster.delete(name, options),
      },
    ]

    it.each(cases)(
      '$kind, while $while: nobody else is touched, the picture is true again in time, and it can be finished',
      async (each) => {
        const spec = specOf()
        const others = await objects(engine.docker)
        if (each.before !== 'nothing') await app.live.engine().create(spec, options)
        if (each.before === 'stopped') await app.live.engine().stop(spec.name, options)

        let restarting: Promise<void> | undefined
        const ending = app.run(
          each.kind,
          spec.name,
          (cluster, more) => each.work(cluster, spec, more),
          (event) => {
            if (each.at(event)) restarting ??= engine.restart()
          },
        )
        await until('Docker is being restarted', async () => restarting !== undefined)
        await restarting

        await untilTrue(app, engine)
        const last = await ending
        if (last?.kind === 'problem') {
          // Gone on `undone`, listed otherwise: nothing is left that nobody tells of.
          const left = await leftovers(spec.name, engine.docker)
          await until(
            'the picture has what is left',
            async () => app.snapshot().clusters.some(({ name }) => name === spec.name) === left.length > 0,
            truthWithinMs,
          )
          // A change that is undone leaves the cluster of before.
          if (last.undone) expect(left.length > 0).toBe(each.before !== 'nothing')
        }

        if ((await leftovers(spec.name, engine.docker)).length > 0) await each.after(app.live.engine(), spec)
        const end = app.live.engine()
        if (each.kind === 'create' || each.kind === 'delete')
          expect(await leftovers(spec.name, engine.docker)).toEqual([])
        else {
          await untilTrue(app, engine)
          await end.delete(spec.name, options)
        }
        await untilTrue(app, engine)
        expect([await leftovers(spec.name, engine.docker), await objects(engine.docker)]).toEqual([[], others])
      },
    )

    it('the bystander is Ready again in the end, and was never said to be before it was', async () => {
      const shown = () => {
        const found = app.snapshot().clusters.find(({ name }) => name === bystander.name)
        return { state: found?.state, code: found?.problem?.code, detail: found?.problem?.detail }
      }
      await expect.poll(shown, { timeout: 30_000 }).toMatchObject({ state: 'ready' })
      expect([await answers(bystander.apiPort), lies]).toEqual([true, []])
    })
  },
)

/** Things of somebody who has never heard of Sampan. */
async function strangers({ docker }: SecondEngine): Promise<void> {
  await docker.createVolume({ Name: 'stranger', Labels: { mine: 'yes' } })
  await docker.createNetwork({ Name: 'stranger', Driver: 'bridge' })
  await docker.createContainer({ name: 'stranger', Image: testImage, Cmd: ['server'] })
}

/** The engine is connected, and the nodes are shown as Docker has them: a moment's race is allowed, no more. */
async function untilTrue(app: LiveApp, engine: SecondEngine): Promise<void> {
  let shown = ''
  let real = ''
  const isTrue = async () => {
    real = await nodesOf(engine)
    const { engine: status, clusters } = app.snapshot()
    const nodes = clusters.flatMap(({ nodes: each }) => each.map(({ name, container }) => `${name} ${container}`))
    shown = JSON.stringify([status.kind, nodes.filter((node) => !node.endsWith(' missing')).sort()])
    return shown === real
  }
  await until('the picture is true', isTrue, truthWithinMs).catch((error: unknown) => {
    expect({ shown, error: String(error) }).toEqual({ shown: real, error: '' })
  })
}

async function nodesOf({ docker }: SecondEngine): Promise<string> {
  const containers = await docker.listContainers({ all: true, filters: { label: ['dev.sampan.cluster'] } })
  const nodes = containers.map(({ Names: [name = ''], State }) => `${name.slice(1)} ${State}`)
  return JSON.stringify(['connected', nodes.filter((node) => /-(server|agent)-\d+ /.test(node)).sort()])
}

/** Whether an API server listens there: it refuses the nameless, and that is an answer. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, path: '/readyz', rejectUnauthorized: false, timeout: 2000 })
    asking.on('response', (response) => {
      response.resume()
      resolve(response.statusCode === 200 || response.statusCode === 401)
    })
    asking.on('timeout', () => asking.destroy())
    asking.on('error', () => resolve(false))
    asking.end()
  })
}

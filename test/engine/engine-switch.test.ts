import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClusterRef, ClusterSpec } from '#shared/cluster.ts'
import type { RequestInput, RequestName } from '#shared/contract.ts'
import type { OperationEvent } from '#shared/operation.ts'
import { keepKubeconfigs } from '../../electron/app/kubeconfig-keeper.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { addressOf } from '../../electron/docker/docker-endpoint.ts'
import {
  docker,
  dockerConnection,
  execute,
  leanComponents,
  leftovers,
  objects,
  quickBoot,
  sweep,
  testImage,
  uniqueName,
  until,
} from './docker.ts'
import { LiveApp } from './live-app.ts'
import { SecondEngine, secondEngineMissing } from './second-engine.ts'

const missing = await secondEngineMissing()
/** The picture must be true this long after another engine was chosen. */
const truthWithinMs = 5000

describe.skipIf(missing)(
  `another engine, with a cluster of the same name${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const name = uniqueName()
    const another = uniqueName()
    const firstAddress = addressOf(dockerConnection())
    let second: SecondEngine
    let app: LiveApp
    /** The two clusters. */
    let here: ClusterRef
    let there: ClusterRef
    const ending = new AbortController()
    const lies: string[] = []

    let nextPort = 33_000 + Math.floor(Math.random() * 1000)
    const specOf = (more: Partial<ClusterSpec> = {}) =>
      parseSpec({
        ...{ version: 1, name, image: testImage, apiPort: nextPort++, disable: leanComponents, env: quickBoot },
        ...more,
      })
    const specHere = specOf()
    const specThere = specOf()

    beforeAll(async () => {
      second = await SecondEngine.open()
      app = await LiveApp.open(firstAddress)
      here = await choose(firstAddress)
      await done('clusters.create', { engineId: here.engineId, spec: specHere, choose: [] })
      there = await choose(second.address)
      await done('clusters.create', { engineId: there.engineId, spec: specThere, choose: [] })
      const engine = () => app.live.engine()
      const { kubeconfigs } = app
      for (const following of [keepKubeconfigs(app.watch(ending.signal), { engine, kubeconfigs }), lookForLies()])
        following.catch((error: unknown) => {
          if (!ending.signal.aborted) lies.push(String(error))
        })
    })
    afterAll(async () => {
      ending.abort()
      await app?.close()
      await second?.close()
      await Promise.all([sweep(name), sweep(another)])
    })

    /** As its user chooses an engine; returns the cluster's reference on it, once the picture is that engine's. */
    async function choose(address: string): Promise<ClusterRef> {
      await done('engines.select', { address })
      const isShown = async () => {
        const { engine } = app.snapshot()
        return engine.kind === 'connected' && engine.address === address
      }
      await until(`the picture is that of ${address}`, isShown, truthWithinMs)
      return { engineId: app.live.engineId ?? '', name }
    }

    async function done<N extends RequestName>(request: N, input: RequestInput<N>): Promise<void> {
      expect([request, await app.ask(request, input)]).toMatchObject([request, { ok: true }])
    }

    /** A picture is of one engine, and whatever is done to a cluster is not shown at the other one of its name. */
    async function lookForLies(): Promise<void> {
      for await (const { clusters } of app.watch(ending.signal)) {
        if (new Set(clusters.map(({ engineId }) => engineId)).size > 1) lies.push('clusters of two engines')
        const shown = clusters.find(({ engineId }) => engineId === there.engineId)
        if (shown && !['running', 'starting', 'ready'].includes(shown.state)) lies.push(`there: ${shown.state}`)
      }
    }

    const stateOf = (cluster: ClusterRef) => {
      const found = app.snapshot().clusters.find((each) => each.name === cluster.name)
      return found?.engineId === cluster.engineId ? found.state : undefined
    }
    const untilReady = (cluster: ClusterRef) =>
      until('it is shown as Ready', async () => stateOf(cluster) === 'ready', 30_000)
    const merged = async () =>
      (await app.kubeconfigs.status()).files
        .flatMap((file) => file.merged.map(({ name: context, engineId }) => `${context} ${engineId}`))
        .sort()
    const privateText = (cluster: ClusterRef) =>
      readFile(app.privateKubeconfigs.path(cluster), 'utf8').catch(() => undefined)
    const kubectl = async (context: string, ...args: string[]) =>
      (await execute('kubectl', ['--kubeconfig', app.kubeconfigPath, '--context', context, ...args])).stdout.trim()
    const serverIn = (context: string) =>
      kubectl(context, 'config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}')

    it('is told apart, and each has its entry, its own kubeconfig and its own answer', async () => {
      expect(here.engineId).not.toBe(there.engineId)
      await choose(second.address)
      await untilReady(there)
      await done('kubeconfig.merge', { cluster: there })
      await choose(firstAddress)
      await untilReady(here)
      await done('kubeconfig.merge', { cluster: here })
      await until('both have a kubeconfig of their own', async () =>
        (await Promise.all([here, there].map(privateText))).every((text) => text !== undefined),
      )
      // The second one to be merged got a number, as nobody had asked for that name.
      expect(await merged()).toEqual([`sampan-${name} ${there.engineId}`, `sampan-${name}-1 ${here.engineId}`])
      expect([await serverIn(`sampan-${name}`), await serverIn(`sampan-${name}-1`)]).toEqual([
        `https://127.0.0.1:${specThere.apiPort}`,
        `https://127.0.0.1:${specHere.apiPort}`,
      ])
      // Each with its own CA and its own certificate.
      for (const context of [`sampan-${name}`, `sampan-${name}-1`])
        expect(await kubectl(context, 'get', 'nodes', '-o', 'name')).toBe(`node/sampan-${name}-server-0`)
      expect(await privateText(here)).toContain(`:${specHere.apiPort}`)
      expect(await privateText(there)).toContain(`:${specThere.apiPort}`)
    })

    it('does nothing that was asked of the one before', async () => {
      const before = [await objects(docker, name), await objects(second.docker)]
      await choose(second.address)
      const asked: { [N in RequestName]?: RequestInput<N> } = {
        'clusters.start': { cluster: here },
        'clusters.stop': { cluster: here },
        'clusters.restart': { cluster: here },
        'clusters.delete': { cluster: here },
        'clusters.apply': { cluster: here, spec: { ...specHere, agents: 1 }, basedOn: 1 },
        'clusters.create': { engineId: here.engineId, spec: { ...specHere, name: another }, choose: [] },
        'clusters.spec': { cluster: here },
        'clusters.kubeconfig': { cluster: here },
        'kubeconfig.merge': { cluster: here },
        'kubeconfig.private': { cluster: here },
      }
      for (const [request, input] of Object.entries(asked))
        expect([request, await app.ask(request as RequestName, input)]).toMatchObject([
          request,
          { ok: false, problem: { code: 'engine.changed', params: { cluster: expect.any(String) } } },
        ])
      expect([await objects(docker, name), await objects(second.docker)]).toEqual(before)
    })

    const step = (action: string, state: 'running' | 'done') => (event: OperationEvent) =>
      event.kind === 'step' && event.action === action && event.state === state
    const isAtRun = async () => (await docker.getContainer(`sampan-${name}-server-0`).inspect()).State.Running

    interface Case {
      /** The cluster on the first engine that it is about. */
      readonly on?: string
      readonly at: (event: OperationEvent) => boolean
      /** `generation`: of the cluster that they share the name of. */
      readonly ask: (generation: number) => Promise<unknown>
      /** What it has led to there. */
      readonly outcome: () => Promise<unknown>
      readonly expected: unknown
    }
    const inTheMiddle: [string, Case][] = [
      [
        'stop',
        {
          at: step('stop container', 'running'),
          ask: () => app.ask('clusters.stop', { cluster: here }),
          outcome: isAtRun,
          expected: false,
        },
      ],
      [
        'start',
        {
          at: step('start container', 'done'),
          ask: () => app.ask('clusters.start', { cluster: here }),
          outcome: isAtRun,
          expected: true,
        },
      ],
      [
        'change',
        {
          at: step('replace container', 'running'),
          ask: (generation) =>
            app.ask('clusters.apply', {
              cluster: here,
              spec: { ...specHere, env: { ...specHere.env, ADDED: 'yes' } },
              basedOn: generation,
            }),
          outcome: async () =>
            (await docker.getContainer(`sampan-${name}-server-0`).inspect()).Config.Env.includes('ADDED=yes'),
          expected: true,
        },
      ],
      [
        'restart',
        {
          at: step('stop container', 'running'),
          ask: () => app.ask('clusters.restart', { cluster: here }),
          outcome: isAtRun,
          expected: true,
        },
      ],
      [
        'create',
        {
          on: another,
          at: step('create container', 'running'),
          ask: () =>
            app.ask('clusters.create', { engineId: here.engineId, spec: specOf({ name: another }), choose: [] }),
          outcome: async () => (await docker.getContainer(`sampan-${another}-server-0`).inspect()).State.Running,
          expected: true,
        },
      ],
      [
        'delete',
        {
          at: step('remove container', 'running'),
          ask: () => app.ask('clusters.delete', { cluster: here }),
          outcome: () => leftovers(name),
          expected: [],
        },
      ],
    ]

    it.each(inTheMiddle)('lets the one before finish what was begun there: %s', async (_, each) => {
      const others = await objects(second.docker)
      await choose(firstAddress)
      const { generation } = await app.live.engine().spec(name)
      const asking = each.ask(generation)
      await begun({ engineId: here.engineId, name: each.on ?? name }, each.at)

      await choose(second.address)
      await untilReady(there)

      expect(await asking).toMatchObject({ ok: true })
      expect([await each.outcome(), await objects(second.docker)]).toEqual([each.expected, others])
    })

    /** Resolves in the middle of a cluster's operation. */
    async function begun(cluster: ClusterRef, isThere: (event: OperationEvent) => boolean): Promise<void> {
      // What a new cluster begins with is read before its operation is there.
      const isAtWork = () => app.operations.list().some((each) => each.isRunning && each.cluster.name === cluster.name)
      await expect.poll(isAtWork, { interval: 1 }).toBe(true)
      for await (const event of app.operations.watch(cluster, ending.signal)) if (isThere(event)) return
      throw new Error('It ended before it came to where it was waited for')
    }

    it('keeps its entry, its kubeconfig and its answer when the cluster of its name was deleted', async () => {
      expect([await merged(), await privateText(here)]).toEqual([[`sampan-${name} ${there.engineId}`], undefined])
      expect(await privateText(there)).toContain(`:${specThere.apiPort}`)
      expect(await kubectl(`sampan-${name}`, 'get', 'nodes', '-o', 'name')).toBe(`node/sampan-${name}-server-0`)

      await choose(firstAddress)
      expect([stateOf(here), stateOf({ ...here, name: another })]).toEqual([undefined, expect.any(String)])
      expect(lies).toEqual([])
    })
  },
)

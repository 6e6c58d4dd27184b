import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClusterSpec, Datastore } from '#shared/cluster.ts'
import { shapeFault } from '#shared/cluster-shape.ts'
import { type Blueprint, blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { datastoreChangeProblem } from '../../../electron/cluster/model/datastore-change.ts'
import type { ObservedCluster } from '../../../electron/cluster/model/observed-cluster.ts'
import { plan, removesData, type Step } from '../../../electron/cluster/model/plan.ts'
import { actsOfPlan, carryOut, DockerModel, madeFrom } from './docker-model.ts'
import { testFacts, testRecord, testSpec } from './record.ts'

const external = { kind: 'external', endpoint: 'postgres://k3s:pw@db:5432/k3s' } as const
const shapes: { servers: number; datastore: Datastore }[] = [
  { servers: 1, datastore: { kind: 'sqlite' } },
  ...[1, 3, 5].map((servers) => ({ servers, datastore: { kind: 'etcd' as const } })),
  ...[1, 2, 3].map((servers) => ({ servers, datastore: external })),
  ...[1, 2, 3].map((servers) => ({ servers, datastore: { kind: 'managed' as const, engine: 'postgres' as const } })),
]
const ports = fc.uniqueArray(fc.integer({ min: 8000, max: 8005 }), { maxLength: 2 })
/** The last server and agent may be gone after a change, the first ones stay. */
const places = fc.constantFrom(undefined, undefined, 'server-0' as const, 'agent-0' as const)
const volumes: ClusterSpec['volumes'] = [{ source: '/data', path: '/data', on: 'agents' }]
const hostAliases: ClusterSpec['hostAliases'] = [{ ip: '10.0.0.5', names: ['registry.local'] }]
const anySpec = fc
  .record({
    shape: fc.constantFrom(...shapes),
    agents: fc.integer({ min: 0, max: 3 }),
    apiPort: fc.constantFrom(6443, 6444),
    env: fc.dictionary(fc.constantFrom('A', 'B'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
    image: fc.constantFrom('rancher/k3s:v1.36.2-k3s1', 'rancher/k3s:v1.35.1-k3s1'),
    loadBalancer: fc.constantFrom(undefined, { image: 'haproxy:3.0' }),
    registries: fc.constantFrom('', 'mirrors: {}\n', 'configs: {}\n'),
    disable: fc.subarray(['traefik', 'servicelb']),
    ports: fc.tuple(ports, places).map(([all, on]) =>
      all.map((hostPort, index) => ({
        ...{ hostIp: '127.0.0.1' as const, hostPort, nodePort: 80, protocol: 'tcp' as const },
        ...(on === undefined || index > 0 ? {} : { on }),
      })),
    ),
    agentLimits: fc.constantFrom(undefined, { memoryBytes: 2 ** 30 }),
    volumes: fc.constantFrom(undefined, volumes),
    hostAliases: fc.constantFrom(undefined, hostAliases),
    desired: fc.constantFrom('running' as const, 'stopped' as const),
  })
  .map(({ shape, ...rest }) => ({ ...rest, ...shape }))

type Wanted = Partial<ClusterSpec>

/** Two that differ in some of what can be chosen, as a change makes them: of two that have nothing in common all is made again. */
const anyChange = fc
  .tuple(
    anySpec,
    anySpec,
    fc.subarray([
      'agents',
      'image',
      'loadBalancer',
      'registries',
      'disable',
      'desired',
      'ports',
      'agentLimits',
      'volumes',
      'hostAliases',
    ] as const),
    fc.boolean(),
  )
  .map(([before, other, changed, isOtherShape]) => {
    const shape = isOtherShape ? { servers: other.servers, datastore: other.datastore } : {}
    const after = { ...before, ...shape, ...Object.fromEntries(changed.map((field) => [field, other[field]])) }
    return [before, after] as const
  })
const anyPair = fc.oneof(fc.tuple(anySpec, anySpec), anyChange)

const wantedFor = (spec: Wanted, entrypoint = '#!/bin/sh\n'): Blueprint =>
  blueprint(testRecord(spec), { ...testFacts, entrypoint })
const running = (spec: Wanted): Wanted => ({ ...spec, desired: 'running' })

/** What k3s can do at all. */
const isPossible = (before: Wanted, after: Wanted) =>
  datastoreChangeProblem(testSpec(before), testSpec(after)) === undefined

const converge = (docker: DockerModel, wanted: Blueprint) => carryOut(docker, plan(wanted, docker.observed()))
const madeOf = (spec: Wanted) => {
  const docker = new DockerModel()
  converge(docker, wantedFor(spec))
  return docker
}

const isOf = (server: string) => (volume: string) => volume.startsWith(`${server}-`)

/** As it is carried out: what Kubernetes is to forget, it forgets when somebody has waited for the API. */
function carryOutPaying(docker: DockerModel, wanted: Blueprint): void {
  const owed = new Set(wanted.record.owed)
  for (const phase of plan(wanted, docker.observed())) {
    carryOut(docker, [phase])
    if (phase.steps[0]?.kind !== 'waitForApi') continue
    for (const name of owed) docker.etcd.removeMember(name)
    owed.clear()
  }
}

describe('plans, for any two specs', () => {
  it('are tested with shapes that can be had', () => {
    expect(shapes.map((shape) => shapeFault(testSpec(shape)))).toEqual(shapes.map(() => undefined))
  })

  it('lead from one to the other to what the second makes from nothing, wherever they are interrupted', () => {
    fc.assert(
      fc.property(anyPair, fc.array(fc.nat(90), { maxLength: 4 }), ([before, after], interruptions) => {
        fc.pre(isPossible(before, after))
        const docker = madeOf(before)
        const wanted = wantedFor(after)
        for (const count of interruptions) carryOut(docker, plan(wanted, docker.observed()), count)
        converge(docker, wanted)
        expect(plan(wanted, docker.observed())).toEqual([])
        // What is to leave an etcd cluster that rests, leaves it when it runs.
        converge(docker, wantedFor(running(after)))
        expect(plan(wantedFor(running(after)), docker.observed())).toEqual([])
        expect(normalized(docker)).toEqual(normalized(madeOf(running(after))))
        expect([docker.clashes, docker.etcd.faults]).toEqual([[], []])
        if (interruptions.length === 0) expect(docker.etcd.together).toEqual([])
      }),
      { numRuns: 400 },
    )
  }, 120_000)

  it('never lose the majority, wherever they are interrupted', () => {
    fc.assert(
      fc.property(anyPair, fc.array(fc.nat(90), { maxLength: 3 }), ([before, after], interruptions) => {
        fc.pre(isPossible(before, after))
        const docker = madeOf(running(before))
        const wanted = wantedFor(running(after))
        for (const count of interruptions) carryOut(docker, plan(wanted, docker.observed()), count)
        converge(docker, wanted)
        expect(docker.etcd.losses).toEqual([])
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('never have more than one server down that was up, and the next only after the API answers', () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        fc.pre(isPossible(before, after))
        const docker = madeFrom(wantedFor(running(before)))
        let touchedSinceWait = 0
        for (const { steps } of plan(wantedFor(running(after)), docker.observed())) {
          if (steps[0]?.kind === 'waitForApi') touchedSinceWait = 0
          touchedSinceWait += steps.filter((step) => takesServerDown(step, docker.observed())).length
          expect(touchedSinceWait).toBeLessThanOrEqual(1)
          carryOut(docker, [{ stage: 'containers', steps }])
        }
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('have what publishes the ports up before any server is started', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        fc.pre(spec.servers > 1)
        const started = plan(wantedFor(running(spec)), new DockerModel().observed())
          .flatMap(({ steps }) => steps)
          .flatMap((step) => (step.kind === 'startContainer' ? [step.container.role] : []))
        expect(started.filter((role) => role !== 'datastore')[0]).toBe('loadbalancer')
      }),
      { numRuns: 50 },
    )
  }, 120_000)

  it('bring back servers that were removed by hand, with their data or without, and nobody begins another cluster', () => {
    const loss = fc.record({ server: fc.nat(4), withData: fc.boolean() })
    fc.assert(
      fc.property(anySpec, loss, (spec, { server, withData }) => {
        fc.pre(spec.servers > 2)
        const docker = madeOf(running(spec))
        const lost = docker.containers.filter(({ role }) => role === 'server')[server % spec.servers]
        if (!lost) throw new Error('no server')
        docker.remove(lost.id)
        if (withData) {
          for (const name of docker.volumes) if (name.startsWith(`${lost.name}-`)) docker.removeVolume(name)
          // Paid before any server joins (`rebornServers`).
          docker.etcd.removeMember(lost.name)
        }
        converge(docker, wantedFor(running(spec)))
        expect(normalized(docker)).toEqual(normalized(madeOf(running(spec))))
        expect([docker.etcd.faults, docker.etcd.losses]).toEqual([[], []])
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('bring back a server that was removed by hand before they take another one down', () => {
    fc.assert(
      fc.property(anyPair, fc.nat(4), fc.boolean(), ([before, other], server, withData) => {
        fc.pre(before.servers > 2)
        const { servers, datastore } = before
        const docker = madeOf(running(before))
        const lost = docker.containers.filter(({ role }) => role === 'server')[server % servers]
        if (!lost) throw new Error('no server')
        docker.remove(lost.id)
        if (withData) for (const name of docker.volumes.filter(isOf(lost.name))) docker.removeVolume(name)
        const record = testRecord(running({ ...other, servers, datastore }))
        const wanted = blueprint({ ...record, owed: withData ? [lost.name] : [] }, testFacts)
        carryOutPaying(docker, wanted)
        expect(plan(wanted, docker.observed())).toEqual([])
        expect([docker.etcd.faults, docker.etcd.losses]).toEqual([[], []])
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('restart nobody for what Sampan itself chose', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const docker = madeFrom(wantedFor(running(spec)))
        const steps = plan(wantedFor(running(spec), 'another entrypoint'), docker.observed()).flatMap(
          (phase) => phase.steps,
        )
        expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['writeFiles']))
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('never take away the data of a server that stays', () => {
    fc.assert(
      fc.property(anyPair, fc.nat(90), ([before, after], count) => {
        fc.pre(isPossible(before, after))
        const docker = madeFrom(wantedFor(before))
        const staying = wantedFor(after).containers.map(({ name }) => name)
        const data = docker.volumes.filter((name) => staying.some((server) => name.startsWith(`${server}-`)))
        carryOut(docker, plan(wantedFor(after), docker.observed()), count)
        expect(docker.volumes).toEqual(expect.arrayContaining(data.filter((name) => name.includes('-server-'))))
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('take data away last: whatever fails before can be put back', () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const phases = plan(wantedFor(after), madeFrom(wantedFor(before)).observed())
        const first = phases.findIndex(removesData)
        if (first >= 0) expect(phases.slice(first).every(removesData)).toBe(true)
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('are empty where nothing differs, and only there', () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const docker = madeFrom(wantedFor(before))
        const isSame = JSON.stringify(before) === JSON.stringify(after)
        expect(actsOfPlan(plan(wantedFor(after), docker.observed())).length === 0).toBe(
          isSame && before.desired === 'running',
        )
      }),
      { numRuns: 200 },
    )
  }, 120_000)
})

/** An emptied file and one that was never there are the same to k3s, and so are a container that never ran and one that ended. */
function normalized(docker: DockerModel): unknown {
  docker.containers = docker.containers.map((container) => ({
    ...container,
    state: container.state === 'created' ? ('exited' as const) : container.state,
    files: Object.fromEntries(
      Object.entries(container.files ?? {}).filter(([path]) => !path.endsWith('registries.yaml')),
    ),
  }))
  return docker.picture()
}

function takesServerDown(step: Step, observed: ObservedCluster): boolean {
  const isServer = (id: string) => observed.containers.some((each) => each.id === id && each.role === 'server')
  if (step.kind === 'replaceContainer') return step.container.role === 'server' && step.isToRun
  if (step.kind === 'removeServer') return true
  return (step.kind === 'restartContainer' || step.kind === 'stopContainer') && isServer(step.id)
}

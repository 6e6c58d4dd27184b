import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import { type Blueprint, blueprint } from '../../../electron/cluster/model/blueprint.ts'
import type { ObservedCluster, ObservedNode } from '../../../electron/cluster/model/observed-cluster.ts'
import { plan, removesData, type Step } from '../../../electron/cluster/model/plan.ts'
import { actsOfPlan, carryOut, DockerModel, madeFrom } from './docker-model.ts'
import { testFacts, testRecord } from './record.ts'

const ports = fc.uniqueArray(fc.integer({ min: 8000, max: 8005 }), { maxLength: 2 })
const anySpec = fc.record({
  servers: fc.constantFrom(1, 3, 5),
  agents: fc.integer({ min: 0, max: 3 }),
  apiPort: fc.constantFrom(6443, 6444),
  env: fc.dictionary(fc.constantFrom('A', 'B'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
  image: fc.constantFrom('rancher/k3s:v1.36.2-k3s1', 'rancher/k3s:v1.35.1-k3s1'),
  registries: fc.constantFrom('', 'mirrors: {}\n', 'configs: {}\n'),
  disable: fc.subarray(['traefik', 'servicelb']),
  ports: ports.map((all) =>
    all.map((hostPort) => ({ hostIp: '127.0.0.1' as const, hostPort, nodePort: 80, protocol: 'tcp' as const })),
  ),
  desired: fc.constantFrom('running' as const, 'stopped' as const),
})

/** Two that differ in some of what can be chosen, as a change makes them: of two that have nothing in common all is made again. */
const anyChange = fc
  .tuple(anySpec, anySpec, fc.subarray(['servers', 'agents', 'image', 'registries', 'disable', 'desired'] as const))
  .map(([before, other, changed]) => {
    const after = { ...before, ...Object.fromEntries(changed.map((field) => [field, other[field]])) }
    return [before, after] as const
  })
const anyPair = fc.oneof(fc.tuple(anySpec, anySpec), anyChange)

/** Several servers are not for users yet; the plan knows how to treat them. */
function wantedFor(
  { servers, ...more }: Partial<ClusterSpec> & { servers: number },
  entrypoint = '#!/bin/sh\n',
): Blueprint {
  const record = testRecord(more)
  return blueprint({ ...record, spec: { ...record.spec, servers } }, { ...testFacts, entrypoint })
}

const converge = (docker: DockerModel, wanted: Blueprint) => carryOut(docker, plan(wanted, docker.observed()))

describe('plans, for any two specs', () => {
  it('lead from one to the other to what the second makes from nothing, wherever they are interrupted', () => {
    fc.assert(
      fc.property(anyPair, fc.array(fc.nat(60), { maxLength: 4 }), ([before, after], interruptions) => {
        fc.pre(after.servers >= before.servers)
        const docker = new DockerModel()
        converge(docker, wantedFor(before))
        const wanted = wantedFor(after)
        for (const count of interruptions) carryOut(docker, plan(wanted, docker.observed()), count)
        converge(docker, wanted)
        const fresh = new DockerModel()
        converge(fresh, wanted)
        expect(normalized(docker)).toEqual(normalized(fresh))
        expect(plan(wanted, docker.observed())).toEqual([])
        expect(docker.clashes).toEqual([])
      }),
      { numRuns: 1000 },
    )
  }, 60_000)

  it('never have more than one server down that was up, and the next only after the API answers', () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const from = wantedFor({ ...before, desired: 'running' })
        const to = wantedFor({ ...after, servers: before.servers, desired: 'running' })
        const docker = madeFrom(from)
        let touchedSinceWait = 0
        for (const { steps } of plan(to, docker.observed())) {
          if (steps[0]?.kind === 'waitForApi') touchedSinceWait = 0
          touchedSinceWait += steps.filter((step) => takesServerDown(step, docker.observed())).length
          expect(touchedSinceWait).toBeLessThanOrEqual(1)
          carryOut(docker, [{ stage: 'containers', steps }])
        }
      }),
      { numRuns: 500 },
    )
  }, 60_000)

  it('restart nobody for what Sampan itself chose', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const docker = madeFrom(wantedFor({ ...spec, desired: 'running' }))
        const steps = plan(wantedFor({ ...spec, desired: 'running' }, 'another entrypoint'), docker.observed()).flatMap(
          (phase) => phase.steps,
        )
        expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['writeFiles']))
      }),
      { numRuns: 200 },
    )
  })

  it('never take away a server’s data', () => {
    fc.assert(
      fc.property(anyPair, fc.nat(60), ([before, after], count) => {
        const docker = madeFrom(wantedFor(before))
        const data = docker.volumes.filter((name) => name.includes('-server-'))
        carryOut(docker, plan(wantedFor(after), docker.observed()), count)
        expect(docker.volumes).toEqual(expect.arrayContaining(data))
      }),
      { numRuns: 300 },
    )
  })

  it('take data away last: whatever fails before can be put back', () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const phases = plan(wantedFor(after), madeFrom(wantedFor(before)).observed())
        const first = phases.findIndex(removesData)
        if (first >= 0) expect(phases.slice(first).every(removesData)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

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
  })
})

/** An emptied file and one that was never there are the same to k3s, and so are a container that never ran and one that ended. */
function normalized(docker: DockerModel): unknown {
  const nodes = docker.nodes.map((node) => ({
    ...node,
    state: node.state === 'created' ? ('exited' as const) : node.state,
    files: Object.fromEntries(Object.entries(node.files ?? {}).filter(([path]) => !path.endsWith('registries.yaml'))),
  }))
  const copy = new DockerModel()
  copy.nodes = nodes
  copy.volumes = docker.volumes
  copy.networks = docker.networks
  copy.read = docker.read
  return copy.picture()
}

function takesServerDown(step: Step, observed: ObservedCluster): boolean {
  const isServer = (id: string) => observed.nodes.some((node: ObservedNode) => node.id === id && node.role === 'server')
  if (step.kind === 'replaceContainer') return step.container.role === 'server' && step.isToRun
  return (step.kind === 'restartContainer' || step.kind === 'stopContainer') && isServer(step.id)
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Blueprint, blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { type Phase, type PlanOptions, plan, planRemoval, type Step } from '../../../electron/cluster/model/plan.ts'
import type { ObservedCluster, ObservedNode } from '../../../electron/cluster/read/observe.ts'
import { testFacts, testRecord } from './record.ts'

const nothing: ObservedCluster = { name: 'demo', networks: [], volumes: [], nodes: [], strays: [], image: undefined }
const running: PlanOptions = { desired: 'running', replaceChanged: true, writeRecord: false }

/** What Docker would have after everything of a blueprint was made. */
function made(wanted: Blueprint, state: ObservedNode['state'] = 'running'): ObservedCluster {
  return {
    name: wanted.cluster,
    networks: [{ id: 'n', name: wanted.network.name, subnet: wanted.network.subnet, creator: 'host/1' }],
    volumes: wanted.nodes.flatMap(({ container }) => container.volumes.map(({ name }) => name)),
    nodes: wanted.nodes.map((node) => ({
      role: node.role,
      index: node.index,
      name: node.name,
      containerName: node.name,
      id: `id-${node.name}`,
      state,
      generation: 1,
      blueprintHash: node.hash,
      image: node.container.image,
      createdAtMs: 0,
      labels: node.container.labels,
    })),
    strays: [],
    image: wanted.nodes[0]?.container.image,
  }
}

const summary = (phases: readonly Phase[]) =>
  phases.map(({ steps }) =>
    steps.map(
      (step: Step) =>
        `${step.kind} ${'node' in step ? step.node.name : 'name' in step ? step.name : step.network.name}`,
    ),
  )

describe('a plan', () => {
  const wanted = blueprint(testRecord({ agents: 1 }), testFacts)

  it('makes everything from nothing, all containers before the first is started, all started at once', () => {
    expect(summary(plan(wanted, nothing, running))).toEqual([
      [
        'createNetwork sampan-demo',
        'createVolume sampan-demo-server-0-k3s',
        'createVolume sampan-demo-server-0-kubelet',
        'createVolume sampan-demo-server-0-node',
        'createVolume sampan-demo-agent-0-k3s',
        'createVolume sampan-demo-agent-0-kubelet',
        'createVolume sampan-demo-agent-0-node',
      ],
      ['createNode sampan-demo-server-0', 'createNode sampan-demo-agent-0'],
      ['startNode sampan-demo-server-0', 'startNode sampan-demo-agent-0'],
    ])
  })

  it('has nothing left to do where all is as wanted', () => {
    expect(plan(wanted, made(wanted), running)).toEqual([])
  })

  it('starts all nodes of a stopped cluster in one phase', () => {
    expect(summary(plan(wanted, made(wanted, 'exited'), running)).at(-1)).toEqual([
      'startNode sampan-demo-server-0',
      'startNode sampan-demo-agent-0',
    ])
  })

  it('stops what runs and keeps everything', () => {
    expect(
      summary(plan(wanted, made(wanted), { desired: 'stopped', replaceChanged: false, writeRecord: true })),
    ).toEqual([['writeRecord sampan-demo-server-0'], ['stopNode sampan-demo-server-0', 'stopNode sampan-demo-agent-0']])
  })

  it('makes only what is missing after an interrupted create', () => {
    const half = made(wanted)
    const observed = {
      ...half,
      nodes: half.nodes.slice(0, 1).map((node) => ({ ...node, state: 'created' as const })),
      volumes: half.volumes.slice(0, 3),
    }
    expect(summary(plan(wanted, observed, running))).toEqual([
      [
        'createVolume sampan-demo-agent-0-k3s',
        'createVolume sampan-demo-agent-0-kubelet',
        'createVolume sampan-demo-agent-0-node',
      ],
      ['createNode sampan-demo-agent-0'],
      ['startNode sampan-demo-server-0', 'startNode sampan-demo-agent-0'],
    ])
  })

  it('adds an agent without touching the others', () => {
    const bigger = blueprint(testRecord({ agents: 2 }), testFacts)
    expect(
      summary(plan(bigger, made(wanted), { ...running, writeRecord: true }))
        .flat()
        .filter((step) => !step.startsWith('createVolume')),
    ).toEqual(['createNode sampan-demo-agent-1', 'writeRecord sampan-demo-server-0', 'startNode sampan-demo-agent-1'])
  })

  it('removes an agent that is no longer wanted, with its volumes', () => {
    const smaller = blueprint(testRecord({ agents: 0 }), testFacts)
    const [[step]] = plan(smaller, made(wanted), running).map(({ steps }) => steps) as [[Step]]
    expect(step).toMatchObject({
      kind: 'removeNode',
      node: { name: 'sampan-demo-agent-0' },
      volumes: ['sampan-demo-agent-0-k3s', 'sampan-demo-agent-0-kubelet', 'sampan-demo-agent-0-node'],
    })
  })

  it('replaces changed nodes one after the other, servers first', () => {
    const changed = blueprint(testRecord({ agents: 1, env: { A: 'b' } }), testFacts)
    expect(summary(plan(changed, made(wanted), running))).toEqual([
      ['replaceNode sampan-demo-server-0'],
      ['replaceNode sampan-demo-agent-0'],
    ])
  })

  it('leaves changed nodes as they are when a cluster is only started', () => {
    const changed = blueprint(testRecord({ agents: 1, env: { A: 'b' } }), testFacts)
    const kinds = plan(changed, made(wanted, 'exited'), {
      desired: 'running',
      replaceChanged: false,
      writeRecord: false,
    }).flatMap(({ steps }) => steps.map(({ kind }) => kind))
    expect(kinds).not.toContain('replaceNode')
  })

  it('goes on from a replacement that was interrupted, whichever of both containers is left', () => {
    const before = made(wanted)
    const [server] = before.nodes
    if (!server) throw new Error('no server')
    const next = { ...server, id: 'next', containerName: `${server.name}-next`, state: 'created' as const }
    const others = before.nodes.slice(1)
    for (const nodes of [
      [server, next, ...others],
      [next, ...others],
    ]) {
      const steps = plan(
        wanted,
        { ...before, nodes },
        { desired: 'running', replaceChanged: false, writeRecord: false },
      ).flatMap((phase) => phase.steps)
      expect(steps.find(({ kind }) => kind === 'replaceNode')).toMatchObject({ next: { id: 'next' } })
      expect(steps.some(({ kind }) => kind === 'createNode')).toBe(false)
    }
  })

  it('removes containers first, then what they held, whatever there is', () => {
    const anything = fc.record({
      nodes: fc.subarray([...made(wanted).nodes]),
      volumes: fc.subarray([...made(wanted).volumes]),
    })
    fc.assert(
      fc.property(anything, ({ nodes, volumes }) => {
        const observed = { ...made(wanted), nodes, volumes }
        const steps = planRemoval(observed).flatMap((phase) => phase.steps)
        expect(steps.length).toBe(nodes.length + volumes.length + 1)
        const lastContainer = steps.findLastIndex(({ kind }) => kind === 'removeContainer')
        const firstOther = steps.findIndex(({ kind }) => kind !== 'removeContainer')
        expect(lastContainer).toBeLessThan(firstOther)
      }),
    )
  })
})

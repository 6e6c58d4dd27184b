import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { type Phase, plan, planRemoval, planStop, type Step } from '../../../electron/cluster/model/plan.ts'
import { actsOfPlan, carryOut, DockerModel, madeFrom } from './docker-model.ts'
import { testFacts, testRecord } from './record.ts'

const nothing = new DockerModel().observed()
const blueprintOf = (more: Parameters<typeof testRecord>[0] = {}) => blueprint(testRecord(more), testFacts)

const subject = (step: Step): string => {
  if ('container' in step) return step.container.name
  if ('network' in step) return step.network.name
  if ('volume' in step) return step.volume.name
  return 'name' in step ? step.name : ''
}
const summary = (phases: readonly Phase[]) =>
  phases.map(({ steps }) => steps.map((step) => `${step.kind} ${subject(step).replace('sampan-demo-', '')}`.trim()))

describe('a plan', () => {
  const wanted = blueprintOf({ agents: 1 })

  it('makes everything from nothing, all containers before the first is started, agents when the API answers', () => {
    expect(summary(plan(wanted, nothing))).toEqual([
      [
        'createNetwork sampan-demo',
        'createVolume server-0-k3s',
        'createVolume server-0-kubelet',
        'createVolume server-0-node',
        'createVolume server-0-log',
        'createVolume agent-0-k3s',
        'createVolume agent-0-kubelet',
        'createVolume agent-0-node',
        'createVolume agent-0-log',
      ],
      ['createContainer server-0', 'createContainer agent-0'],
      ['startContainer server-0'],
      ['waitForApi'],
      ['startContainer agent-0'],
    ])
  })

  it('has nothing left to do where all is as wanted', () => {
    expect(plan(wanted, madeFrom(wanted).observed())).toEqual([])
  })

  it('stops first, and only what runs', () => {
    const stopped = blueprintOf({ agents: 1, desired: 'stopped' })
    expect(summary(plan(stopped, madeFrom(wanted).observed()))).toEqual([
      ['writeFiles server-0'],
      ['stopContainer server-0', 'stopContainer agent-0'],
    ])
    expect(summary(planStop(madeFrom(wanted, 'exited').observed()))).toEqual([])
  })

  it('makes only what is missing after an interrupted create', () => {
    const docker = madeFrom(wanted, 'created')
    docker.containers = docker.containers.slice(0, 1)
    docker.volumes = docker.volumes.slice(0, 7)
    expect(summary(plan(wanted, docker.observed()))).toEqual([
      ['createVolume agent-0-log'],
      ['createContainer agent-0'],
      ['startContainer server-0'],
      ['waitForApi'],
      ['startContainer agent-0'],
    ])
  })

  it('takes a container that was made and not filled for none', () => {
    const docker = madeFrom(wanted)
    const [, agent] = wanted.containers
    if (!agent) throw new Error('no agent')
    docker.remove(docker.containers[1]?.id ?? '')
    docker.create(agent)
    expect(summary(plan(wanted, docker.observed()))).toEqual([
      ['removeContainer agent-0-next'],
      ['createContainer agent-0'],
      ['startContainer agent-0'],
    ])
  })

  it.each<[string, Parameters<typeof testRecord>[0], Partial<typeof testFacts>, string[][]]>([
    ['nothing', {}, {}, []],
    [
      'an agent more',
      { agents: 2 },
      {},
      [
        ['writeFiles server-0'],
        ['k3s', 'kubelet', 'node', 'log'].map((each) => `createVolume agent-1-${each}`),
        ['createContainer agent-1'],
        ['startContainer agent-1'],
      ],
    ],
    [
      'an agent less',
      { agents: 0 },
      {},
      [
        ['writeFiles server-0'],
        ['removeContainer agent-0'],
        ['k3s', 'kubelet', 'node', 'log'].map((each) => `removeVolume agent-0-${each}`),
      ],
    ],
    [
      'another version of Sampan',
      {},
      { entrypoint: '#!/bin/sh\nnew\n' },
      [['writeFiles server-0'], ['writeFiles agent-0']],
    ],
    [
      'a published port',
      { ports: [{ hostPort: 8080, nodePort: 80 }] },
      {},
      [['writeFiles server-0'], ['replaceContainer server-0']],
    ],
    [
      'a flag for servers',
      { k3sArgs: [{ flag: '--debug' }] },
      {},
      [['writeFiles server-0'], ['restartContainer server-0']],
    ],
    [
      'mirrors',
      { registries: 'mirrors: {}\n' },
      {},
      [['writeFiles server-0'], ['restartContainer server-0'], ['waitForApi'], ['restartContainer agent-0']],
    ],
    [
      'an environment variable',
      { env: { A: 'b' } },
      {},
      [['writeFiles server-0'], ['replaceContainer server-0'], ['waitForApi'], ['replaceContainer agent-0']],
    ],
  ])('touches only what differs: %s', (_, more, facts, expected) => {
    const changed = blueprint(testRecord({ agents: 1, ...more }), { ...testFacts, ...facts })
    expect(summary(plan(changed, madeFrom(wanted).observed()))).toEqual(expected)
  })

  const several = { agents: 1, servers: 3, datastore: { kind: 'etcd' } } as const
  const volumesOf = (kind: string, ...nodes: string[]) =>
    nodes.flatMap((node) => ['k3s', 'kubelet', 'node', 'log'].map((each) => `${kind} ${node}-${each}`))
  const record = ['server-0', 'server-1', 'server-2'].map((server) => `writeFiles ${server}`)

  it.each<[string, Parameters<typeof testRecord>[0], string[][]]>([
    ['nothing', {}, []],
    ['an agent less', { agents: 0 }, [record, ['removeContainer agent-0'], volumesOf('removeVolume', 'agent-0')]],
    ['a published port', { ports: [{ hostPort: 8080, nodePort: 80 }] }, [record, ['replaceContainer lb']]],
    ['the API port', { apiPort: 6444 }, [record, ['replaceContainer lb']]],
    ['another load balancer', { loadBalancer: { image: 'haproxy:3.0' } }, [record, ['replaceContainer lb']]],
    [
      'a flag for servers',
      { k3sArgs: [{ flag: '--debug' }] },
      [
        record,
        ['restartContainer server-0'],
        ['waitForApi'],
        ['restartContainer server-1'],
        ['waitForApi'],
        ['restartContainer server-2'],
      ],
    ],
    [
      'an environment variable',
      { env: { A: 'b' } },
      [
        record,
        ['replaceContainer server-0'],
        ['waitForApi'],
        ['replaceContainer server-1'],
        ['waitForApi'],
        ['replaceContainer server-2'],
        ['waitForApi'],
        ['replaceContainer agent-0'],
      ],
    ],
    [
      'two servers more, one after the other, and nobody else is touched',
      { servers: 5 },
      [
        record,
        volumesOf('createVolume', 'server-3', 'server-4'),
        ['createContainer server-3', 'createContainer server-4'],
        ['writeFiles lb'],
        ['reloadContainer lb'],
        ['writeFiles server-0'],
        ['writeFiles server-1'],
        ['writeFiles server-2'],
        ['waitForApi'],
        ['startContainer server-3'],
        ['waitForApi'],
        ['startContainer server-4'],
      ],
    ],
    [
      'one server, which publishes the ports itself; the others leave one after the other',
      { servers: 1 },
      [
        record,
        ['removeContainer lb'],
        ['replaceContainer server-0'],
        ['waitForApi'],
        ['removeServer server-2'],
        ['waitForApi'],
        ['removeServer server-1'],
        volumesOf('removeVolume', 'server-1', 'server-2'),
      ],
    ],
    [
      'rest',
      { desired: 'stopped' },
      [record, ['lb', 'server-0', 'server-1', 'server-2', 'agent-0'].map((each) => `stopContainer ${each}`)],
    ],
  ])('of three servers touches only what differs: %s', (_, more, expected) => {
    const docker = madeFrom(blueprintOf(several))
    expect(summary(plan(blueprintOf({ ...several, ...more }), docker.observed()))).toEqual(expected)
  })

  it('makes three servers of one with SQLite: the port moves to the load balancer, then the others join', () => {
    expect(summary(plan(blueprintOf(several), madeFrom(wanted).observed()))).toEqual([
      ['writeFiles server-0'],
      volumesOf('createVolume', 'server-1', 'server-2'),
      ['createContainer lb', 'createContainer server-1', 'createContainer server-2'],
      ['replaceContainer server-0'],
      ['startContainer lb'],
      ['waitForApi'],
      ['writeFiles server-0'],
      ['startContainer server-1'],
      ['waitForApi'],
      ['startContainer server-2'],
    ])
  })

  it('starts servers that know each other together, what publishes the ports before them', () => {
    expect(summary(plan(blueprintOf(several), madeFrom(blueprintOf(several), 'exited').observed()))).toEqual([
      ['startContainer lb'],
      ['startContainer server-0', 'startContainer server-1', 'startContainer server-2'],
      ['waitForApi'],
      ['startContainer agent-0'],
    ])
  })

  it('reloads a load balancer whose new file it has not read yet, since somebody was stopped in between', () => {
    const docker = madeFrom(blueprintOf(several))
    const changed = blueprintOf({ ...several, servers: 5 })
    const phases = plan(changed, docker.observed())
    const reload = phases.findIndex(({ steps }) => steps[0]?.kind === 'reloadContainer')
    expect(reload).toBeGreaterThan(0)
    carryOut(docker, phases.slice(0, reload))
    const rest = summary(plan(changed, docker.observed()))
    expect(rest).toContainEqual(['reloadContainer lb'])
    expect(rest).not.toContainEqual(['writeFiles lb'])
  })

  it('takes mirrors away by an empty file, since an archive removes nothing', () => {
    const before = blueprintOf({ registries: 'mirrors: {}\n' })
    const written = plan(blueprintOf(), madeFrom(before).observed())
      .flatMap(({ steps }) => steps)
      .flatMap((step) => (step.kind === 'restartContainer' ? (step.writing?.files ?? []) : []))
    expect(written).toContainEqual(expect.objectContaining({ path: '/etc/rancher/k3s/registries.yaml', content: '' }))
  })

  it('that was interrupted while nodes were to read new files leaves none that has not', () => {
    const changed = blueprintOf({ agents: 1, registries: 'mirrors: {}\n' })
    const picture = madeFrom(changed).picture()
    const steps = actsOfPlan(plan(changed, madeFrom(wanted).observed())).length
    for (let count = 0; count <= steps; count += 1) {
      const docker = madeFrom(wanted)
      carryOut(docker, plan(changed, docker.observed()), count)
      carryOut(docker, plan(changed, docker.observed()))
      expect([count, docker.picture()]).toEqual([count, picture])
    }
  })

  it('makes a container again that Docker gave up, and starts one that was paused', () => {
    const docker = madeFrom(wanted)
    docker.containers = docker.containers.map((node) => ({
      ...node,
      state: node.role === 'server' ? 'paused' : 'dead',
    }))
    expect(summary(plan(wanted, docker.observed()))).toEqual([
      ['removeContainer agent-0'],
      ['createContainer agent-0'],
      ['startContainer server-0'],
      ['waitForApi'],
      ['startContainer agent-0'],
    ])
  })

  it('removes containers first, then what they held, whatever there is', () => {
    const whole = madeFrom(wanted).observed()
    const anything = fc.record({
      containers: fc.subarray([...whole.containers]),
      volumes: fc.subarray([...whole.volumes]),
    })
    fc.assert(
      fc.property(anything, ({ containers, volumes }) => {
        const steps = planRemoval({ ...whole, containers, volumes }).flatMap((phase) => phase.steps)
        expect(steps.length).toBe(containers.length + volumes.length + 1)
        const lastContainer = steps.findLastIndex(({ kind }) => kind === 'removeContainer')
        expect(lastContainer).toBeLessThan(steps.findIndex(({ kind }) => kind !== 'removeContainer'))
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { plan, planRemoval, planStop } from '../../../electron/cluster/model/plan.ts'
import { hostsPath, registriesPath } from '../../../electron/cluster/model/registries-files.ts'
import { actsOfPlan, carryOut, DockerModel, madeFrom } from './docker-model.ts'
import { blueprintOf, summary } from './plan-words.ts'
import { testFacts, testRecord } from './record.ts'

const nothing = new DockerModel().observed()

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
      'mirrors, which containerd reads at each pull',
      { registries: 'mirrors: {}\n' },
      {},
      [
        ['writeFiles server-0'],
        ['writeFiles server-0'],
        ['reloadContainer server-0'],
        ['writeFiles agent-0'],
        ['reloadContainer agent-0'],
      ],
    ],
    [
      'credentials, which it reads when it starts',
      { registries: 'configs:\n  a.example.net:\n    auth: {username: u, password: p}\n' },
      {},
      [['writeFiles server-0'], ['restartContainer server-0'], ['waitForApi'], ['restartContainer agent-0']],
    ],
    [
      'mirrors with a mirror of k3s itself, about which only k3s knows',
      { registries: 'mirrors: {}\n', k3sArgs: [{ flag: '--embedded-registry' }] },
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

  it('takes mirrors away by an empty file, since an archive removes nothing', () => {
    const before = blueprintOf({ registries: 'mirrors: {}\n' })
    const written = plan(blueprintOf(), madeFrom(before).observed())
      .flatMap(({ steps }) => steps)
      .flatMap((step) => (step.kind === 'writeFiles' ? step.files : []))
    expect(written).toContainEqual(expect.objectContaining({ path: '/etc/rancher/k3s/registries.yaml', content: '' }))
  })

  it.each([
    ['v1.21.2-k3s1', ['restartContainer']],
    ['v1.26.12-k3s1', ['restartContainer']],
    ['v1.26.13-k3s1', ['reloadContainer']],
  ])('restarts a k3s that gives containerd its mirrors only when it starts: %s', (tag, expected) => {
    const image = `rancher/k3s:${tag}`
    const [before, after] = [blueprintOf({ image }), blueprintOf({ image, registries: 'mirrors: {}\n' })]
    const steps = plan(after, madeFrom(before).observed()).flatMap((phase) => phase.steps)
    expect(steps.map(({ kind }) => kind).filter((kind) => kind !== 'writeFiles')).toEqual(expected)
  })

  it('restarts nothing for the same text that an earlier Sampan has written', () => {
    const given = blueprintOf({ registries: 'mirrors:\n  docker.io: {}\nconfigs:\n  a.test: {auth: {auth: eDp5}}\n' })
    const docker = madeFrom(given)
    docker.containers = docker.containers.map((container) => {
      const { [hostsPath]: _, ...files } = container.files ?? {}
      const { content = '' } = files[registriesPath] ?? {}
      return { ...container, files: { ...files, [registriesPath]: { content, choice: content } } }
    })
    expect(summary(plan(given, docker.observed()))).toEqual([['writeFiles server-0'], ['reloadContainer server-0']])
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

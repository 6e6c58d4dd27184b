import { describe, expect, it } from 'vitest'
import { plan } from '../../../electron/cluster/model/plan.ts'
import { carryOut, madeFrom } from './docker-model.ts'
import { blueprintOf, summary } from './plan-words.ts'
import type { testRecord } from './record.ts'

describe('a plan of several servers', () => {
  const wanted = blueprintOf({ agents: 1 })
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
})

import { describe, expect, it } from 'vitest'
import { plan, planStop } from '../../../electron/cluster/model/plan.ts'
import { carryOut, DockerModel, madeFrom } from './docker-model.ts'
import { blueprintOf, summary } from './plan-words.ts'
import type { testRecord } from './record.ts'

const managed = { kind: 'managed', engine: 'postgres' } as const
const nodeVolumes = (kind: string, ...nodes: string[]) =>
  nodes.flatMap((node) => ['k3s', 'kubelet', 'node', 'log'].map((each) => `${kind} ${node}-${each}`))

describe('a plan of a cluster with a database of its own', () => {
  it('has the database healthy before any server starts', () => {
    const wanted = blueprintOf({ servers: 2, datastore: managed })
    expect(summary(plan(wanted, new DockerModel().observed()))).toEqual([
      ['createNetwork sampan-demo', 'createVolume db-data', ...nodeVolumes('createVolume', 'server-0', 'server-1')],
      ['createContainer db', 'createContainer lb', 'createContainer server-0', 'createContainer server-1'],
      ['startContainer db'],
      ['waitForHealth db'],
      ['startContainer lb'],
      ['startContainer server-0', 'startContainer server-1'],
    ])
  })

  const before = blueprintOf({ agents: 1, datastore: managed })
  const record = ['writeFiles server-0']
  it.each<[string, Parameters<typeof testRecord>[0], string[][]]>([
    ['nothing', {}, []],
    ['an agent less', { agents: 0 }, [record, ['removeContainer agent-0'], nodeVolumes('removeVolume', 'agent-0')]],
    [
      'another image of the database, which alone is made again',
      { datastore: { ...managed, image: 'postgres:17.6' } },
      [record, ['replaceContainer db'], ['waitForHealth db']],
    ],
    [
      'a second server',
      { servers: 2 },
      [
        record,
        nodeVolumes('createVolume', 'server-1'),
        ['createContainer lb', 'createContainer server-1'],
        ['replaceContainer server-0'],
        ['startContainer lb'],
        ['waitForApi'],
        ['startContainer server-1'],
      ],
    ],
  ])('changes for %s', (_, change, steps) => {
    const after = blueprintOf({ agents: 1, datastore: managed, ...change })
    expect(summary(plan(after, madeFrom(before).observed()))).toEqual(steps)
  })

  it('makes a database that somebody has removed again, on its volume', () => {
    const docker = madeFrom(before)
    docker.remove(docker.containers.find(({ role }) => role === 'datastore')?.id ?? '')
    expect(summary(plan(before, docker.observed()))).toEqual([
      ['createContainer db'],
      ['startContainer db'],
      ['waitForHealth db'],
    ])
  })

  it('stops the database when nobody writes to it any more, and starts it first', () => {
    const docker = madeFrom(before)
    const stop = planStop(docker.observed())
    expect(summary(stop)).toEqual([['stopContainer server-0', 'stopContainer agent-0'], ['stopContainer db']])
    carryOut(docker, stop)
    expect(summary(plan(before, docker.observed()))).toEqual([
      ['startContainer db'],
      ['waitForHealth db'],
      ['startContainer server-0'],
      ['waitForApi'],
      ['startContainer agent-0'],
    ])
  })
})

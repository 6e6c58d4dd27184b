// Longer than a file should be because it is one list of what becomes of a cluster that several want at once.
import { describe, expect, it, vi } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { uniqueName } from './docker.ts'
import { fakeDocker, fakeWorld, image } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'
import { sweptSpecs } from './swept-specs.ts'
import type { World } from './world.ts'

const never = new AbortController().signal
const options = { signal: never }
const quick = { ...options, wait: false }

for (const world of [await fakeWorld(), await realWorld()]) {
  describe.skipIf(world.missing)(
    `whoever changes a cluster on ${world.name}${world.missing ? ` (skipped: ${world.missing})` : ''}`,
    () => suite(world),
  )
}

it('whoever was asleep for long looks whose the cluster is before the next thing that it does', async () => {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443 }
  let left: Promise<void> | undefined
  const onEvent = (event: OperationEvent) => {
    if (event.kind !== 'step' || event.action !== 'create network' || left) return
    // It sleeps before it has said a word of this to Docker; meanwhile others have put it aside, and have done with the cluster.
    vi.setSystemTime(Date.now() + 60_000)
    runtime.latencyMs = 0
    left = runtime.removeVolume(`sampan-${spec.name}-claim`)
  }
  try {
    const found = await problemFrom(engine.create(spec, { ...options, onEvent }))
    await left
    expect(found.code).toBe('cluster.claim_lost')
    expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
    expect(await runtime.listNetworks()).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})

it('a delete leaves no volume behind, though Docker made some anew when others were pruned before a node used them', async () => {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const { createContainer } = runtime
  runtime.createContainer = async (wanted) => {
    for (const { name } of wanted.volumes) await runtime.removeVolume(name)
    return createContainer.call(runtime, wanted)
  }
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443 }
  await engine.create(spec, options)
  await engine.delete(spec.name, options)
  await engine.create(spec, options)
})

it('a container that Docker cannot look into hides no cluster from the list, and is looked into again', async () => {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_445, agents: 1 }
  await engine.create(spec, options)
  await runtime.removeContainer(`sampan-${spec.name}-agent-0`)
  const listed = async (from: typeof engine) => (await from.list()).map(({ name, state }) => [name, state])
  const { readFile } = runtime
  runtime.readFile = () => Promise.reject(new ProblemError(problem('docker.failed', { operation: 'read file' })))
  const other = engineOver(runtime, 'here/2')
  expect(await listed(other)).toEqual([[spec.name, 'running']])
  runtime.readFile = readFile
  expect(await listed(other)).toEqual([[spec.name, 'degraded']])
})

it('a delete does not say that all is gone while something else makes it again, and names what is left', async () => {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_444 }
  await engine.create(spec, options)
  const { removeVolume } = runtime
  const again = `sampan-${spec.name}-again`
  runtime.removeVolume = async (name) => {
    await removeVolume.call(runtime, name)
    if (!name.endsWith('-claim'))
      await runtime.createVolume({ name: again, labels: { 'dev.sampan.cluster': spec.name } })
  }
  expect(await problemFrom(engine.delete(spec.name, options))).toMatchObject({
    code: 'cluster.comes_back',
    params: { cluster: spec.name, left: again },
  })
  runtime.removeVolume = removeVolume
  await engine.delete(spec.name, options)
  expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
})

function suite(world: World): void {
  const { specOf } = sweptSpecs(world)
  const { engine } = world

  it('has it alone: of two creates at once one wins, and the other hears who has it and touches nothing', async () => {
    const spec = specOf()
    const other = world.otherEngine()
    const results = await Promise.allSettled([engine.create(spec, quick), other.create(spec, quick)])
    const refused = results.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([
      { reason: { problem: { code: 'cluster.busy', params: { cluster: spec.name, operation: 'create' } } } },
    ])
    expect((await world.containers(spec.name)).map(({ state }) => state)).toEqual(['running'])
    await engine.delete(spec.name, options)
    expect(await world.leftovers(spec.name)).toEqual([])
  })

  it('signs everything that it makes', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, quick)
    const ids = (await world.containers(spec.name)).map(({ labels }) => labels['dev.sampan.operation'])
    expect([ids.length, new Set(ids).size, ids[0]]).toEqual([2, 1, expect.stringMatching(/^[0-9a-f-]{36}$/)])
  })

  it('gives it up for somebody who deletes it, and says so', async () => {
    const spec = specOf()
    const other = world.otherEngine()
    let deleting: Promise<void> | undefined
    const found = await problemFrom(
      engine.create(spec, {
        ...options,
        onEvent: (event) => {
          if (event.kind === 'step' && event.stage === 'check') deleting ??= other.delete(spec.name, options)
        },
      }),
    )
    await deleting
    expect([found.code, await world.leftovers(spec.name)]).toEqual(['cluster.deleted_meanwhile', []])
  })

  it('is seen by others while it is at work', async () => {
    const spec = specOf()
    const other = world.otherEngine()
    let seen: Promise<string> | undefined
    await engine.create(spec, {
      ...quick,
      onEvent: (event) => {
        if (event.kind === 'step' && event.action === 'create container')
          seen ??= other.get(spec.name).then(({ state }) => state)
      },
    })
    expect([await seen, (await other.get(spec.name)).state]).toEqual(['creating', 'running'])
  })

  it('cannot create over what is there, nor change what is not', async () => {
    const spec = specOf()
    expect((await problemFrom(engine.apply(spec, quick))).code).toBe('cluster.not_found')
    await engine.create(spec, quick)
    expect((await problemFrom(engine.create({ ...spec, agents: 2 }, quick))).code).toBe('cluster.name_taken')
    expect(await world.containers(spec.name)).toHaveLength(1)
  })

  it('changes only what it has seen', async () => {
    const spec = specOf()
    await engine.create(spec, quick)
    const { generation } = await engine.spec(spec.name)
    await world.otherEngine().apply({ ...spec, agents: 1 }, quick)
    const late = await problemFrom(engine.apply({ ...spec, agents: 2 }, { ...quick, basedOn: generation }))
    expect([late.code, (await engine.spec(spec.name)).spec.agents]).toEqual(['cluster.changed', 1])
  })

  it('changes only the cluster that it has seen: one that was deleted and made again under the same name is another one', async () => {
    const spec = specOf()
    await engine.create(spec, quick)
    const { generation } = await engine.spec(spec.name)
    const other = world.otherEngine()
    await other.delete(spec.name, options)
    await other.create({ ...spec, env: { ...spec.env, THEIRS: 'yes' } }, quick)
    const before = await world.started(spec.name)
    const late = await problemFrom(engine.apply({ ...spec, agents: 1 }, { ...quick, basedOn: generation }))
    expect([late.code, await world.started(spec.name)]).toEqual(['cluster.changed', before])
  })

  it.each([
    ['volume', '-server-0-k3s', {}],
    ['volume', '-server-0-k3s', { 'dev.sampan.cluster': uniqueName() }],
    ['network', '', {}],
  ] as const)(
    'puts nothing onto a %s that somebody else has made, and says which: %s %j',
    async (object, end, labels) => {
      const spec = specOf()
      const name = `sampan-${spec.name}${end}`
      const remove = await world.makeByHand(object, name, labels)
      try {
        const found = await problemFrom(engine.create(spec, quick))
        expect([found.code, Object.values(found.params).includes(name)]).toEqual([`${object}.taken`, true])
        expect((await world.leftovers(spec.name)).filter((left) => left !== name)).toEqual([])
      } finally {
        // Fails where it is not there any more.
        await remove()
      }
    },
  )

  it('does not go back to what was before when it is asked to stop by a delete', async () => {
    const spec = specOf()
    await engine.create(spec, options)
    const other = world.otherEngine()
    let deleting: Promise<void> | undefined
    const steps: string[] = []
    const found = await problemFrom(
      engine.apply(
        { ...spec, agents: 1, env: { ...spec.env, ADDED: 'yes' } },
        {
          ...options,
          onEvent: (event) => {
            if (event.kind !== 'step') return
            if (event.action === 'replace container') deleting ??= other.delete(spec.name, options)
            if (event.state === 'running' && event.action !== undefined) steps.push(event.action)
          },
        },
      ),
    )
    await deleting
    // The server was made again once, and not a second time for the way back.
    expect([found.code, steps.filter((action) => action === 'replace container').length]).toEqual([
      'cluster.deleted_meanwhile',
      1,
    ])
    expect(await world.leftovers(spec.name)).toEqual([])
  })

  it('touches nothing more once somebody else has the cluster', async () => {
    const spec = specOf()
    let isTaken: Promise<void> | undefined
    const steps: string[] = []
    const found = await problemFrom(
      engine.create(spec, {
        ...options,
        onEvent: (event) => {
          if (event.kind !== 'step' || event.state !== 'running' || event.action === undefined) return
          steps.push(event.action)
          // As after a pause that was so long that another one took it for dead.
          if (event.action === 'create network') isTaken ??= world.removeClaim(spec.name)
        },
      }),
    )
    await isTaken
    expect([found.code, steps.filter((action) => /^(start|remove) /.test(action))]).toEqual(['cluster.claim_lost', []])
    // Whether the network came is between the two; what was there before is left to whoever has the cluster now.
    expect(await world.leftovers(spec.name)).toContain(`sampan-${spec.name}-server-0-k3s`)
  })

  it('restarts nobody for an agent more', async () => {
    const spec = specOf()
    await engine.create(spec, options)
    const [before] = await world.started(spec.name)
    await engine.apply({ ...spec, agents: 1 }, options)
    expect((await world.started(spec.name)).find(({ name }) => name === before?.name)).toEqual(before)
  })

  it('says beforehand what it will do', async () => {
    const spec = specOf()
    await engine.create(spec, quick)
    expect(await engine.preview({ ...spec, env: { ...spec.env, ADDED: 'yes' } }, never)).toEqual([
      { action: 'write files', target: `sampan-${spec.name}-server-0` },
      { action: 'replace container', target: `sampan-${spec.name}-server-0` },
    ])
  })

  it('goes back to what was there when a change is cancelled, at whatever step', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, options)
    const changed = { ...spec, agents: 2, env: { ...spec.env, ADDED: 'yes' } }
    let steps = 0
    for (let at = 1; at < 40; at += world.isReal ? 6 : 1) {
      const controller = new AbortController()
      let seen = 0
      const events: OperationEvent[] = []
      const result = await problemFrom(
        engine.apply(changed, {
          signal: controller.signal,
          onEvent: (event) => {
            events.push(event)
            if (event.kind === 'step') seen += 1
            if (seen === at) controller.abort()
          },
        }),
      ).catch(() => undefined)
      if (result === undefined) break
      steps = at
      expect([at, result.code, events.at(-1)]).toMatchObject([at, 'cluster.cancelled', { kind: 'problem' }])
      expect((await engine.spec(spec.name)).spec).toMatchObject({ agents: 1, env: spec.env ?? {} })
      expect((await world.containers(spec.name)).map(({ name, state }) => [name, state])).toEqual([
        [`sampan-${spec.name}-agent-0`, 'running'],
        [`sampan-${spec.name}-server-0`, 'running'],
      ])
    }
    expect(steps).toBeGreaterThan(6)
  }, 240_000)

  it('lets an agent come back that was taken away while the cluster was stopped', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, options)
    await engine.stop(spec.name, options)
    await engine.apply({ ...spec, agents: 0, desired: 'stopped' }, options)
    expect(await world.containers(spec.name)).toHaveLength(1)
    await engine.apply({ ...spec, agents: 1, desired: 'stopped' }, options)
    const started = await engine.start(spec.name, options)
    expect([started.state, started.nodes.length]).toEqual(['ready', 2])
    expect(await world.readyNodes(await engine.kubeconfig(spec.name))).toHaveLength(2)
  })

  it('refuses another token for a cluster that has one', async () => {
    const spec = specOf()
    await engine.create(spec, quick)
    const found = await problemFrom(engine.apply({ ...spec, token: { kind: 'given', value: 'another' } }, quick))
    expect(found).toMatchObject({ code: 'spec.invalid', params: { field: 'token' } })
  })

  it('can stop a cluster whose record cannot be read', async () => {
    const spec = specOf()
    await engine.create(spec, quick)
    await world.writeFile(`sampan-${spec.name}-server-0`, '/etc/sampan/cluster.json', 'no record')
    await world.otherEngine().stop(spec.name, options)
    expect((await world.containers(spec.name)).map(({ state }) => state)).toEqual(['exited'])
  })
}

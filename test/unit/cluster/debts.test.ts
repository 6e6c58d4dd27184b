import { describe, expect, it } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { OperationEvent } from '#shared/operation.ts'
import { fakeDocker, fakeWorld } from '../../engine/fake-world.ts'
import { problemFrom } from '../../engine/problem-from.ts'

const options = { signal: new AbortController().signal }

/** An engine, and what of a node Kubernetes was told to forget, each with the state that its container was in. */
async function watched() {
  const { runtime, engineOver } = fakeDocker()
  const forgotten: [string, string][] = []
  const exec = runtime.exec.bind(runtime)
  runtime.exec = async (id, command, signal) => {
    const node = /delete node\/(\S+)/.exec(command.join(' '))?.[1]
    if (node) {
      const listed = await runtime.listContainers({ label: 'dev.sampan.cluster' })
      forgotten.push([node, listed.find(({ name }) => name === node)?.state ?? 'gone'])
    }
    return exec(id, command, signal)
  }
  const world = await fakeWorld()
  return { runtime, engine: engineOver(runtime, 'here/1'), forgotten, spec: world.spec({ agents: 1 }) }
}

const agentOf = ({ name }: Pick<ClusterSpec, 'name'>) => `sampan-${name}-agent-0`

describe('an agent that Kubernetes was to forget', () => {
  it('is forgotten before it comes back, and once: one that runs would not register again', async () => {
    const { engine, forgotten, spec } = await watched()
    await engine.create(spec, options)
    await engine.stop(spec.name, options)
    await engine.apply({ ...spec, agents: 0, desired: 'stopped' }, options)
    await engine.start(spec.name, { ...options, wait: false })
    await engine.apply(spec, options)
    expect(forgotten).toEqual([[agentOf(spec), 'gone']])
  })

  it('is not forgotten when a change that took it away is gone back on: its password is still on its volume', async () => {
    const { runtime, engine, forgotten, spec } = await watched()
    await engine.create(spec, options)
    const { length } = forgotten
    // The server cannot be replaced; the agent is gone by then.
    let isBroken = true
    runtime.stopContainer = new Proxy(runtime.stopContainer, {
      apply: (stop, self, [id, ...rest]: Parameters<typeof runtime.stopContainer>) => {
        if (isBroken && runtime.container(id).options.name.includes('-server-')) {
          isBroken = false
          throw new Error('no')
        }
        return Reflect.apply(stop, self, [id, ...rest])
      },
    })
    await problemFrom(engine.apply({ ...spec, agents: 0, env: { A: 'b' } }, options)).catch(() => undefined)
    expect(isBroken).toBe(false)
    expect(forgotten.slice(length)).toEqual([])
    expect((await engine.get(spec.name)).nodes).toHaveLength(2)
  })

  it.each([
    ['the list of nodes cannot be had', 'get nodes', 'The connection to the server was refused'],
    ['the node cannot be deleted', 'delete node/', 'nodes is forbidden'],
    ['its password cannot be deleted', 'delete -n kube-system', 'etcdserver: request timed out'],
    ['kubectl is killed without a word', 'delete node/', ''],
  ])('is said to be remembered where %s, and is forgotten with the next change', async (_, call, stderr) => {
    const { runtime, engine, forgotten, spec } = await watched()
    await engine.create(spec, options)
    let isBroken = true
    const exec = runtime.exec.bind(runtime)
    runtime.exec = async (id, command, signal) =>
      isBroken && command.join(' ').includes(call) ? { exitCode: 1, stdout: '', stderr } : exec(id, command, signal)
    const events: OperationEvent[] = []
    await engine.apply({ ...spec, agents: 0 }, { ...options, onEvent: (event) => void events.push(event) })
    expect(events.filter(({ kind }) => kind === 'warning')).toMatchObject([
      {
        code: 'cluster.nodes_remembered',
        params: { cluster: spec.name, nodes: agentOf(spec) },
        detail: stderr || 'kubectl: exit 1',
      },
    ])
    const line = { text: stderr || 'kubectl: exit 1', level: 'warn' }
    expect(events).toContainEqual(expect.objectContaining({ kind: 'log', line: expect.objectContaining(line) }))
    isBroken = false
    const { length } = forgotten
    const later: OperationEvent[] = []
    await engine.apply(
      { ...spec, agents: 0, env: { A: 'b' } },
      { ...options, onEvent: (event) => void later.push(event) },
    )
    expect(forgotten.slice(length)).toEqual([[agentOf(spec), 'gone']])
    expect(later.filter(({ kind }) => kind === 'warning')).toEqual([])
  })
})

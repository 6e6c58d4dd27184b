import { describe, expect, it } from 'vitest'
import type { Cluster } from '#shared/cluster.ts'
import { openNodeShell } from '../../../electron/access/node-shell.ts'
import type { DockerRuntime } from '../../../electron/docker/docker-runtime.ts'

const cluster = { name: 'dev', nodes: [{ name: 'sampan-dev-server-0' }] } as unknown as Cluster

/** A node whose container Docker calls running until `stopsAfterMs` have gone by. */
async function shellIn(stopsAfterMs: number) {
  const begun = performance.now()
  const runtime = {
    inspectContainer: async () => ({ state: performance.now() - begun < stopsAfterMs ? 'running' : 'exited' }),
    terminal: async () => ({}),
  } as unknown as DockerRuntime
  const target = { kind: 'node', node: 'sampan-dev-server-0' } as const
  return openNodeShell(runtime, { cluster, target, size: { columns: 80, rows: 24 } }, new AbortController().signal)
}

describe('why the shell of a node ended', () => {
  it('is the stopped node, also where Docker says so a moment after the shell was killed', async () => {
    const shell = await shellIn(400)
    expect(await shell.why({ exitCode: 137 })).toMatchObject({ code: 'shell.node_stopped' })
  })

  it('is the lost connection where the node runs on, and nothing where the shell was left or killed by hand', async () => {
    const shell = await shellIn(60_000)
    expect(await shell.why({ exitCode: undefined, error: new Error('reset') })).toMatchObject({ code: 'shell.lost' })
    expect(await shell.why({ exitCode: 137 })).toBeUndefined()
    const begun = performance.now()
    expect(await shell.why({ exitCode: 130 })).toBeUndefined()
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})

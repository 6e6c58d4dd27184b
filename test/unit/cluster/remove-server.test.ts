import { expect, it } from 'vitest'
import { removeServer } from '../../../electron/cluster/change/remove-server.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const leaving = 'sampan-demo-server-2'

it.each([
  ['under its own name', leaving],
  ['with an ID appended, as --with-node-id has it', `${leaving}-0a1b2c3d`],
])('a server that registered %s loses its vote before its container is stopped', async (_, registered) => {
  const runtime = new FakeRuntime()
  const done: string[] = []
  Object.assign(runtime, {
    inspectContainer: async () => ({ state: 'running' }),
    exec: async (_server: string, command: readonly string[]) => {
      const node = /delete node\/(\S+)/.exec(command.join(' '))?.[1]
      if (node === registered) done.push('its Node is deleted')
      const stdout = command.includes('nodes') ? `node/sampan-demo-server-0\nnode/${registered}\n` : ''
      return { exitCode: 0, stdout, stderr: '' }
    },
    stopContainer: async () => void done.push('stopped'),
    removeContainer: async () => void done.push('removed'),
  })
  const step = { kind: 'removeServer', name: leaving, id: 'c2', isUp: true, node: leaving } as const
  await removeServer(runtime, { ...step, through: ['sampan-demo-server-0'] }, new AbortController().signal)
  expect(done.slice(0, 3)).toEqual(['its Node is deleted', 'stopped', 'removed'])
})

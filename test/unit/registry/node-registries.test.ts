import { expect, it, vi } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { readNodeRegistries } from '../../../electron/registry/node-registries.ts'

/** Answers nothing until it is no longer asked. */
const silent = {
  exec: (_id: string, _command: readonly string[], signal?: AbortSignal) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  readFile: async () => undefined,
}
const node = { id: '1', name: 'sampan-demo-server-0' }

it('a node that does not answer is given up after a while, and said by name', async () => {
  vi.useFakeTimers()
  try {
    const failure = readNodeRegistries(silent, node).catch(problemOf)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await failure).toEqual({
      code: 'docker.failed',
      params: { operation: 'read registries', subject: 'sampan-demo-server-0' },
      detail: '> 20 s',
    })
  } finally {
    vi.useRealTimers()
  }
})

it('reading stops when nobody wants to know any more', async () => {
  const controller = new AbortController()
  const reading = readNodeRegistries(silent, node, controller.signal)
  controller.abort(new Error('closed'))
  await expect(reading).rejects.toThrow('closed')
})

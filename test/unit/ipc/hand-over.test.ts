import { describe, expect, it, vi } from 'vitest'
import type { ViewFrame } from '#shared/contract.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { handOver, isViewName } from '../../../electron/ipc/hand-over.ts'

class FakePort {
  readonly frames: ViewFrame[] = []
  isClosed = false

  postMessage(frame: ViewFrame): void {
    this.frames.push(frame)
  }
  close(): void {
    this.isClosed = true
  }
}

const cluster = { engineId: 'engine-1', name: 'dev' }

describe('a view that another process answers', () => {
  it.each(['constructor', '__proto__', 'toString', '', 7, undefined, { toString: () => 'logs.view' }])(
    'has a name of the contract: not %o',
    (name) => {
      expect(isViewName(name)).toBe(false)
    },
  )

  it('gets the port and what was asked for, with the defaults', () => {
    const open = vi.fn()
    const port = new FakePort()
    handOver({ 'logs.view': open, 'shell.open': open }, { name: 'logs.view', input: { cluster } }, port)
    expect(open).toHaveBeenCalledExactlyOnceWith({ cluster, capacityBytes: 256_000_000 }, port)
    expect([port.frames, port.isClosed]).toEqual([[], false])
  })

  it.each([
    undefined,
    { cluster: 'dev' },
    { cluster: { name: 'dev' } },
    { cluster: { engineId: '', name: 'dev' } },
    { cluster: { engineId: 'engine-1', name: '../etc' } },
    { cluster, capacityBytes: 1e12 },
  ])('is not opened for input that does not fit: %o', (input) => {
    const open = vi.fn()
    const port = new FakePort()
    handOver({ 'logs.view': open, 'shell.open': open }, { name: 'logs.view', input }, port)
    expect(open).not.toHaveBeenCalled()
    expect(port.frames).toMatchObject([{ kind: 'failed', problem: { code: 'ipc.invalid_input' } }])
    expect(port.isClosed).toBe(true)
  })

  it('that cannot be opened says why', () => {
    const changed = problem('engine.changed', { cluster: 'dev', engine: 'colima' })
    const open = () => {
      throw new ProblemError(changed)
    }
    const port = new FakePort()
    handOver({ 'logs.view': open, 'shell.open': open }, { name: 'logs.view', input: { cluster } }, port)
    expect([port.frames, port.isClosed]).toEqual([[{ kind: 'failed', problem: changed }], true])
  })
})

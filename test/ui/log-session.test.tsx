import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LogAsk, LogViewState } from '#shared/log-view.ts'
import { problem } from '#shared/problem.ts'
import { LogSession } from '../../renderer/api/log-session.ts'
import { FakeBridge } from './fake-bridge.ts'

const state: LogViewState = {
  kind: 'state',
  revision: 1,
  firstRow: 0,
  endRow: 0,
  lines: 0,
  keptBytes: 0,
  capacityBytes: 1_000_000,
  droppedLines: 0,
  levels: {},
  sources: [],
}

const sessions: LogSession[] = []
afterEach(() => {
  for (const session of sessions.splice(0)) session.close()
})

function openSession() {
  const bridge = new FakeBridge()
  Object.defineProperty(window, 'sampan', { value: bridge, configurable: true })
  const session = new LogSession({ cluster: { engineId: 'engine-1', name: 'dev' } })
  sessions.push(session)
  session.open()
  const view = () =>
    vi.waitFor(() => {
      const [open] = bridge.logViews()
      if (!open) throw new Error('No view of a log is open')
      return open
    })
  return { bridge, session, view }
}

describe('a view of a log in another process', () => {
  it('is asked over a port of its own, also what was asked before it was there', async () => {
    const { session, view } = openSession()
    const asking = session.ask('locate', { line: 7 })
    const { port } = await view()
    port.onmessage = ({ data }: MessageEvent<LogAsk>) =>
      port.postMessage({ kind: 'answer', id: data.id, value: { row: 3 } })
    expect(await asking).toEqual({ row: 3 })
  })

  it('that died fails whoever waits, says why, and is opened again as the continuation of what was shown', async () => {
    const { bridge, session, view } = openSession()
    const first = await view()
    first.port.postMessage({ kind: 'state', state })
    await vi.waitFor(() => expect(session.state).toBeDefined())
    const asking = session.ask('rows', { first: 0, count: 10 })

    first.control.postMessage({ kind: 'failed', problem: problem('logs.reader_died', {}) })

    await expect(asking).rejects.toMatchObject({ problem: { code: 'logs.reader_died' } })
    expect([session.problem?.code, session.state]).toEqual(['logs.reader_died', undefined])
    await expect(session.ask('findings', undefined)).rejects.toMatchObject({ problem: { code: 'logs.reader_died' } })

    await vi.waitFor(() => expect(session.generation).toBe(2), { timeout: 5000 })
    const second = await vi.waitFor(() => {
      const [open] = bridge.logViews()
      if (!open || open.port === first.port) throw new Error('It was not opened again')
      return open
    })
    expect(second.input).toMatchObject({ cluster: { name: 'dev' }, lostAt: expect.any(Number) })
    second.port.postMessage({ kind: 'state', state })
    await vi.waitFor(() => expect([session.problem, session.state?.kind]).toEqual([undefined, 'state']))
  })

  it('of an engine that is no longer in use ends with its Problem', async () => {
    const { session, view } = openSession()
    const { control } = await view()
    control.postMessage({ kind: 'failed', problem: problem('engine.changed', { cluster: 'dev', engine: 'colima' }) })
    await vi.waitFor(() => expect(session.problem?.code).toBe('engine.changed'))
  })

  it('closes both ports when the window leaves it', async () => {
    const { bridge, session, view } = openSession()
    const { port } = await view()
    const closed = new Promise((resolve) => port.addEventListener('close', resolve))
    session.close()
    await closed
    await vi.waitFor(() => expect(bridge.logViews()).toEqual([]))
  })
})

import { afterEach, expect, it, vi } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { formatTime, translate } from '#shared/translate.ts'
import { isJsonWanted } from '../../../electron/cli/arguments.ts'
import { table } from '../../../electron/cli/columns.ts'
import { Interruption } from '../../../electron/cli/interruption.ts'
import { createOutput } from '../../../electron/cli/output.ts'

afterEach(() => vi.restoreAllMocks())

/** What is written to stderr meanwhile. */
function said(work: () => void): string {
  let text = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => {
    text += String(piece)
    return true
  })
  work()
  return text
}

it('a table fits the terminal by its widest column, and is whole where there is none', () => {
  const rows = [
    ['NODE', 'KUBERNETES', 'VERSION'],
    ['sampan-demo-server-0', `NotReady: ${'x'.repeat(300)}`, 'v1.36.3+k3s1'],
  ]
  const lines = table(rows, 80).split('\n')
  expect([Math.max(...lines.map((line) => line.length)), lines[1]?.includes('…')]).toEqual([80, true])
  expect(table(rows, Number.POSITIVE_INFINITY)).toContain('x'.repeat(300))
})

it('a stage has the same name as in the window, and only those that were announced are told', () => {
  const step = (stage: 'stop' | 'containers') =>
    ({ kind: 'step', stage, state: 'done', durationMs: 10, atMs: 0 }) as const satisfies OperationEvent
  const text = said(() => {
    const output = createOutput({ isJson: false, isVerbose: false })
    output.event({ kind: 'started', operation: 'stop', cluster: 'demo', stages: ['stop'], atMs: 0 })
    output.event(step('stop'))
    output.event(step('containers'))
  })
  expect(text).toBe(`Stopping cluster demo\n  ✓ ${translate('en', 'stage.stop')}  10 ms\n`)
})

it('an operation that somebody died on is dated as people read it', () => {
  const since = '2026-11-28T07:12:40.190Z'
  const event = { kind: 'takenOver', operation: 'create', cluster: 'demo', maker: 'vm/7', since, atMs: 0 } as const
  const text = said(() => createOutput({ isJson: false, isVerbose: false }).event(event))
  expect(text).toBe(`  vm/7 had been creating it since ${formatTime('en', since)} and is gone. Taking over.\n`)
  expect(text).not.toContain(since)
})

it('an interrupted command says only how its operation ended', () => {
  const stop = new AbortController()
  const text = said(() => {
    const output = createOutput({ isJson: false, isVerbose: false, signal: stop.signal })
    const cancelled = { code: 'cluster.cancelled', params: { cluster: 'demo' } } as const
    stop.abort(new Interruption('SIGINT'))
    output.problem({ code: 'internal.unexpected', params: {} })
    output.event({ kind: 'problem', ...cancelled, cluster: 'demo', undone: false, durationMs: 1 })
    output.problem(cancelled)
  })
  expect(text.split('\n')[0]).toBe('Canceled [cluster.cancelled]')
})

it.each([
  [['--json', 'list'], true],
  [['--engine', 'kubectl', 'list', '--json'], true],
  [['--json', 'kubectl', 'demo', 'get', 'pods'], true],
  [['--engine', 'x', 'kubectl', 'demo', '--json'], false],
])('of %j, JSON is wanted: %j', (args, isWanted) => expect(isJsonWanted(args)).toBe(isWanted))

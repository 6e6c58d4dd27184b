import { screen, waitFor } from '@testing-library/react'
import { expect } from 'vitest'
import type { LogAsk, LogFinding, LogRow, LogViewState } from '#shared/log-view.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { bridgeWith, cluster, openWindow } from './window.tsx'

/** A known line that the first source printed once. */
export function findingOf(explanation: string, told: Partial<LogFinding> = {}): LogFinding {
  const times = { firstTime: 0, lastTime: 0, sourcesUntil: 0 }
  return { explanation, params: {}, count: 1, lastLine: 1, sources: [0], ...times, ...told }
}

const usual: LogFinding[] = [
  findingOf('disk-pressure', { lastLine: 3 }),
  findingOf('flexvolume-folder-missing', { lastLine: 4 }),
]

const none = { from: 0, until: 0, buckets: [], errorRows: 0 }

interface Served {
  readonly lines: number
  /** How many of them pass the filter. */
  readonly shown?: number
  /** So many lines lie between two that pass. */
  readonly linesPerRow?: number
  readonly flow?: 'following' | 'ended'
  /** In place of the one source with that flow. */
  readonly sources?: LogViewState['sources']
  readonly findings?: LogFinding[]
  readonly levels?: LogViewState['levels']
  readonly histogram?: object
  readonly available?: object[]
}

/** A log process with a log of numbered lines: answers what it is asked, and remembers it. */
export function serveLog(
  bridge: FakeBridge,
  {
    lines,
    shown = lines,
    linesPerRow = 1,
    flow = 'following',
    sources = [{ id: 0, source: { kind: 'node', node: 'sampan-dev-server-0' }, name: 'server-0', state: flow, lines }],
    findings = usual,
    levels = { info: lines },
    histogram = none,
    available = [],
  }: Served,
) {
  const asked: LogAsk[] = []
  const [view] = bridge.logViews()
  if (!view) throw new Error('No view of a log is open')
  let state: LogViewState = {
    kind: 'state',
    revision: 1,
    firstRow: 0,
    endRow: shown,
    lines,
    keptBytes: lines * 20,
    capacityBytes: 256_000_000,
    droppedLines: 0,
    levels,
    sources,
  }
  const answers: Record<string, (input: { first: number; count: number }) => unknown> = {
    rows: ({ first, count }) => ({
      revision: 1,
      first,
      rows: Array.from({ length: Math.min(count, state.endRow - first) }, (_, index): LogRow => {
        const line = (first + index) * linesPerRow
        return { kind: 'line', line, source: 0, time: line * 1000, level: 'info', text: `line ${line}` }
      }),
    }),
    filter: () => ({ revision: 1, row: lines - 1 }),
    find: () => ({ row: 3, line: 3, index: 1, matches: 2 }),
    details: () => ({
      text: 'line',
      time: Date.UTC(2026, 10, 27, 9, 41, 7, 5),
      source: 0,
      level: 'warn',
      message: 'the message',
      fields: [{ name: 'pod', value: 'a/b' }],
      params: {},
    }),
    findings: () => findings,
    text: ({ first, count }) => ({ text: `${first} ${count}` }),
    histogram: () => histogram,
    available: () => ({ sources: available }),
    findError: () => null,
    locate: () => ({ revision: 1, row: 3, line: 3 }),
  }
  view.port.onmessage = ({ data }: MessageEvent<LogAsk>) => {
    asked.push(data)
    const value = answers[data.name]?.(data.input as { first: number; count: number }) // by the type of each request
    view.port.postMessage({ kind: 'answer', id: data.id, value })
  }
  view.port.postMessage({ kind: 'state', state })
  /** What the log process says next of itself. */
  const say = (next: Partial<LogViewState>) => {
    state = { ...state, ...next }
    view.port.postMessage({ kind: 'state', state })
  }
  return { asked, findings, say }
}

/** The logs of a cluster in the window. */
export async function openLogs(
  lines: number,
  served: Partial<Served> = {},
  handlers: Parameters<typeof bridgeWith>[1] = {},
) {
  const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')], handlers))
  await user.click(await screen.findByRole('tab', { name: 'Logs' }))
  await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
  return { user, bridge, ...serveLog(bridge, { ...served, lines }) }
}

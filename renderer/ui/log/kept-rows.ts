import type { LogRequestInput, LogRequestName, LogRequestOutput, LogRow } from '#shared/log-view.ts'
import { shortNodeName } from '../format.ts'
import type { LogBuffer, LogEntry } from './log-buffer.ts'
import type { FeedState, RowFeed } from './row-feed.ts'

/**
 * Rows of lines that the window keeps itself: the log of an operation, whose containers may be gone when it is read. A row is numbered
 * as its line is; the one before the first says how many had to make room.
 */
export class KeptRows implements RowFeed {
  readonly generation = 1
  readonly #listeners = new Set<() => void>()
  readonly #nodes: string[] = []
  #buffer: LogBuffer
  #state: FeedState

  constructor(buffer: LogBuffer) {
    this.#buffer = buffer
    this.#state = this.#stateOf({ hasEnded: false })
  }

  get state(): FeedState {
    return this.#state
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What there is by now. */
  take(buffer: LogBuffer, { hasEnded }: { readonly hasEnded: boolean }): void {
    this.#buffer = buffer
    this.#state = this.#stateOf({ hasEnded })
    for (const listener of [...this.#listeners]) listener()
  }

  async ask<N extends Extract<LogRequestName, 'rows' | 'locate' | 'text'>>(
    name: N,
    input: LogRequestInput<N>,
  ): Promise<LogRequestOutput<N>> {
    return this.#answers[name](input)
  }

  readonly #answers: {
    readonly [N in 'rows' | 'locate' | 'text']: (input: LogRequestInput<N>) => LogRequestOutput<N>
  } = {
    rows: ({ first, count }) => {
      const { firstRow, endRow, revision } = this.#state
      const begin = Math.max(firstRow, first)
      const end = Math.max(begin, Math.min(endRow, begin + count))
      return {
        revision,
        first: begin,
        rows: Array.from({ length: end - begin }, (_, index) => this.#row(begin + index)),
      }
    },
    locate: (at) => {
      const { firstRow, endRow, revision } = this.#state
      const row = Math.max(firstRow, Math.min(endRow - 1, 'line' in at ? at.line : this.#lineAt(at.time)))
      return { revision, row, line: row }
    },
    text: ({ firstLine, lastLine, hasPrefix }) => {
      const { entries, dropped } = this.#buffer
      const chosen = entries.slice(Math.max(0, firstLine - dropped), Math.max(0, lastLine + 1 - dropped))
      return { text: chosen.map((entry) => `${hasPrefix ? prefixOf(entry) : ''}${entry.text}\n`).join('') }
    },
  }

  #lineAt(time: number): number {
    const { entries, dropped } = this.#buffer
    const at = entries.findIndex((entry) => Date.parse(entry.time) >= time)
    return dropped + (at === -1 ? entries.length : at)
  }

  #row(number: number): LogRow {
    const { entries, dropped } = this.#buffer
    const entry = entries[number - dropped]
    if (!entry) {
      const time = Date.parse(entries[0]?.time ?? '')
      return { kind: 'marker', line: number, source: 0, time, marker: { kind: 'dropped', lines: dropped } }
    }
    const { text, time, level, node = '' } = entry
    const source = this.#nodes.indexOf(node)
    return { kind: 'line', line: number, source, time: Date.parse(time), text, ...(level ? { level } : {}) }
  }

  #stateOf({ hasEnded }: { readonly hasEnded: boolean }): FeedState {
    const { entries, dropped } = this.#buffer
    const lines = new Map<string, number>()
    for (const { node = '' } of entries) lines.set(node, (lines.get(node) ?? 0) + 1)
    // A node keeps its number, and so its color, also when its last line has made room.
    for (const node of lines.keys()) if (!this.#nodes.includes(node)) this.#nodes.push(node)
    return {
      revision: 0,
      firstRow: dropped > 0 ? dropped - 1 : 0,
      endRow: dropped + entries.length,
      lines: entries.length,
      droppedLines: dropped,
      sources: this.#nodes.map((node, id) => ({
        id,
        source: { kind: 'node', node },
        name: shortNodeName(node),
        state: hasEnded ? 'ended' : 'following',
        lines: lines.get(node) ?? 0,
      })),
    }
  }
}

const prefixOf = ({ time, node = '' }: LogEntry) => `${new Date(time).toISOString()} ${shortNodeName(node)} `

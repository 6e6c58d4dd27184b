import type { LogRow } from '#shared/log-view.ts'
import type { RowFeed } from './row-feed.ts'

/** Rows that are asked for beyond those on screen, so that a little scrolling shows no gaps. */
const overscanRows = 60

interface RowRange {
  readonly first: number
  readonly end: number
}

/**
 * The rows around what is on the screen. One question at a time is on its way; the next one asks for what is then wanted, so that
 * fast scrolling skips what nobody stops at. Rows of an older filter stay until the new ones come, so that nothing flashes.
 */
export class RowWindow {
  readonly #session: RowFeed
  readonly #listeners = new Set<() => void>()
  #rows = new Map<number, LogRow>()
  #wanted: RowRange = { first: 0, end: 0 }
  #asked: RowRange & { readonly revision: number; readonly endRow: number; readonly generation: number } = {
    first: 0,
    end: 0,
    revision: -1,
    endRow: 0,
    generation: 0,
  }
  #isAsking = false
  #version = 0

  constructor(session: RowFeed) {
    this.#session = session
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Changes whenever a row may have changed. */
  readonly version = (): number => this.#version

  /** Of the row behind the newest that is here. */
  get end(): number {
    return this.#asked.end
  }

  row(number: number): LogRow | undefined {
    return this.#rows.get(number)
  }

  /** What a row was when the rows were of that revision; undefined where that is not here. */
  lineAt(number: number, revision: number): number | undefined {
    return this.#asked.revision === revision ? this.#rows.get(number)?.line : undefined
  }

  /** These rows are on the screen now. */
  want(first: number, end: number): void {
    this.#wanted = { first, end }
    this.#fetch()
  }

  /** Asks again, as after a change of the state: the last rows may be new, and repeats of the last one may have grown. */
  refresh(): void {
    this.#fetch()
  }

  #fetch(): void {
    const { state, generation } = this.#session
    if (this.#isAsking || !state) return
    const first = Math.max(state.firstRow, this.#wanted.first - overscanRows)
    const end = Math.min(state.endRow, this.#wanted.end + overscanRows)
    const asked = this.#asked
    const isKnown =
      asked.generation === generation &&
      asked.revision === state.revision &&
      asked.first <= Math.max(state.firstRow, this.#wanted.first) &&
      asked.end >= Math.min(state.endRow, this.#wanted.end) &&
      (asked.endRow === state.endRow || this.#wanted.end < asked.endRow - 1)
    if (isKnown || end < first) return
    this.#isAsking = true
    this.#session
      .ask('rows', { first, count: Math.min(2000, end - first) })
      .then(
        (answer) => {
          this.#rows = new Map(answer.rows.map((row, index) => [answer.first + index, row]))
          const { first: begin, revision } = answer
          this.#asked = { first: begin, end: begin + answer.rows.length, revision, endRow: state.endRow, generation }
          this.#version += 1
          for (const listener of [...this.#listeners]) listener()
        },
        () => undefined, // The session says by itself that it broke, and asks anew when it is back.
      )
      .finally(() => {
        this.#isAsking = false
        // Meanwhile something else may be wanted, or there may be more.
        this.#fetch()
      })
  }
}

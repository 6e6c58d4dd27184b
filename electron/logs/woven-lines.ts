import { type Chunk, LineStore } from './line-store.ts'

export interface WovenLog {
  readonly store: LineStore
  /** What a line of the log before is called now; undefined for one that was left out or had to make room. */
  readonly numberOf: (line: number) => number | undefined
  /** The numbers of the lines that were brought in, in order. */
  readonly brought: readonly number[]
}

/**
 * Brings earlier lines of other sources to their places in a log: a new one, whose numbers begin behind the old ones' end, so that
 * none means two lines. Lines for which `isLeftOut` holds are not taken along. The old stores are emptied on the way, so that the
 * lines do not lie in memory twice.
 */
export function weave(log: LineStore, earlier: readonly LineStore[], isLeftOut: (source: number) => boolean): WovenLog {
  const { first, end } = log
  const origin = earlier.reduce((highest, { end: other }) => Math.max(highest, other), end)
  const woven = new LineStore(log.capacityBytes, {
    origin,
    dropped: earlier.reduce((sum, { dropped }) => sum + dropped, log.dropped),
  })
  const numbers = new Uint32Array(end - first)
  const take = ({ chunk, at }: Place) => {
    const [start = 0, behind = 0] = [chunk.starts[at], chunk.starts[at + 1]]
    const [time = 0, flags = 0, source = 0] = [chunk.times[at], chunk.flags[at], chunk.sources[at]]
    return woven.append(chunk.bytes, start, behind, { time, flags, source })
  }
  const brought: number[] = []
  const heads = earlier.map(reader)
  for (const next = reader(log); next.place; next.step()) {
    const { chunk, at } = next.place
    if (isLeftOut(chunk.sources[at] ?? 0)) continue
    const time = chunk.times[at] ?? 0
    for (let head = earliest(heads); head?.place && timeAt(head.place) < time; head = earliest(heads)) {
      brought.push(take(head.place))
      head.step()
    }
    numbers[chunk.first + at - first] = take(next.place)
  }
  for (let head = earliest(heads); head?.place; head = earliest(heads)) {
    brought.push(take(head.place))
    head.step()
  }
  // As it is now: the log may be woven again, which empties this one.
  const keptFrom = woven.first
  const numberOf = (line: number) => {
    const number = numbers[line - first] ?? 0
    return number > 0 && number >= keptFrom ? number : undefined
  }
  return { store: woven, numberOf, brought }
}

interface Place {
  readonly chunk: Chunk
  readonly at: number
}

interface Reader {
  readonly place: Place | undefined
  step(): void
}

/** Reads a store from its beginning, chunk by chunk, which it gives up behind itself. */
function reader(store: LineStore): Reader {
  let chunk = store.shift()
  let at = 0
  return {
    get place() {
      return chunk && at < chunk.count ? { chunk, at } : undefined
    },
    step: () => {
      at += 1
      if (!chunk || at < chunk.count) return
      chunk = store.shift()
      at = 0
    },
  }
}

const timeAt = ({ chunk, at }: Place) => chunk.times[at] ?? 0

function earliest(readers: readonly Reader[]): Reader | undefined {
  let best: Reader | undefined
  for (const each of readers) {
    if (each.place && (!best?.place || timeAt(each.place) < timeAt(best.place))) best = each
  }
  return best
}

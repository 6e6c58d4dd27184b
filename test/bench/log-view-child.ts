import type { LogRequestInput } from '#shared/log-view.ts'
import { openLogView } from '../engine/open-log-view.ts'

/** What the bench asks of the process that holds a view, and what it answers; times are milliseconds. */
export type ToChild =
  | { readonly kind: 'follow'; readonly nodes: readonly string[]; readonly lines: number }
  | { readonly kind: 'memory' }
  | { readonly kind: 'jumps'; readonly count: number }
  | { readonly kind: 'search'; readonly pattern: string }
  | { readonly kind: 'level'; readonly level: 'warn' | undefined }
export type FromChild =
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'times'; readonly ms: readonly number[] }

/** Holds a view as the log process does, so that its memory and its work are measured apart from the bench's own. */
async function main(cluster: string): Promise<void> {
  const view = await openLogView({ cluster })
  const filter = (filter: LogRequestInput<'filter'>['filter']) => view.ask('filter', { filter })
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const timed = async (work: () => Promise<unknown>) => {
    const begin = performance.now()
    await work()
    return performance.now() - begin
  }

  async function handle(message: ToChild): Promise<FromChild> {
    switch (message.kind) {
      case 'memory':
        return { kind: 'memory', bytes: process.memoryUsage.rss() }
      case 'follow': {
        const sources = message.nodes.map((node) => ({ kind: 'node' as const, node }))
        const ms = await timed(async () => {
          await view.ask('follow', { sources })
          await until(() => (view.state?.sources ?? []).reduce((sum, { lines }) => sum + lines, 0) >= message.lines)
        })
        return { kind: 'times', ms: [ms] }
      }
      case 'jumps': {
        const { firstRow = 0, endRow = 0 } = view.state ?? {}
        const ms: number[] = []
        for (let count = 0; count < message.count; count += 1) {
          const first = firstRow + Math.floor(Math.random() * (endRow - firstRow))
          ms.push(await timed(() => view.ask('rows', { first, count: 60 })))
        }
        return { kind: 'times', ms }
      }
      case 'search': {
        const begin = performance.now()
        const since = () => performance.now() - begin
        // The state before this one may still be the one of the last search.
        const { revision } = await filter({ search: { pattern: message.pattern, isRegex: true } })
        const search = () => (view.state?.revision === revision ? view.state.search : undefined)
        await until(() => (search()?.matches ?? 0) > 0)
        const first = since()
        await until(() => search()?.isComplete === true)
        return { kind: 'times', ms: [first, since()] }
      }
      case 'level':
        return { kind: 'times', ms: [await timed(() => filter(message.level ? { level: message.level } : {}))] }
    }
  }

  process.on('message', (message: ToChild) => void handle(message).then((answer) => process.send?.(answer)))
  process.on('disconnect', () => process.exit(0))
}

void main(process.argv[2] ?? '')

import { join } from 'node:path'
import { secondEngineMissing } from '../engine/second-engine.ts'
import { soak } from './soak.ts'
import { table, verdict } from './verdict.ts'

/** `npm run soak [-- --minutes 60]`: a line a minute, then a table and a verdict. Exit code 1 when something has grown. */
async function main(args: readonly string[]): Promise<number> {
  const minutes = Number(args[args.indexOf('--minutes') + 1] ?? 60) || 60
  const missing = await secondEngineMissing()
  if (missing) throw new Error(missing)
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort(new DOMException('Interrupted', 'AbortError')))
  const { samples, warnings } = await soak({
    rounds: minutes,
    roundMs: 60_000,
    restarts: Math.min(5, Math.floor(minutes / 3)),
    program: join(__dirname, 'soak-app.cjs'),
    signal: interrupt.signal,
    onSample: (sample) => process.stderr.write(`${JSON.stringify(sample)}\n`),
  })
  const grown = verdict(samples, warnings)
  process.stdout.write(`${table(samples)}\n\n${grown.length === 0 ? 'Nothing has grown.' : grown.join('\n')}\n`)
  return grown.length === 0 ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)

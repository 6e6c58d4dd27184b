// `npm run test:engines [-- docker28 podman …] [files of the suite] [options of vitest]`: the engine's suite on other engines than the
// machine's own, one after the other.
// Needs root on a Debian-like Linux. The last line counts.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { IsolatedEngine } from './engines/isolated-engine.mjs'
import { chosenKinds, kinds } from './engines/kinds.mjs'
import { build } from './prepare/build.mjs'
import { prepareDependencies } from './prepare/dependencies.mjs'
import { isRoot, note, outputOf, PrepareError, root, run } from './prepare/steps.mjs'
import { countVitest } from './reports.mjs'

const results = join(root, 'test-results')
/** For one that hangs: a machine that is busy with other things takes an hour for one engine. */
const limitMs = 100 * 60_000

const words = process.argv.slice(2)
const firstOption = words.findIndex((word) => word.startsWith('-'))
const options = firstOption < 0 ? [] : words.slice(firstOption)
const files = words.filter((word) => word.endsWith('.ts') && !options.includes(word))
const { chosen, unknown } = chosenKinds(words.filter((word) => !files.includes(word) && !options.includes(word)))
if (unknown.length > 0) {
  console.error(`There is no engine ${unknown.join(', ')}. Engines: ${kinds.map(({ name }) => name).join(' ')}`)
  process.exit(2)
}
/** What runs now, so that Ctrl-C leaves nothing behind. @type {IsolatedEngine | undefined} */
let current
/** @type {import('node:child_process').ChildProcess | undefined} */
let runner
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (runner) killGroup(runner)
    await current?.close()
    process.exit(130)
  })
}

/** @typedef {{ file: string, passed: number, failed: number, skipped: string[], broken: string[] }} Row */

const total = { passed: 0, failed: 0, skipped: 0 }
/** @type {string[]} */
const table = []
try {
  if (!isRoot || process.platform !== 'linux' || outputOf('dpkg-deb', ['--version']) === undefined)
    throw new PrepareError(
      'Only root on a Debian-like Linux can run engines of its own.',
      'Run this in such a machine or container.',
    )
  await prepareDependencies()
  await build()
  mkdirSync(results, { recursive: true })
  for (const kind of chosen) await testOn(kind)
} catch (error) {
  console.error(error instanceof PrepareError ? error.message : error)
  total.failed += 1
}
for (const line of table) console.log(line)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed > 0 ? 1 : 0)

/** @param {import('./engines/kinds.mjs').Kind} kind */
async function testOn(kind) {
  const report = join(results, `engine-${kind.name}.json`)
  rmSync(report, { force: true })
  /** @type {Row[]} */
  let rows = []
  let title = kind.title
  try {
    current = await IsolatedEngine.open(kind)
    const version = await current.version()
    title = `${kind.title} (${version})`
    await run(process.execPath, ['test/fake-k3s/build.mjs'], { env: current.env })
    console.log(`\n── ${title} ──`)
    const code = await suite(current, report)
    rows = rowsOf(JSON.parse(readFileSync(report, 'utf8')))
    // A runner that failed although no test did (an error between tests) has failed.
    if (code !== 0 && rows.every(({ failed }) => failed === 0)) throw new Error(`the runner ended with ${code}`)
  } catch (error) {
    note(error instanceof PrepareError ? error.message : String(error))
    rows.push({
      file: 'the engine itself',
      passed: 0,
      failed: 1,
      skipped: [],
      broken: [String(error.message).split('\n')[0] ?? ''],
    })
  } finally {
    await current?.close()
    current = undefined
  }
  table.push('', title, ...rows.flatMap(lines))
  for (const { passed, failed, skipped } of rows) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped.length
  }
}

/** @param {IsolatedEngine} engine @param {string} report */
function suite(engine, report) {
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'engine',
    '--project',
    'engine-alone',
    ...files,
    ...options,
  ]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const [program = '', ...args] = engine.beside([process.execPath, ...vitest, ...reporters])
  const child = spawn(program, args, {
    cwd: root,
    env: engine.env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  })
  runner = child
  const timer = setTimeout(() => {
    console.error(`The suite was stopped after ${limitMs / 60_000} minutes.`)
    killGroup(child)
  }, limitMs)
  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearTimeout(timer)
      runner = undefined
      resolve(code ?? 1)
    }),
  )
}

/** A runner that hangs has children that hang. @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** @param {any} report vitest's @returns {Row[]} */
function rowsOf(report) {
  return report.testResults.map((result) => {
    return { file: basename(result.name), ...countVitest({ testResults: [result] }) }
  })
}

/** @param {Row} row */
function lines({ file, passed, failed, skipped, broken }) {
  const counts = `${String(passed).padStart(4)} passed ${String(failed).padStart(3)} failed ${String(skipped.length).padStart(3)} skipped`
  return [
    `  ${file.padEnd(32)}${counts}`,
    ...broken.map((name) => `    ✗ ${name}`),
    ...skipped.map((name) => `    – ${name}`),
  ]
}

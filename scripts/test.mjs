// `npm test [-- format lint knip types unit engine e2e]`: everything that is checked, on a real Docker Engine and in a real window.
// Every step runs even when an earlier one failed. The last line counts.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './prepare/build.mjs'
import { prepareDependencies } from './prepare/dependencies.mjs'
import { prepareDisplay } from './prepare/display.mjs'
import { prepareDocker } from './prepare/docker.mjs'
import { prepareElectron } from './prepare/electron.mjs'
import { note, PrepareError, root } from './prepare/steps.mjs'
import { prepareTestTools } from './prepare/test-tools.mjs'
import { countPlaywright, countVitest } from './reports.mjs'

const results = join(root, 'test-results')
const bin = (path) => join(root, 'node_modules', path)
const isCi = Boolean(process.env.CI)
const minutes = 60_000
/** Of a window, as text: a log's rows would fill the screen with themselves. */
const shownLines = 120

/** @type {import('./reports.mjs').Count} */
const total = { passed: 0, failed: 0, skipped: [], broken: [] }

const steps = [
  { name: 'format', run: () => tool('format', [bin('@biomejs/biome/bin/biome'), 'format', '.'], 2) },
  {
    name: 'lint',
    run: () => tool('lint', [bin('@biomejs/biome/bin/biome'), 'check', '--formatter-enabled=false', '.'], 2),
  },
  { name: 'knip', run: () => tool('knip', [bin('knip/bin/knip.js')], 3) },
  { name: 'types', run: () => tool('types', [bin('typescript/bin/tsc'), '--build'], 5) },
  { name: 'unit', run: () => vitest('unit', ['--project', 'unit', '--project', 'ui', '--maxWorkers=3'], 10) },
  {
    name: 'engine',
    needs: ['docker', 'build'],
    run: () => vitest('engine', ['--project', 'engine', '--project', 'engine-alone'], 32),
  },
  { name: 'e2e', needs: ['docker', 'build', 'electron'], run: e2e },
]

const wanted = process.argv.slice(2)
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const unknown = wanted.filter((name) => !steps.some((each) => each.name === name))
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. Steps: ${steps.map(({ name }) => name).join(' ')}`)
  process.exit(2)
}
/** The process group that runs now, so that Ctrl-C leaves nothing running. @type {import('node:child_process').ChildProcess | undefined} */
let current
let closeDisplay = () => undefined
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (current) killGroup(current)
    closeDisplay()
    process.exit(130)
  })
}
mkdirSync(results, { recursive: true })
try {
  await prepareDependencies()
} catch (error) {
  console.error(error instanceof PrepareError ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exit(1)
}
const needed = new Set(chosen.flatMap(({ needs = [] }) => needs))
/** What could not be prepared, and why. @type {Map<string, string>} */
const missing = new Map()
await attempt('docker', async () => {
  await prepareDocker()
  await prepareTestTools()
})
await attempt('electron', async () => {
  const dist = await prepareElectron()
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist
  closeDisplay = (await prepareDisplay(dist)).close
})
await attempt('build', build)

for (const { name, needs = [], run } of chosen) {
  const lacking = needs.find((need) => missing.has(need))
  if (lacking === undefined) await run()
  else skip(name, missing.get(lacking) ?? '')
}
closeDisplay()

// Said again at the end: a machine of CI may keep nothing but the last lines.
for (const reason of total.broken) console.log(`✗ ${reason}`)
for (const reason of total.skipped) console.log(`skipped: ${reason}`)
const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exit(total.failed > 0 ? 1 : 0)

/** @param {string} what @param {() => Promise<unknown>} prepare */
async function attempt(what, prepare) {
  if (!needed.has(what)) return
  try {
    await prepare()
    if (what === 'build') total.passed += 1
  } catch (error) {
    note(error instanceof PrepareError ? error.message : String(error))
    missing.set(what, error.message.split('\n')[0])
    // A build that fails is a fault of the project, not of the machine.
    if (what === 'build') fail(`build: ${error.message}`)
  }
}

/** @param {string} reason */
function fail(reason) {
  total.failed += 1
  total.broken.push(reason)
}

/** Nobody is there to read the reason in CI: there a skip for want of Docker or Electron is a failure. @param {string} name @param {string} reason */
function skip(name, reason) {
  if (isCi) fail(`${name}: ${reason}`)
  else total.skipped.push(`${name}: ${reason}`)
  console.log(`${isCi ? '✗' : '–'} ${name}: ${reason}`)
}

/** One tool that is right or wrong as a whole. @param {string} name @param {string[]} args @param {number} limit minutes */
async function tool(name, args, limit) {
  const isGood = (await execute(name, args, limit)) === 0
  if (isGood) total.passed += 1
  else fail(name)
  console.log(`${isGood ? '✓' : '✗'} ${name}`)
}

/** @param {string} name @param {string[]} args @param {number} limit minutes */
async function vitest(name, args, limit) {
  const report = join(results, `${name}.json`)
  rmSync(report, { force: true })
  const code = await execute(
    name,
    [bin('vitest/vitest.mjs'), 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    limit,
  )
  add(name, code, () => countVitest(JSON.parse(readFileSync(report, 'utf8'))))
}

async function e2e() {
  const report = join(results, 'e2e.json')
  rmSync(report, { force: true })
  const code = await execute(
    'e2e',
    [bin('@playwright/test/cli.js'), 'test', '-c', 'test/e2e/playwright.config.ts'],
    18,
    { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  )
  if (code !== 0) showWindows()
  add('e2e', code, () => countPlaywright(JSON.parse(readFileSync(report, 'utf8'))))
}

/** What the window showed when a test failed: the files beside the report do not outlive a machine of CI. */
function showWindows() {
  for (const folder of readdirSync(join(results, 'e2e'), { withFileTypes: true })) {
    const context = join(results, 'e2e', folder.name, 'error-context.md')
    if (!existsSync(context)) continue
    const [, shown = ''] = readFileSync(context, 'utf8').split('```yaml')
    const lines = shown.split('```')[0].split('\n')
    const cut = lines.length > shownLines ? [`… ${lines.length - shownLines} more lines`] : []
    console.log(`\n── ${folder.name} ──`)
    for (const line of [...lines.slice(0, shownLines), ...cut]) console.log(line.slice(0, 160))
  }
}

/** @param {string} name @param {number} code @param {() => import('./reports.mjs').Count} count */
function add(name, code, count) {
  try {
    const { passed, failed, skipped, broken } = count()
    total.passed += passed
    total.failed += failed
    total.broken.push(...broken.map((title) => `${name}: ${title}`))
    total.skipped.push(...skipped.map((title) => `${name}: ${title}`))
    // A runner that failed although no test did (an error between tests) has failed.
    if (failed === 0 && code !== 0) fail(`${name} ended with ${code}`)
  } catch (error) {
    fail(`${name} left no report: ${error.message}`)
  }
}

/** @param {string} name @param {string[]} args @param {number} limit minutes @param {Record<string, string>} [env] @returns {Promise<number>} */
function execute(name, args, limit, env = {}) {
  console.log(`\n── ${name} ──`)
  const isPosix = process.platform !== 'win32'
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    detached: isPosix,
  })
  current = child
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      console.error(`${name} was stopped after ${limit} minutes.`)
      killGroup(child)
    }, limit * minutes)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
}

/** A runner that hangs has children that hang. @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  try {
    if (process.platform !== 'win32' && child.pid) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

import { spawn, spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where things go that are fetched once for all checkouts. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sampan')

export const isRoot = process.getuid?.() === 0

/** What went wrong while preparing, and what the user can do about it. */
export class PrepareError extends Error {
  /** @param {string} what @param {string} remedy */
  constructor(what, remedy) {
    super(`${what}\n  ${remedy}`)
    this.name = 'PrepareError'
  }
}

/** Says in one line what is done, and how long it took. @template T @param {string} what @param {() => Promise<T> | T} work @returns {Promise<T>} */
export async function step(what, work) {
  const startedMs = Date.now()
  process.stderr.write(`• ${what} …\n`)
  // Whoever waits is to see that it goes on.
  const still = () => process.stderr.write(`  still at it after ${Math.round((Date.now() - startedMs) / 1000)} s …\n`)
  const timer = setInterval(still, 10_000)
  try {
    const result = await work()
    process.stderr.write(`  done after ${((Date.now() - startedMs) / 1000).toFixed(1)} s\n`)
    return result
  } finally {
    clearInterval(timer)
  }
}

/** @param {string} text */
export function note(text) {
  process.stderr.write(`• ${text}\n`)
}

/** Output of a command, or undefined when it fails or is not there. @param {string} command @param {string[]} args */
export function outputOf(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return status === 0 ? stdout : undefined
}

/**
 * Runs a command to its end with its output kept back; throws with the tail of it when it fails.
 * @param {string} command @param {string[]} args @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean }} [options]
 */
export async function run(command, args, { cwd = root, env = process.env, timeoutMs = 600_000, shell = false } = {}) {
  const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve(-1)
    })
    child.once('close', resolve)
  })
  clearTimeout(timer)
  if (code !== 0)
    throw new Error(
      `${command} ${args.join(' ')} failed (${code}):\n${output.trim().split('\n').slice(-15).join('\n')}`,
    )
  return output
}

/** npm as the one that runs this script, so that no other is found by chance. @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
export async function npm(args, env = process.env) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], { env })
  const isWindows = process.platform === 'win32'
  return run(isWindows ? 'npm.cmd' : 'npm', args, { env, shell: isWindows })
}

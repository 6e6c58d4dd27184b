import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { installPackages, mayInstall } from './packages.mjs'
import { cacheFolder, isRoot, note, outputOf, PrepareError, root, step } from './steps.mjs'

const socket = '/var/run/docker.sock'

/**
 * A Docker Engine that answers: one that is there, or, as root on a Debian-like system, one that is installed and started now.
 * Throws a PrepareError that says what to do.
 */
export async function prepareDocker() {
  if (await findsEngine()) return
  if (process.env.DOCKER_HOST) {
    throw new PrepareError(
      `No Docker Engine answers at ${process.env.DOCKER_HOST}.`,
      'That is what DOCKER_HOST names: start it there, or unset DOCKER_HOST.',
    )
  }
  if (process.env.SAMPAN_NO_SETUP === '1')
    throw new PrepareError('No Docker Engine answers, and SAMPAN_NO_SETUP=1 forbids to set one up.', advice())
  if (outputOf('which', ['dockerd']) === undefined) {
    if (!mayInstall()) throw new PrepareError('No Docker Engine answers.', advice())
    await installPackages(['docker.io', 'iptables'], 'There is no Docker Engine')
  }
  if (!isRoot) throw new PrepareError('Docker is installed, but no engine answers.', advice())
  await step('Starting the Docker Engine', () => startEngine())
}

async function findsEngine() {
  const host = process.env.DOCKER_HOST
  if (host && !host.startsWith('unix://')) return answers(new URL(host.replace(/^tcp:/, 'http:')))
  const runtimeFolder = process.env.XDG_RUNTIME_DIR || '/run'
  const usual = [
    socket,
    join(runtimeFolder, 'docker.sock'),
    ...['.docker/run', '.docker/desktop', '.orbstack/run', '.colima/default', '.rd'].map((folder) =>
      join(homedir(), folder, 'docker.sock'),
    ),
  ]
  const context = outputOf('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'])?.trim()
  const sockets = host
    ? [host.slice('unix://'.length)]
    : [...(context?.startsWith('unix://') ? [context.slice('unix://'.length)] : []), ...usual]
  for (const path of new Set(sockets)) {
    if (!existsSync(path) || !(await answers(path))) continue
    // The tests' raw tools look at one place only.
    if (path !== socket) process.env.DOCKER_HOST = `unix://${path}`
    return true
  }
  return process.platform === 'win32' && outputOf('docker', ['version']) !== undefined
}

/** @param {string | URL} place a socket's path, or the address of an engine without TLS @returns {Promise<boolean>} */
export function answers(place) {
  return new Promise((resolve) => {
    const where = typeof place === 'string' ? { socketPath: place } : { host: place.hostname, port: place.port || 2375 }
    const ping = request({ ...where, path: '/_ping', timeout: 1500 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    ping.on('timeout', () => ping.destroy())
    ping.on('error', () => resolve(false))
    ping.end()
  })
}

/**
 * By systemd where it runs, else by hand, so that it outlives this process.
 * @param {{ path?: string, extraArguments?: string[], log?: string }} [place]
 */
export async function startEngine({ path = socket, extraArguments = [], log = join(cacheFolder, 'dockerd.log') } = {}) {
  mkdirSync(cacheFolder, { recursive: true })
  if (
    path === socket &&
    existsSync('/run/systemd/system') &&
    outputOf('systemctl', ['start', 'docker']) !== undefined
  ) {
    if (await comesUp(path)) return
  }
  const args = [...runtimeArguments(), ...extraArguments]
  note(`dockerd ${args.join(' ')} (log: ${log})`)
  const out = openSync(log, 'a')
  const engine = spawn('dockerd', args, { detached: true, stdio: ['ignore', out, out] })
  engine.unref()
  if (await comesUp(path, engine)) return
  const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n  ')
  throw new PrepareError(
    `The Docker Engine did not start:\n  ${tail}`,
    'See its log, start it yourself, then try again.',
  )
}

/** @param {string} path @param {import('node:child_process').ChildProcess} [engine] who is waited for, while it lives */
async function comesUp(path, engine) {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 250))) {
    if (await answers(path)) return true
    if (engine && engine.exitCode !== null) return false
  }
  return false
}

/** A machine that lacks CAP_SYS_RESOURCE (bit 24) itself cannot hand it to privileged containers. */
export function runtimeArguments() {
  // dockerd does not start when a flag repeats what its file says; who has chosen a runtime there has done so for a reason.
  const config = '/etc/docker/daemon.json'
  if (existsSync(config) && readFileSync(config, 'utf8').includes('"default-runtime"')) return []
  const bounding = /^CapBnd:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 'f'.repeat(16)
  if ((BigInt(`0x${bounding}`) >> 24n) & 1n) return []
  const wrapper = join(cacheFolder, 'runc-without-sys-resource')
  copyFileSync(join(root, 'scripts', 'prepare', 'runc-without-sys-resource'), wrapper)
  chmodSync(wrapper, 0o755)
  return ['--add-runtime', `sampan-runc=${wrapper}`, '--default-runtime', 'sampan-runc']
}

function advice() {
  if (process.platform === 'darwin') return 'Start Docker Desktop, OrbStack, colima or Rancher Desktop.'
  if (process.platform === 'win32') return 'Start Docker Desktop and wait until its engine runs.'
  return "Install and start Docker (sudo apt-get install docker.io, or your distribution's way), and add yourself to its group: sudo usermod -aG docker $USER"
}

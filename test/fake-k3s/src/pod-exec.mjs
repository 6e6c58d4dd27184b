// Commands in a pod: they run in the node's container, since no pod has one. A terminal is that of util-linux' `script`.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const STDIN = 0
const STDOUT = 1
const STDERR = 2
const STATUS = 3
const RESIZE = 4

/** Images that contain their program and nothing else. */
const WITHOUT_SHELL = /coredns|metrics-server|pause|distroless/

const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`

export async function runInPod({ store, pod, image, command, hasTerminal, ws }) {
  const send = (channel, data) => ws.send(Buffer.concat([Buffer.from([channel]), data]))
  const end = async (status) => {
    await send(STATUS, Buffer.from(JSON.stringify(status)))
    ws.close()
  }
  await send(STDOUT, Buffer.alloc(0))
  const [program] = command
  if (WITHOUT_SHELL.test(image) || !isThere(program)) {
    const id = randomUUID().replaceAll('-', '')
    const oci = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH`
    const message = `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": ${oci}`
    return end({ status: 'Failure', message, reason: 'InternalError', code: 500 })
  }
  const ttyFile = join('/tmp', `tty-${randomUUID()}`)
  const child = start({ command, hasTerminal, ttyFile, hostname: pod.metadata.name })
  const wanted = terminalSize(ttyFile)
  let wasKilled = false
  const unsubscribe = store.subscribe(({ type, key, object }) => {
    if (type !== 'DELETED' || key !== 'v1/pods' || object.metadata.uid !== pod.metadata.uid) return
    wasKilled = true
    killTree(child.pid)
  })
  const outputs = [pipe(child.stdout, STDOUT), pipe(child.stderr, STDERR)]
  const exited = new Promise((resolve) => child.once('close', resolve))
  ws.onClose(() => child.stdin.end())
  void readInput()
  const code = wasKilled ? 137 : await exited
  await Promise.all(outputs)
  unsubscribe()
  wanted.stop()
  rmSync(ttyFile, { force: true })
  const exitCode = wasKilled ? 137 : (code ?? 137)
  if (exitCode === 0) return end({ metadata: {}, status: 'Success' })
  const message = `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${exitCode}`
  await end({
    status: 'Failure',
    message,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  })

  async function pipe(stream, channel) {
    for await (const chunk of stream) await send(channel, chunk)
  }

  async function readInput() {
    for await (const message of ws.messages()) {
      const data = message.subarray(1)
      if (message[0] === RESIZE) {
        const { Width, Height } = JSON.parse(data.toString())
        wanted.set(Width, Height)
      } else if (message[0] === STDIN && !child.stdin.destroyed && !child.stdin.write(data)) {
        await new Promise((resolve) => child.stdin.once('drain', resolve).once('close', resolve))
      }
    }
    child.stdin.end()
  }
}

function start({ command, hasTerminal, ttyFile, hostname }) {
  const env = { PATH: process.env.PATH, HOSTNAME: hostname, HOME: '/root', SHELL: '/bin/sh', TERM: 'xterm' }
  const options = { env, cwd: '/', stdio: 'pipe' }
  const child = hasTerminal
    ? spawn(
        'script',
        ['-q', '-e', '-E', 'always', '-c', `tty >${ttyFile}; exec ${command.map(quoted).join(' ')}`, '/dev/null'],
        options,
      )
    : spawn(command[0], command.slice(1), options)
  child.stdin.on('error', () => undefined)
  child.on('error', () => undefined)
  return child
}

/** Sets the size of the terminal as soon as its name is known. */
function terminalSize(ttyFile) {
  let size
  let timer
  const apply = () => {
    clearTimeout(timer)
    const name = existsSync(ttyFile) ? readFileSync(ttyFile, 'utf8').trim() : ''
    if (!name.startsWith('/dev/')) {
      timer = setTimeout(apply, 20)
      return
    }
    spawn('stty', ['-F', name, 'rows', String(size.rows), 'cols', String(size.columns)], { stdio: 'ignore' })
  }
  return {
    set: (columns, rows) => {
      size = { columns, rows }
      apply()
    },
    stop: () => clearTimeout(timer),
  }
}

function isThere(program) {
  if (program.includes('/')) return existsSync(program)
  return process.env.PATH.split(':').some((folder) => existsSync(join(folder, program)))
}

/** A process and all below it, the lowest first. */
function killTree(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    for (const child of children) if (child !== '') killTree(Number(child))
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { AsideLine, StdoutLine } from '../../electron/cli/json-lines.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = `${root}out/cli.cjs`

/** Neither the user's kubeconfig nor Sampan's own are touched by tests. */
export const userFolder = mkdtempSync(join(tmpdir(), 'sampan-user-'))
export const userKubeconfig = join(userFolder, 'config')
/** English, whatever is spoken where they run. */
const env = { ...process.env, KUBECONFIG: userKubeconfig, XDG_DATA_HOME: userFolder, SAMPAN_LANG: 'en' }
process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }))

interface Surroundings {
  readonly input?: string
  readonly more?: NodeJS.ProcessEnv
  readonly pipedTo?: string
  /** The command as it is run elsewhere, such as in another network. */
  readonly beside?: (command: readonly string[]) => string[]
}

export interface CliRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** stdout, line by line, as JSON. */
  readonly json: Record<string, unknown>[]
}

/**
 * Runs the built `sampan` to its end. `onLine` sees each line of stdout as it comes and may kill the process; `onStart` has it at once.
 * `pipedTo`: what stands behind it in a shell (`2>&1 | head -n 1`); the exit code is still its own.
 * With `--json` every line of both streams has to be what the reference says of it.
 */
export async function sampan(
  args: readonly string[],
  onLine: (line: string, child: ChildProcess) => void = () => undefined,
  onStart: (child: ChildProcess) => void = () => undefined,
  { input, more = {}, pipedTo, beside = (command) => [...command] }: Surroundings = {},
): Promise<CliRun> {
  const command = [process.execPath, cli, ...args]
  const shell = ['bash', '-c', `"$@" ${pipedTo}; exit \${PIPESTATUS[0]}`, 'bash']
  const [program = '', ...words] = beside(pipedTo === undefined ? command : [...shell, ...command])
  const child = spawn(program, words, {
    cwd: root,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { ...env, ...more },
  })
  const { stdout, stderr: errors } = child
  if (!stdout || !errors) throw new Error('no pipes')
  child.stdin?.end(input)
  onStart(child)
  const lines: string[] = []
  let stderr = ''
  errors.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const reading = (async () => {
    for await (const line of createInterface({ input: stdout })) {
      lines.push(line)
      onLine(line, child)
    }
  })()
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  await reading
  // One that was killed may have been in the middle of a line.
  if (args.includes('--json') && args[0] !== 'kubectl' && exitCode !== null) {
    for (const line of lines) checkLine(StdoutLine, line)
    for (const line of stderr.split('\n')) if (line !== '') checkLine(AsideLine, line)
  }
  return {
    exitCode,
    stdout: lines.join('\n'),
    stderr,
    get json() {
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    },
  }
}

/** Begins to make a cluster, and is killed once its first server is there and an agent may be. Both can be finished. */
export async function killedCreate(cluster: string, more: readonly string[]): Promise<void> {
  await sampan(['create', cluster, '--agents', '1', '--json', ...more], (line, child) => {
    const isMade = line.includes('"action":"create container"') && line.includes('"state":"done"')
    if (isMade && line.includes(`"target":"sampan-${cluster}-server-0"`)) child.kill('SIGKILL')
  })
}

/** As a process signs its claims. */
export const makerOf = ({ pid }: { readonly pid?: number | undefined }): string => `${hostname()}/${pid}`

/** Throws where a line is none of those that the schema knows, or has more to it. */
function checkLine(schema: typeof StdoutLine | typeof AsideLine, line: string): void {
  const value: unknown = JSON.parse(line)
  const known: unknown = schema.parse(value)
  if (!isDeepStrictEqual(known, value)) throw new Error(`The reference knows only a part of it: ${line}`)
}

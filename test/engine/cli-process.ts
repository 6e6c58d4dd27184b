import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = `${root}out/cli.cjs`

/** Neither the user's kubeconfig nor Sampan's own are touched by tests. */
export const userFolder = mkdtempSync(join(tmpdir(), 'sampan-user-'))
export const userKubeconfig = join(userFolder, 'config')
const env = { ...process.env, KUBECONFIG: userKubeconfig, XDG_DATA_HOME: userFolder }
process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }))

export interface CliRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** stdout, line by line, as JSON. */
  readonly json: Record<string, unknown>[]
}

/** Runs the built `sampan` to its end. `onLine` sees each line of stdout as it comes and may kill the process; `onStart` has it at once. */
export async function sampan(
  args: readonly string[],
  onLine: (line: string, child: ChildProcess) => void = () => undefined,
  onStart: (child: ChildProcess) => void = () => undefined,
): Promise<CliRun> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env })
  onStart(child)
  const lines: string[] = []
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const reading = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line)
      onLine(line, child)
    }
  })()
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  await reading
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

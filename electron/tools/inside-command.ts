import type { ShellTarget } from '#shared/access.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { findExecutable, type ToolPlace } from './tool-place.ts'

/** As in the window's own shells: bash where there is one. */
const anyShell = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash; exec sh']

/** Keeps the terminal open where the command ends with an error, or its words would be gone with it. */
const untilRead = '"$@" || { code=$?; printf "\\n[%s] " "$code"; read -r _; }'

/**
 * The command by which a terminal of the user's own gets into a pod or a node. Fails with `tool.not_found` where this computer has no
 * kubectl, or neither docker nor podman.
 */
export async function insideCommand(
  place: ToolPlace,
  target: ShellTarget,
  /** Of the engine in use, which the command's own context need not be. */
  dockerHost: string | undefined,
): Promise<readonly string[]> {
  const isWindows = place.platform === 'win32'
  const names = target.kind === 'node' ? ['docker', 'podman'] : ['kubectl']
  const path = await findExecutable(
    place,
    names.map((name) => (isWindows ? `${name}.exe` : name)),
  )
  if (path === undefined) throw new ProblemError(problem('tool.not_found', { tool: names[0] ?? '' }))
  const isDocker = target.kind === 'node' && /docker(\.exe)?$/.test(path)
  const host = isDocker && dockerHost !== undefined ? ['--host', dockerHost] : []
  const command = [path, ...host, ...argumentsFor(target)]
  return isWindows
    ? // cmd.exe would read the rest of the line as its own.
      [...command, 'sh']
    : ['/bin/sh', '-c', untilRead, 'sh', ...command, ...anyShell]
}

function argumentsFor(target: ShellTarget): string[] {
  if (target.kind === 'node') return ['exec', '-it', target.node]
  const container = target.container === undefined ? [] : ['-c', target.container]
  return ['exec', '-it', '-n', target.namespace, target.pod, ...container, '--']
}

import { spawn } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ShellTarget } from '#shared/access.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { scriptFile, type Tool, type ToolId, workspaceFile } from '#shared/tool.ts'
import { replaceFile } from '../files/replace-file.ts'
import { insideCommand } from './inside-command.ts'
import { type OpenTarget, openCommand } from './open-command.ts'
import type { ToolPlace } from './tool-place.ts'
import { type FoundTool, findTools } from './tools.ts'

/** A program that ends with an error within this time did not open. */
const startMs = 1500

/** The tools of a machine, as the window sees them. */
export function toolsOf(place: ToolPlace) {
  return {
    list: async (signal: AbortSignal): Promise<Tool[]> => {
      const found = await findTools(place)
      signal.throwIfAborted()
      return found.map(({ id, name, needsMerge }) => ({ id, name, needsMerge }))
    },
    open: (
      id: ToolId,
      target: { cluster: string; kubeconfig: string; shell?: ShellTarget | undefined; dockerHost?: string | undefined },
      signal: AbortSignal,
    ): Promise<void> => openTool(place, { id, ...target }, signal),
  }
}

/**
 * Opens a tool on the cluster of a private kubeconfig. The files that tools need lie in the same private folder. Fails with
 * `tool.not_found` when it is gone by now, and with `tool.failed`.
 */
async function openTool(
  place: ToolPlace,
  {
    id,
    kubeconfig,
    cluster,
    shell: into,
    dockerHost,
  }: {
    id: ToolId
    kubeconfig: string
    cluster: string
    shell?: ShellTarget | undefined
    dockerHost?: string | undefined
  },
  signal: AbortSignal,
): Promise<void> {
  const folder = dirname(kubeconfig)
  const tool = (await findTools(place)).find((one) => one.id === id)
  if (!tool) throw new ProblemError(problem('tool.not_found', { tool: id }))
  const inside = into && (await insideCommand(place, into, dockerHost))
  const target: OpenTarget = {
    inside,
    kubeconfig,
    workspace: join(folder, workspaceFile(cluster)),
    script: join(folder, scriptFile(cluster, id)),
  }
  const shell = place.env.SHELL ?? '/bin/sh'
  if (id === 'vscode') await replaceFile(target.workspace, workspaceText(kubeconfig, place.platform))
  if (place.platform === 'darwin' && tool.terminal) {
    const program = id === 'k9s' ? [tool.path] : (inside ?? [shell])
    await replaceFile(target.script, scriptText(kubeconfig, program))
    await chmod(target.script, 0o700)
  }
  // Nobody waits for a tool any more that opens now.
  signal.throwIfAborted()
  const { file, args, env } = openCommand(tool, target, { platform: place.platform, shell })
  await start(tool, file, args, { ...place.env, ...env })
}

/** For the Kubernetes extension, and for every terminal that is opened in that window. */
export function workspaceText(kubeconfig: string, platform: NodeJS.Platform): string {
  const system = platform === 'win32' ? 'windows' : platform === 'darwin' ? 'osx' : 'linux'
  const settings = {
    'vs-kubernetes': { 'vs-kubernetes.kubeconfig': kubeconfig },
    [`terminal.integrated.env.${system}`]: { KUBECONFIG: kubeconfig },
  }
  return `${JSON.stringify({ folders: [], settings }, undefined, 2)}\n`
}

function scriptText(kubeconfig: string, program: readonly string[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  return `#!/bin/sh\nexport KUBECONFIG=${quoted(kubeconfig)}\nexec ${program.map(quoted).join(' ')}\n`
}

/** The tool lives on when Sampan ends. */
function start(
  tool: FoundTool,
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (detail: string, cause?: unknown) =>
      reject(new ProblemError(problem('tool.failed', { tool: tool.name }, { detail }), { cause }))
    const child = spawn(file, args, { detached: true, stdio: 'ignore', env })
    const timer = setTimeout(() => {
      child.unref()
      resolve()
    }, startMs)
    child.once('error', (error) => {
      clearTimeout(timer)
      fail(error.message, error)
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve()
      else fail(signal ?? `exit ${code}`)
    })
  })
}

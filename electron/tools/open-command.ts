import type { FoundTool } from './tools.ts'

/** What is opened, and the files that stand ready for it. */
export interface OpenTarget {
  /** The cluster's private kubeconfig: its only context is the cluster's. */
  readonly kubeconfig: string
  /** For VS Code: a workspace whose settings name that kubeconfig. */
  readonly workspace: string
  /** For macOS: a script that sets KUBECONFIG and becomes the user's shell, k9s, or a shell in a pod or node. */
  readonly script: string
  /** What runs in the terminal in place of the user's shell. */
  readonly inside?: readonly string[] | undefined
}

/** A program and its arguments. Never a line for a shell. */
export interface OpenCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** How a tool is started on a cluster without touching anybody's current context. */
export function openCommand(
  tool: FoundTool,
  target: OpenTarget,
  { platform, shell }: { platform: NodeJS.Platform; shell: string },
): OpenCommand {
  const env = { KUBECONFIG: target.kubeconfig }
  if (tool.id === 'terminal' || tool.id === 'k9s') {
    const program = tool.id === 'k9s' ? [tool.path] : (target.inside ?? [shell])
    return inTerminal(tool, { program, env, script: target.script, platform, isInside: target.inside !== undefined })
  }
  const args = tool.id === 'vscode' ? [target.workspace] : []
  if (platform !== 'darwin') return { file: tool.path, args, env }
  return { file: '/usr/bin/open', args: ['-a', tool.path, '--env', `KUBECONFIG=${target.kubeconfig}`, ...args], env }
}

function inTerminal(
  { terminal, path }: FoundTool,
  {
    program,
    env,
    script,
    platform,
    isInside,
  }: {
    program: readonly string[]
    env: { KUBECONFIG: string }
    script: string
    platform: NodeJS.Platform
    isInside: boolean
  },
): OpenCommand {
  switch (platform) {
    case 'darwin':
      return { file: '/usr/bin/open', args: ['-a', terminal?.path ?? 'Terminal', script], env }
    case 'win32':
      // `start` opens a console of its own. What comes from the user stays in the environment, away from cmd's quoting.
      return {
        file: 'cmd.exe',
        args: [
          '/d',
          '/c',
          'start',
          '',
          ...(isInside ? program : [path.endsWith('k9s.exe') ? 'k9s.exe' : 'powershell.exe']),
        ],
        env,
      }
    default:
      // A terminal that is already open (a server process) does not take over our environment: `env` says it again.
      return {
        file: terminal?.path ?? path,
        args: [...(terminal?.runFlag ?? []), 'env', `KUBECONFIG=${env.KUBECONFIG}`, ...program],
        env,
      }
  }
}

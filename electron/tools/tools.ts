import { posix, win32 } from 'node:path'
import type { ToolId } from '#shared/tool.ts'
import { findTerminal, type Terminal } from './terminals.ts'
import { findExecutable, firstThere, type ToolPlace } from './tool-place.ts'

/** A tool that is there. `terminal` is what its commands run in, where it has no window of its own. */
export interface FoundTool {
  readonly id: ToolId
  readonly name: string
  readonly path: string
  readonly needsMerge: boolean
  readonly terminal?: Terminal
}

interface KnownTool {
  readonly id: Exclude<ToolId, 'terminal' | 'k9s'>
  readonly name: string
  /** On Linux and Windows, on the PATH. */
  readonly executables: readonly string[]
  /** The name of the bundle in macOS' Applications. */
  readonly application: string
  /** Below the folders where Windows installers put programs. */
  readonly windows: readonly string[]
  readonly needsMerge: boolean
}

/**
 * Lens and Freelens read the files under ~/.kube and take no kubeconfig from outside; VS Code gets a workspace file, Headlamp
 * $KUBECONFIG.
 */
const knownTools: readonly KnownTool[] = [
  {
    id: 'vscode',
    name: 'VS Code',
    executables: ['code', 'codium'],
    application: 'Visual Studio Code',
    windows: ['Microsoft VS Code/Code.exe'],
    needsMerge: false,
  },
  {
    id: 'headlamp',
    name: 'Headlamp',
    executables: ['headlamp', 'io.kinvolk.Headlamp'],
    application: 'Headlamp',
    windows: ['Headlamp/Headlamp.exe'],
    needsMerge: false,
  },
  {
    id: 'lens',
    name: 'Lens',
    executables: ['lens-desktop', 'kontena-lens'],
    application: 'Lens',
    windows: ['Lens/Lens.exe'],
    needsMerge: true,
  },
  {
    id: 'freelens',
    name: 'Freelens',
    executables: ['freelens', 'app.freelens.Freelens'],
    application: 'Freelens',
    windows: ['Freelens/Freelens.exe'],
    needsMerge: true,
  },
]

/** What of the known tools is installed here. Asked anew each time: installing one should not need a restart. */
export async function findTools(place: ToolPlace): Promise<FoundTool[]> {
  const [terminal, k9s, ...others] = await Promise.all([
    findTerminal(place),
    findExecutable(place, place.platform === 'win32' ? ['k9s.exe'] : ['k9s']),
    ...knownTools.map((tool) => findProgram(place, tool)),
  ])
  const found: FoundTool[] = []
  if (terminal) found.push({ id: 'terminal', name: terminal.name, path: terminal.path, needsMerge: false, terminal })
  if (terminal && k9s) found.push({ id: 'k9s', name: 'k9s', path: k9s, needsMerge: false, terminal })
  for (const [index, path] of others.entries()) {
    const tool = knownTools[index]
    if (tool && path) found.push({ id: tool.id, name: tool.name, path, needsMerge: tool.needsMerge })
  }
  return found
}

function findProgram(place: ToolPlace, tool: KnownTool): Promise<string | undefined> {
  switch (place.platform) {
    case 'darwin': {
      const bundle = `${tool.application}.app`
      return firstThere(place, [posix.join('/Applications', bundle), posix.join(place.home, 'Applications', bundle)])
    }
    case 'win32': {
      const { LOCALAPPDATA, ProgramFiles } = place.env
      const folders = [LOCALAPPDATA && win32.join(LOCALAPPDATA, 'Programs'), ProgramFiles].filter((folder) => !!folder)
      return firstThere(
        place,
        folders.flatMap((folder) => tool.windows.map((path) => win32.join(folder ?? '', path))),
      )
    }
    default:
      return findExecutable(place, tool.executables)
  }
}

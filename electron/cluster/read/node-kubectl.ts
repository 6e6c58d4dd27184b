import { posix } from 'node:path'
import { pack } from 'tar-stream'
import type { ContainerRuntime, TakeOutput } from '../../docker/container-runtime.ts'

/** What a kubectl in a node is to find there: the node sees no files of the caller's machine. */
export interface CarriedFiles {
  /** One of its own for each call; taken away again afterwards. */
  readonly folder: string
  /** Paths in the node, below `folder`. */
  readonly files: readonly { readonly path: string; readonly content: Buffer }[]
  /** Which of them is its standard input. */
  readonly stdin?: string | undefined
}

export interface NodeKubectl {
  readonly args: readonly string[]
  readonly carried?: CarriedFiles | undefined
  readonly take: TakeOutput
}

/** kubectl in a server, which has the admin's kubeconfig. Gives its exit code. */
export async function runInNode(
  runtime: Pick<ContainerRuntime, 'exec' | 'run' | 'putArchive'>,
  { id, args, carried, take }: NodeKubectl & { readonly id: string },
  signal: AbortSignal,
): Promise<number> {
  if (!carried) return runtime.run(id, ['kubectl', ...args], take, signal)
  const { folder, stdin } = carried
  const command = ['kubectl', ...args]
  try {
    await runtime.putArchive(id, await archiveOf(carried), signal)
    return await runtime.run(id, stdin === undefined ? command : reading(stdin, command), take, signal)
  } finally {
    // Not with the signal, which may be why this is left. What stays is a few files in the node.
    await runtime.exec(id, ['rm', '-rf', folder], AbortSignal.timeout(cleanUpMs)).catch(() => undefined)
  }
}

const cleanUpMs = 5000
const reading = (path: string, command: readonly string[]) => ['sh', '-c', 'exec "$@" <"$0"', path, ...command]

async function archiveOf({ folder, files }: CarriedFiles): Promise<Buffer> {
  const tar = pack()
  const folders = new Set([folder, ...files.flatMap(({ path }) => parents(path, folder))])
  for (const path of folders) tar.entry({ name: path.slice(1), type: 'directory', mode: 0o700 })
  for (const { path, content } of files) tar.entry({ name: path.slice(1), mode: 0o600 }, content)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The folders between a folder and a file in it, the outermost first. */
function parents(path: string, folder: string): string[] {
  const parent = posix.dirname(path)
  return parent === folder ? [] : [...parents(parent, folder), parent]
}

import { pack } from 'tar-stream'
import { recordPath } from './cluster-record.ts'
import { stampHeader } from './file-stamp.ts'
import { type NodeFile, statePath } from './node-files.ts'

/** One tar with all of a node's files and the folders they need, to be unpacked at `/`. Owned by root. */
export async function nodeArchive(files: readonly NodeFile[]): Promise<Buffer> {
  const tar = pack()
  for (const path of foldersOf(files)) tar.entry({ name: path.slice(1), type: 'directory', mode: modeOf(path) })
  for (const { path, mode, content } of files) {
    const pax = stamped.has(path) ? { pax: { mtime: stampHeader(content) } } : {}
    tar.entry({ name: path.slice(1), mode, ...pax }, content)
  }
  const chunks: Buffer[] = []
  tar.finalize()
  for await (const chunk of tar) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Those that are read before every change, of every container. Their time says what is in them (KnownTexts). */
const stamped: ReadonlySet<string> = new Set([recordPath, statePath])

/** Our own folders only: the mode of /etc must stay what the image says. */
function foldersOf(files: readonly NodeFile[]): string[] {
  const folders = files.map(({ path }) => path.slice(0, path.lastIndexOf('/')))
  const above = (folder: string) =>
    ['/etc/rancher', serverFolder].filter((parent) => folder.startsWith(`${parent}/`)).concat(folder)
  return [...new Set(folders.flatMap(above))].sort()
}

/** Where k3s keeps its keys, too. */
const serverFolder = '/var/lib/rancher/k3s/server'

const modeOf = (folder: string) => (`${folder}/`.startsWith(`${serverFolder}/`) ? 0o700 : 0o755)

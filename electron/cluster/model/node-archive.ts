import { pack } from 'tar-stream'
import type { NodeFile } from './node-files.ts'

/** One tar with all of a node's files and the folders they need, to be unpacked at `/`. Owned by root. */
export async function nodeArchive(files: readonly NodeFile[]): Promise<Buffer> {
  const tar = pack()
  for (const path of foldersOf(files)) tar.entry({ name: path.slice(1), type: 'directory', mode: modeOf(path) })
  for (const { path, mode, content } of files) tar.entry({ name: path.slice(1), mode }, content)
  const chunks: Buffer[] = []
  tar.finalize()
  for await (const chunk of tar) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

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

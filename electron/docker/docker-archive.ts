import { posix } from 'node:path'
import { pipeline, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { extract, type Header } from 'tar-stream'
import type { DockerGateway, DockerRequest } from './docker-gateway.ts'

interface Entry {
  readonly header: Header
  readonly bytes: Buffer
}

/** The bytes of a regular file of a container. One link is followed, which is what k3s makes of k3s.yaml, and cannot run in a circle. */
export async function readContainerFile(
  gateway: DockerGateway,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const entry = await readEntry(gateway, id, path, signal)
  const { type, linkname } = entry?.header ?? {}
  const isLink = type === 'symlink' && linkname
  const target = isLink ? await readEntry(gateway, id, posix.resolve(posix.dirname(path), linkname), signal) : entry
  return target?.header.type === 'file' ? target.bytes : undefined
}

async function readEntry(
  gateway: DockerGateway,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<Entry | undefined> {
  const operation = `read ${path} of container ${id}`
  const request: DockerRequest = {
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/archive`,
    query: { path },
    operation,
    signal,
  }
  return gateway.download(request, firstEntry)
}

/** Docker answers a question for a path with an archive that begins with just that. */
async function firstEntry(tar: Readable): Promise<Entry | undefined> {
  const entries = extract()
  // A failure of either side ends the iteration below with that error.
  pipeline(tar, entries, () => tar.destroy())
  for await (const entry of entries) return { header: entry.header, bytes: await buffer(entry) }
  return undefined
}

import type { IncomingMessage } from 'node:http'
import { posix } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { extract, type Header, pack } from 'tar-stream'
import { z } from 'zod'
import { ProblemError } from '#shared/problem.ts'
import { retryWhile } from './busy.ts'
import type { FileStat } from './container-runtime.ts'
import { inspectContainer } from './docker-containers.ts'
import type { DockerGateway, DockerRequest } from './docker-gateway.ts'

const transferTimeoutMs = 120_000

interface Entry {
  readonly header: Header
  readonly bytes: Buffer
}

/**
 * The bytes of a regular file of a container; undefined where there is none, or no container any more. One link is followed, which is what
 * k3s makes of k3s.yaml, and cannot run in a circle.
 */
export async function readContainerFile(
  gateway: DockerGateway,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const read = async () => {
    const entry = await readEntry(gateway, id, path, signal)
    const { type, linkname } = entry?.header ?? {}
    const isLink = type === 'symlink' && linkname
    const target = isLink ? await readEntry(gateway, id, posix.resolve(posix.dirname(path), linkname), signal) : entry
    return target?.header.type === 'file' ? target.bytes : undefined
  }
  return retryWhile(isStumble, read)
}

/**
 * While somebody else starts or removes the container, Docker stumbles over its file system, in many words and always with 500
 * ("RWLayer of container … is unexpectedly nil").
 */
const isStumble = (error: unknown) => error instanceof ProblemError && error.problem.code === 'docker.failed'

/** Undefined where there is nothing at that path, or no container any more. */
export async function statContainerFile(
  gateway: DockerGateway,
  { id, path }: { id: string; path: string },
  signal?: AbortSignal,
): Promise<FileStat | undefined> {
  const request = archiveRequest('HEAD', { id, path }, signal)
  const read = async (answer: IncomingMessage) => {
    answer.resume()
    const told = answer.headers['x-docker-container-path-stat']
    return PathStat.parse(JSON.parse(Buffer.from(String(told), 'base64').toString('utf8')))
  }
  const found = await retryWhile(isStumble, () => gateway.download(request, read))
  if (!found) return undefined
  return { isFile: (found.mode & notRegular) === 0, sizeBytes: found.size, modifiedNs: nanoseconds(found.mtime) }
}

const PathStat = z.object({ size: z.number(), mode: z.number(), mtime: z.string() })

/** Go's bits for folders, links, devices, pipes, sockets, character devices and what it knows no name for. */
const notRegular = [31, 27, 26, 25, 24, 21, 19].reduce((bits, bit) => bits | (1 << bit), 0)

/** Of RFC 3339, of which Date knows milliseconds only. */
function nanoseconds(time: string): bigint {
  const [, fraction = ''] = /\.(\d+)/.exec(time) ?? []
  const seconds = Date.parse(time.replace(/\.\d+/, '')) / 1000
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
}

const archiveRequest = (
  method: 'GET' | 'HEAD',
  { id, path }: { id: string; path: string },
  signal: AbortSignal | undefined,
): DockerRequest => ({
  method,
  path: `/containers/${encodeURIComponent(id)}/archive`,
  query: { path },
  operation: 'read file',
  subject: `${id}:${path}`,
  signal,
})

async function readEntry(
  gateway: DockerGateway,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<Entry | undefined> {
  return gateway.download(archiveRequest('GET', { id, path }, signal), firstEntry)
}

/** Unpacks an uncompressed tar at `/`. */
export async function putArchive(gateway: DockerGateway, id: string, tar: Buffer, signal?: AbortSignal): Promise<void> {
  const put = (path: string, part: Buffer) =>
    gateway.send({
      method: 'PUT',
      path: `/containers/${encodeURIComponent(id)}/archive`,
      query: { path },
      tar: part,
      operation: 'write files',
      subject: id,
      signal,
      timeoutMs: transferTimeoutMs,
    })
  await put('/', tar)
  if (!(await gateway.greeting(signal)).isPodman) return
  // In a container that does not run, Podman unpacks beside the volumes what is meant for them (engines.md F8).
  for (const { Destination } of (await inspectContainer(gateway, id, signal))?.Mounts ?? []) {
    const part = await below(tar, Destination)
    if (part) await put(Destination, part)
  }
}

/** The part of an archive that lies in a folder, with names as seen from there; undefined when there is nothing. */
async function below(tar: Buffer, folder: string): Promise<Buffer | undefined> {
  const entries = extract()
  const part = pack()
  let isEmpty = true
  pipeline(Readable.from([tar]), entries, () => undefined)
  for await (const entry of entries) {
    const bytes = await buffer(entry)
    const name = posix.relative(folder, posix.resolve('/', entry.header.name))
    if (name === '' || name.startsWith('..')) continue
    part.entry({ ...entry.header, name }, bytes)
    isEmpty = false
  }
  part.finalize()
  return isEmpty ? undefined : buffer(part)
}

/** Docker answers a question for a path with an archive that begins with just that. */
async function firstEntry(tar: Readable): Promise<Entry | undefined> {
  const entries = extract()
  // A failure of either side ends the iteration below with that error.
  pipeline(tar, entries, () => tar.destroy())
  for await (const entry of entries) return { header: entry.header, bytes: await buffer(entry) }
  return undefined
}

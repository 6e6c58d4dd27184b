import { posix } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { extract, type Header, pack } from 'tar-stream'
import { ProblemError } from '#shared/problem.ts'
import { retryWhile } from './busy.ts'
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
  // While somebody else starts or removes the container, Docker stumbles over its file system, in many words and always with 500
  // ("RWLayer of container … is unexpectedly nil").
  const isStumble = (error: unknown) => error instanceof ProblemError && error.problem.code === 'docker.failed'
  return retryWhile(isStumble, read)
}

async function readEntry(
  gateway: DockerGateway,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<Entry | undefined> {
  const request: DockerRequest = {
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/archive`,
    query: { path },
    operation: 'read file',
    subject: `${id}:${path}`,
    signal,
  }
  return gateway.download(request, firstEntry)
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

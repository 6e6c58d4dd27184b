import { Readable } from 'node:stream'
import type { StreamTarget } from './container-runtime.ts'
import type { DockerGateway, DockerRequest } from './docker-gateway.ts'

/** Gigabytes through a pipe, and onto a busy disk. */
const uploadTimeoutMs = 30 * 60_000

export function putStream(
  gateway: DockerGateway,
  id: string,
  { path, tar }: StreamTarget,
  signal?: AbortSignal,
): Promise<void> {
  const about = { operation: 'write files', subject: id } as const
  const request = {
    method: 'PUT',
    path: `/containers/${encodeURIComponent(id)}/archive`,
    query: { path },
    ...about,
  } as const
  return upload(gateway, request, tar, signal)
}

export function loadImages(gateway: DockerGateway, tar: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void> {
  const request = { method: 'POST', path: '/images/load', query: { quiet: true }, operation: 'load images' } as const
  return upload(gateway, request, tar, signal)
}

/** Where what is sent fails itself, the request is cut off, and fails with that: nobody would ever hear of an end. */
async function upload(
  gateway: DockerGateway,
  request: Omit<DockerRequest, 'tar' | 'signal' | 'timeoutMs'>,
  tar: AsyncIterable<Buffer>,
  signal = new AbortController().signal,
): Promise<void> {
  const cut = new AbortController()
  const follow = () => cut.abort(signal.reason)
  if (signal.aborted) follow()
  signal.addEventListener('abort', follow, { once: true })
  let failure: unknown
  async function* guarded() {
    try {
      yield* tar
    } catch (error) {
      failure = error
      cut.abort(error)
      throw error
    }
  }
  const body = Readable.from(guarded(), { objectMode: false })
  body.on('error', () => undefined)
  try {
    await gateway.send({ ...request, tar: body, signal: cut.signal, timeoutMs: uploadTimeoutMs })
  } catch (error) {
    throw failure ?? error
  } finally {
    body.destroy()
    signal.removeEventListener('abort', follow)
  }
}

import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ImageDetails, ImageSummary } from './container-runtime.ts'
import type { DockerGateway } from './docker-gateway.ts'

const Image = z.object({
  Id: z.string(),
  RepoDigests: z.array(z.string()).nullish(),
  Architecture: z.string().optional(),
  Size: z.number().optional(),
})

const Listed = z.object({ RepoTags: z.array(z.string()).nullish(), Size: z.number().catch(0) })

export async function listImages(gateway: DockerGateway, signal?: AbortSignal): Promise<ImageSummary[]> {
  const listed = await gateway.list({ method: 'GET', path: '/images/json', operation: 'list images', signal }, Listed)
  const { isPodman } = await gateway.greeting(signal)
  return listed.flatMap(({ RepoTags, Size }) => {
    const tags = (RepoTags ?? []).filter((name) => !name.includes('<none>'))
    const names = isPodman ? tags.map(asDockerSays) : tags
    return names.length > 0 ? [{ names, sizeBytes: Size }] : []
  })
}

/** Podman tells the registry of every image, `localhost` where it has none; it knows them without it, too. */
const asDockerSays = (name: string) => name.replace(/^(docker\.io\/library|docker\.io|localhost)\//, '')

export async function inspectImage(
  gateway: DockerGateway,
  reference: string,
  signal?: AbortSignal,
): Promise<ImageDetails | undefined> {
  const path = `/images/${encodeURI(reference)}/json`
  const image = await gateway.find(
    { method: 'GET', path, operation: 'inspect image', subject: reference, signal },
    Image,
  )
  const { Id: id, Architecture: architecture, Size: sizeBytes, RepoDigests: digests } = image ?? {}
  return id === undefined ? undefined : { id, architecture, sizeBytes, digests: digests ?? [] }
}

/** It begins when the engine has looked at all of the images' layers. */
const firstByteMs = 120_000

export async function* saveImages(
  gateway: DockerGateway,
  references: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const [image] = references
  const about = { operation: 'save images', subject: references.join(', '), ...(image ? { image } : {}) } as const
  const query = { names: references }
  const request = { method: 'GET', path: '/images/get', query, ...about, signal, timeoutMs: firstByteMs } as const
  const response = await gateway.stream(request)
  try {
    yield* response
  } catch (error) {
    signal.throwIfAborted()
    throw new ProblemError(problem('docker.lost', {}), { cause: error })
  }
}

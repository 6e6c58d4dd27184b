import { z } from 'zod'
import type { DockerGateway } from './docker-gateway.ts'

const Distribution = z.object({ Descriptor: z.object({ digest: z.string() }) })

/** The caller can continue without an answer. */
const digestPatienceMs = 10_000

export async function tagImage(
  gateway: DockerGateway,
  { reference, name }: { reference: string; name: string },
  signal?: AbortSignal,
): Promise<void> {
  const [, repo = name, tag = 'latest'] = /^(.*?)(?::([^/:]+))?$/.exec(name) ?? []
  const path = `/images/${encodeURI(reference)}/tag`
  await gateway.send({ method: 'POST', path, query: { repo, tag }, operation: 'tag image', subject: reference, signal })
}

export async function untagImage(gateway: DockerGateway, reference: string, signal?: AbortSignal): Promise<void> {
  const path = `/images/${encodeURI(reference)}`
  const query = { noprune: '1' }
  await gateway.send(
    { method: 'DELETE', path, query, operation: 'untag image', subject: reference, signal },
    [404, 409],
  )
}

export async function registryDigest(
  gateway: DockerGateway,
  { reference, auth }: { reference: string; auth: Readonly<Record<string, string>> | undefined },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const path = `/distribution/${encodeURI(reference)}/json`
  const request = { method: 'GET' as const, path, operation: 'inspect image' as const, subject: reference, signal }
  try {
    const answer = await gateway.json({ ...request, registryAuth: auth, timeoutMs: digestPatienceMs }, Distribution)
    return answer.Descriptor.digest
  } catch {
    // Out of reach, no such image, or an engine that does not ask: each is no answer.
    signal?.throwIfAborted()
    return undefined
  }
}

import { z } from 'zod'
import type { ImageDetails } from './container-runtime.ts'
import type { DockerGateway } from './docker-gateway.ts'

const Image = z.object({ Id: z.string() })

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
  return image && { id: image.Id }
}

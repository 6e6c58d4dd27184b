import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Work } from './operate.ts'
import { reportSkipped, reportStep } from './progress.ts'

/** Pulls the images that the engine does not have. */
export async function ensureImages(
  { runtime }: { runtime: ContainerRuntime },
  images: readonly string[],
  { emit, signal }: Pick<Work, 'emit' | 'signal'>,
): Promise<void> {
  const missing = await missingImages(runtime, images, signal)
  if (missing.length === 0) {
    reportSkipped(emit, 'image')
    return
  }
  for (const image of missing)
    await reportStep(emit, { stage: 'image', target: image }, () =>
      runtime.pullImage(image, (progress) => emit({ kind: 'pull', image, ...progress, atMs: Date.now() }), signal),
    )
}

export async function missingImages(
  runtime: ContainerRuntime,
  images: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const found = await Promise.all(images.map((image) => runtime.inspectImage(image, signal)))
  return images.filter((_, at) => found[at] === undefined)
}

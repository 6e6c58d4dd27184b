import type { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { type ImageLibrary, k3sVersionOfImage } from '../../images/library.ts'
import { platformOf } from '../../images/platform.ts'
import { fullReference } from '../../images/references.ts'
import type { Work } from './operate.ts'
import { reportSkipped, reportStep } from './progress.ts'
import { pullImage } from './pull-image.ts'

interface Dependencies {
  readonly runtime: ContainerRuntime
  readonly library?: ImageLibrary | undefined
}

/**
 * Gets the images that the engine does not have: from the library, else through mirrors or from where they are published,
 * unless that is forbidden.
 */
export async function ensureImages(
  { runtime, library }: Dependencies,
  images: readonly string[],
  work: Pick<Work, 'emit' | 'signal' | 'options'>,
  spec: Pick<ClusterSpec, 'name' | 'registries'>,
): Promise<void> {
  const { emit, signal, options } = work
  const missing = await missingImages(runtime, images, signal)
  if (missing.length === 0) {
    reportSkipped(emit, 'image')
    return
  }
  const platform = platformOf((await runtime.info(signal)).architecture)
  const kept = await Promise.all(missing.map((image) => library?.forEngine(image, platform)))
  // Nothing is begun where it could not be finished.
  const absent = missing.find((_, at) => kept[at] === undefined)
  if (absent !== undefined && options.offline)
    throw new ProblemError(problem('offline.image_missing', { image: absent, platform, source: fullReference(absent) }))
  for (const [at, image] of missing.entries())
    await reportStep(emit, { stage: 'image', target: image }, async () => {
      const archive = kept[at]
      // One archive may bring several.
      if (archive && !(await runtime.inspectImage(image, signal))) await runtime.loadImages(archive.read(), signal)
      if (!archive) await pullImage(runtime, { image, spec }, work)
    })
}

/** Fails where new nodes of a release of k3s would find no images of its components, and may download none. */
export async function refuseBareNodes(
  { runtime, library }: Dependencies,
  { image }: Pick<ClusterSpec, 'image'>,
  signal: AbortSignal,
): Promise<void> {
  const version = k3sVersionOfImage(image)
  // Whoever builds an image may have put them into it.
  if (version === undefined || !/^docker\.io\/rancher\/|^ghcr\.io\/k3s-io\//.test(fullReference(image))) return
  const platform = platformOf((await runtime.info(signal)).architecture)
  if ((await library?.forNodes(version, platform))?.length) return
  const file = `k3s-airgap-images-${platform.replace(/^linux\//, '').replace('/v7', '')}.tar.zst`
  const source = `https://github.com/k3s-io/k3s/releases/download/${encodeURIComponent(version)}/${file}`
  throw new ProblemError(problem('offline.archive_missing', { version, file, source }))
}

export async function missingImages(
  runtime: ContainerRuntime,
  images: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const found = await Promise.all(images.map((image) => runtime.inspectImage(image, signal)))
  return images.filter((_, at) => found[at] === undefined)
}

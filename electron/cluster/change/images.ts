import type { ClusterSpec } from '#shared/cluster.ts'
import { k3sVersionOfImage } from '#shared/image-reference.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ImageLibrary } from '../../images/library.ts'
import { platformOf } from '../../images/platform.ts'
import { fullReference } from '../../images/references.ts'
import { imagesOf } from '../model/blueprint.ts'
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
  if (absent !== undefined && options.offline) throw new ProblemError(absentImage(absent, platform))
  for (const [at, image] of missing.entries())
    await reportStep(emit, { stage: 'image', target: image }, async () => {
      const archive = kept[at]
      // One archive may bring several.
      if (archive && !(await runtime.inspectImage(image, signal))) await runtime.loadImages(archive.read(), signal)
      if (!archive) await pullImage(runtime, { image, spec }, work)
    })
}

const absentImage = (image: string, platform: string): Problem =>
  problem('offline.image_missing', { image, platform, source: fullReference(image) })

/** What is missing of a new cluster where nothing may be downloaded: images of k3s' components, then those of its containers. */
export async function offlineGaps(
  { runtime, library }: Dependencies,
  spec: ClusterSpec,
  signal?: AbortSignal,
): Promise<Problem[]> {
  const platform = platformOf((await runtime.info(signal)).architecture)
  const missing = await missingImages(runtime, imagesOf(spec), signal)
  const kept = await Promise.all(missing.map((image) => library?.forEngine(image, platform)))
  const bare = await bareNodes(library, { image: spec.image, platform })
  return [
    ...(bare ? [bare] : []),
    ...missing.filter((_, at) => kept[at] === undefined).map((image) => absentImage(image, platform)),
  ]
}

/** New nodes of a release of k3s find no images of its components but those that the library has. */
async function bareNodes(
  library: ImageLibrary | undefined,
  { image, platform }: { readonly image: string; readonly platform: string },
): Promise<Problem | undefined> {
  const version = k3sVersionOfImage(image)
  // Whoever builds an image may have put them into it.
  if (version === undefined || !/^docker\.io\/rancher\/|^ghcr\.io\/k3s-io\//.test(fullReference(image))) return undefined
  if ((await library?.forNodes(version, platform))?.length) return undefined
  const file = `k3s-airgap-images-${platform.replace(/^linux\//, '').replace('/v7', '')}.tar.zst`
  const source = `https://github.com/k3s-io/k3s/releases/download/${encodeURIComponent(version)}/${file}`
  return problem('offline.archive_missing', { version, file, source })
}

export async function missingImages(
  runtime: ContainerRuntime,
  images: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const found = await Promise.all(images.map((image) => runtime.inspectImage(image, signal)))
  return images.filter((_, at) => found[at] === undefined)
}

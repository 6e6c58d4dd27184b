import type { ClusterSpec } from '#shared/cluster.ts'
import { k3sVersionOfImage } from '#shared/image-reference.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ImageLibrary, KeptArchive } from '../../images/library.ts'
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
  const missing = await lackedImages({ runtime, library }, images, signal)
  if (missing.length === 0) {
    reportSkipped(emit, 'image')
    return
  }
  // Nothing is begun where it could not be finished.
  const absent = missing.find(({ archive }) => archive === undefined)
  if (absent && options.offline) throw new ProblemError(absentImage(absent))
  for (const { image, archive } of missing)
    await reportStep(emit, { stage: 'image', target: image }, async () => {
      // One archive may bring several.
      if (archive && !(await runtime.inspectImage(image, signal))) await runtime.loadImages(archive.read(), signal)
      if (!archive) await pullImage(runtime, { image, spec }, work)
    })
}

interface LackedImage {
  readonly image: string
  readonly platform: string
  /** Where the library has it. */
  readonly archive: KeptArchive | undefined
}

/** What the engine does not have of these. */
async function lackedImages(
  { runtime, library }: Dependencies,
  images: readonly string[],
  signal: AbortSignal | undefined,
): Promise<LackedImage[]> {
  const missing = await missingImages(runtime, images, signal)
  if (missing.length === 0) return []
  const platform = platformOf((await runtime.info(signal)).architecture)
  return Promise.all(
    missing.map(async (image) => ({ image, platform, archive: await library?.forEngine(image, platform) })),
  )
}

const absentImage = ({ image, platform }: LackedImage): Problem =>
  problem('offline.image_missing', { image, platform, source: fullReference(image) })

/** What is missing of a new cluster where nothing may be downloaded: images of k3s' components, then those of its containers. */
export async function offlineGaps(
  dependencies: Dependencies,
  spec: ClusterSpec,
  signal?: AbortSignal,
): Promise<Problem[]> {
  const missing = await lackedImages(dependencies, imagesOf(spec), signal)
  const bare = await bareNodes(dependencies, spec, signal)
  return [...(bare ? [bare] : []), ...missing.filter(({ archive }) => archive === undefined).map(absentImage)]
}

/** Of a change: nodes that are there have their images. */
export async function changeGaps(
  dependencies: Dependencies,
  { before, spec }: { readonly before: ClusterSpec; readonly spec: ClusterSpec },
  signal?: AbortSignal,
): Promise<Problem[]> {
  const hasNewNodes = spec.image !== before.image || spec.servers > before.servers || spec.agents > before.agents
  if (hasNewNodes) return offlineGaps(dependencies, spec, signal)
  return gapsOf(dependencies, imagesOf(spec), signal)
}

/** What of these neither the engine nor the library has. */
export async function gapsOf(
  dependencies: Dependencies,
  images: readonly string[],
  signal?: AbortSignal,
): Promise<Problem[]> {
  const missing = await lackedImages(dependencies, images, signal)
  return missing.filter(({ archive }) => archive === undefined).map(absentImage)
}

/** New nodes of a release of k3s find no images of its components but those that the library has. */
async function bareNodes(
  { runtime, library }: Dependencies,
  { image }: ClusterSpec,
  signal: AbortSignal | undefined,
): Promise<Problem | undefined> {
  const version = k3sVersionOfImage(image)
  // Whoever builds an image may have put them into it.
  if (version === undefined || !/^docker\.io\/rancher\/|^ghcr\.io\/k3s-io\//.test(fullReference(image)))
    return undefined
  const platform = platformOf((await runtime.info(signal)).architecture)
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

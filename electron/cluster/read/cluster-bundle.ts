import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { type BundleDescription, bundle } from '../../images/bundle.ts'
import { exportCommand, imagesOfNode } from '../../images/node-images.ts'
import { familiarReference } from '../../images/references.ts'
import { imagesOf } from '../model/blueprint.ts'
import { k3sVersionOfTag } from '../model/k3s-config.ts'
import { currentNodes } from '../model/observed-cluster.ts'
import { portableSpec } from '../model/shown-spec.ts'
import { observeExisting } from './observe.ts'
import type { ClusterRecords } from './records.ts'

export interface ClusterBundle {
  readonly description: BundleDescription
  /** The images that its nodes have. */
  readonly forNodes: readonly string[]
  /** An estimate. */
  readonly totalBytes: number
  readonly chunks: AsyncIterable<Buffer>
}

/** What goes with a cluster is chosen anew where it comes to. */
const placeBound = ['apiPort', 'token', 'desired', 'version', 'localRegistries']

/** All that a cluster like this one needs on a computer without a network: its images, as one archive. */
export async function packCluster(
  { runtime, records }: { readonly runtime: ContainerRuntime; readonly records: ClusterRecords },
  cluster: string,
  signal: AbortSignal,
): Promise<ClusterBundle> {
  const observed = await observeExisting(runtime, cluster, signal)
  const { spec } = await records.read(observed, signal)
  const k3sVersion = k3sVersionOfTag(spec.image)
  if (k3sVersion === undefined) throw new ProblemError(problem('library.version_unknown', { path: spec.image }))
  const nodes = currentNodes(observed).filter(({ state }) => state === 'running')
  if (nodes.length === 0) throw new ProblemError(problem('cluster.stopped', { cluster }))
  const forEngine = imagesOf(spec)
  const sizes = await Promise.all(forEngine.map((image) => runtime.inspectImage(image, signal)))
  const sources = [{ source: forEngine.join(', '), tar: runtime.saveImages(forEngine, signal) }]
  const seen = new Set<string>()
  let totalBytes = sizes.reduce((sum, image) => sum + (image?.sizeBytes ?? 0), 0)
  for (const node of nodes) {
    const images = await imagesOfNode(runtime, node, signal)
    const own = images.filter(({ names }) => names.some((name) => !seen.has(name)))
    const names = own.flatMap((image) => image.names.filter((name) => !seen.has(name)))
    if (names.length === 0) continue
    for (const name of names) seen.add(name)
    totalBytes += own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    sources.push({ source: node.name, tar: exported(runtime, node.id, names, signal) })
  }
  const wanted = Object.entries(portableSpec(spec)).filter(([key]) => !placeBound.includes(key))
  const description: BundleDescription = { version: 1, k3sVersion, forEngine, spec: Object.fromEntries(wanted) }
  const forNodes = [...seen].map(familiarReference).sort()
  return { description, forNodes, totalBytes, chunks: bundle(description, sources) }
}

async function* exported(
  runtime: ContainerRuntime,
  id: string,
  names: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const output = await runtime.pipe(id, exportCommand(names), signal)
  for await (const chunk of output) if (Buffer.isBuffer(chunk)) yield chunk
}

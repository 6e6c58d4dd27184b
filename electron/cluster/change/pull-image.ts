import type { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ContainerRuntime, PullProgress } from '../../docker/container-runtime.ts'
import { type MirrorReference, mirrorReferences } from '../../registry/mirror-references.ts'
import { readRegistries } from '../../registry/registries-model.ts'
import type { Work } from './operate.ts'
import { reportWarnings } from './progress.ts'

/** A mirror that says nothing for so long is passed over, milliseconds: there is another place to ask. */
const mirrorPatienceMs = 30_000

type Reporting = Pick<Work, 'emit' | 'signal'>

/** Pulls an image through the mirrors that the nodes are given, in their order, then from its own registry. */
export async function pullImage(
  runtime: ContainerRuntime,
  { image, spec }: { image: string; spec: Pick<ClusterSpec, 'name' | 'registries'> },
  { emit, signal }: Reporting,
): Promise<void> {
  const onProgress = (progress: PullProgress) => emit({ kind: 'pull', image, ...progress, atMs: Date.now() })
  const registries = readRegistries(spec.registries)
  for (const mirror of registries ? mirrorReferences(image, registries) : []) {
    try {
      await pullThrough(runtime, { image, mirror, onProgress }, signal)
      return
    } catch (error) {
      signal.throwIfAborted()
      reportWarnings(emit, spec.name, [whyNot(error, { image, mirror: mirror.host })])
    }
  }
  await runtime.pullImage(image, onProgress, signal)
}

interface Way {
  readonly image: string
  readonly mirror: MirrorReference
  readonly onProgress: (progress: PullProgress) => void
}

/** Under its own name it is there only once it is the right one, as far as that can be asked. */
async function pullThrough(
  runtime: ContainerRuntime,
  { image, mirror: { reference, host, auth }, onProgress }: Way,
  signal: AbortSignal,
): Promise<void> {
  const wasThere = await runtime.inspectImage(reference, signal)
  await runtime.pullImage(reference, onProgress, signal, { auth, silenceMs: mirrorPatienceMs })
  try {
    const [pulled, wanted] = await Promise.all([
      runtime.inspectImage(reference, signal),
      runtime.registryDigest(image, signal),
    ])
    const digests = pulled?.digests ?? []
    if (wanted !== undefined && digests.length > 0 && !digests.some((digest) => digest.endsWith(`@${wanted}`)))
      throw new ProblemError(problem('image.mirror_differs', { image, mirror: host }))
    await runtime.tagImage(reference, image, signal)
  } finally {
    // The mirror's name was only the way to it.
    if (!wasThere) await runtime.untagImage(reference)
  }
}

function whyNot(error: unknown, params: { image: string; mirror: string }) {
  const found = problemOf(error)
  if (found.code === 'image.mirror_differs') return found
  return problem('image.mirror_failed', params, { detail: found.detail ?? found.code })
}

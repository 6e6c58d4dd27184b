import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../docker/container-runtime.ts'

/** A running node. */
export interface ImageNode {
  readonly id: string
  readonly name: string
}

/** An image as the kubelet of a node sees it. */
export interface FoundImage {
  /** The digest of its configuration. */
  readonly id: string
  readonly names: readonly string[]
  readonly sizeBytes: number
  /** The kubelet never removes it: it was brought along with the node. */
  readonly isPinned: boolean
}

const Images = z.object({
  images: z
    .array(
      z.object({
        id: z.string(),
        repoTags: z.array(z.string()).nullish(),
        size: z.coerce.number().catch(0),
        pinned: z.boolean().catch(false),
      }),
    )
    .nullish(),
})

const Containers = z.object({
  containers: z.array(z.object({ imageRef: z.string(), image: z.object({ image: z.string() }) })).nullish(),
})

const ctr = ['ctr', '-n', 'k8s.io', 'images']
/**
 * Imports what it reads. As k3s itself does it, nothing is unpacked before it is run: most nodes never run it. From containerd 2 on, ctr has
 * containerd read through its transfer service unless it is told not to, which takes almost twice as long (v1.36.3+k3s1).
 */
export const importCommand = [
  'sh',
  '-c',
  'if ctr images import --help 2>&1 | grep -q -e --local; then set -- --local; fi; exec ctr -n k8s.io images import --no-unpack "$@" -',
]

/**
 * Prints an archive of these images. Through the transfer service its end is lost now and then, and ctr says nothing of it: three times of
 * eight with v1.36.3+k3s1, whose containerd is 2.3.
 */
export const exportCommand = (names: readonly string[]): string[] => [
  'sh',
  '-c',
  'if ctr images export --help 2>&1 | grep -q -e --local; then set -- --local - "$@"; else set -- - "$@"; fi; exec ctr -n k8s.io images export "$@"',
  'export',
  ...names,
]

/** Everything that the kubelet of a node could run now. */
export async function imagesOfNode(
  runtime: Pick<ContainerRuntime, 'exec'>,
  node: ImageNode,
  signal: AbortSignal,
): Promise<FoundImage[]> {
  const { images } = await askJson(runtime, node, ['crictl', 'images', '-o', 'json'], Images, signal)
  return (images ?? []).map(({ id, repoTags, size, pinned }) => ({
    id,
    names: repoTags ?? [],
    sizeBytes: size,
    isPinned: pinned,
  }))
}

/** The ids and names of images that containers of a node were made of, ended ones too. */
export async function usedImages(
  runtime: Pick<ContainerRuntime, 'exec'>,
  node: ImageNode,
  signal: AbortSignal,
): Promise<Set<string>> {
  const { containers } = await askJson(runtime, node, ['crictl', 'ps', '-a', '-o', 'json'], Containers, signal)
  return new Set((containers ?? []).flatMap(({ imageRef, image }) => [imageRef, image.image]))
}

/** Which of these are complete in containerd, with the digests of what they lead to. It unpacks them when they are first run, at the latest. */
export async function completeImages(
  runtime: Pick<ContainerRuntime, 'exec'>,
  node: ImageNode,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const { stdout } = await ask(runtime, node, [...ctr, 'check', ...names.map((name) => `name==${name}`)], signal)
  const rows = stdout.split('\n').slice(1)
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const [name = '', , digest = ''] = row.split(/\s+/)
      const isWhole = /\scomplete \(/.test(row)
      return isWhole ? [[name, digest]] : []
    }),
  )
}

export async function removeImage(
  runtime: Pick<ContainerRuntime, 'exec'>,
  node: ImageNode,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  await ask(runtime, node, ['crictl', 'rmi', id], signal)
}

/** containerd's own words, without the warnings that it says before them. */
export function wordsOf({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('time='))
  const failures = lines.filter((line) => /^(ctr|FATA|ERRO|E\d{4} )/.test(line))
  return (failures.length > 0 ? failures : lines).slice(-3).join('\n')
}

async function askJson<T>(
  runtime: Pick<ContainerRuntime, 'exec'>,
  node: ImageNode,
  command: readonly string[],
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  const { stdout } = await ask(runtime, node, command, signal)
  try {
    return schema.parse(JSON.parse(stdout))
  } catch (error) {
    throw new ProblemError(problem('images.node_silent', { node: node.name }, { detail: stdout.slice(0, 300) }), {
      cause: error,
    })
  }
}

async function ask(
  runtime: Pick<ContainerRuntime, 'exec'>,
  node: ImageNode,
  command: readonly string[],
  signal: AbortSignal,
): Promise<{ stdout: string }> {
  const result = await runtime.exec(node.id, command, signal)
  if (result.exitCode === 0) return result
  throw new ProblemError(problem('images.node_silent', { node: node.name }, { detail: wordsOf(result) }))
}

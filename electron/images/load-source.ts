import { setTimeout as pause } from 'node:timers/promises'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime, FedCommand } from '../docker/container-runtime.ts'
import { feed } from './feed.ts'
import type { ImageSource, WantedImage } from './image-source.ts'
import { completeImages, type ImageNode, imagesOfNode, importCommand, wordsOf } from './node-images.ts'

/** A node that takes nothing for so long, milliseconds, is given up: the others wait for it. */
const stallMs = 60_000
/** The kubelet learns of images through containerd's events, a moment later. */
const verifyMs = 20_000
const lookAgainMs = 200
/** How long the end of a node's container may follow that of its commands. */
const stopLookMs = 2000
const tellEveryMs = 250

type Runtime = Pick<ContainerRuntime, 'exec' | 'feed' | 'inspectContainer'>

/** The images of a source that a node lacks, by their full names. */
export type Lacking = ReadonlyMap<ImageNode, ReadonlySet<string>>

export interface LoadWork {
  readonly signal: AbortSignal
  /** A node that cannot be gone on with. */
  readonly onFailed: (node: ImageNode, reason: unknown) => void
  readonly onBytes?: (doneBytes: number, totalBytes: number) => void
  /** Told of each node's work, which it has to wait for. */
  readonly step?: <T>(node: ImageNode, work: () => Promise<T>) => Promise<T>
}

/** Which nodes lack what of a source, by what the images consist of, not by their names. */
export async function lackedBy(
  runtime: Runtime,
  nodes: readonly ImageNode[],
  images: readonly WantedImage[],
  { signal, onFailed }: LoadWork,
): Promise<Lacking> {
  const lacking = new Map<ImageNode, ReadonlySet<string>>()
  await Promise.all(
    nodes.map(async (node) => {
      try {
        lacking.set(node, new Set(await missingIn(runtime, node, images, signal)))
      } catch (error) {
        signal.throwIfAborted()
        onFailed(node, error)
      }
    }),
  )
  return lacking
}

/** Brings a source into the nodes that lack something of it: reads it once, for all of them at once, and looks whether it is there. */
export async function loadSource(
  runtime: Runtime,
  { source, lacking }: { readonly source: ImageSource; readonly lacking: Lacking },
  work: LoadWork,
): Promise<void> {
  const { signal, onFailed, step = (_, run) => run() } = work
  const nodes = [...lacking.keys()].filter((node) => lacking.get(node)?.size)
  const names = new Set(nodes.flatMap((node) => [...(lacking.get(node) ?? [])]))
  const imports = await Promise.all(nodes.map((node) => begin(runtime, node, work)))
  const begun = imports.flatMap((each) => each ?? [])
  const { chunks, passed } = await source.open(names, signal)
  const feeding = feed(
    chunks,
    begun.map(({ command: { input }, stalled }) => ({ input, onStall: () => stalled.abort() })),
    { stallMs, onBytes: telling(source.size(names), work) },
  )
  // Each is waited for, also where the source is damaged: then they end by themselves.
  const imported = Promise.all(
    begun.map(({ node, command, stalled }) =>
      step(node, async () => {
        await endOf(runtime, { node, command, stalled: stalled.signal }, signal)
        await feeding
        await verify(runtime, node, { names, passed }, signal)
      }).catch((error: unknown) => ({ node, error })),
    ),
  )
  const [fed, ends] = await Promise.allSettled([feeding, imported])
  signal.throwIfAborted()
  if (fed.status === 'rejected') throw fed.reason
  if (ends.status === 'fulfilled') for (const end of ends.value) if (end) onFailed(end.node, end.error)
}

interface Import {
  readonly node: ImageNode
  readonly command: FedCommand
  readonly stalled: AbortController
}

async function begin(runtime: Runtime, node: ImageNode, { signal, onFailed }: LoadWork): Promise<Import | undefined> {
  try {
    return { node, command: await runtime.feed(node.id, importCommand, signal), stalled: new AbortController() }
  } catch (error) {
    signal.throwIfAborted()
    onFailed(node, await reasonOf(runtime, node, error))
    return undefined
  }
}

async function endOf(
  runtime: Runtime,
  { node, command, stalled }: { readonly node: ImageNode; readonly command: FedCommand; readonly stalled: AbortSignal },
  signal: AbortSignal,
): Promise<void> {
  const result = await command.ended.catch(async (error: unknown) => {
    signal.throwIfAborted()
    throw await reasonOf(runtime, node, error)
  })
  if (stalled.aborted) throw failed(node, `> ${stallMs / 1000} s`)
  if (result.exitCode === 0) return
  const words = wordsOf(result)
  if (/no space left on device/i.test(words))
    throw new ProblemError(problem('images.node_full', { node: node.name }, { detail: words }))
  throw await reasonOf(runtime, node, failed(node, words || `exit ${result.exitCode}`))
}

/** Reports a stopped node as that, not as the command that failed. Docker reports the stop a moment after the command ends. */
async function reasonOf(runtime: Runtime, node: ImageNode, error: unknown): Promise<unknown> {
  for (const end = Date.now() + stopLookMs; Date.now() < end; await pause(lookAgainMs)) {
    const container = await runtime.inspectContainer(node.id)
    if (container?.state === 'running') continue
    return new ProblemError(problem('images.node_stopped', { node: node.name }), { cause: error })
  }
  return error
}

const failed = (node: ImageNode, detail: string) =>
  new ProblemError(problem('images.load_failed', { node: node.name }, { detail }))

/** Fails unless the kubelet of the node sees each image as it was sent, and containerd has all of it. */
async function verify(
  runtime: Runtime,
  node: ImageNode,
  { names, passed }: { readonly names: ReadonlySet<string>; readonly passed: () => readonly WantedImage[] },
  signal: AbortSignal,
): Promise<void> {
  const wanted = passed().filter(({ name }) => names.has(name))
  const unsent = [...names].find((name) => wanted.every((image) => image.name !== name))
  if (unsent !== undefined) throw failed(node, `${unsent}: not in the archive`)
  for (const end = Date.now() + verifyMs; ; await pause(lookAgainMs, undefined, { signal })) {
    const missing = await missingIn(runtime, node, wanted, signal)
    const complete = await completeImages(runtime, node, [...names], signal)
    const absent = missing[0] ?? [...names].find((name) => !complete.has(name))
    if (absent === undefined) return
    if (Date.now() > end) throw failed(node, `${absent}: not in containerd`)
  }
}

async function missingIn(
  runtime: Runtime,
  node: ImageNode,
  images: readonly WantedImage[],
  signal: AbortSignal,
): Promise<string[]> {
  const found = await imagesOfNode(runtime, node, signal)
  const missing = images.filter(
    ({ name, digests }) => !found.some(({ id, names }) => digests.includes(id) && names.includes(name)),
  )
  if (missing.length === 0) return []
  // An image store of containerd calls an image by its manifest.
  const complete = await completeImages(
    runtime,
    node,
    missing.map(({ name }) => name),
    signal,
  )
  return missing.flatMap(({ name, digests }) => (digests.includes(complete.get(name) ?? '') ? [] : [name]))
}

/** Adds up, and tells now and then. */
function telling(totalBytes: number, { onBytes }: LoadWork): (bytes: number) => void {
  let doneBytes = 0
  let toldMs = 0
  return (bytes) => {
    doneBytes += bytes
    const now = Date.now()
    if (now - toldMs < tellEveryMs) return
    toldMs = now
    onBytes?.(doneBytes, Math.max(totalBytes, doneBytes))
  }
}

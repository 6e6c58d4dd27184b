import type { LoadedImage } from '#shared/images.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { archiveSource, engineSource, type ImageSource } from '../../images/image-source.ts'
import { type Lacking, type LoadWork, lackedBy, loadSource } from '../../images/load-source.ts'
import type { ImageNode } from '../../images/node-images.ts'
import { platformOf } from '../../images/platform.ts'
import { familiarReference, isAlwaysPulled } from '../../images/references.ts'
import { currentNodes } from '../model/observed-cluster.ts'
import { observeExisting } from '../read/observe.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { type OperationOptions, operate, type Work } from './operate.ts'
import { reportSkipped, reportStep, reportWarnings } from './progress.ts'

/** Images of the engine by name, and archives by path. */
export interface ImagesToLoad {
  readonly references: readonly string[]
  readonly archives: readonly string[]
}

/**
 * Brings images into every node of a running cluster that lacks them, each source read once for all of these nodes, and looks afterwards
 * whether they are there. What goes wrong in one node stops none of the others, and is a failure in the end.
 */
export async function loadImages(
  dependencies: Pick<ChangeDependencies, 'runtime' | 'claims'>,
  cluster: string,
  what: ImagesToLoad,
  options: OperationOptions,
): Promise<LoadedImage[]> {
  const loaded: LoadedImage[] = []
  await operate<undefined>({ kind: 'load', cluster, stages: ['load'] }, options, dependencies, async (work) => {
    loaded.push(...(await load(dependencies, { cluster, what }, work)))
    return undefined
  })
  return loaded
}

async function load(
  { runtime }: Pick<ChangeDependencies, 'runtime'>,
  { cluster, what }: { readonly cluster: string; readonly what: ImagesToLoad },
  { emit, signal }: Work,
): Promise<LoadedImage[]> {
  const nodes = currentNodes(await observeExisting(runtime, cluster, signal))
  const running = nodes.filter(({ state }) => state === 'running')
  if (running.length === 0) throw new ProblemError(problem('cluster.stopped', { cluster }))
  const failures = new Map<string, unknown>()
  for (const { name } of nodes.filter((node) => !running.includes(node)))
    failures.set(name, new ProblemError(problem('images.node_stopped', { node: name })))
  const onFailed = ({ name }: ImageNode, reason: unknown) => failures.set(name, reason)
  const platform = platformOf((await runtime.info(signal)).architecture)
  const { references, archives } = what
  const sources = [
    ...(references.length > 0 ? [await engineSource(runtime, references, platform, signal)] : []),
    ...(await Promise.all(archives.map((path) => archiveSource(path, platform, signal)))),
  ]
  const outcomes: { readonly source: ImageSource; readonly lacking: Lacking }[] = []
  const isLeft = ({ name }: ImageNode) => !failures.has(name)
  let isAnythingSent = false
  const startedMs = Date.now()
  for (const source of sources) {
    const lacking = await lackedBy(runtime, running.filter(isLeft), source.images, { signal, onFailed })
    outcomes.push({ source, lacking })
    if ([...lacking.values()].every((names) => names.size === 0)) continue
    isAnythingSent = true
    await reportStep(emit, { stage: 'load', action: 'load images', target: source.source }, () =>
      loadSource(runtime, { source, lacking }, workOf(source, { signal, onFailed, emit })),
    )
  }
  const problems = [...failures.values()].map(problemOf)
  const [first, ...others] = problems
  reportWarnings(emit, cluster, others)
  if (first) throw new ProblemError(first, { cause: new AggregateError([...failures.values()]) })
  if (isAnythingSent)
    emit({ kind: 'step', stage: 'load', state: 'done', atMs: Date.now(), durationMs: Date.now() - startedMs })
  else reportSkipped(emit, 'load')
  const loaded = outcomes.flatMap(loadedOf)
  const pulled = loaded.filter(({ name }) => isAlwaysPulled(name))
  const remarks = pulled.map(({ name }) => problem('images.always_pulled', { image: name }))
  reportWarnings(emit, cluster, remarks)
  return loaded
}

function workOf(
  { source }: ImageSource,
  { signal, onFailed, emit }: Pick<LoadWork, 'signal' | 'onFailed'> & Pick<Work, 'emit'>,
): LoadWork {
  return {
    signal,
    onFailed,
    onBytes: (doneBytes, totalBytes) => emit({ kind: 'load', source, doneBytes, totalBytes, atMs: Date.now() }),
    step: (node, run) => reportStep(emit, { stage: 'load', action: 'load into', target: node.name }, run),
  }
}

function loadedOf({ source, lacking }: { readonly source: ImageSource; readonly lacking: Lacking }): LoadedImage[] {
  return source.images.map(({ name }) => {
    const nodes = [...lacking].map(([node, names]) => ({ node: node.name, isGiven: names.has(name) }))
    return {
      name: familiarReference(name),
      nodes: nodes.flatMap(({ node, isGiven }) => (isGiven ? [node] : [])),
      had: nodes.flatMap(({ node, isGiven }) => (isGiven ? [] : [node])),
    }
  })
}

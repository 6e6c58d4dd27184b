import type { ForwardTarget, TargetPort } from '#shared/access.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { type ApiConnection, ApiStatusError } from './api-connection.ts'
import {
  controllerName,
  inOrder,
  isReachable,
  PortfulPod,
  podPort,
  replacerOf,
  selectorText,
  servicePort,
  Workload,
} from './forward-target.ts'
import type { WatchFailure } from './kube-api.ts'
import { type Feed, livePicture } from './live-picture.ts'
import { collectionPath, type ObjectKind, objectPath } from './object-paths.ts'
import { type Collection, watchCollection } from './watch.ts'
import { Service } from './workloads/objects.ts'

/** Where the connections of a port-forward can go now. */
export interface TargetPicture {
  /** The best first. */
  readonly pods: readonly { readonly name: string; readonly port: number }[]
  /** Why there is none. */
  readonly problem?: Problem
  /** While the API does not answer; the rest is the past then. */
  readonly failure?: WatchFailure
}

/** How an object says which pods are meant. */
interface Meaning {
  readonly selector: string
  readonly port: TargetPort
  readonly isLenient: boolean
}

/**
 * The pods behind an object, at once and at each change, also of the object itself: a service that is pointed at other pods takes the
 * forward along. For a pod that has others in its place, it is those as well. Throws `forward.gone` where there is no such object.
 */
export async function* watchTarget(
  connection: ApiConnection,
  { target, port }: { readonly target: ForwardTarget; readonly port: TargetPort },
  signal: AbortSignal,
): AsyncGenerator<TargetPicture, void, undefined> {
  const source = await sourceOf(connection, target, signal)
  const preferred = target.kind === 'Pod' ? [target.name] : []
  let meaning: Meaning | undefined
  let missing: Problem | undefined
  let pods: readonly PortfulPod[] | undefined
  let failure: WatchFailure | undefined

  const followPods = async (selector: Readonly<Record<string, string>>, changed: () => void, own: AbortSignal) => {
    const collection: Collection<PortfulPod> = {
      path: collectionPath('Pod', target.namespace),
      selector,
      schema: PortfulPod,
    }
    for await (const now of watchCollection(connection, collection, own, reportTo(changed))) {
      if (own.aborted) return
      pods = [...now.values()]
      changed()
    }
  }
  const reportTo = (changed: () => void) => (now: WatchFailure | undefined) => {
    failure = now
    changed()
  }
  const byName: Feed = (changed, own) => followPods({ fieldSelector: `metadata.name=${target.name}` }, changed, own)
  const bySource =
    (followed: ForwardTarget): Feed =>
    async (changed, own) => {
      let inner = new AbortController()
      let following: Promise<void> = Promise.resolve()
      try {
        for await (const now of watchSource(connection, followed, own, reportTo(changed))) {
          const before = meaning?.selector
          ;({ meaning, missing } = read(followed, now, port))
          if (meaning?.selector !== before) {
            inner.abort()
            inner = new AbortController()
            pods = undefined
            if (meaning) {
              following = Promise.all([
                following,
                followPods({ labelSelector: meaning.selector }, changed, inner.signal),
              ]).then(() => undefined)
            }
          }
          changed()
        }
      } finally {
        inner.abort()
        await following
      }
    }

  yield* livePicture({
    feeds: [source ? bySource(source) : byName],
    picture: (): TargetPicture | undefined => {
      const late = failure ? { failure } : {}
      if (missing) return { pods: [], problem: missing, ...late }
      if (!pods) return failure ? { pods: [], ...late } : undefined
      const { port: wanted, isLenient } = meaning ?? { port, isLenient: false }
      const reachable = inOrder(
        pods.filter((pod) => isReachable(pod, { isLenient })),
        preferred,
      )
      const found = reachable.flatMap((pod) => {
        const number = podPort(pod, wanted)
        return number === undefined ? [] : [{ name: pod.metadata.name, port: number }]
      })
      if (found.length > 0) return { pods: found, ...late }
      const object = nameOf(target)
      const reason =
        reachable.length > 0
          ? problem('forward.no_port', { object: `pod/${reachable[0]?.metadata.name}`, port: wanted })
          : problem('forward.no_ready_pod', { object })
      return { pods: [], problem: reason, ...late }
    },
    signal,
  })
}

/** As kubectl writes it: `service/web`. */
export const nameOf = ({ kind, name }: { readonly kind: string; readonly name: string }) =>
  `${kind.toLowerCase()}/${name}`

/** The object at its path. Throws `forward.gone` where there is none. */
export async function readObject(
  connection: ApiConnection,
  target: { readonly kind: ObjectKind; readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await connection.json(objectPath(target), signal)
  } catch (error) {
    if (!(error instanceof ApiStatusError) || error.status !== 404) throw error
    throw new ProblemError(problem('forward.gone', { object: nameOf(target) }), { cause: error })
  }
}

/** The object that decides which pods are meant, and may change; undefined where nothing does but the pod's name. */
async function sourceOf(
  connection: ApiConnection,
  target: ForwardTarget,
  signal: AbortSignal,
): Promise<ForwardTarget | undefined> {
  const object = await readObject(connection, target, signal)
  if (target.kind !== 'Pod') return target
  const { metadata } = PortfulPod.parse(object)
  const kind = replacerOf(metadata.ownerReferences)
  const name = controllerName(metadata.ownerReferences)
  if (kind === undefined || name === undefined) return undefined
  const owner: ForwardTarget = { kind, namespace: target.namespace, name }
  if (kind !== 'ReplicaSet') return owner
  // A rollout makes another replica set: it is the deployment that stays.
  const set = Workload.parse(await readObject(connection, owner, signal))
  const deployment = controllerName(set.metadata.ownerReferences)
  return deployment === undefined ? owner : { kind: 'Deployment', namespace: target.namespace, name: deployment }
}

async function* watchSource(
  connection: ApiConnection,
  target: ForwardTarget,
  signal: AbortSignal,
  report: (failure: WatchFailure | undefined) => void,
): AsyncGenerator<Service | Workload | undefined, void, undefined> {
  const place = {
    path: collectionPath(target.kind, target.namespace),
    selector: { fieldSelector: `metadata.name=${target.name}` },
  }
  const objects: AsyncIterable<ReadonlyMap<string, Service | Workload>> =
    target.kind === 'Service'
      ? watchCollection<Service>(connection, { ...place, schema: Service }, signal, report)
      : watchCollection<Workload>(connection, { ...place, schema: Workload }, signal, report)
  for await (const now of objects) yield [...now.values()][0]
}

function read(
  target: ForwardTarget,
  object: Service | Workload | undefined,
  port: TargetPort,
): { meaning: Meaning | undefined; missing: Problem | undefined } {
  try {
    if (!object) throw new ProblemError(problem('forward.gone', { object: nameOf(target) }))
    return { meaning: meaningOf(object, port), missing: undefined }
  } catch (error) {
    return { meaning: undefined, missing: problemOf(error) }
  }
}

function meaningOf(object: Service | Workload, port: TargetPort): Meaning {
  if (isWorkload(object)) {
    const selector = selectorText(object.spec.selector)
    if (selector === undefined) throw new ProblemError(problem('forward.no_selector', { object: object.metadata.name }))
    return { selector, port, isLenient: false }
  }
  const { targetPort, port: number } = servicePort(object, port)
  const selector = selectorText({ matchLabels: object.spec.selector })
  if (selector === undefined || object.spec.type === 'ExternalName')
    throw new ProblemError(problem('forward.no_selector', { object: object.metadata.name }))
  return { selector, port: targetPort ?? number, isLenient: object.spec.publishNotReadyAddresses ?? false }
}

function isWorkload(object: Service | Workload): object is Workload {
  return 'template' in object.spec
}

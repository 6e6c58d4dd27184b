import { z } from 'zod'
import type { ForwardChoice, ForwardTarget, TargetPort } from '#shared/access.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { ContainerSpec } from './objects.ts'
import {
  type Ingress,
  OwnedMetadata,
  OwnedPod,
  type Owner,
  type Service,
  type ServicePort,
} from './workloads/objects.ts'

// Which pods an object stands for, and which of their ports. Pure.

const Expression = z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() })
const LabelSelector = z.object({
  matchLabels: z.record(z.string(), z.string()).nullish(),
  matchExpressions: z.array(Expression).nullish(),
})

const PortfulContainer = ContainerSpec.extend({
  ports: z
    .array(z.object({ name: z.string().optional(), containerPort: z.int(), protocol: z.string().default('TCP') }))
    .nullish(),
})
const PodSpec = z.object({
  containers: z.array(PortfulContainer),
  initContainers: z.array(PortfulContainer).nullish(),
})
type PodSpec = z.infer<typeof PodSpec>

/** Deployments, sets and jobs. */
export const Workload = z.object({
  metadata: OwnedMetadata,
  spec: z.object({ selector: LabelSelector.nullish(), template: z.object({ spec: PodSpec }) }),
})
export type Workload = z.infer<typeof Workload>

/** A pod as far as a connection to it is concerned. */
export const PortfulPod = OwnedPod.extend({ spec: PodSpec, status: OwnedPod.shape.status.default({}) })
export type PortfulPod = z.infer<typeof PortfulPod>

/** A selector as it goes into a query; undefined where there is none, which in a service means that its pods are nobody's. */
export function selectorText(selector: z.infer<typeof LabelSelector> | null | undefined): string | undefined {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values }) => {
    switch (operator) {
      case 'In':
        return `${key} in (${(values ?? []).join(',')})`
      case 'NotIn':
        return `${key} notin (${(values ?? []).join(',')})`
      case 'Exists':
        return key
      default:
        return `!${key}`
    }
  })
  const all = [...labels, ...expressions]
  return all.length === 0 ? undefined : all.join(',')
}

/** Whether a connection can be made: Ready, and not on its way out. `isLenient`: a service that wants those that are not ready, too. */
export function isReachable({ metadata, status }: PortfulPod, { isLenient = false } = {}): boolean {
  if (metadata.deletionTimestamp !== undefined) return false
  if (isLenient) return status.phase === 'Running'
  return (status.conditions ?? []).some((one) => one.type === 'Ready' && one.status === 'True')
}

/** The pods that a connection may go to, the best first: the one that was asked for, then that of the last connection, then the oldest. */
export function inOrder(pods: readonly PortfulPod[], preferred: readonly (string | undefined)[]): PortfulPod[] {
  const rank = ({ metadata }: PortfulPod) => {
    const at = preferred.indexOf(metadata.name)
    return at < 0 ? preferred.length : at
  }
  const age = ({ metadata }: PortfulPod) => metadata.creationTimestamp ?? ''
  return [...pods].sort(
    (a, b) => rank(a) - rank(b) || age(a).localeCompare(age(b)) || a.metadata.name.localeCompare(b.metadata.name),
  )
}

/** The port of the service that is meant. Throws a Problem when it has none such, or one that is not TCP. */
export function servicePort({ metadata, spec }: Service, wanted: TargetPort): ServicePort {
  const found = (spec.ports ?? []).find(({ port, name }) => port === wanted || name === wanted)
  if (!found) throw new ProblemError(problem('forward.no_port', { object: `service/${metadata.name}`, port: wanted }))
  if (found.protocol !== 'TCP')
    throw new ProblemError(problem('forward.not_tcp', { port: wanted, protocol: found.protocol }))
  return found
}

/** The number of a pod's port, by number or by the name that one of its containers gives it; undefined where none does. */
export function podPort({ spec }: Pick<PortfulPod, 'spec'>, wanted: TargetPort): number | undefined {
  if (typeof wanted === 'number') return wanted
  return tcpPorts(spec).find(({ name }) => name === wanted)?.containerPort
}

/** Who stands behind a pod, in whose place another one comes; undefined for one that comes back by its own name, or never. */
export function replacerOf(owners: readonly Owner[] | null | undefined): ForwardTarget['kind'] | undefined {
  const kind = owners?.find(({ controller }) => controller)?.kind
  return kind === 'ReplicaSet' || kind === 'DaemonSet' || kind === 'Job' || kind === 'Deployment' ? kind : undefined
}

export const controllerName = (owners: readonly Owner[] | null | undefined): string | undefined =>
  owners?.find(({ controller }) => controller)?.name

export function serviceChoices({ metadata, spec }: Service): ForwardChoice[] {
  const target: ForwardTarget = { kind: 'Service', namespace: metadata.namespace, name: metadata.name }
  return (spec.ports ?? [])
    .filter(({ protocol }) => protocol === 'TCP')
    .map(({ port, name }) => ({ target, port, ...(name === undefined ? {} : { name }) }))
}

export function podChoices(target: ForwardTarget, spec: PodSpec): ForwardChoice[] {
  const byNumber = new Map(tcpPorts(spec).map((each) => [each.containerPort, each]))
  return [...byNumber.values()].map(({ containerPort: port, name }) => ({
    target,
    port,
    ...(name === undefined ? {} : { name }),
  }))
}

/** The services that an ingress sends to, each once, with the first route that leads there. */
export function ingressBackends({ metadata, spec }: Ingress): {
  readonly target: ForwardTarget
  readonly port: TargetPort
  readonly route: string
}[] {
  const routes = (spec.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(({ path, backend }) => ({ route: `${host ?? '*'}${path ?? '/'}`, backend })),
  )
  if (spec.defaultBackend) routes.push({ route: '*', backend: spec.defaultBackend })
  const found = new Map<string, ReturnType<typeof ingressBackends>[number]>()
  for (const { route, backend } of routes) {
    const port = backend.service?.port.number ?? backend.service?.port.name
    if (!backend.service || port === undefined) continue
    const key = `${backend.service.name} ${port}`
    const target: ForwardTarget = { kind: 'Service', namespace: metadata.namespace, name: backend.service.name }
    if (!found.has(key)) found.set(key, { target, port, route })
  }
  return [...found.values()]
}

function tcpPorts({ containers, initContainers }: PodSpec) {
  const sidecars = (initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...containers, ...sidecars].flatMap(({ ports }) => (ports ?? []).filter(({ protocol }) => protocol === 'TCP'))
}

import type { ForwardChoice, ForwardObject, ForwardsEvent, PortForward } from '#shared/access.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import type { WantedForward } from '../access/forwards.ts'
import type { WindowEngine } from './engine-of.ts'
import type { RequestHandlers, StreamHandlers } from './serve.ts'

type Kubeconfig = (signal: AbortSignal) => Promise<string>

/** Implemented by access/forwards.ts. */
export interface ServedForwards {
  choices(object: ForwardObject, kubeconfig: Kubeconfig, signal: AbortSignal): Promise<ForwardChoice[]>
  open(wanted: WantedForward, kubeconfig: Kubeconfig, signal: AbortSignal): Promise<PortForward>
  close(id: string): Promise<void>
  list(): readonly PortForward[]
  watch(signal: AbortSignal): AsyncIterable<ForwardsEvent>
}

type Names = 'forwards.choices' | 'forwards.open' | 'forwards.close' | 'forwards.browse'

/** What the window asks of port-forwards. A forward keeps the engine that it was opened on. */
export function accessHandlers({
  engine,
  forwards,
  browse,
}: {
  engine: (cluster: ClusterRef) => Pick<WindowEngine, 'kubeconfig'>
  forwards: ServedForwards
  browse: (forward: Pick<PortForward, 'scheme' | 'localPort'>) => Promise<void>
}): { requests: Pick<RequestHandlers, Names>; streams: Pick<StreamHandlers, 'forwards.watch'> } {
  const kubeconfigOf = (cluster: ClusterRef): Kubeconfig => {
    const its = engine(cluster)
    return (signal) => its.kubeconfig(cluster.name, signal)
  }
  return {
    requests: {
      'forwards.choices': ({ cluster, object }, signal) => forwards.choices(object, kubeconfigOf(cluster), signal),
      'forwards.open': (wanted, signal) => forwards.open(wanted, kubeconfigOf(wanted.cluster), signal),
      'forwards.close': ({ id }) => forwards.close(id),
      'forwards.browse': async ({ id }) => {
        const forward = forwards.list().find((one) => one.id === id)
        if (forward) await browse(forward)
      },
    },
    streams: { 'forwards.watch': (_, signal) => forwards.watch(signal) },
  }
}

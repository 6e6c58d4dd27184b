import type { ForwardChoice, ForwardObject, ForwardTarget, TargetPort } from '#shared/access.ts'
import { ApiConnection } from './api-connection.ts'
import { type ClusterAccess, readAccess } from './cluster-access.ts'
import { ingressBackends, PortfulPod, podChoices, serviceChoices, servicePort, Workload } from './forward-target.ts'
import { openPodChannels, type PodChannels } from './pod-channels.ts'
import { portForwardPath } from './port-channel.ts'
import { readObject, type TargetPicture, watchTarget } from './watch-target.ts'
import { Ingress, Service } from './workloads/objects.ts'

/** The way into the pods of a cluster, by one of its kubeconfigs. */
export class PodAccess {
  readonly #access: ClusterAccess
  readonly #connection: ApiConnection

  private constructor(access: ClusterAccess) {
    this.#access = access
    this.#connection = new ApiConnection(async () => access)
  }

  static async open(kubeconfig: string): Promise<PodAccess> {
    return new PodAccess(await readAccess(kubeconfig))
  }

  /** What of an object can be forwarded. Throws `forward.gone` where there is no such object. */
  async choices(object: ForwardObject, signal: AbortSignal): Promise<ForwardChoice[]> {
    const { kind, namespace, name } = object
    const found = await readObject(this.#connection, object, signal)
    switch (kind) {
      case 'Service':
        return serviceChoices(Service.parse(found))
      case 'Ingress':
        return this.#behind(Ingress.parse(found), signal)
      case 'Pod':
        return podChoices({ kind, namespace, name }, PortfulPod.parse(found).spec)
      default:
        return podChoices({ kind, namespace, name }, Workload.parse(found).spec.template.spec)
    }
  }

  watch(target: { target: ForwardTarget; port: TargetPort }, signal: AbortSignal): AsyncIterable<TargetPicture> {
    return watchTarget(this.#connection, target, signal)
  }

  connect(to: { namespace: string; pod: string; port: number }, signal: AbortSignal): Promise<PodChannels> {
    return openPodChannels(this.#access, portForwardPath(to), signal)
  }

  /** Channels of a command in a container; see execPath. */
  channels(path: string, signal: AbortSignal): Promise<PodChannels> {
    return openPodChannels(this.#access, path, signal)
  }

  pod(of: { namespace: string; name: string }, signal: AbortSignal): Promise<unknown> {
    return readObject(this.#connection, { kind: 'Pod', ...of }, signal)
  }

  close(): void {
    this.#connection.close()
  }

  async #behind(ingress: Ingress, signal: AbortSignal): Promise<ForwardChoice[]> {
    const found = await Promise.all(
      ingressBackends(ingress).map(async ({ target, port, route }) => {
        const service = Service.parse(await readObject(this.#connection, target, signal))
        const { port: number, name } = servicePort(service, port)
        return { target, port: number, ...(name === undefined ? {} : { name }), route }
      }),
    )
    return found
  }
}

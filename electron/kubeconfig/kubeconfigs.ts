import type { KubeconfigChange, KubeconfigMerge, KubeconfigStatus } from '#shared/kubeconfig.ts'
import { validityOf } from './certificates.ts'
import { entryOf } from './cluster-entry.ts'
import { removeStaleLock } from './file-lock.ts'
import type { PrivateKubeconfigs } from './private-kubeconfigs.ts'
import type { UserKubeconfig } from './user-kubeconfig.ts'
import { watchKubeconfig } from './watch-kubeconfig.ts'

/** Where kubeconfigs of clusters come from: the engine. */
export interface KubeconfigSource {
  /** Which Docker Engine, for good. */
  id(signal?: AbortSignal): Promise<string>
  kubeconfigFor(cluster: string, place: KubeconfigMerge['place']): Promise<string>
}

export interface PrivateKubeconfig {
  readonly path: string
  readonly notBefore?: string
  readonly notAfter?: string
}

/** Every kubeconfig that Sampan writes: one of its own for each cluster, and entries in the user's. */
export class Kubeconfigs {
  readonly #user: UserKubeconfig
  readonly #own: PrivateKubeconfigs

  constructor({ user, own }: { user: UserKubeconfig; own: PrivateKubeconfigs }) {
    this.#user = user
    this.#own = own
  }

  async preview(source: KubeconfigSource, { cluster, place, ...options }: KubeconfigMerge): Promise<KubeconfigChange> {
    return this.#user.preview(entryOf(cluster, await source.kubeconfigFor(cluster, place)), options)
  }

  async merge(source: KubeconfigSource, { cluster, place, ...options }: KubeconfigMerge): Promise<KubeconfigChange> {
    return this.#user.merge(entryOf(cluster, await source.kubeconfigFor(cluster, place)), options)
  }

  unmerge(cluster: string, into?: string): Promise<KubeconfigChange[]> {
    return this.#user.unmerge(cluster, { into })
  }

  undo(): Promise<void> {
    return this.#user.undo()
  }

  removeLock(path: string): Promise<void> {
    return removeStaleLock(path)
  }

  status(): Promise<KubeconfigStatus> {
    return this.#user.status()
  }

  watch(signal: AbortSignal): AsyncIterable<KubeconfigStatus> {
    return watchKubeconfig(this.#user, signal)
  }

  /** The cluster's own kubeconfig, written anew where k3s has renewed its certificates, and with it every entry made from it. */
  async refresh(source: KubeconfigSource, cluster: string): Promise<PrivateKubeconfig> {
    const text = await source.kubeconfigFor(cluster, 'local')
    const path = await this.#own.keep(await source.id(), cluster, text)
    const entry = entryOf(cluster, text)
    const { files } = await this.#user.status()
    if (files.some(({ merged }) => merged.some((own) => own.cluster === cluster))) await this.#user.renew(entry)
    return { path, ...validityOf(entry.clientCertificate) }
  }

  /** The cluster is gone: its own kubeconfig goes, and its entries in the user's. */
  async forget(engineId: string, cluster: string): Promise<KubeconfigChange[]> {
    await this.#own.forget(engineId, cluster)
    return this.unmerge(cluster)
  }
}

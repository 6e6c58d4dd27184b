import { type Cluster, type ClusterRef, refOf } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import { problemOf } from '#shared/problem.ts'
import { describeProblem, type MessageKey, translate } from '#shared/translate.ts'

/** Of the requests that the window makes, those that need no window. */
export interface TrayRequests {
  'clusters.start'(input: { cluster: ClusterRef }, signal: AbortSignal): unknown
  'clusters.stop'(input: { cluster: ClusterRef }, signal: AbortSignal): unknown
  'clusters.kubeconfig'(
    input: { cluster: ClusterRef; place: 'local' },
    signal: AbortSignal,
  ): Promise<{ text: string }> | { text: string }
}

export interface Notice {
  readonly title: string
  readonly body?: string
}

export interface TrayActions {
  start(cluster: Cluster): Promise<void>
  stop(cluster: Cluster): Promise<void>
  copyKubeconfig(cluster: Cluster): Promise<void>
}

/** What the tray does without opening the window, which is why the system tells how it came out. */
export function trayActions({
  requests,
  copyText,
  notify,
  language,
}: {
  readonly requests: TrayRequests
  readonly copyText: (text: string) => void
  readonly notify: (notice: Notice) => void
  readonly language: () => Language
}): TrayActions {
  const act = async (cluster: Cluster, keys: { action: MessageKey; done: MessageKey }, work: () => unknown) => {
    const params = { cluster: cluster.name }
    try {
      await work()
      notify({ title: translate(language(), keys.done, params) })
    } catch (error) {
      const { title, cause } = describeProblem(language(), problemOf(error))
      const action = translate(language(), keys.action, params)
      notify({ title: translate(language(), 'tray.failed', { action }), body: `${title} ${cause}` })
    }
  }
  const { signal } = new AbortController()
  const inputOf = (cluster: Cluster) => ({ cluster: refOf(cluster) })
  return {
    start: (cluster) =>
      act(cluster, { action: 'command.start', done: 'notice.start' }, () =>
        requests['clusters.start'](inputOf(cluster), signal),
      ),
    stop: (cluster) =>
      act(cluster, { action: 'command.stop', done: 'notice.stop' }, () =>
        requests['clusters.stop'](inputOf(cluster), signal),
      ),
    copyKubeconfig: (cluster) =>
      act(cluster, { action: 'command.copyKubeconfig', done: 'notice.kubeconfigCopied' }, async () => {
        const { text } = await requests['clusters.kubeconfig']({ ...inputOf(cluster), place: 'local' }, signal)
        copyText(text)
      }),
  }
}

import { type Cluster, type ClusterRef, refOf } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import type { Language } from '#shared/preferences.ts'
import { type Problem, problemOf } from '#shared/problem.ts'
import type { ToolId } from '#shared/tool.ts'
import { type MessageKey, translate } from '#shared/translate.ts'
import { bodyOf, type SystemNotice } from './system-notices.ts'

type OnCluster = (input: { cluster: ClusterRef }, signal: AbortSignal) => unknown

/** Of the requests that the window makes, those that need no window. */
export interface TrayRequests {
  'clusters.start': OnCluster
  'clusters.stop': OnCluster
  'clusters.restart': OnCluster
  'tools.open'(input: { cluster: ClusterRef; tool: ToolId }, signal: AbortSignal): unknown
  'clusters.kubeconfig'(
    input: { cluster: ClusterRef; place: 'local' },
    signal: AbortSignal,
  ): Promise<{ text: string }> | { text: string }
}

export interface TrayActions {
  start(cluster: Cluster): Promise<void>
  stop(cluster: Cluster): Promise<void>
  restart(cluster: Cluster): Promise<void>
  copyKubeconfig(cluster: Cluster): Promise<void>
  openTerminal(cluster: Cluster): Promise<void>
}

/**
 * What the tray does without opening the window. How an operation comes out is told by SystemNotices, as of every other; the rest
 * is told from here.
 */
export function trayActions({
  requests,
  copyText,
  notify,
  isToldOf,
  language,
}: {
  readonly requests: TrayRequests
  readonly copyText: (text: string) => void
  readonly notify: (notice: SystemNotice) => void
  /** An operation on the cluster has failed by the same Problem. */
  readonly isToldOf: (cluster: ClusterRef, problem: Problem) => boolean
  readonly language: () => Language
}): TrayActions {
  const act = async (cluster: Cluster, action: MessageKey, work: () => unknown) => {
    try {
      await work()
    } catch (error) {
      const problem = problemOf(error)
      if (isToldOf(cluster, problem)) return
      const name = translate(language(), action, { cluster: shownName(cluster) })
      notify({
        title: translate(language(), 'tray.failed', { action: name }),
        body: bodyOf(language(), problem),
        cluster: refOf(cluster),
      })
    }
  }
  const { signal } = new AbortController()
  const inputOf = (cluster: Cluster) => ({ cluster: refOf(cluster) })
  const operate = (name: 'start' | 'stop' | 'restart') => (cluster: Cluster) =>
    act(cluster, `command.${name}`, () => requests[`clusters.${name}`](inputOf(cluster), signal))
  return {
    start: operate('start'),
    stop: operate('stop'),
    restart: operate('restart'),
    openTerminal: (cluster) =>
      act(cluster, 'command.openTerminal', () =>
        requests['tools.open']({ ...inputOf(cluster), tool: 'terminal' }, signal),
      ),
    copyKubeconfig: (cluster) =>
      act(cluster, 'command.copyKubeconfig', async () => {
        const { text } = await requests['clusters.kubeconfig']({ ...inputOf(cluster), place: 'local' }, signal)
        copyText(text)
        notify({ title: translate(language(), 'notice.kubeconfigCopied', { cluster: shownName(cluster) }) })
      }),
  }
}

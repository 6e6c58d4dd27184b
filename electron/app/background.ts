import { Notification } from 'electron'
import { refKey } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import { translate } from '#shared/translate.ts'
import type { Operations } from '../cluster/change/operations.ts'
import type { LiveClusters } from '../cluster/read/live-clusters.ts'
import type { PreferencesStore } from '../settings/preferences-store.ts'
import type { CommandChannel } from './command-channel.ts'
import { languageOf } from './language.ts'
import { type SystemNotice, SystemNotices } from './system-notices.ts'
import { AppTray } from './tray.ts'
import type { TrayRequests } from './tray-actions.ts'

interface Surroundings {
  readonly icon: string
  readonly requests: TrayRequests
  readonly live: Pick<LiveClusters, 'snapshot' | 'watch'>
  readonly operations: Pick<Operations, 'list' | 'watchAll'>
  /** Opens the window for it. */
  readonly commands: Pick<CommandChannel, 'send'>
  readonly shell: { copyText(text: string): void }
  readonly preferences: PreferencesStore
  readonly showWindow: () => void
  /** Whether the window is in front, which says itself what the system would tell. */
  readonly isLookedAt: () => boolean
}

/** Everything that runs without a window: the tray and the system notifications. */
export class Background {
  readonly #live: Surroundings['live']
  readonly #operations: Surroundings['operations']
  readonly #language: () => Language
  readonly #preferences: PreferencesStore
  readonly #tray: AppTray
  readonly #notices: SystemNotices
  /** Those that can still be clicked: Electron forgets the click of one that nobody holds. */
  readonly #shown = new Set<Notification>()
  readonly #open: (notice: SystemNotice) => void

  constructor(around: Surroundings) {
    const { live, operations, commands, shell, preferences, showWindow, isLookedAt } = around
    const language = () => languageOf(preferences.get())
    this.#live = live
    this.#language = language
    this.#preferences = preferences
    this.#operations = operations
    this.#open = ({ cluster }) => (cluster ? commands.send({ command: 'cluster.show', cluster }) : showWindow())
    const notify = (notice: SystemNotice) => this.notify(notice)
    this.#notices = new SystemNotices({
      language,
      isWanted: () => preferences.get().notifies && !isLookedAt(),
      show: notify,
    })
    this.#tray = new AppTray({
      ...around,
      copyText: shell.copyText,
      language,
      notify,
      isToldOf: (cluster, { code }) =>
        operations.list().some((each) => refKey(each.cluster) === refKey(cluster) && each.problem?.code === code),
    })
  }

  /** A notification that the user asked for, shown regardless of the preferences. */
  notify(notice: SystemNotice): void {
    if (!Notification.isSupported()) return
    const { title, body } = notice
    const shown = new Notification({ title, ...(body === undefined ? {} : { body }), silent: true })
    this.#shown.add(shown)
    shown.on('click', () => this.#open(notice))
    shown.on('close', () => this.#shown.delete(shown))
    shown.show()
  }

  /** The window was closed and the app is still there: its user hears of it the first time. */
  async tellOnceThatItGoesOn(): Promise<void> {
    const store = this.#preferences
    if (store.get().knowsThatItKeepsRunning) return
    this.notify({ title: translate(this.#language(), 'notice.keepsRunning') })
    await store.set({ knowsThatItKeepsRunning: true })
  }

  /** Draws the tray anew, in the language of now. */
  refresh(): void {
    this.#tray.update(this.#live.snapshot().clusters)
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#followClusters(signal), this.#followOperations(signal)])
  }

  async #followClusters(signal: AbortSignal): Promise<void> {
    for await (const snapshot of this.#live.watch(signal)) {
      this.#notices.clusters(snapshot)
      this.#tray.update(snapshot.clusters)
    }
  }

  async #followOperations(signal: AbortSignal): Promise<void> {
    for await (const all of this.#operations.watchAll(signal)) this.#notices.operations(all)
  }
}

import { app, BrowserWindow, dialog } from 'electron'
import { formatList, translate } from '#shared/translate.ts'
import type { Operations } from '../cluster/change/operations.ts'
import type { PreferencesStore } from '../settings/preferences-store.ts'
import { type ClosingChoice, closingOf, endsApp } from './closing.ts'
import { languageOf } from './language.ts'

interface Surroundings {
  readonly operations: Pick<Operations, 'list'>
  /** Asks the desktop, which may have lost or got its tray since. */
  readonly hasTray: () => Promise<boolean>
  readonly preferences: Pick<PreferencesStore, 'get'>
  /** The app has gone into the tray without a question. */
  readonly onKept: () => void
}

/**
 * What happens when the last window is closed: the app ends, goes on in the tray, or asks first while something is being done. Whether
 * there is a tray is looked up each time, hence every closing waits a moment.
 */
export class WindowClosing {
  readonly #around: Surroundings
  readonly #quitsWithLastWindow = process.platform !== 'darwin'
  #isQuitting = false
  #isDeciding = false
  #goesOn = false
  readonly #mayClose = new WeakSet<BrowserWindow>()
  /** Windows beside these, as those of logs, neither keep the app alive nor outlive it. */
  readonly #guarded = new Set<BrowserWindow>()

  constructor(around: Surroundings) {
    this.#around = around
    app.on('before-quit', () => {
      this.#isQuitting = true
    })
    app.on('window-all-closed', () => {
      if (this.#quitsWithLastWindow && !this.#goesOn) app.quit()
    })
  }

  guard(window: BrowserWindow): void {
    this.#goesOn = false
    this.#guarded.add(window)
    window.on('closed', () => this.#guarded.delete(window))
    window.on('close', (event) => {
      if (this.#mayClose.has(window) || !endsApp(this.#place())) return
      event.preventDefault()
      if (!this.#isDeciding) void this.#decide(window)
    })
  }

  async #decide(window: BrowserWindow): Promise<void> {
    this.#isDeciding = true
    try {
      const closing = closingOf({
        ...this.#place(),
        hasTray: await this.#around.hasTray(),
        keepsRunning: this.#around.preferences.get().keepsRunning,
        runningOperations: this.#running().length,
      })
      switch (closing.kind) {
        case 'close':
          this.#close(window)
          for (const other of BrowserWindow.getAllWindows()) if (other !== window) other.close()
          return
        case 'keep':
          this.#keep(window)
          return this.#around.onKept()
        case 'ask':
          return this.#carryOut(window, await this.#ask(window, closing.choices))
      }
    } finally {
      this.#isDeciding = false
    }
  }

  #place() {
    return {
      isLastWindow: this.#guarded.size === 1,
      isQuitting: this.#isQuitting,
      quitsWithLastWindow: this.#quitsWithLastWindow,
    }
  }

  async #ask(window: BrowserWindow, choices: readonly ClosingChoice[]): Promise<ClosingChoice> {
    const language = languageOf(this.#around.preferences.get())
    const clusters = formatList(language, this.#running())
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: translate(language, 'closing.title', { clusters }),
      detail: translate(language, 'closing.detail'),
      buttons: choices.map((choice) => translate(language, `closing.${choice}`)),
      defaultId: 0,
      cancelId: choices.indexOf('stay'),
      noLink: true,
    })
    return choices[response] ?? 'stay'
  }

  #carryOut(window: BrowserWindow, choice: ClosingChoice): void {
    if (choice === 'quit') app.quit()
    if (choice === 'keep') this.#keep(window)
  }

  #keep(window: BrowserWindow): void {
    this.#goesOn = true
    this.#close(window)
  }

  #close(window: BrowserWindow): void {
    this.#mayClose.add(window)
    // It may have gone while the tray was asked for.
    if (!window.isDestroyed()) window.close()
  }

  #running(): string[] {
    return this.#around.operations.list().flatMap(({ cluster, isRunning }) => (isRunning ? [cluster.name] : []))
  }
}

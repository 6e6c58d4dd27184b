import { app, BrowserWindow, dialog } from 'electron'
import type { Language } from '#shared/preferences.ts'
import { formatList, translate } from '#shared/translate.ts'
import type { Operations } from '../cluster/change/operations.ts'
import { type ClosingChoice, closingChoices } from './closing.ts'

/** Asks before the last window is closed while something is being done, and ends the app with it unless it is to go on in the tray. */
export class WindowClosing {
  readonly #operations: Pick<Operations, 'list'>
  readonly #hasTray: () => boolean
  readonly #language: () => Language
  readonly #quitsWithLastWindow = process.platform !== 'darwin'
  #isQuitting = false
  #isAsking = false
  #goesOn = false

  constructor({
    operations,
    hasTray,
    language,
  }: {
    operations: Pick<Operations, 'list'>
    hasTray: () => boolean
    language: () => Language
  }) {
    this.#operations = operations
    this.#hasTray = hasTray
    this.#language = language
    app.on('before-quit', () => {
      this.#isQuitting = true
    })
    app.on('window-all-closed', () => {
      if (this.#quitsWithLastWindow && !this.#goesOn) app.quit()
    })
  }

  guard(window: BrowserWindow): void {
    this.#goesOn = false
    window.on('close', (event) => {
      if (this.#goesOn) return
      const choices = closingChoices({
        isLastWindow: BrowserWindow.getAllWindows().length === 1,
        isQuitting: this.#isQuitting,
        quitsWithLastWindow: this.#quitsWithLastWindow,
        hasTray: this.#hasTray(),
        runningOperations: this.#running().length,
      })
      if (choices.length === 0) return
      event.preventDefault()
      if (!this.#isAsking) void this.#ask(window, choices)
    })
  }

  async #ask(window: BrowserWindow, choices: readonly ClosingChoice[]): Promise<void> {
    const language = this.#language()
    const clusters = formatList(language, this.#running())
    this.#isAsking = true
    try {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: translate(language, 'closing.title', { clusters }),
        detail: translate(language, 'closing.detail'),
        buttons: choices.map((choice) => translate(language, `closing.${choice}`)),
        defaultId: 0,
        cancelId: choices.indexOf('stay'),
        noLink: true,
      })
      if (choices[response] === 'quit') app.quit()
      if (choices[response] === 'keep') {
        this.#goesOn = true
        window.close()
      }
    } finally {
      this.#isAsking = false
    }
  }

  #running(): string[] {
    return this.#operations.list().flatMap(({ cluster, isRunning }) => (isRunning ? [cluster.name] : []))
  }
}

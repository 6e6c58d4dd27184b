import type { Locator, Page } from '@playwright/test'
import type { Language } from '#shared/preferences.ts'
import type { Problem } from '#shared/problem.ts'
import {
  describeProblem,
  type MessageKey,
  type MessageParams,
  type PluralKey,
  translate,
  translatePlural,
} from '#shared/translate.ts'

type Tab = 'overview' | 'workloads' | 'logs' | 'kubeconfig' | 'registries' | 'images' | 'settings'

/** The window as its user knows it: by roles and names, in the language that it speaks. */
export class SampanPage {
  readonly window: Page
  language: Language

  constructor(window: Page, language: Language = 'en') {
    this.window = window
    this.language = language
  }

  text(key: MessageKey, params: MessageParams = {}): string {
    return translate(this.language, key, params)
  }

  plural(key: PluralKey, count: number): string {
    return translatePlural(this.language, key, { count })
  }

  problem(value: Problem): ReturnType<typeof describeProblem> {
    return describeProblem(this.language, value)
  }

  button(key: MessageKey, params: MessageParams = {}): Locator {
    return this.window.getByRole('button', { name: this.text(key, params), exact: true })
  }

  get sidebar(): Locator {
    return this.window.getByRole('navigation', { name: this.text('list.title') })
  }

  /** A cluster's row at the left. */
  row(cluster: string): Locator {
    return this.sidebar.getByRole('listitem').filter({ has: this.window.getByText(cluster, { exact: true }) })
  }

  /** The state that the header of the chosen cluster shows. */
  get state(): Locator {
    return this.window.getByRole('status', { name: this.text('header.state') })
  }

  /** A stage of the timeline. */
  stage(key: Extract<MessageKey, `stage.${string}`>): Locator {
    return this.window
      .getByRole('list', { name: this.text('progress.stages') })
      .getByRole('listitem')
      .filter({ hasText: this.text(key) })
  }

  dialog(key: MessageKey, params: MessageParams = {}): Locator {
    return this.window.getByRole('dialog', { name: this.text(key, params), exact: true })
  }

  async choose(cluster: string): Promise<void> {
    await this.row(cluster).getByRole('button', { name: cluster }).first().click()
  }

  async open(cluster: string, tab: Tab): Promise<void> {
    await this.choose(cluster)
    const name = this.text(`tab.${tab}`)
    // In Chinese one tab's name begins with another's.
    const withDraft = this.window.getByRole('tab', { name: this.text('tab.hasDraft', { tab: name }), exact: true })
    await this.window.getByRole('tab', { name, exact: true }).or(withDraft).click()
  }

  /** Opens the form of a new cluster and fills in what is given; the rest stays as suggested. */
  async customise(wishes: { readonly name: string; readonly image?: string; readonly apiPort?: number }) {
    await this.button('list.newOptions').click()
    await this.window.getByRole('menuitem', { name: this.text('command.customise') }).click()
    const dialog = this.dialog('create.title')
    const field = (key: MessageKey) => dialog.getByLabel(this.text(key), { exact: true }).first()
    await field('form.name').fill(wishes.name)
    if (wishes.image !== undefined) await field('form.image').fill(wishes.image)
    if (wishes.apiPort !== undefined) await field('form.apiPort').fill(String(wishes.apiPort))
    return {
      dialog,
      field,
      submit: () => dialog.getByRole('button', { name: this.text('create.submit'), exact: true }).click(),
    }
  }

  async openPalette(): Promise<void> {
    await this.button('command.palette').waitFor()
    await this.window.keyboard.press('ControlOrMeta+k')
  }

  /** Runs a command by keyboard only. */
  async run(label: string): Promise<void> {
    await this.openPalette()
    await this.window.getByRole('textbox', { name: this.text('palette.search') }).fill(label)
    await this.window.keyboard.press('Enter')
  }

  async closeDialog(): Promise<void> {
    await this.window.keyboard.press('Escape')
    await this.window.getByRole('dialog').waitFor({ state: 'hidden' })
  }
}

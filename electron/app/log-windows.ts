import { randomUUID } from 'node:crypto'
import { type BrowserWindow, screen } from 'electron'
import { type LogWindowView, logWindowAddress } from '#shared/log-window.ts'
import type { PreferencesStore } from '../settings/preferences-store.ts'
import { isOnScreen, openPage, type Page } from './window.ts'

const smallest = { width: 520, height: 320 }
const usual = { width: 960, height: 560 }
/** Each window is this much further down and to the right than the one before, so that all can be seen. */
const stepPx = 28
const steps = 8

/** The windows that show nothing but a log. They are beside the main one, and none of them keeps the app alive. */
export class LogWindows {
  readonly #around: { readonly preferences: PreferencesStore; readonly page: Page }
  readonly #windows = new Map<string, BrowserWindow>()
  #opened = 0

  constructor(around: { readonly preferences: PreferencesStore; readonly page: Page }) {
    this.#around = around
  }

  has(window: BrowserWindow): boolean {
    return [...this.#windows.values()].includes(window)
  }

  open(view: LogWindowView): void {
    const { preferences, page } = this.#around
    const id = randomUUID()
    const remembered = preferences.get().logWindow
    const window = openPage({
      preferences: async () => preferences,
      page: { ...page, address: logWindowAddress(page.address, { ...view, id }) },
      look: {
        ...this.#nextPlace({ ...usual, ...remembered }),
        minWidth: smallest.width,
        minHeight: smallest.height,
        alwaysOnTop: remembered?.isOnTop ?? false,
        autoHideMenuBar: true,
      },
    })
    this.#windows.set(id, window)
    window.on('close', () => void this.#remember(window))
    window.on('closed', () => this.#windows.delete(id))
  }

  isOnTop(id: string): boolean {
    return this.#windows.get(id)?.isAlwaysOnTop() ?? false
  }

  /** Before the app ends, which gives a window that closes no time for it. */
  async rememberAll(): Promise<void> {
    // The one that was used last counts.
    for (const window of this.#windows.values()) if (!window.isFocused()) await this.#remember(window)
    for (const window of this.#windows.values()) if (window.isFocused()) await this.#remember(window)
  }

  /** The next window begins with what was chosen last. */
  async keepOnTop(id: string, isOn: boolean): Promise<void> {
    const window = this.#windows.get(id)
    if (!window) return
    window.setAlwaysOnTop(isOn)
    await this.#remember(window)
  }

  /** Where the last one was, or near the pointer; further on where another one is there already. */
  #nextPlace({
    width,
    height,
    x,
    y,
  }: {
    width: number
    height: number
    x?: number | undefined
    y?: number | undefined
  }): Electron.Rectangle {
    if (x !== undefined && y !== undefined && isOnScreen({ x, y, width, height }) && this.#windows.size === 0)
      return { x, y, width, height }
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
    const shift = (this.#opened % steps) * stepPx
    this.#opened += 1
    const [fitWidth, fitHeight] = [Math.min(width, workArea.width), Math.min(height, workArea.height)]
    return {
      width: fitWidth,
      height: fitHeight,
      x: workArea.x + Math.min(workArea.width - fitWidth, Math.round((workArea.width - fitWidth) / 2) + shift),
      y: workArea.y + Math.min(workArea.height - fitHeight, Math.round((workArea.height - fitHeight) / 3) + shift),
    }
  }

  /** A full disk must keep no window from closing. */
  async #remember(window: BrowserWindow): Promise<void> {
    const bounds = window.getNormalBounds()
    try {
      await this.#around.preferences.set({ logWindow: { ...bounds, isOnTop: window.isAlwaysOnTop() } })
    } catch (error) {
      console.error('The place of a log window was not kept:', error)
    }
  }
}

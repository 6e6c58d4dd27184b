import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Language } from '../../shared/preferences.ts'
import { isAccessible } from './accessible.ts'

export interface Look {
  readonly theme: 'light' | 'dark'
  readonly language: Language
}

export const looks = [
  { theme: 'light', language: 'en' },
  { theme: 'light', language: 'zh-CN' },
  { theme: 'dark', language: 'zh-CN' },
  { theme: 'dark', language: 'en' },
] as const satisfies readonly Look[]

const screenshots = fileURLToPath(new URL('../../resources/screenshots', import.meta.url))

/** Takes a picture of what the window shows in each look, with `top` scrolled to, and has axe examine it. The window then looks as before. */
export async function inspectInEachLook(window: Page, screen: string, top?: Locator): Promise<void> {
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await window.mouse.move(0, 0)
  const before = await lookOf(window)
  // The locator may know it by words of one language.
  const place = await top?.elementHandle()
  for (const look of looks) {
    await setLook(window, look)
    await place?.evaluate((element) => element.scrollIntoView({ block: 'start' }))
    await inspectInLook(window, screen, look)
  }
  await setLook(window, before)
}

/** The same in the look that the window has. */
export async function inspectInLook(window: Page, screen: string, { theme, language }: Look): Promise<void> {
  // Nothing moves: what ends animations for a picture has crashed the page of Electron 25 here.
  await window.screenshot({ path: join(screenshots, `${screen}-${theme}-${language}.png`) })
  await isAccessible(window, `${screen} ${theme} ${language}`)
}

/** Looks at the window in each language. It then looks as before. */
export async function inEachLanguage(window: Page, look: (language: Language) => Promise<void>): Promise<void> {
  const before = await lookOf(window)
  for (const language of ['en', 'zh-CN'] as const) {
    await setLook(window, { ...before, language })
    await look(language)
  }
  await setLook(window, before)
}

export async function setLook(window: Page, { theme, language }: Look): Promise<void> {
  await window.evaluate((change) => self.sampan.request('preferences.set', change), { theme, language })
  const page = window.locator('html')
  await expect(page).toHaveAttribute('lang', language)
  await expect(page).toHaveAttribute('data-mantine-color-scheme', theme)
}

const lookOf = (window: Page): Promise<Look> =>
  window.evaluate(() => {
    const { lang, dataset } = document.documentElement
    return {
      language: lang === 'zh-CN' ? 'zh-CN' : 'en',
      theme: dataset.mantineColorScheme === 'dark' ? 'dark' : 'light',
    }
  })

import { expect } from '@playwright/test'
import type { Launched } from './fixtures.ts'
import { brokenAddresses, tabLines, tooWide } from './layout.ts'
import { inEachLanguage, inspectInEachLook, inspectInLook, type Look } from './looks.ts'

const usual = { width: 1280, height: 820 }
const small = { width: 1024, height: 700 }

/** Looks at screens: pictures for people, axe for what they cannot see, and a smaller window for what does not fit. */
export async function inspector({ app, window }: Launched) {
  const resize = async (size: typeof usual) => {
    // A menu bar that comes after the window takes its height from the page.
    await expect(async () => {
      await app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, size)
      expect(await window.evaluate(() => [innerWidth, innerHeight])).toEqual([size.width, size.height])
    }).toPass({ timeout: 15_000 })
  }
  const fits = async (screen: string) => {
    expect.soft(await window.evaluate(tooWide), `wider than the window on ${screen}`).toEqual([])
    expect.soft(await window.evaluate(tabLines), `tabs in more than one line on ${screen}`).toBeLessThanOrEqual(1)
    expect.soft(await window.evaluate(brokenAddresses), `broken addresses on ${screen}`).toEqual([])
    // Each part scrolls in itself: a second bar beside the first one is something that stretches the document.
    const heights = await window.evaluate(() => [document.documentElement.scrollHeight, innerHeight])
    expect.soft(heights[0], `higher than the window on ${screen}`).toBe(heights[1])
  }
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await resize(usual)
  return {
    /** In each look; what fits is a matter of the language. */
    inspect: async (screen: string) => {
      await inspectInEachLook(window, screen)
      await resize(small)
      await inEachLanguage(window, (language) => fits(`${screen}, ${language}`))
      await resize(usual)
    },
    /** In the look that the window has. */
    inspectLook: async (screen: string, look: Look) => {
      await window.mouse.move(0, 0)
      await inspectInLook(window, screen, look)
      await resize(small)
      await fits(`${screen}, ${look.language}`)
      await resize(usual)
    },
  }
}

import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What axe finds on a screen, and what matters of it, is told; the test goes on, and fails at its end. */
export async function isAccessible(
  window: Page,
  screen: string,
  { part }: { readonly part?: string } = {},
): Promise<void> {
  // Electron cannot open the second page that axe otherwise uses for frames.
  const axe = new AxeBuilder({ page: window })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(found, `axe on ${screen}`).toEqual([])
  expect.soft(await window.evaluate(tooSmall), `letters on ${screen}`).toEqual([])
}

/** Text of less than 11 px, with its size. */
function tooSmall(): string[] {
  const hasText = (element: Element) =>
    [...element.childNodes].some(({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && textContent?.trim())
  return [...document.querySelectorAll('body *:not(script, style)')]
    .filter((element) => hasText(element) && element.getClientRects().length > 0)
    .map((element) => ({ element, px: Number.parseFloat(getComputedStyle(element).fontSize) }))
    .filter(({ px }) => px < 11)
    .map(({ element, px }) => `${px} px: ${element.outerHTML.slice(0, 120)}`)
}

import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What axe finds on a screen, and what matters of it, is told; the test goes on, and fails at its end. */
export async function isAccessible(window: Page, screen: string): Promise<void> {
  // Electron cannot open the second page that axe otherwise uses for frames.
  const { violations } = await new AxeBuilder({ page: window })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
    .analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(found, `axe on ${screen}`).toEqual([])
}

import type { Page } from '@playwright/test'

/** How often the pointer is pressed in a window from now on, by real events. */
export async function countPresses(window: Page): Promise<() => Promise<number>> {
  const sofar = () => window.evaluate(() => Number(Reflect.get(globalThis, 'presses')))
  await window.evaluate(() => {
    if (Reflect.has(globalThis, 'presses')) return
    Reflect.set(globalThis, 'presses', 0)
    const count = ({ isTrusted }: Event) => {
      if (isTrusted) Reflect.set(globalThis, 'presses', Number(Reflect.get(globalThis, 'presses')) + 1)
    }
    document.addEventListener('pointerdown', count, { capture: true })
  })
  const before = await sofar()
  return async () => (await sofar()) - before
}

/** Goes on with Tab until the focus is where it is wanted, as somebody does who has no pointer. */
export async function tabTo(window: Page, wanted: ReturnType<Page['locator']>): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((one) => one === document.activeElement))) return
    await window.keyboard.press('Tab')
  }
  throw new Error('The Tab key does not lead there')
}

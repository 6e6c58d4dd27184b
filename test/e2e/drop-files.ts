import type { Page } from '@playwright/test'

/** Drops files of this computer onto the middle of a window, as its user's file manager would. */
export const dropFiles = (window: Page, files: readonly string[]): Promise<void> =>
  drag(window, files, ['dragEnter', 'dragOver', 'drop'])

/** Holds them there. What is dropped next lets go of them. */
export const holdFiles = (window: Page, files: readonly string[]): Promise<void> =>
  drag(window, files, ['dragEnter', 'dragOver'])

async function drag(
  window: Page,
  files: readonly string[],
  types: readonly ('dragEnter' | 'dragOver' | 'drop')[],
): Promise<void> {
  const session = await window.context().newCDPSession(window)
  const { width, height } = await window.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of types) await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data })
  await session.detach()
}

import type { Page } from '@playwright/test'

/** Drops files of this computer onto the middle of a window, as its user's file manager would. */
export async function dropFiles(window: Page, files: readonly string[]): Promise<void> {
  const session = await window.context().newCDPSession(window)
  const { width, height } = await window.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data })
  await session.detach()
}

/** Holds them there without letting go. */
export async function holdFiles(window: Page, files: readonly string[]): Promise<() => Promise<void>> {
  const session = await window.context().newCDPSession(window)
  const { width, height } = await window.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  const send = (type: 'dragEnter' | 'dragOver' | 'dragCancel') =>
    session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data })
  await send('dragEnter')
  await send('dragOver')
  return async () => {
    await send('dragCancel')
    await session.detach()
  }
}

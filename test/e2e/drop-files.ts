import type { Page } from '@playwright/test'

/** Drops files of this computer onto the middle of a window. The page gets what a file manager would give it: files with a path. */
export const dropFiles = (window: Page, files: readonly string[]): Promise<void> =>
  drag(window, files, ['dragenter', 'dragover', 'drop'])

/** Holds them there. What is dropped next lets go of them. */
export const holdFiles = (window: Page, files: readonly string[]): Promise<void> =>
  drag(window, files, ['dragenter', 'dragover'])

/** By events of the page: the drags of Chromium's own tools, left in the middle, crash the page of Electron 25. */
async function drag(window: Page, files: readonly string[], types: readonly string[]): Promise<void> {
  const chooser = await window.evaluateHandle(() => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', multiple: true, hidden: true })
    document.body.append(input)
    return input
  })
  await chooser.setInputFiles([...files])
  await chooser.evaluate((input, wanted) => {
    const dataTransfer = new DataTransfer()
    for (const file of input.files ?? []) dataTransfer.items.add(file)
    input.remove()
    const at = { clientX: innerWidth / 2, clientY: innerHeight / 2 }
    const target = document.elementFromPoint(at.clientX, at.clientY) ?? document.body
    for (const type of wanted)
      target.dispatchEvent(new DragEvent(type, { ...at, dataTransfer, bubbles: true, cancelable: true }))
  }, types)
}

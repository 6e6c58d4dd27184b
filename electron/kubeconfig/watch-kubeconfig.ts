import { watch } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { KubeconfigStatus } from '#shared/kubeconfig.ts'
import { delay } from '../async/deadline.ts'

/** Editors and kubectl write in several steps; what is read a moment later is whole. */
const settleMs = 100

/** The status at once and again after each change from outside, told by the file system. Nothing is asked in between. */
export async function* watchKubeconfig(
  source: { paths(): string[]; status(): Promise<KubeconfigStatus> },
  signal: AbortSignal,
): AsyncGenerator<KubeconfigStatus, void, undefined> {
  let wake: () => void = () => undefined
  let isChanged = false
  const changed = () => {
    isChanged = true
    wake()
  }
  // A file that is replaced is another file: its folder is watched. One that is not there yet may come with its folder.
  const folders = new Set(await Promise.all(source.paths().map((path) => nearestFolder(dirname(path)))))
  const watchers = [...folders].map((folder) => watch(folder, changed).on('error', changed))
  signal.addEventListener('abort', changed, { once: true })
  try {
    let last = ''
    while (!signal.aborted) {
      isChanged = false
      const status = await source.status()
      const text = JSON.stringify(status)
      if (text !== last) yield status
      last = text
      if (!isChanged)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      await delay(settleMs, signal).catch(() => undefined)
    }
  } finally {
    signal.removeEventListener('abort', changed)
    for (const watcher of watchers) watcher.close()
  }
}

async function nearestFolder(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  return isThere || dirname(path) === path ? path : nearestFolder(dirname(path))
}

import { type FSWatcher, watch } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { KubeconfigStatus } from '#shared/kubeconfig.ts'
import { delay } from '../async/delay.ts'
import { resolveLinks } from '../files/resolve-links.ts'

/** Editors and kubectl write in several steps; what is read a moment later is whole. */
const settleMs = 100

/** The status at once and again after each change from outside, told by the file system. Nothing is asked in between. */
export async function* watchKubeconfig(
  source: { paths(): readonly string[]; status(): Promise<KubeconfigStatus> },
  signal: AbortSignal,
): AsyncGenerator<KubeconfigStatus, void, undefined> {
  let wake: () => void = () => undefined
  let isChanged = false
  const changed = () => {
    isChanged = true
    wake()
  }
  const watchers = new Map<string, FSWatcher>()
  signal.addEventListener('abort', changed, { once: true })
  try {
    let last = ''
    while (!signal.aborted) {
      isChanged = false
      await watchFolders(watchers, source.paths(), changed)
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
    for (const watcher of watchers.values()) watcher.close()
  }
}

/**
 * A file that is replaced is another file: its folder is watched, and that of the file which a link leads to. One that is not there
 * yet may come with its folder, so which folders these are is looked at anew after each change.
 */
async function watchFolders(
  watchers: Map<string, FSWatcher>,
  paths: readonly string[],
  changed: () => void,
): Promise<void> {
  const targets = await Promise.all(paths.map((path) => resolveLinks(path).catch(() => path)))
  const folders = new Set(await Promise.all([...paths, ...targets].map((path) => nearestFolder(dirname(path)))))
  for (const [folder, watcher] of watchers) {
    if (folders.has(folder)) continue
    watcher.close()
    watchers.delete(folder)
  }
  for (const folder of folders) {
    if (!watchers.has(folder)) watchers.set(folder, watch(folder, changed).on('error', changed))
  }
}

async function nearestFolder(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  return isThere || dirname(path) === path ? path : nearestFolder(dirname(path))
}

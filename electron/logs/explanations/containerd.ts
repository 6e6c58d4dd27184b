import type { KnownLine } from './known-line.ts'

/** Lines of containerd's own log that are not about images. */
export const containerdLines: readonly KnownLine[] = [
  {
    id: 'plugin-skipped',
    words: ['plugin', 'snapshotter'],
    match: /(?:skip loading|failed to load) plugin.*snapshotter|could not use snapshotter \S+ in metadata plugin/,
  },
  {
    id: 'shim-cleaned-up',
    words: ['shim', 'cleanup'],
    match: /^(?:cleaning up (?:dead shim|after shim disconnected)|shim disconnected|cleanup warnings)/,
  },
  {
    id: 'container-exit-late',
    words: ['taskexit'],
    match: /failed to (?:handle container )?TaskExit event|failed to exit container/i,
  },
]

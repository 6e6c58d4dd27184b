import type { LogSource } from '#shared/log-view.ts'

/** What tells one source from another. */
export const sourceKey = (source: LogSource): string => Object.values(source).join(' ')

/** What a source is called in a view; all of a view belong to one cluster. */
export function sourceName(source: LogSource): string {
  switch (source.kind) {
    case 'node':
      return shortNode(source.node)
    case 'containerd':
      return `${shortNode(source.node)}/containerd`
    case 'pod':
      return `${source.namespace}/${source.pod}/${source.container}${source.isPrevious ? ' (previous)' : ''}`
    case 'workload':
      return `${source.namespace}/${source.name}`
    case 'events':
      return 'events'
  }
}

/** `sampan-demo-server-0` → `server-0` */
const shortNode = (node: string): string => /-((?:server|agent)-\d+)$/.exec(node)?.[1] ?? node

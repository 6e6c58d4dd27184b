import type { Orphan } from '#shared/cluster.ts'
import { table } from './output.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'
import { size } from './reading.ts'

export function addOrphansCommand(command: AddCommand, { signal }: CliContext): void {
  command<[], CommonOptions & { remove?: boolean }>(
    'orphans',
    "what has Sampan's labels and belongs to no cluster, with sizes",
    async ({ engine: open, options, operation, output }) => {
      const engine = await open()
      const orphans = await engine.orphans(signal)
      output.result({ kind: 'orphans', orphans }, textOf(orphans))
      if (!options.remove) return
      for (const cluster of new Set(orphans.map((orphan) => orphan.cluster))) {
        const names = orphans.filter((orphan) => orphan.cluster === cluster).map(({ name }) => name)
        await engine.removeOrphans({ cluster, names }, operation)
      }
    },
  ).option('--remove', 'remove all of it')
}

function textOf(orphans: readonly Orphan[]): string {
  if (orphans.length === 0) return 'Nothing is left over.'
  const rows = orphans.map(({ kind, name, cluster, sizeBytes }) => [
    kind,
    name,
    cluster,
    sizeBytes === undefined ? '' : size(sizeBytes),
  ])
  return table([['KIND', 'NAME', 'WAS OF', 'SIZE'], ...rows])
}

import type { Orphan } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import { translate } from '#shared/translate.ts'
import { table, titlesIn } from './columns.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'
import { size } from './reading.ts'

export function addOrphansCommand(command: AddCommand, { signal, language = 'en' }: CliContext): void {
  command<[], CommonOptions & { remove?: boolean }>(
    'orphans',
    translate(language, 'cli.orphans'),
    async ({ engine: open, options, operation, output }) => {
      const engine = await open()
      const orphans = await engine.orphans(signal)
      output.result({ kind: 'orphans', orphans }, textOf(language, orphans))
      if (!options.remove) return
      for (const cluster of new Set(orphans.map((orphan) => orphan.cluster))) {
        const names = orphans.filter((orphan) => orphan.cluster === cluster).map(({ name }) => name)
        await engine.removeOrphans({ cluster, names }, operation)
      }
    },
  ).option('--remove', translate(language, 'cli.orphans.remove'))
}

function textOf(language: Language, orphans: readonly Orphan[]): string {
  if (orphans.length === 0) return translate(language, 'cli.orphans.none')
  const rows = orphans.map(({ kind, name, cluster, sizeBytes }) => [
    translate(language, `cli.orphans.${kind}`),
    name,
    cluster,
    sizeBytes === undefined ? '' : size(sizeBytes),
  ])
  return table([titlesIn(language, ['kind', 'name', 'cluster', 'size']), ...rows])
}

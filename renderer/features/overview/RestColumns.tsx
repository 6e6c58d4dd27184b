import { Table, Text } from '@mantine/core'
import type { LastRun } from '#shared/cluster.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { Age } from './Age.tsx'

/** What is known of nodes that do not run. */
export interface Rest {
  readonly runs: Readonly<Record<string, LastRun>> | undefined
  /** Bytes by volume. */
  readonly sizes: Readonly<Record<string, number>> | undefined
}

/** A column that would be empty is left out. */
const columnsOf = ({ runs = {}, sizes = {} }: Rest) => ({
  hasRuns: Object.keys(runs).length > 0,
  hasSizes: Object.keys(sizes).length > 0,
})

export function RestHeads({ rest }: { readonly rest: Rest }) {
  const { text } = useTexts()
  const { hasRuns, hasSizes } = columnsOf(rest)
  return (
    <>
      {hasRuns && <Table.Th>{text('overview.stoppedAt')}</Table.Th>}
      {hasSizes && <Table.Th ta="end">{text('overview.data')}</Table.Th>}
    </>
  )
}

/** When a node stopped, and what its volumes hold. */
export function RestCells({ rest, node }: { readonly rest: Rest; readonly node: string }) {
  const { language } = useTexts()
  const { hasRuns, hasSizes } = columnsOf(rest)
  const run = rest.runs?.[node]
  const own = Object.entries(rest.sizes ?? {}).filter(([volume]) => volume.startsWith(`${node}-`))
  const bytes = own.reduce((sum, [, size]) => sum + size, 0)
  return (
    <>
      {hasRuns && (
        <Table.Td>
          <Text size="sm">{run ? <Age time={new Date(run.endedAtMs).toISOString()} /> : '–'}</Text>
        </Table.Td>
      )}
      {hasSizes && (
        <Table.Td ta="end">
          <Text size="sm">{own.length > 0 ? formatBytes(language, bytes) : '–'}</Text>
        </Table.Td>
      )}
    </>
  )
}

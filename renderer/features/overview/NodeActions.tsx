import { Group } from '@mantine/core'
import { IconListDetails, IconTerminal2 } from '@tabler/icons-react'
import { type ClusterRef, refOf } from '#shared/cluster.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { useShells } from '../../ui/shells.tsx'

/** The log and the shell of a node, or of a load balancer or database. A stopped container has a log, too. */
export function NodeActions({
  cluster,
  node,
  canEnter,
}: {
  readonly cluster: ClusterRef
  readonly node: string
  /** Something runs there that has a shell. */
  readonly canEnter: boolean
}) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { open } = useShells()
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <IconButton
        label={text('workloads.logsOf', { name: node })}
        onClick={() => go({ cluster: refOf(cluster), tab: 'logs', node })}
      >
        <IconListDetails size={16} aria-hidden />
      </IconButton>
      {canEnter && (
        <IconButton
          label={text('action.openShellNamed', { place: node })}
          onClick={() => open(refOf(cluster), { kind: 'node', node })}
        >
          <IconTerminal2 size={16} aria-hidden />
        </IconButton>
      )}
    </Group>
  )
}

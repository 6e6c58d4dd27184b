import { Button, type ButtonProps } from '@mantine/core'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import { useClusterEntries } from '../api/queries.ts'
import { useTexts } from './language.tsx'
import { useNavigation } from './navigation.tsx'

/** To a cluster, while there is one. */
export function ClusterLink({ cluster, ...look }: ButtonProps & { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const isThere = useClusterEntries()?.some(({ ref }) => refKey(ref) === refKey(cluster))
  if (!isThere) return null
  return (
    <Button size="xs" variant="default" {...look} onClick={() => go({ cluster, dialog: undefined })}>
      {text('command.show', { cluster: shownName(cluster) })}
    </Button>
  )
}

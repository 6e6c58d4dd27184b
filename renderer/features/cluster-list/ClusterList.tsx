import { Box, Group, ScrollArea, Stack, Text } from '@mantine/core'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { useClusterEntries } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useReasons } from '../../ui/use-reasons.ts'
import { ClusterItem } from './ClusterItem.tsx'
import { NewClusterButton } from './NewClusterButton.tsx'
import { useListKeys } from './use-list-keys.ts'

/** The left side: every cluster with its state and a switch, and the way to a new one. */
export function ClusterList({ selected }: { readonly selected: ClusterRef | undefined }) {
  const { text } = useTexts()
  const entries = useClusterEntries()
  const reason = useReasons().engine
  const chosen = selected && refKey(selected)
  const rowKeys = entries?.map(({ ref }) => refKey(ref)) ?? []
  const { stop, ...listKeys } = useListKeys(rowKeys, chosen)
  return (
    <>
      <Box p="sm" pt={0}>
        <NewClusterButton isQuiet={entries?.length === 0} />
      </Box>
      <Group px="md" pb={4} justify="space-between">
        <Text size="xs" c="dimmed" fw={600} id="cluster-list-title">
          {text('list.title')}
        </Text>
        {entries && entries.length > 0 && (
          <Text size="xs" c="dimmed">
            {entries.length}
          </Text>
        )}
      </Group>
      <ScrollArea flex={1} type="auto" px="xs">
        <Stack component="ul" gap={2} m={0} p={0} aria-labelledby="cluster-list-title" {...listKeys}>
          {entries?.map((entry) => (
            <ClusterItem
              key={refKey(entry.ref)}
              entry={entry}
              isSelected={refKey(entry.ref) === chosen}
              isStop={refKey(entry.ref) === stop}
            />
          ))}
        </Stack>
        {reason === undefined && entries?.length === 0 && (
          <Text size="sm" c="dimmed" px="xs" py={4}>
            {text('list.empty')}
          </Text>
        )}
      </ScrollArea>
    </>
  )
}

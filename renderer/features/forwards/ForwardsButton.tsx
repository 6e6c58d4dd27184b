import { Button, Popover, Text } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import type { ClusterRef } from '#shared/cluster.ts'
import { useForwards } from '../../api/forwards.ts'
import { useTexts } from '../../ui/language.tsx'
import { ForwardRow } from './ForwardRow.tsx'
import styles from './forwards.module.css'

/** In a cluster's header, for as long as ports of it are forwarded. */
export function ForwardsButton({ cluster }: { readonly cluster: ClusterRef }) {
  const { text, plural } = useTexts()
  const forwards = useForwards(cluster)
  if (forwards.length === 0) return null
  return (
    <Popover position="bottom-end" width={600} withinPortal shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowsExchange size={14} aria-hidden />}
          data-warned={forwards.some(({ problem }) => problem !== undefined)}
          className={styles.button}
        >
          {plural('forward.count', forwards.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={text('forward.list')}>
        <Text size="sm" fw={600} mb={4}>
          {text('forward.list')}
        </Text>
        <ul className={styles.list}>
          {forwards.map((forward) => (
            <ForwardRow key={forward.id} forward={forward} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

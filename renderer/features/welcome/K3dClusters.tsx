import { Anchor, Button, FileButton, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { K3dCluster } from '#shared/cluster.ts'
import { k3dRef } from '#shared/cluster-origin.ts'
import { k3dClustersQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { useNewCluster } from '../../ui/use-new-cluster.ts'
import styles from './WelcomeScreen.module.css'

/** k3d's clusters on the same engine, each with a link to its page, and a note on what Sampan does not do to them. */
export function K3dClusters({ engineId }: { readonly engineId: string }) {
  const { text, plural } = useTexts()
  const { fromFile } = useNewCluster()
  const forgetFile = useRef<() => void>(null)
  const { data: clusters = [] } = useQuery(k3dClustersQuery(engineId))
  if (clusters.length === 0) return null
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="k3d-title" className={styles.k3d}>
      <Stack gap="xs">
        <Title order={2} size="h5" id="k3d-title">
          {plural('welcome.k3d', clusters.length)}
        </Title>
        <ul className={styles.names}>
          {clusters.map((cluster) => (
            <Item key={cluster.name} engineId={engineId} {...cluster} />
          ))}
        </ul>
        <Text size="sm">{text('welcome.k3d.hint')}</Text>
        <Group>
          <FileButton
            accept=".yaml,.yml,.json"
            resetRef={forgetFile}
            onChange={(file) => {
              if (file) fromFile(file)
              forgetFile.current?.()
            }}
          >
            {(props) => (
              <Button size="xs" variant="default" leftSection={<IconFileImport size={14} aria-hidden />} {...props}>
                {text('command.fromFile')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </Paper>
  )
}

function Item({ engineId, name, servers, agents, isRunning }: K3dCluster & { readonly engineId: string }) {
  const { go } = useNavigation()
  const { text, plural, list } = useTexts()
  const size = [plural('overview.servers', servers), ...(agents > 0 ? [plural('overview.agents', agents)] : [])]
  return (
    <li>
      <Anchor
        component="button"
        type="button"
        size="sm"
        fw={500}
        ff="monospace"
        onClick={() => go({ cluster: k3dRef(engineId, name), tab: 'overview' })}
      >
        {name}
      </Anchor>{' '}
      <Text span size="sm" c="dimmed">
        {list(size)} · {text(isRunning ? 'state.running' : 'state.stopped')}
      </Text>
    </li>
  )
}

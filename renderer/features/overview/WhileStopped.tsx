import { Button, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconAdjustments, IconListDetails } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Cluster, refOf } from '#shared/cluster.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { tabsOf, useNavigation } from '../../ui/navigation.tsx'
import { Section } from '../../ui/Section.tsx'
import { kubeconfigOf } from '../../ui/use-kubeconfig-export.ts'

/** What can be done with a cluster that need not run for it. */
export function WhileStopped({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const ref = refOf(cluster)
  const hasSettings = tabsOf(ref).includes('settings')
  return (
    <Section title={text('stopped.title')}>
      <SimpleGrid cols={{ base: 1, md: hasSettings ? 3 : 2 }} spacing="md">
        {hasSettings && (
          <Possibility title={text('stopped.settings')} hint={text('stopped.settings.hint')}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconAdjustments size={14} aria-hidden />}
              onClick={() => go({ cluster: ref, tab: 'settings' })}
            >
              {text('stopped.settings.open')}
            </Button>
          </Possibility>
        )}
        <Possibility title={text('stopped.logs')} hint={text('stopped.logs.hint')}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconListDetails size={14} aria-hidden />}
            onClick={() => go({ cluster: ref, tab: 'logs' })}
          >
            {text('action.showLogs')}
          </Button>
        </Possibility>
        <Possibility title={text('tab.kubeconfig')} hint={text('stopped.kubeconfig.hint')}>
          <CopyButton label={text('action.copyKubeconfig')} copy={() => kubeconfigOf(ref)} />
        </Possibility>
      </SimpleGrid>
    </Section>
  )
}

function Possibility({
  title,
  hint,
  children,
}: {
  readonly title: string
  readonly hint: string
  readonly children: ReactNode
}) {
  return (
    <Paper withBorder p="md">
      <Stack gap="xs" h="100%" justify="space-between" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        </div>
        {children}
      </Stack>
    </Paper>
  )
}

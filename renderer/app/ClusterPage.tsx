import { Stack, Tabs } from '@mantine/core'
import { IconPointFilled } from '@tabler/icons-react'
import type { Cluster } from '#shared/cluster.ts'
import { useHasDraft } from '../api/drafts.ts'
import type { ClusterEntry } from '../api/queries.ts'
import { KubeconfigScreen } from '../features/kubeconfig/KubeconfigScreen.tsx'
import { LogsScreen } from '../features/logs/LogsScreen.tsx'
import { OverviewScreen } from '../features/overview/OverviewScreen.tsx'
import { RegistriesScreen } from '../features/registries/RegistriesScreen.tsx'
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx'
import { WorkloadsScreen } from '../features/workloads/WorkloadsScreen.tsx'
import { useTexts } from '../ui/language.tsx'
import { type ClusterTab, clusterTabs, useNavigation } from '../ui/navigation.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ClusterHeader } from './ClusterHeader.tsx'
import { ClusterOperation } from './ClusterOperation.tsx'
import styles from './ClusterPage.module.css'

/** One cluster: what is being done to it, and its tabs. */
export function ClusterPage({ entry }: { readonly entry: ClusterEntry }) {
  const { tab, go } = useNavigation()
  const { cluster, operation } = entry
  const isBeingMade = operation?.operation === 'create' && operation.isRunning
  if (!cluster || isBeingMade) {
    return (
      <div className={styles.page}>
        <ClusterHeader entry={entry} />
        <div className={`${styles.panel} ${styles.alone}`}>
          <ClusterOperation entry={entry} />
        </div>
      </div>
    )
  }
  return (
    <div className={styles.page}>
      <ClusterHeader entry={entry} />
      <Tabs
        value={tab}
        onChange={(value) => {
          const next = clusterTabs.find((other) => other === value)
          if (next) go({ tab: next })
        }}
        keepMounted={false}
        color="var(--mantine-color-anchor)"
        className={styles.tabs}
      >
        <Tabs.List px="lg">
          {clusterTabs.map((name) => (
            <TabHandle key={name} name={name} cluster={cluster} />
          ))}
        </Tabs.List>
        {clusterTabs.map((name) => (
          <Tabs.Panel key={name} value={name} className={styles.panel} tabIndex={0}>
            <TabContent name={name} entry={entry} cluster={cluster} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  )
}

/** Says when something that was typed there has not been applied. */
function TabHandle({ name, cluster }: { readonly name: ClusterTab; readonly cluster: Cluster }) {
  const { text } = useTexts()
  const hasDraft = useHasDraft(cluster, name === 'registries' ? 'registries' : 'settings')
  const isShown = hasDraft && (name === 'registries' || name === 'settings')
  const tab = text(`tab.${name}`)
  return (
    <Tabs.Tab
      value={name}
      {...(isShown ? { 'aria-label': text('tab.hasDraft', { tab }), title: text('tab.hasDraft', { tab }) } : {})}
      rightSection={isShown && <IconPointFilled size={12} aria-hidden />}
    >
      {tab}
    </Tabs.Tab>
  )
}

function TabContent({
  name,
  entry,
  cluster,
}: {
  readonly name: (typeof clusterTabs)[number]
  readonly entry: ClusterEntry
  readonly cluster: Cluster
}) {
  switch (name) {
    case 'overview':
      return (
        <Stack gap="xl">
          <ClusterOperation entry={entry} />
          {cluster.problem && !entry.operation?.isRunning && (
            <ProblemAlert
              problem={cluster.problem}
              about={entry.ref}
              severity={cluster.state === 'degraded' ? 'error' : 'warning'}
            />
          )}
          <OverviewScreen cluster={cluster} />
        </Stack>
      )
    case 'workloads':
      return <WorkloadsScreen cluster={cluster} />
    case 'logs':
      return <LogsScreen cluster={cluster} />
    case 'kubeconfig':
      return <KubeconfigScreen key={cluster.state} cluster={cluster} isRunning={cluster.state !== 'stopped'} />
    case 'registries':
      return <RegistriesScreen cluster={cluster} />
    case 'settings':
      return <SettingsScreen cluster={cluster} />
  }
}

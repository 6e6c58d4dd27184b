import { Stack } from '@mantine/core'
import type { Cluster } from '#shared/cluster.ts'
import type { ClusterEntry } from '../api/queries.ts'
import { ImagesScreen } from '../features/images/ImagesScreen.tsx'
import { KubeconfigScreen } from '../features/kubeconfig/KubeconfigScreen.tsx'
import { LogsScreen } from '../features/logs/LogsScreen.tsx'
import { OverviewScreen } from '../features/overview/OverviewScreen.tsx'
import { RegistriesScreen } from '../features/registries/RegistriesScreen.tsx'
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx'
import { WorkloadsScreen } from '../features/workloads/WorkloadsScreen.tsx'
import type { ClusterTab } from '../ui/navigation.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { useReasons } from '../ui/use-reasons.ts'
import { ClusterOperation } from './ClusterOperation.tsx'
import styles from './ClusterPage.module.css'

/** What a tab of a cluster shows. */
export function TabContent({
  name,
  entry,
  cluster,
}: {
  readonly name: ClusterTab
  readonly entry: ClusterEntry
  readonly cluster: Cluster
}) {
  const isHeld = useReasons().cluster(entry) !== undefined
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
      return (
        <KubeconfigScreen
          key={`${cluster.state} ${cluster.createdAt}`}
          cluster={cluster}
          isRunning={cluster.state !== 'stopped'}
        />
      )
    case 'registries':
      return <RegistriesScreen cluster={cluster} />
    case 'images':
      return (
        <Stack h="100%" gap="xl" className={styles.filled}>
          {entry.operation?.operation === 'load' && <ClusterOperation entry={entry} />}
          <ImagesScreen cluster={cluster} isHeld={isHeld} />
        </Stack>
      )
    case 'settings':
      return <SettingsScreen cluster={cluster} />
  }
}

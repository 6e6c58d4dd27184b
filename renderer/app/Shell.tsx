import { AppShell, Center, Group, Loader, Text } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconSailboat, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { engineOfRef, isOfK3d, shownName } from '#shared/cluster-origin.ts'
import { appInfoQuery, useClusterEntries, useClusters } from '../api/queries.ts'
import { ClusterList } from '../features/cluster-list/ClusterList.tsx'
import { EngineFooter } from '../features/engines/EngineFooter.tsx'
import { EngineLostBanner } from '../features/engines/EngineLostBanner.tsx'
import { NoEngineScreen } from '../features/engines/NoEngineScreen.tsx'
import { NoticesButton } from '../features/notices/NoticesButton.tsx'
import { WelcomeScreen } from '../features/welcome/WelcomeScreen.tsx'
import { isUp } from '../ui/cluster-state.ts'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { useTexts } from '../ui/language.tsx'
import { usePlace } from '../ui/navigation.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { useShells } from '../ui/shells.tsx'
import { ClusterPage } from './ClusterPage.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { useCommands } from './commands.ts'
import { Dialogs } from './Dialogs.tsx'
import { DropTarget } from './DropTarget.tsx'
import { useForwardNotices } from './forward-notices.ts'
import { GonePage } from './GonePage.tsx'
import { NoticesInList } from './NoticePlace.tsx'
import { useOperationNotices } from './notices.tsx'
import styles from './Shell.module.css'
import { shortcutKeys } from './shortcut-keys.ts'
import { useSelection } from './use-selection.ts'

/** A terminal is a quarter of a megabyte, and the window must not wait for it. */
const ShellDrawer = lazy(async () => ({ default: (await import('../features/shell/ShellDrawer.tsx')).ShellDrawer }))

/** The window: clusters at the left, the chosen one at the right. */
export function Shell() {
  const { text } = useTexts()
  const chosen = usePlace(({ cluster }) => cluster)
  const { data: app } = useQuery(appInfoQuery)
  const live = useClusters()
  const entries = useClusterEntries() ?? []
  const engine = live?.value?.engine
  const engineId = engine?.kind === 'connected' ? engine.engineId : undefined
  const { selected, gone } = useSelection(entries, { chosen, engineId })
  const isMac = app?.platform === 'darwin'
  const commands = useCommands(selected, entries)
  const { tabs: shells } = useShells()
  const open = selected?.cluster && isUp(selected.cluster) && !isOfK3d(selected.ref) ? selected.ref : undefined
  useOperationNotices(selected)
  useForwardNotices()
  useDocumentTitle(selected ? `${shownName(selected.ref)} — Sampan` : 'Sampan')

  const paletteShortcut = shortcutKeys('mod+K', { isMac }).join(isMac ? '' : '+')
  const problem = engine?.kind === 'unavailable' ? engine.problem : live?.problem

  return (
    <DropTarget cluster={open}>
      <AppShell navbar={{ width: 248, breakpoint: 0 }} padding={0} layout="alt" className={styles.shell}>
        <AppShell.Navbar className={styles.navbar} aria-label={text('list.title')}>
          <Group justify="space-between" px="sm" py="sm">
            <Group gap={8}>
              <IconSailboat size={22} stroke={1.6} aria-hidden className={styles.mark} />
              <Text fw={700}>Sampan</Text>
            </Group>
            <IconButton
              label={text('command.palette')}
              tip={`${text('command.palette')} (${paletteShortcut})`}
              onClick={spotlight.open}
            >
              <IconSearch size={17} aria-hidden />
            </IconButton>
          </Group>
          <ClusterList selected={selected?.ref} />
          <NoticesInList />
          <div className={styles.footer}>
            <EngineFooter>
              <NoticesButton />
            </EngineFooter>
          </div>
        </AppShell.Navbar>
        <AppShell.Main className={styles.main}>
          {problem && entries.length > 0 && <EngineLostBanner problem={problem} />}
          <div className={styles.page}>
            <ErrorBoundary
              key={selected && refKey(selected.ref)}
              fallback={(caught, retry) => <ProblemAlert problem={caught} onRetry={retry} />}
            >
              {selected ? (
                <ClusterPage key={refKey(selected.ref)} entry={selected} />
              ) : problem && entries.length === 0 ? (
                <NoEngineScreen problem={problem} />
              ) : gone ? (
                <GonePage cluster={gone} />
              ) : entries.length > 0 && (engine?.kind !== 'connected' || isElsewhere(engine.engineId, chosen)) ? (
                <Center h="100%">
                  <Text c="dimmed">{text('list.choose')}</Text>
                </Center>
              ) : engine?.kind === 'connected' ? (
                <WelcomeScreen engineId={engine.engineId} paletteShortcut={paletteShortcut} />
              ) : (
                <Center h="100%">
                  <Loader size="sm" aria-label={text('engines.connecting')} />
                </Center>
              )}
            </ErrorBoundary>
          </div>
          {shells.length > 0 && (
            <Suspense>
              <ShellDrawer />
            </Suspense>
          )}
        </AppShell.Main>
        <Dialogs commands={commands} cluster={open} isMac={isMac} />
        <CommandPalette commands={commands} selected={selected?.ref.name} isMac={isMac} />
      </AppShell>
    </DropTarget>
  )
}

const isElsewhere = (engineId: string, chosen: ClusterRef | undefined) =>
  chosen !== undefined && engineOfRef(chosen) !== engineId

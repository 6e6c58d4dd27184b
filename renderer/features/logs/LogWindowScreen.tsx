import { Center, Loader, Stack, Text } from '@mantine/core'
import { useDocumentTitle, useHotkeys } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { engineOfRef } from '#shared/cluster-origin.ts'
import type { EngineStatus } from '#shared/engine.ts'
import type { LogWindow } from '#shared/log-window.ts'
import { type Problem, problem } from '#shared/problem.ts'
import type { LogSession } from '../../api/log-session.ts'
import { useClusterEntries, useClusters } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useLogState } from '../../ui/log/use-log-state.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { LogView } from './LogView.tsx'
import { useOwnLogSettings } from './log-settings.ts'
import styles from './logs.module.css'
import { OnTopButton } from './OnTopButton.tsx'
import { searchInputId } from './SearchField.tsx'

/** Longer titles are cut by every desktop. */
const mostNames = 3

/** A window with nothing but a log. What was read stays, also when its cluster is deleted. */
export function LogWindowScreen({
  window: place,
  children,
}: {
  readonly window: LogWindow
  /** Below the log. */
  readonly children?: ReactNode
}) {
  const { text } = useTexts()
  const live = useClusters()
  const present = useClusterEntries()?.find(({ ref }) => refKey(ref) === refKey(place.cluster))?.cluster
  const [last, setLast] = useState<Cluster>()
  if (present && present !== last) setLast(present)
  const cluster = present ?? last
  const engine = live?.value?.engine
  const isOfEngine = engine?.kind === 'connected' && engine.engineId === engineOfRef(place.cluster)
  const isGone = isOfEngine && !present
  const reason = engine ? whyUnknown(engine, place) : live?.problem
  useHotkeys(
    [
      ['mod+F', () => document.getElementById(searchInputId)?.focus()],
      ['mod+W', () => globalThis.window.close()],
    ],
    [],
  )
  return (
    <Stack component="main" gap="xs" className={styles.window}>
      {isGone && (
        <Text size="sm" role="status">
          {text('logs.window.gone', { cluster: place.cluster.name })}
        </Text>
      )}
      {reason && !cluster && <ProblemAlert problem={reason} />}
      {cluster ? (
        <OwnLog cluster={cluster} place={place} />
      ) : (
        !reason &&
        !isGone && (
          <Center flex={1}>
            <Loader size="sm" aria-label={text('engines.connecting')} />
          </Center>
        )
      )}
      {children}
    </Stack>
  )
}

/** Why nothing is known of the cluster; undefined where the engine tells. */
function whyUnknown(engine: EngineStatus, { cluster }: LogWindow): Problem | undefined {
  if (engine.kind === 'unavailable') return engine.problem
  if (engine.kind !== 'connected' || engine.engineId === engineOfRef(cluster)) return undefined
  return problem('engine.changed', { cluster: cluster.name, engine: engine.name })
}

function OwnLog({ cluster, place }: { readonly cluster: Cluster; readonly place: LogWindow }) {
  const kept = useOwnLogSettings(cluster, place)
  return (
    <LogView
      cluster={cluster}
      kept={kept}
      tools={({ session }) => (
        <>
          <WindowTitle cluster={cluster.name} session={session} />
          <OnTopButton id={place.id} />
        </>
      )}
    />
  )
}

/** Tells this window from others in the list of the desktop. */
function WindowTitle({ cluster, session }: { readonly cluster: string; readonly session: LogSession }) {
  const { text, plural, list } = useTexts()
  const events = text('logs.source.events')
  const names = useLogState(session, (state) =>
    (state?.sources ?? []).map(({ source, name }) => (source.kind === 'events' ? events : name)),
  )
  const others = names.length - mostNames
  const sources = list(others > 0 ? [...names.slice(0, mostNames), plural('logs.window.more', others)] : names)
  useDocumentTitle(names.length === 0 ? `${cluster} — Sampan` : text('logs.window.title', { cluster, sources }))
  return null
}

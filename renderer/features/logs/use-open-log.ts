import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import type { LogFilter, LogSource } from '#shared/log-view.ts'
import { LogSession } from '../../api/log-session.ts'
import { RowWindow } from '../../ui/log/row-window.ts'
import { useLogState } from '../../ui/log/use-log-state.ts'
import { usePreferences } from '../../ui/use-preferences.ts'
import type { LogSettings } from './log-settings.ts'

/** An open view of a cluster's logs. What the log process says of it is had by useLogState. */
export interface OpenLog {
  readonly session: LogSession
  readonly rows: RowWindow
  /** When the view was opened, milliseconds since 1970; relative times count from here. */
  readonly openedAt: number
}

/** Milliseconds since 1970; open where nothing is said. */
export interface TimeRange {
  readonly from?: number
  readonly until?: number
}

/** Opens a view for as long as the component is there; follows the chosen sources and applies the filter, also after a break. */
export function useOpenLog(cluster: Cluster, settings: LogSettings, range: TimeRange): OpenLog {
  const { preferences } = usePreferences()
  const [{ session, rows, openedAt }] = useState(() => {
    const opened = new LogSession({
      cluster: { engineId: cluster.engineId, name: cluster.name },
      capacityBytes: preferences.logMemoryBytes,
    })
    return { session: opened, rows: new RowWindow(opened), openedAt: Date.now() }
  })
  const known = useLogState(session, (state) => state?.sources.map(({ id, name }) => ({ id, name })) ?? [])
  const generation = useSyncExternalStore(session.subscribe, () => session.generation)

  useEffect(() => {
    session.open()
    return () => session.close()
  }, [session])
  useEffect(() => session.subscribe(() => rows.refresh()), [session, rows])

  const nodeNames = cluster.nodes.map(({ name }) => name).join(' ')
  const sources = useMemo(() => settings.sources ?? nodeSources(nodeNames), [settings.sources, nodeNames])
  useEffect(() => {
    if (generation > 0) session.ask('follow', { sources }).catch(() => undefined) // A broken session shows its own Problem.
  }, [session, generation, sources])

  const hiddenIds = known.filter(({ name }) => settings.hidden.includes(name)).map(({ id }) => id)
  const filter = { ...filterOf(settings, hiddenIds), ...range }
  const filterText = JSON.stringify(filter)
  // biome-ignore lint/correctness/useExhaustiveDependencies: by its text, for the object is another one each time.
  useEffect(() => {
    if (generation > 0) session.ask('filter', { filter }).catch(() => undefined)
  }, [session, generation, filterText])

  return useMemo(() => ({ session, rows, openedAt }), [session, rows, openedAt])
}

export function nodeSources(names: string): LogSource[] {
  return names.split(' ').map((node) => ({ kind: 'node', node }))
}

function filterOf(settings: LogSettings, hiddenSources: number[]): LogFilter {
  const { level, search, isOnlyMatching, isFolded } = settings
  const hasSearch = search.pattern !== ''
  return {
    ...(level ? { level } : {}),
    ...(hasSearch ? { search } : {}),
    hiddenSources,
    isOnlyMatching: isOnlyMatching && hasSearch,
    isFolded,
  }
}

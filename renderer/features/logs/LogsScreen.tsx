import { Stack } from '@mantine/core'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { type Cluster, refKey } from '#shared/cluster.ts'
import type { LogSource } from '#shared/log-view.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { LogFooter } from './LogFooter.tsx'
import { LogList, type LogListHandle } from './LogList.tsx'
import { LogPanes, type Pane } from './LogPanes.tsx'
import { LogTimeline } from './LogTimeline.tsx'
import { LogToolbar } from './LogToolbar.tsx'
import { logClock } from './log-clock.ts'
import { noFilters, useLogSettings } from './log-settings.ts'
import styles from './logs.module.css'
import { SourceLegend } from './SourceLegend.tsx'
import { useLogSearch } from './use-log-search.ts'
import { useLogState } from './use-log-state.ts'
import { type TimeRange, useOpenLog } from './use-open-log.ts'

/** The logs of a cluster: any of its sources at once, live, searched, explained. */
export function LogsScreen({ cluster }: { readonly cluster: Cluster }) {
  const { node, sources } = useNavigation()
  const asked = useMemo(() => sources ?? (node ? [{ kind: 'node' as const, node }] : undefined), [sources, node])
  return <LogsOf key={`${refKey(cluster)} ${JSON.stringify(asked)}`} cluster={cluster} asked={asked} />
}

function LogsOf({ cluster, asked }: { readonly cluster: Cluster; readonly asked: readonly LogSource[] | undefined }) {
  const { text, language } = useTexts()
  const [remembered, change] = useLogSettings(cluster)
  const { wanted } = useNavigation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that somebody asks.
  useEffect(() => {
    if (wanted) change({ search: { ...remembered.search, pattern: wanted.text, isRegex: false } })
  }, [wanted])
  // Whoever comes from one node's Problem, or from a pod, sees that, without losing what was remembered.
  const [isNarrowed, setIsNarrowed] = useState(asked !== undefined)
  const settings = useMemo(
    () => (isNarrowed && asked ? { ...remembered, sources: [...asked] } : remembered),
    [isNarrowed, asked, remembered],
  )
  const [range, setRange] = useState<TimeRange>({})
  const view = useOpenLog(cluster, settings, range)
  const { session } = view
  const problem = useLogState(session, () => session.problem)
  const list = useRef<LogListHandle>(null)
  const [isFollowing, setIsFollowing] = useState(true)
  const [pane, setPane] = useState<Pane>()
  const search = useLogSearch(view, list)
  const clock = useMemo(
    () => logClock(language, { clock: settings.clock, zone: settings.zone }, view.openedAt),
    [language, settings.clock, settings.zone, view.openedAt],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'F8') return
    event.preventDefault()
    void search.findError(event.shiftKey ? 'previous' : 'next')
  }
  return (
    <Stack gap="xs" h="100%" className={styles.screen} onKeyDown={onKeyDown}>
      <LogToolbar
        cluster={cluster}
        view={view}
        settings={settings}
        search={search}
        isPaneOpen={pane?.kind === 'findings'}
        onFindings={() => setPane((before) => (before?.kind === 'findings' ? undefined : { kind: 'findings' }))}
        onChange={(next) => {
          if (next.sources) setIsNarrowed(false)
          change(next)
        }}
      />
      <SourceLegend session={session} hidden={settings.hidden} onHide={(hidden) => change({ hidden })} />
      {settings.hasTimeline && settings.clock !== 'off' && (
        <LogTimeline view={view} clock={clock} search={search} range={range} onRange={setRange} />
      )}
      {problem && <ProblemAlert problem={problem} />}
      <div className={styles.body}>
        <LogList
          ref={list}
          label={text('logs.of', { node: cluster.name })}
          view={view}
          clock={clock}
          isWrapped={settings.isWrapped}
          isWhole={settings.isWhole}
          foundLine={search.line}
          onClearFilters={() => {
            change(noFilters)
            setRange({})
          }}
          onFollow={setIsFollowing}
          onChoose={(line) => setPane(line === undefined ? undefined : { kind: 'details', line })}
        />
        <LogPanes
          pane={pane}
          view={view}
          clock={clock}
          onShow={(line) => void search.showLine(line)}
          onRange={(next) => setRange((before) => ({ ...before, ...next }))}
          onClose={() => setPane(undefined)}
        />
      </div>
      <LogFooter session={session} isFollowing={isFollowing} />
    </Stack>
  )
}

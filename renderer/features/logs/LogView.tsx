import { Button, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import type { LogSource } from '#shared/log-view.ts'
import { useTexts } from '../../ui/language.tsx'
import { LogList, type LogListHandle } from '../../ui/log/LogList.tsx'
import { logClock } from '../../ui/log/log-clock.ts'
import { useLogState } from '../../ui/log/use-log-state.ts'
import { usePlace } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { FilterChips } from './FilterChips.tsx'
import { LogPanes, type Pane } from './LogPanes.tsx'
import { LogTimeline } from './LogTimeline.tsx'
import { LogToolbar } from './LogToolbar.tsx'
import { type KeptSettings, noFilters } from './log-settings.ts'
import styles from './logs.module.css'
import { SourceLegend } from './SourceLegend.tsx'
import { useErrorSteps } from './use-error-steps.ts'
import { useLogSearch } from './use-log-search.ts'
import { type OpenLog, type TimeRange, useOpenLog } from './use-open-log.ts'

interface Props {
  readonly cluster: Cluster
  readonly kept: KeptSettings
  /** What somebody came for; undefined: what was chosen before. */
  readonly asked?: readonly LogSource[] | undefined
  /** More for the toolbar. */
  readonly tools?: (view: OpenLog) => ReactNode
}

/** An open log, with all that can be done with it. */
export function LogView({ cluster, kept: [remembered, change], asked, tools }: Props) {
  const { text, language } = useTexts()
  const wanted = usePlace(({ wanted }) => wanted)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that somebody asks.
  useEffect(() => {
    if (wanted) change({ search: { ...remembered.search, pattern: wanted.text, isRegex: false } })
  }, [wanted])
  // A link from a Problem or a pod shows its sources without overwriting the remembered choice.
  const [isNarrowed, setIsNarrowed] = useState(asked !== undefined)
  const settings = useMemo(
    () => (isNarrowed && asked ? { ...remembered, sources: [...asked] } : remembered),
    [isNarrowed, asked, remembered],
  )
  const [range, setRange] = useState<TimeRange>({})
  const view = useOpenLog(cluster, settings, range)
  const { session, openedAt } = view
  const problem = useLogState(session, () => session.problem)
  const list = useRef<LogListHandle>(null)
  const [pane, setPane] = useState<Pane>()
  const search = useLogSearch(view, list)
  const { zone } = settings
  const clock = useMemo(
    () => logClock(language, { clock: settings.clock, zone }, openedAt),
    [language, settings.clock, zone, openedAt],
  )
  // Times are also said where the lines show none.
  const saidClock = useMemo(
    () => (settings.clock === 'off' ? logClock(language, { clock: 'absolute', zone }, openedAt) : clock),
    [language, settings.clock, zone, openedAt, clock],
  )
  const clearFilters = () => {
    change(noFilters)
    setRange({})
  }
  const goToError = useErrorSteps(session, search)
  return (
    <Stack gap="xs" h="100%" className={styles.screen}>
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
      >
        {tools?.(view)}
      </LogToolbar>
      <SourceLegend session={session} hidden={settings.hidden} onHide={(hidden) => change({ hidden })} />
      <LogTimeline
        view={view}
        settings={settings}
        clock={saidClock}
        search={search}
        range={range}
        onRange={setRange}
        onError={goToError}
      />
      <FilterChips
        settings={settings}
        range={range}
        clock={saidClock}
        onChange={change}
        onRange={setRange}
        onClear={clearFilters}
        onLeft={() => list.current?.focus()}
      />
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
          whenFiltered={
            <Button size="compact-xs" variant="light" ml="sm" onClick={clearFilters}>
              {text('logs.clearFilters')}
            </Button>
          }
          onChoose={(line, { isOpening }) =>
            setPane((before) => {
              if (line === undefined) return undefined
              return isOpening || before?.kind === 'details' ? { kind: 'details', line } : before
            })
          }
        />
        <LogPanes
          pane={pane}
          view={view}
          clock={saidClock}
          onShow={(line) => void search.showLine(line)}
          onRange={(next) => setRange((before) => ({ ...before, ...next }))}
          onClose={() => {
            setPane(undefined)
            list.current?.focus()
          }}
        />
      </div>
    </Stack>
  )
}

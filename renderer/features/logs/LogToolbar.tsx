import { Button, Group } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Cluster, refOf } from '#shared/cluster.ts'
import { request } from '../../api/client.ts'
import { useTexts } from '../../ui/language.tsx'
import { useLogState } from '../../ui/log/use-log-state.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { LevelSelect } from './LevelSelect.tsx'
import type { LogSettings } from './log-settings.ts'
import styles from './logs.module.css'
import { SearchField } from './SearchField.tsx'
import { SourcePicker } from './SourcePicker.tsx'
import { useFindings } from './use-findings.ts'
import type { LogSearchControl } from './use-log-search.ts'
import { nodeSources, type OpenLog } from './use-open-log.ts'
import { ViewMenu } from './ViewMenu.tsx'

/** The list, where it is open, is asked for more often. */
const countEveryMs = 5000

interface Props {
  readonly cluster: Cluster
  readonly view: OpenLog
  readonly settings: LogSettings
  readonly search: LogSearchControl
  readonly isPaneOpen: boolean
  readonly onFindings: () => void
  readonly onChange: (change: Partial<LogSettings>) => void
  readonly children?: ReactNode
}

export function LogToolbar(props: Props) {
  const { cluster, view, settings, search, isPaneOpen, onFindings, onChange, children } = props
  const { text, number } = useTexts()
  const { session } = view
  const findings = useFindings(session, countEveryMs)?.open ?? []
  const result = useLogState(session, (state) => state?.search)
  const sources = settings.sources ?? nodeSources(cluster.nodes.map(({ name }) => name).join(' '))
  const openWindow = useMutation({
    mutationFn: () => {
      const { hidden, level, search: pattern, isOnlyMatching } = settings
      const filters = { hidden, search: pattern, isOnlyMatching, ...(level ? { level } : {}) }
      return request('logs.openWindow', {
        cluster: refOf(cluster),
        ...(settings.sources ? { sources: settings.sources } : {}),
        filters,
      })
    },
  })
  return (
    <Group gap={6} wrap="wrap" role="toolbar" aria-label={text('logs.toolbar')}>
      <SourcePicker session={session} chosen={sources} onChoose={(chosen) => onChange({ sources: chosen })} />
      <LevelSelect level={settings.level} onChange={(level) => onChange({ level })} />
      <SearchField
        search={settings.search}
        isOnlyMatching={settings.isOnlyMatching}
        result={result}
        index={search.index}
        onChange={(next) => {
          search.leave()
          onChange({ search: next })
        }}
        onOnlyMatching={(isOnlyMatching) => onChange({ isOnlyMatching })}
        onFind={(direction) => void search.find(direction)}
      />
      <Button
        variant={isPaneOpen ? 'light' : 'default'}
        size="xs"
        leftSection={<IconBulb size={14} aria-hidden />}
        aria-expanded={isPaneOpen}
        onClick={onFindings}
      >
        {text('logs.findings')}
        {findings.length > 0 && ' '}
        {findings.length > 0 && (
          <span className={styles.findings} data-matters={findings[0]?.matters}>
            {number(findings.length)}
          </span>
        )}
      </Button>
      <ViewMenu settings={settings} onChange={onChange} onOpenWindow={() => openWindow.mutate()} />
      <ExportMenu session={session} />
      {children}
    </Group>
  )
}

import { Group, Tooltip, UnstyledButton } from '@mantine/core'
import type { LogViewState } from '#shared/log-view.ts'
import type { LogSession } from '../../api/log-session.ts'
import { useTexts } from '../../ui/language.tsx'
import hues from '../../ui/log/source-hue.module.css'
import { useLogState } from '../../ui/log/use-log-state.ts'
import styles from './logs.module.css'

interface Props {
  readonly session: LogSession
  readonly hidden: readonly string[]
  readonly onHide: (hidden: string[]) => void
}

/** The sources by their colours; a click hides one or shows it again. Says when one does not flow. */
export function SourceLegend({ session, hidden, onHide }: Props) {
  const { text, problem } = useTexts()
  const sources = useLogState(session, flowOf)
  if (sources.length < 2 && sources.every(({ state }) => state === 'following')) return null
  return (
    <Group gap={6} role="group" aria-label={text('logs.legend')}>
      {sources.map((source) => {
        const { id, kind, name, state } = source
        const isHidden = hidden.includes(name)
        const reason = source.problem ? problem(source.problem).title : undefined
        return (
          <Tooltip key={id} label={reason} disabled={reason === undefined}>
            <UnstyledButton
              className={`${styles.chip} ${hues.hue}`}
              data-hue={id % 8}
              data-hidden={isHidden || undefined}
              aria-pressed={!isHidden}
              onClick={() => onHide(isHidden ? hidden.filter((other) => other !== name) : [...hidden, name])}
            >
              {kind === 'events' ? text('logs.source.events') : name}
              {state !== 'following' && <span className={styles.chipState}>{text(`logs.state.${state}`)}</span>}
            </UnstyledButton>
          </Tooltip>
        )
      })}
    </Group>
  )
}

const flowOf = (state: LogViewState | undefined) =>
  (state?.sources ?? []).map(({ id, source, name, state: flow, problem }) => ({
    id,
    kind: source.kind,
    name,
    state: flow,
    problem,
  }))

import { Button, Group, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ShellFrame } from '#shared/access.ts'
import { appInfoQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import type { ShellTab } from '../../ui/shells.tsx'
import styles from './shell.module.css'
import { nameOf } from './shell-words.ts'
import { useTerminal } from './use-terminal.ts'

interface Props {
  readonly tab: ShellTab
  readonly isShown: boolean
  readonly onLeave: () => void
}

/** A shell, and what became of it. Opened again it is another one, in an empty terminal. */
export function ShellPane(props: Props) {
  const [run, setRun] = useState(1)
  return <ShellRun key={run} {...props} onAgain={() => setRun(run + 1)} />
}

type Ended = Extract<ShellFrame, { kind: 'exited' | 'failed' }>

function ShellRun({ tab, isShown, onLeave, onAgain }: Props & { readonly onAgain: () => void }) {
  const { text } = useTexts()
  const place = useRef<HTMLDivElement>(null)
  const [ended, setEnded] = useState<Ended>()
  const isMac = useQuery(appInfoQuery).data?.platform === 'darwin'
  useTerminal(place, {
    ...tab,
    isMac,
    label: `${nameOf(text, tab)}. ${text('shell.leave')}`,
    isShown,
    onFrame: (frame) => {
      if (frame.kind !== 'opened') setEnded(frame)
    },
    onLeave,
  })
  return (
    <div className={styles.pane}>
      <div ref={place} className={styles.terminal} data-shell={tab.id} />
      <div role="status" className={styles.end} data-ended={ended !== undefined}>
        {ended && (
          <Group gap="md" wrap="nowrap" justify="space-between" px="md" py={6}>
            <EndText ended={ended} />
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              className={styles.again}
              onClick={onAgain}
            >
              {text('shell.again')}
            </Button>
          </Group>
        )}
      </div>
    </div>
  )
}

function EndText({ ended }: { readonly ended: Ended }) {
  const { text, problem, sentences } = useTexts()
  if (!ended.problem) {
    const code = ended.kind === 'exited' ? ended.exitCode : 0
    return <Text size="sm">{code === 0 ? text('shell.left') : text('shell.exited', { code })}</Text>
  }
  const { title, cause, remedy } = problem(ended.problem)
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm">{sentences([cause, remedy])}</Text>
      {ended.problem.detail && ended.problem.code === 'shell.failed' && (
        <Text size="xs" c="dimmed" ff="monospace" lineClamp={2}>
          {ended.problem.detail}
        </Text>
      )}
    </div>
  )
}

import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { IconAlertOctagon, IconAlertTriangle, IconBan, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import type { Problem, ProblemAction } from '#shared/problem.ts'
import type { ProblemCode } from '#shared/problems.ts'
import type { MessageKey } from '#shared/translate.ts'
import { request } from '../api/client.ts'
import { openLink, useClusterActions } from '../api/cluster-actions.ts'
import { failsAgain } from './failures.ts'
import { useTexts } from './language.tsx'
import { useNavigation } from './navigation.tsx'
import styles from './ProblemAlert.module.css'
import { ReportButton } from './ReportButton.tsx'

interface Props {
  readonly problem: Problem
  readonly severity?: 'error' | 'warning' | 'neutral'
  /** The cluster that it is a Problem of: then it leads to where something can be done about it. */
  readonly about?: ClusterRef | undefined
  readonly onRetry?: (() => void) | undefined
  readonly onUsePort?: ((port: number) => void) | undefined
  /** To where the choices can be changed before it is tried again. */
  readonly onChange?: (() => void) | undefined
  readonly dismiss?: { readonly label: string; readonly run: () => void } | undefined
  /** What happened to the rest, such as "Everything was undone." */
  readonly note?: string | undefined
  /** One paragraph, for a banner: without the original words. */
  readonly isBrief?: boolean
  /** What the nodes wrote, for a report. */
  readonly log?: readonly string[]
}

const icons = { error: IconAlertOctagon, warning: IconAlertTriangle, neutral: IconBan }

/** A Problem in full: title, cause, remedy, the original words, and a button for all that the app can do about it. */
export function ProblemAlert(props: Props) {
  const {
    problem,
    severity = 'error',
    about,
    onRetry,
    onUsePort,
    onChange,
    dismiss,
    note,
    isBrief = false,
    log = [],
  } = props
  const { text, sentences, problem: wordsOf } = useTexts()
  const { go } = useNavigation()
  // A warning stands above what one came for: in a few lines, and in full when asked for.
  const [showsDetail, setShowsDetail] = useState(severity === 'error')
  const { title, cause, remedy } = wordsOf(problem)
  const run = useRunAction({ onUsePort })
  const actions = (problem.actions ?? []).filter(({ kind }) => kind !== 'usePort' || onUsePort !== undefined)
  const places = about ? placesOfProblem(problem) : []
  const again = [
    ...(onRetry ? [{ label: text('action.retry'), run: onRetry }] : []),
    ...(onChange ? [{ label: text('operation.changeAndRetry'), run: onChange }] : []),
  ]
  // The likelier remedy comes first.
  const first = failsAgain(problem) ? again.toReversed() : again
  const Icon = icons[severity]
  return (
    <Alert
      classNames={{ root: styles.alert, icon: styles.icon, title: styles.title }}
      data-severity={severity}
      icon={<Icon aria-hidden />}
      title={title}
      role={severity === 'error' ? 'alert' : 'note'}
      data-problem={problem.code}
    >
      <Stack gap="xs">
        {!isBrief && note && (
          <Group gap={6} wrap="nowrap">
            <IconCircleCheck size={17} aria-hidden className={styles.note} />
            <Text size="sm" fw={600}>
              {note}
            </Text>
          </Group>
        )}
        <Text size="sm">{isBrief ? sentences([cause, remedy, note ?? '']) : cause}</Text>
        {!isBrief && <Text size="sm">{remedy}</Text>}
        {!isBrief && problem.detail && showsDetail && (
          <Code block className={styles.detail} tabIndex={0} aria-label={text('problem.detail')}>
            {problem.detail}
          </Code>
        )}
        <Group gap="xs">
          {first.map(({ label, run: work }, index) => (
            <Button key={label} size="xs" variant={index === 0 ? 'filled' : 'default'} onClick={work}>
              {label}
            </Button>
          ))}
          {actions.map((action, index) => (
            <Button
              key={JSON.stringify(action)}
              size="xs"
              variant={first.length === 0 && index === 0 && mends.has(action.kind) ? 'filled' : 'default'}
              onClick={() => run(action)}
            >
              {labelOf(action, problem, text)}
            </Button>
          ))}
          {places.map((place) => (
            <Button key={place.tab} size="xs" variant="default" onClick={() => go({ cluster: about, ...place })}>
              {text(labelOfPlace[place.tab])}
            </Button>
          ))}
          {!isBrief && problem.detail && severity === 'warning' && (
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              aria-expanded={showsDetail}
              onClick={() => setShowsDetail(!showsDetail)}
            >
              {text(showsDetail ? 'problem.hideDetail' : 'problem.showDetail')}
            </Button>
          )}
          <ReportButton problem={problem} log={log} />
          {dismiss && (
            <Button size="xs" variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={dismiss.run}>
              {dismiss.label}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}

/** Actions that fix a cluster. The first one is shown as the primary button. */
const mends: ReadonlySet<ProblemAction['kind']> = new Set(['finishCluster', 'repairCluster', 'restartCluster'])

const labelOfPlace = {
  logs: 'action.showLogs',
  registries: 'action.editRegistries',
  images: 'action.showImages',
} as const satisfies Partial<Record<string, MessageKey>>

interface Place {
  readonly tab: keyof typeof labelOfPlace
  readonly node?: string
}

/** Where more is to be seen of a Problem of a cluster, where its cause is, and where else it can be solved. */
function placesOfProblem({ code, params: { node } }: Problem): Place[] {
  if (code === 'k3s.registries_unreadable') return [{ tab: 'registries' }]
  if (code === 'k3s.pull_failed' || code === 'k3s.sandbox_image_missing')
    return [{ tab: 'registries' }, { tab: 'images' }]
  return code.startsWith('k3s.') && typeof node === 'string' ? [{ tab: 'logs', node }] : []
}

function useRunAction({ onUsePort }: Pick<Props, 'onUsePort'>) {
  const { go } = useNavigation()
  const { finish, repair, restart, revert } = useClusterActions()
  return (action: ProblemAction) => {
    switch (action.kind) {
      case 'usePort':
        return onUsePort?.(action.port)
      case 'openLink':
        return void openLink(action.link)
      case 'chooseEngine':
        return go({ dialog: { kind: 'preferences', section: 'engines' } })
      case 'finishCluster':
        return finish(action.cluster)
      case 'restartCluster':
        return restart(action.cluster)
      case 'revertUpgrade':
        return revert(action.cluster)
      case 'repairCluster':
        return repair(action.cluster)
      case 'deleteCluster':
        return go({ dialog: { kind: 'delete', cluster: action.cluster } })
      case 'removeLock':
        return void request('kubeconfig.removeLock', { path: action.path })
    }
  }
}

/** What starting a cluster finishes; elsewhere a change that was not brought to an end. */
const finishLabels: Partial<Record<ProblemCode, MessageKey>> = {
  'cluster.incomplete': 'action.finishCluster',
}

function labelOf(action: ProblemAction, { code }: Problem, text: ReturnType<typeof useTexts>['text']): string {
  switch (action.kind) {
    case 'usePort':
      return text('action.usePort', { port: action.port })
    case 'openLink':
      return text(`action.openLink.${action.link}`)
    case 'finishCluster':
      return text(finishLabels[code] ?? 'action.finishChange')
    default:
      return text(`action.${action.kind}`)
  }
}

import { Button, Center, Loader, Modal, Stack, Text } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { ForwardChoice, ForwardObject } from '#shared/access.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { forwardChoicesQuery, objectName, useForwards, useOpenForward } from '../../api/forwards.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { ForwardRow } from './ForwardRow.tsx'
import styles from './forwards.module.css'

/** The ports of an object, each one click from its address. A single one is forwarded without a click. */
export function ForwardDialog({ cluster, object }: { readonly cluster: ClusterRef; readonly object: ForwardObject }) {
  const { text } = useTexts()
  const { closeDialog } = useNavigation()
  const { data: choices, error } = useQuery(forwardChoicesQuery(cluster, object))
  const open = useOpenForward(cluster)
  const { mutate } = open
  const begin = useEffectEvent((only: ForwardChoice) => mutate(only))
  useEffect(() => {
    const [only, ...others] = choices ?? []
    if (only && others.length === 0) begin(only)
  }, [choices])
  const name = objectName(object)
  const failure = error ?? open.error
  return (
    <Modal opened onClose={closeDialog} title={text('forward.title', { object: name })} size="lg">
      <Stack gap="md">
        <Text size="sm">{text('forward.hint', { cluster: cluster.name })}</Text>
        {failure && <ProblemAlert problem={problemOf(failure)} />}
        {!choices && !error && (
          <Center h={80}>
            <Loader size="sm" aria-label={text('loading.preview')} />
          </Center>
        )}
        {choices?.length === 0 && <Text size="sm">{text('forward.none', { object: name })}</Text>}
        {choices && choices.length > 0 && (
          <ul className={styles.list} aria-label={text('forward.ports')}>
            {choices.map((choice) => (
              <Choice
                key={`${objectName(choice.target)} ${choice.port}`}
                cluster={cluster}
                choice={choice}
                isOpening={open.isPending && open.variables === choice}
                onOpen={() => mutate(choice)}
              />
            ))}
          </ul>
        )}
      </Stack>
    </Modal>
  )
}

function Choice({
  cluster,
  choice,
  isOpening,
  onOpen,
}: {
  readonly cluster: ClusterRef
  readonly choice: ForwardChoice
  readonly isOpening: boolean
  readonly onOpen: () => void
}) {
  const { text, list } = useTexts()
  const { target, port, name, route } = choice
  const forward = useForwards(cluster).find(
    (one) =>
      objectName(one.target) === objectName(target) && one.target.namespace === target.namespace && one.port === port,
  )
  if (forward) return <ForwardRow forward={forward} />
  const label = name === undefined ? String(port) : `${port} ${name}`
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <Text size="sm" fw={600} ff="monospace">
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {list([objectName(target), ...(route === undefined ? [] : [text('forward.route', { route })])])}
        </Text>
      </div>
      <Button
        size="xs"
        leftSection={<IconArrowsExchange size={14} aria-hidden />}
        aria-label={text('forward.openNamed', { port: label })}
        loading={isOpening}
        onClick={onOpen}
      >
        {text('forward.open')}
      </Button>
    </li>
  )
}

import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { dockerLoginsQuery } from '../../api/queries.ts'
import { useTexts } from '../language.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'

interface Props {
  readonly value: string
  readonly onText: (text: string) => void
  readonly onClose: () => void
}

/** Which of the logins that Docker keeps the nodes are to have, and where each lies. */
export function DockerLogins({ value, onText, onClose }: Props) {
  const { text } = useTexts()
  const { data: logins, error } = useQuery(dockerLoginsQuery(value))
  const [chosen, setChosen] = useState<readonly string[]>()
  const hosts = chosen ?? (logins ?? []).filter(({ isWanted }) => isWanted).map(({ host }) => host)
  const { mutate, error: refusal } = useMutation({
    mutationFn: () => request('registries.useLogins', { text: value, hosts: [...hosts] }),
    onSuccess: ({ text: merged }) => {
      onText(merged)
      onClose()
    },
  })
  const failed = error ?? refusal
  return (
    <Modal opened onClose={onClose} title={text('registries.useLogins')} size="md">
      <Stack gap="sm">
        <Text size="sm">{text('registries.loginsHint')}</Text>
        {failed && <ProblemAlert problem={problemOf(failed)} />}
        {logins?.length === 0 && <Text size="sm">{text('registries.noLogins')}</Text>}
        <Checkbox.Group value={[...hosts]} onChange={setChosen} aria-label={text('registries.useLogins')}>
          <Stack gap="xs">
            {logins?.map(({ host, username, source }) => (
              <Checkbox
                key={host}
                value={host}
                label={host}
                description={text('registries.loginFrom', {
                  username: username || text('registries.identityToken'),
                  source,
                })}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {text('action.cancel')}
          </Button>
          <Button disabled={hosts.length === 0} onClick={() => mutate()}>
            {text('registries.takeLogins')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

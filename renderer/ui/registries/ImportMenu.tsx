import { Button, FileButton, Menu, Text } from '@mantine/core'
import { IconBrandDocker, IconChevronDown, IconFileImport, IconKey } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { useTexts } from '../language.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'
import { DockerLogins } from './DockerLogins.tsx'

/** Takes over what is configured elsewhere: a registries.yaml, Docker's mirrors, Docker's logins. What is there already stays. */
export function ImportMenu({ value, onText }: { readonly value: string; readonly onText: (text: string) => void }) {
  const { text } = useTexts()
  const [isChoosing, setIsChoosing] = useState(false)
  const openFile = useRef<() => void>(undefined)
  const { data, error, mutate, isPending } = useMutation({
    mutationFn: (given: string | undefined) =>
      request('registries.import', { text: value, ...(given === undefined ? {} : { given }) }),
    onSuccess: ({ text: merged }) => merged !== undefined && onText(merged),
  })
  const outcome = () => {
    if (!data) return undefined
    const { path } = data
    if (data.text === undefined) return path ? text('registries.noneIn', { path }) : text('registries.nothingFound')
    return path ? text('registries.importedFrom', { path }) : text('registries.imported')
  }
  return (
    <>
      <FileButton onChange={(file) => file && void file.text().then(mutate)} accept=".json,.yaml,.yml">
        {({ onClick }) => {
          openFile.current = onClick
          return (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  size="xs"
                  variant="default"
                  loading={isPending}
                  rightSection={<IconChevronDown size={14} aria-hidden />}
                >
                  {text('registries.import')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => openFile.current?.()}>
                  {text('registries.importFile')}
                </Menu.Item>
                <Menu.Item leftSection={<IconBrandDocker size={16} aria-hidden />} onClick={() => mutate(undefined)}>
                  {text('registries.importDocker')}
                </Menu.Item>
                <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setIsChoosing(true)}>
                  {text('registries.useLogins')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )
        }}
      </FileButton>
      <Text size="sm" c="dimmed" role="status" w="100%" ta="end" hidden={!data}>
        {outcome()}
      </Text>
      {error && <ProblemAlert problem={problemOf(error)} />}
      {isChoosing && <DockerLogins value={value} onText={onText} onClose={() => setIsChoosing(false)} />}
    </>
  )
}

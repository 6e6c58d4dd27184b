import { Accordion, Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShippedLicense } from '#shared/license.ts'
import { problemOf } from '#shared/problem.ts'
import { licensesQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import styles from './PreferencesDialog.module.css'

/** Whose work the app consists of, and under which terms, word for word. */
export function Licenses() {
  const { text } = useTexts()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Stack gap="xs" align="flex-start">
      <Button size="xs" variant="default" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {text(isOpen ? 'licenses.hide' : 'licenses.show')}
      </Button>
      {isOpen && <LicenseList />}
    </Stack>
  )
}

function LicenseList() {
  const { text, plural } = useTexts()
  const { data, error } = useQuery(licensesQuery)
  const [wanted, setWanted] = useState('')
  if (error) return <ProblemAlert problem={problemOf(error)} />
  if (!data) return <Loader size="sm" aria-label={text('loading.licenses')} />
  const found = data.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <Stack gap="xs" w="100%" component="section" aria-label={text('licenses.title')}>
      <Text size="xs" c="dimmed">
        {text('licenses.electron')}
      </Text>
      <Group justify="space-between">
        <TextInput
          size="xs"
          aria-label={text('licenses.find')}
          placeholder={text('licenses.find')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        <Text size="xs" c="dimmed" role="status">
          {plural('licenses.count', found.length)}
        </Text>
      </Group>
      <Accordion keepMounted={false} variant="contained" classNames={{ item: styles.license ?? '' }}>
        {found.map((license) => (
          <LicenseItem key={`${license.name}@${license.version}`} {...license} />
        ))}
      </Accordion>
    </Stack>
  )
}

function LicenseItem({ name, version, identifier, text: words }: ShippedLicense) {
  const { text } = useTexts()
  return (
    <Accordion.Item value={`${name}@${version}`}>
      <Accordion.Control>
        <Group gap="xs" wrap="nowrap" justify="space-between" pr="xs">
          <Text size="sm" ff="monospace" truncate>
            {name} {version}
          </Text>
          <Text span size="xs" c="dimmed" flex="none">
            {identifier}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {words === undefined ? (
          <Text size="sm">{text('licenses.noText', { license: identifier ?? text('unknown') })}</Text>
        ) : (
          <CodeBlock label={name} code={words} maxHeight={320} isWrapped />
        )}
      </Accordion.Panel>
    </Accordion.Item>
  )
}

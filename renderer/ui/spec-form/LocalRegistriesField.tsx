import { Button, Input, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { defaultRegistryName, type LocalRegistry, pushAddress } from '#shared/local-registry.ts'
import { problemOf } from '#shared/problem.ts'
import { localRegistriesQuery, useCreateRegistry } from '../../api/local-registries.ts'
import { useTexts } from '../language.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'
import type { SpecForm } from './use-spec-form.ts'

/** Which registries and caches of its engine a cluster uses. The first one to push to takes one click. */
export function LocalRegistriesField({ form, engineId }: { readonly form: SpecForm; readonly engineId: string }) {
  const { text } = useTexts()
  const { data: registries } = useQuery(localRegistriesQuery(engineId))
  const creation = useCreateRegistry(engineId)
  const { localRegistries: used } = form.values
  const switchTo = (name: string, isOn: boolean) =>
    form.setFieldValue('localRegistries', isOn ? [...used, name] : used.filter((other) => other !== name))
  const create = async () => {
    const { registry } = await creation.mutateAsync({ name: defaultRegistryName })
    form.setFieldValue('localRegistries', [...new Set([...form.getValues().localRegistries, registry.name])])
  }
  // One that is gone can be switched off.
  const gone = used.filter((name) => registries && !registries.some((registry) => registry.name === name))
  const hasPort = registries?.some(({ port }) => port !== undefined) ?? true
  return (
    <Input.Wrapper
      description={text('form.localRegistries.hint')}
      labelElement="div"
      error={form.errors.localRegistries}
    >
      <Stack gap="sm" mt="xs">
        <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
          {registries?.map((registry) => (
            <Choice
              key={registry.name}
              name={registry.name}
              about={<About registry={registry} />}
              isOn={used.includes(registry.name)}
              onChange={switchTo}
            />
          ))}
          {gone.map((name) => (
            <Choice key={name} name={name} about={text('form.localRegistries.gone')} isOn onChange={switchTo} />
          ))}
        </SimpleGrid>
        {!hasPort && (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              loading={creation.isPending}
              onClick={() => void create().catch(() => undefined)}
            >
              {text('form.localRegistries.create')}
            </Button>
          </div>
        )}
        {creation.error && <ProblemAlert problem={problemOf(creation.error)} />}
      </Stack>
    </Input.Wrapper>
  )
}

function Choice({
  name,
  about,
  isOn,
  onChange,
}: {
  readonly name: string
  readonly about: ReactNode
  readonly isOn: boolean
  readonly onChange: (name: string, isOn: boolean) => void
}) {
  return (
    <Switch
      label={
        <Text span size="sm" ff="monospace">
          {name}
        </Text>
      }
      description={about}
      checked={isOn}
      onChange={({ currentTarget }) => onChange(name, currentTarget.checked)}
    />
  )
}

function About({ registry: { port, caches } }: { readonly registry: LocalRegistry }) {
  const { text } = useTexts()
  return port === undefined
    ? text('form.localRegistries.cache', { registry: caches ?? '' })
    : text('form.localRegistries.push', { address: pushAddress(port) })
}

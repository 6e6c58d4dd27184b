import { PasswordInput, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import type { RegistriesForm } from '#shared/registry.ts'
import { useTexts } from '../language.tsx'
import { EndpointOutcome } from './EndpointOutcome.tsx'
import { EntryCard } from './EntryCard.tsx'
import { FieldRemarks } from './FieldRemarks.tsx'
import { fieldKey } from './field-of-remark.ts'
import { PemField } from './PemField.tsx'
import { type RegistriesEditing, replaced, without } from './registries-editing.ts'

type Config = RegistriesForm['configs'][number]

/** Who the nodes are to a registry or mirror, and how they know that it is the right one. */
export function ConfigCard({ editing, at }: { readonly editing: RegistriesEditing; readonly at: number }) {
  const { text } = useTexts()
  const { form, edit } = editing
  const config = form.configs[at]
  if (!config) return null
  const { host } = config
  const put = (change: Partial<Config>) =>
    edit({ ...form, configs: replaced(form.configs, at, { ...config, ...change }) })
  const remarks = (key: string) => <FieldRemarks editing={editing} field={fieldKey('configs', host, key)} />
  // It has no mirror: then it is asked itself.
  const test = editing.testing.all.find(({ registry }) => registry === host)
  const pem = (field: 'caFile' | 'certFile' | 'keyFile', key: string, fileName: string) => (
    <Stack gap={4}>
      <PemField
        editing={editing}
        host={host}
        label={text(`registries.${field}`)}
        fileName={fileName}
        value={config[field]}
        onChange={(path) => put({ [field]: path })}
      />
      {remarks(key)}
    </Stack>
  )
  return (
    <EntryCard name={host} hint={undefined} onRemove={() => edit({ ...form, configs: without(form.configs, at) })}>
      {test && <EndpointOutcome test={test} />}
      <FieldRemarks editing={editing} field={fieldKey('configs', host)} />
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        <Stack gap={4}>
          <TextInput
            label={text('registries.username')}
            value={config.username}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => put({ username: event.currentTarget.value })}
          />
          {remarks('username')}
        </Stack>
        <Stack gap={4}>
          <Secret
            label={text('registries.password')}
            value={config.password}
            onChange={(password) => put({ password })}
          />
          {remarks('password')}
        </Stack>
        {(config.auth !== '' || config.identityToken !== '') && (
          <>
            <Stack gap={4}>
              <Secret label={text('registries.auth')} value={config.auth} onChange={(auth) => put({ auth })} />
              {remarks('auth')}
            </Stack>
            <Stack gap={4}>
              <Secret
                label={text('registries.identityToken')}
                value={config.identityToken}
                onChange={(identityToken) => put({ identityToken })}
              />
              {remarks('identity_token')}
            </Stack>
          </>
        )}
      </SimpleGrid>
      {pem('caFile', 'ca_file', 'ca.crt')}
      <SimpleGrid cols={2} spacing="sm">
        {pem('certFile', 'cert_file', 'client.crt')}
        {pem('keyFile', 'key_file', 'client.key')}
      </SimpleGrid>
      <Switch
        label={text('registries.skipVerify')}
        description={text('registries.skipVerifyHint')}
        checked={config.skipVerify}
        onChange={(event) => put({ skipVerify: event.currentTarget.checked })}
      />
      {remarks('insecure_skip_verify')}
    </EntryCard>
  )
}

function Secret({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <PasswordInput
      label={label}
      value={value}
      autoComplete="new-password"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

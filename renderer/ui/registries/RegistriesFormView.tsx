import { Stack, Switch, Text } from '@mantine/core'
import { hostInAddress } from '#shared/registry.ts'
import { useTexts } from '../language.tsx'
import { Fieldset } from '../spec-form/Fieldset.tsx'
import { AddByName } from './AddByName.tsx'
import { ConfigCard } from './ConfigCard.tsx'
import { FieldRemarks } from './FieldRemarks.tsx'
import { fieldKey } from './field-of-remark.ts'
import { MirrorCard } from './MirrorCard.tsx'
import type { RegistriesEditing } from './registries-editing.ts'

const usualRegistries = ['docker.io', 'registry.k8s.io', 'ghcr.io', 'quay.io', 'gcr.io', '*']

interface Props {
  readonly editing: RegistriesEditing
  readonly withoutDefault: boolean
  /** Undefined where that cannot be chosen. */
  readonly onWithoutDefault: ((isOn: boolean) => void) | undefined
}

/** The registries.yaml as a form. */
export function RegistriesFormView({ editing, withoutDefault, onWithoutDefault }: Props) {
  const { text } = useTexts()
  const { form, edit } = editing
  // By which logins and certificates are looked up, with its port.
  const hosts = [...new Set(form.mirrors.flatMap(({ endpoints }) => endpoints.map(hostInAddress)))].filter(Boolean)
  return (
    <Stack gap="md">
      <FieldRemarks editing={editing} field={fieldKey()} />
      <Fieldset gap="xs" label={text('registries.mirrors')} hint={text('registries.mirrorsHint')}>
        {form.mirrors.map(({ name }, at) => (
          <MirrorCard key={name} editing={editing} at={at} />
        ))}
        <AddByName
          label={text('registries.mirrorName')}
          hint="docker.io"
          addLabel={text('registries.addMirror')}
          suggestions={usualRegistries}
          taken={form.mirrors.map(({ name }) => name)}
          onAdd={(name) => edit({ ...form, mirrors: [...form.mirrors, { name, endpoints: [''], rewrites: [] }] })}
        />
      </Fieldset>
      {onWithoutDefault && (
        <Switch
          label={text('registries.fallback')}
          description={text('registries.fallbackHint')}
          checked={!withoutDefault}
          onChange={(event) => onWithoutDefault(!event.currentTarget.checked)}
        />
      )}
      <Fieldset gap="xs" label={text('registries.configs')} hint={text('registries.configsHint')}>
        {form.configs.map(({ host }, at) => (
          <ConfigCard key={host} editing={editing} at={at} />
        ))}
        <AddByName
          label={text('registries.configHost')}
          hint="repo.example.com"
          addLabel={text('registries.addConfig')}
          suggestions={hosts}
          taken={form.configs.map(({ host }) => host)}
          onAdd={(host) => edit({ ...form, configs: [...form.configs, { ...emptyConfig, host }] })}
        />
      </Fieldset>
      {form.mirrors.length === 0 && form.configs.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('registries.empty')}
        </Text>
      )}
    </Stack>
  )
}

const emptyConfig = {
  username: '',
  password: '',
  auth: '',
  identityToken: '',
  caFile: '',
  certFile: '',
  keyFile: '',
  skipVerify: false,
}

import { Button, FileButton, Group, Textarea } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useTexts } from '../language.tsx'
import styles from './ArgumentsField.module.css'
import type { SpecForm } from './use-spec-form.ts'

/** Certificates that every node trusts: pasted, chosen, or the path of a file of this computer. */
export function CertificatesField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  const label = text('form.ca')
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <Textarea
        flex={1}
        label={label}
        description={text('form.ca.hint')}
        placeholder="-----BEGIN CERTIFICATE-----"
        classNames={{ input: styles.flag ?? '' }}
        rows={2}
        spellCheck={false}
        {...form.getInputProps('caCertificates')}
      />
      <FileButton
        accept=".crt,.pem,.cer"
        onChange={(file) => void file?.text().then((content) => form.setFieldValue('caCertificates', content))}
      >
        {({ onClick }) => (
          <Button
            variant="default"
            leftSection={<IconFileUpload size={16} aria-hidden />}
            aria-label={text('registries.chooseFile', { label })}
            onClick={onClick}
          >
            {text('form.ca.choose')}
          </Button>
        )}
      </FileButton>
    </Group>
  )
}

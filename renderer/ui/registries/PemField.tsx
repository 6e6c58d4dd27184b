import { FileButton, Group, TextInput } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { IconButton } from '../IconButton.tsx'
import { useTexts } from '../language.tsx'
import type { RegistriesEditing } from './registries-editing.ts'
import styles from './registries-form.module.css'

interface Props {
  readonly editing: RegistriesEditing
  /** Of the registry: two of them may each have a `ca.crt`. */
  readonly host: string
  readonly label: string
  /** How a pasted one is called. */
  readonly fileName: string
  readonly value: string
  readonly onChange: (path: string) => void
}

const isPem = (content: string) => content.includes('-----BEGIN ')

/** A certificate or key: a file of this machine by its path, one that is chosen, or its pasted text. It goes along into the nodes. */
export function PemField({ editing: { files, keepFile }, host, label, fileName, value, onChange }: Props) {
  const { text } = useTexts()
  const keep = (name: string, content: string) => {
    const path = `${host}/${name}`
    keepFile(path, content)
    onChange(path)
  }
  const choose = async (file: File | null) => {
    if (file) keep(file.name, await file.text())
  }
  return (
    <TextInput
      label={label}
      description={Object.hasOwn(files, value) ? text('registries.fileKept') : text('registries.fileHint')}
      placeholder={`~/certs/${fileName}`}
      classNames={{ input: styles.mono ?? '' }}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onPaste={(event) => {
        const pasted = event.clipboardData.getData('text')
        if (!isPem(pasted)) return
        event.preventDefault()
        keep(fileName, pasted)
      }}
      rightSection={
        <Group>
          <FileButton onChange={(file) => void choose(file)}>
            {({ onClick }) => (
              <IconButton label={text('registries.chooseFile', { label })} onClick={onClick}>
                <IconFileUpload size={16} aria-hidden />
              </IconButton>
            )}
          </FileButton>
        </Group>
      }
    />
  )
}

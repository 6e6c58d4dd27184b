import { Button, Group, Menu, Text } from '@mantine/core'
import { IconChevronDown, IconFileImport, IconForms, IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { PresetId } from '#shared/presets.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { useFileOpener } from '../../ui/files/file-target.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation, usePlace } from '../../ui/navigation.tsx'
import { Reason, unavailable } from '../../ui/Reason.tsx'
import { useReasons } from '../../ui/use-reasons.ts'
import styles from './ClusterList.module.css'

/** A cluster of the usual kind by one click; the other kinds, the form and a file in the menu beside it. Quiet beside the same button on the page. */
export function NewClusterButton({ isQuiet }: { readonly isQuiet: boolean }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const dialog = usePlace(({ dialog }) => dialog)
  const { createSuggested } = useClusterActions()
  const open = useFileOpener()
  const reason = useReasons().engine
  const variant = isQuiet ? 'default' : 'filled'
  const file = useRef<HTMLInputElement>(null)
  const [isOpen, setOpen] = useState(false)
  // The pointer is still over it when the form has come: opened once more below the form, it would have the focus.
  if (isOpen && dialog !== undefined) setOpen(false)
  const create = (preset?: PresetId) => createSuggested((cluster) => go({ cluster, tab: 'overview' }), preset)
  return (
    <Group gap={1} wrap="nowrap">
      <Reason reason={reason}>
        <Button
          flex={1}
          variant={variant}
          className={styles.create}
          leftSection={<IconPlus size={16} aria-hidden />}
          {...unavailable(reason, () => create())}
        >
          {text('command.new')}
        </Button>
      </Reason>
      <Menu
        position="bottom-end"
        withinPortal
        opened={isOpen}
        onChange={setOpen}
        disabled={reason !== undefined}
        width={300}
        // The form is as near as the usual cluster: one click.
        trigger="click-hover"
        openDelay={150}
        closeDelay={250}
      >
        <Menu.Target>
          <Button
            px={8}
            variant={variant}
            className={styles.more}
            aria-label={text('list.newOptions')}
            {...(reason === undefined ? {} : { 'aria-disabled': true, 'data-disabled': true })}
          >
            <IconChevronDown size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{text('form.presets')}</Menu.Label>
          {PresetId.options.map((id) => (
            <Menu.Item key={id} onClick={() => create(id)}>
              <Text size="sm">{text(`preset.${id}`)}</Text>
              {/* Not dimmed: the row under the pointer would leave too little contrast. */}
              <Text size="xs">{text(`preset.${id}.hint`)}</Text>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconForms size={15} aria-hidden />}
            onClick={() => go({ dialog: { kind: 'create' } })}
          >
            {text('command.customise')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileImport size={15} aria-hidden />} onClick={() => file.current?.click()}>
            {text('command.fromFile')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={file}
        type="file"
        accept=".yaml,.yml,.json,.tar,.gz,.tgz,.zst"
        hidden
        aria-label={text('command.fromFile')}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? []
          if (chosen) open([chosen])
          currentTarget.value = ''
        }}
      />
    </Group>
  )
}

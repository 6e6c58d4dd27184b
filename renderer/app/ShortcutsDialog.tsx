import { Group, Modal, Stack, Table, Text } from '@mantine/core'
import { useTexts } from '../ui/language.tsx'
import { useNavigation } from '../ui/navigation.tsx'
import type { Command } from './command.ts'
import { Keys } from './Keys.tsx'

/** The keys of the log, which hears them itself while it has the focus. */
const logKeys = [
  [['F8'], 'shortcuts.logs.next'],
  [['shift+F8'], 'shortcuts.logs.previous'],
  [['ArrowUp', 'ArrowDown'], 'shortcuts.logs.move'],
  [['shift+ArrowUp', 'shift+ArrowDown'], 'shortcuts.logs.extend'],
  [['Enter'], 'shortcuts.logs.details'],
  [['mod+A'], 'shortcuts.logs.all'],
  [['mod+C'], 'shortcuts.logs.copy'],
  [['mod+shift+C'], 'shortcuts.logs.copyTimes'],
  [['Home'], 'shortcuts.logs.start'],
  [['End'], 'shortcuts.logs.end'],
  [['Esc'], 'shortcuts.logs.clear'],
  [['Enter'], 'shortcuts.search.next'],
  [['shift+Enter'], 'shortcuts.search.previous'],
] as const

/** Those of the list, which hears them itself, too. */
const listKeys = [
  ['ArrowDown', 'shortcuts.list.next'],
  ['ArrowUp', 'shortcuts.list.previous'],
  ['ArrowRight', 'shortcuts.list.buttons'],
  ['Enter', 'shortcuts.list.open'],
] as const

/** Every key that does something. */
export function ShortcutsDialog({
  commands,
  isMac,
}: {
  readonly commands: readonly Command[]
  readonly isMac: boolean
}) {
  const { text } = useTexts()
  const { closeDialog } = useNavigation()
  const everywhere = commands.flatMap(({ id, label, shortcut }) =>
    shortcut ? [{ label, keys: id === 'app.shortcuts' ? ['?', shortcut] : [shortcut] }] : [],
  )
  const groups = [
    {
      title: text('shortcuts.everywhere'),
      rows: [...everywhere, { label: text('shortcuts.zoom'), keys: ['mod++', 'mod+-', 'mod+0'] }],
    },
    {
      title: text('shortcuts.list'),
      rows: listKeys.map(([key, label]) => ({ label: text(label), keys: [key as string] })),
    },
    {
      title: text('shortcuts.logs'),
      rows: logKeys.map(([keys, label]) => ({ label: text(label), keys })),
    },
  ]
  return (
    <Modal opened onClose={closeDialog} title={text('shortcuts.title')} size="lg">
      <Stack gap="lg">
        {groups.map(({ title, rows }) => (
          <section key={title} aria-label={title}>
            <Text size="sm" fw={600} mb={4}>
              {title}
            </Text>
            <Table verticalSpacing={5} aria-label={title}>
              <Table.Tbody>
                {rows.map(({ label, keys }) => (
                  <Table.Tr key={label}>
                    <Table.Th scope="row" fw={400}>
                      {label}
                    </Table.Th>
                    <Table.Td>
                      <Group gap="sm" justify="flex-end" wrap="nowrap">
                        {keys.map((key) => (
                          <Keys key={key} shortcut={key} isMac={isMac} />
                        ))}
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </Stack>
    </Modal>
  )
}

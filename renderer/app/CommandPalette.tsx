import { type HotkeyItem, useHotkeys } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import { keepOpen } from '../api/live-updates.ts'
import { useTexts } from '../ui/language.tsx'
import styles from './CommandPalette.module.css'
import { type Command, commandGroups } from './command.ts'
import { Keys } from './Keys.tsx'
import { paletteFilter } from './palette-filter.ts'

/** The doors to the commands: the palette, the keyboard, and what the application menu and the tray send. */
export function CommandPalette({
  commands,
  selected,
  isMac,
}: {
  readonly commands: readonly Command[]
  /** The name of the chosen cluster. */
  readonly selected: string | undefined
  readonly isMac: boolean
}) {
  const { text } = useTexts()
  const [query, setQuery] = useState('')

  const keysOf = (isWanted: (shortcut: string) => boolean) =>
    commands.flatMap(({ id, shortcut, isEnabled, run }): HotkeyItem[] => {
      if (!shortcut || !isEnabled || !isWanted(shortcut)) return []
      // Also where the key does nothing the page keeps it: on macOS the menu would hear it next.
      return [[shortcut, () => !sleeps(id) && run()]]
    })
  const hasMod = (shortcut: string) => shortcut.startsWith('mod+')
  // Also while typing: with Ctrl or Command in it, nothing is typed.
  useHotkeys(keysOf(hasMod), [])
  useHotkeys(keysOf((shortcut) => !hasMod(shortcut)))

  // As everywhere: a question mark, but not while typing one.
  useHotkeys([['shift+?', () => runById('app.shortcuts', undefined)]])

  const runById = useEffectEvent((id: string, cluster: ClusterRef | undefined) => {
    const command = commands.find((other) => other.id === id)
    if (cluster === undefined && sleeps(id)) return
    if (command && (command.isEnabled || cluster !== undefined)) command.run(cluster)
  })
  useEffect(
    () =>
      keepOpen('app.commands', undefined, {
        onMessage: ({ command, cluster }) => runById(command, cluster),
      }),
    [],
  )

  const shown = commands.filter(({ id, isEnabled }) => isEnabled && id !== 'app.palette')
  const groups = commandGroups
    // What can be done with every other cluster is found by its name.
    .filter((group) => group !== 'others' || query.trim() !== '')
    .map((group) => ({
      group: text(`palette.group.${group}`, { cluster: selected ?? '' }),
      actions: shown
        .filter((command) => command.group === group)
        .map(({ id, label, keywords, icon: Icon, shortcut, run }) => ({
          id,
          label,
          keywords,
          leftSection: <Icon size={18} stroke={1.6} aria-hidden />,
          rightSection: shortcut && <Keys shortcut={shortcut} isMac={isMac} />,
          onClick: () => run(),
        })),
    }))
    .filter(({ actions }) => actions.length > 0)

  return (
    <Spotlight
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': text('command.palette'), 'data-palette': true } }}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      nothingFound={text('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: text('palette.search'),
        'aria-label': text('palette.search'),
      }}
      classNames={{ actionsGroup: styles.group ?? '' }}
      query={query}
      onQueryChange={setQuery}
      filter={paletteFilter}
      actions={groups}
    />
  )
}

/**
 * Under an open dialog nothing happens that its user does not see. Asked of the page, since dialogs are opened in many places; what
 * the tray asks for by a cluster's name is meant as it is said. The palette closes by the key that opens it.
 */
function sleeps(command: string): boolean {
  const dialogs = [...document.querySelectorAll<HTMLElement>('[role="dialog"][aria-modal="true"]')]
  return dialogs.some(({ dataset }) => command !== 'app.palette' || dataset.palette === undefined)
}

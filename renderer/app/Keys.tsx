import { Group, Kbd } from '@mantine/core'
import { shortcutKeys } from './shortcut-keys.ts'

/** A shortcut as the keys of this keyboard. */
export function Keys({ shortcut, isMac }: { readonly shortcut: string; readonly isMac: boolean }) {
  return (
    <Group gap={3} wrap="nowrap">
      {shortcutKeys(shortcut, { isMac }).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </Group>
  )
}

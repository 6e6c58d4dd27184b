import type { TablerIcon } from '@tabler/icons-react'
import type { ClusterRef } from '#shared/cluster.ts'
import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { moreWords } from './command-keywords.ts'

/** Under which heading the palette lists a command, in that order. */
export const commandGroups = ['clusters', 'cluster', 'others', 'go', 'app'] as const
export type CommandGroup = (typeof commandGroups)[number]

/** Something a user can do. The palette, the shortcuts, the application menu and the tray all read the same list. */
export interface Command {
  readonly id: string
  /** `others`: of the clusters that are not chosen; only listed when something is searched for. */
  readonly group: CommandGroup
  readonly label: string
  /** What it is found by besides its label: its name in each language, other words for it, and pinyin. */
  readonly keywords: string
  readonly icon: TablerIcon
  /** As Mantine writes it: `mod` is Ctrl, or Command on a Mac. */
  readonly shortcut?: string
  readonly isEnabled: boolean
  /** For the chosen cluster, or for the one that the tray names. */
  run(cluster?: ClusterRef): void
}

interface Named extends Omit<Command, 'label' | 'keywords'> {
  readonly name: MessageKey
  readonly params?: MessageParams
}

/** A command by the text that names it. `text` is the language of now. */
export function named(text: (key: MessageKey, params?: MessageParams) => string, command: Named): Command {
  const { name, params, ...rest } = command
  const kind = rest.id.replace(/:.*$/s, '')
  const keywords = [translate('en', name, params), translate('zh-CN', name, params), moreWords[kind] ?? ''].join(' ')
  return { ...rest, label: text(name, params), keywords }
}

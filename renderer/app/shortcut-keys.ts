const arrows = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }
const macKeys: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧', alt: '⌥', ...arrows }
const otherKeys: Readonly<Record<string, string>> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', ...arrows }

/** The keys of a shortcut as they are printed on the keyboard. */
export function shortcutKeys(shortcut: string, { isMac }: { readonly isMac: boolean }): readonly string[] {
  const names = isMac ? macKeys : otherKeys
  return shortcut.split(/\+(?=.)/).map((key) => names[key] ?? key)
}

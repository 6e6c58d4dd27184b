/** The action of a key that is not passed to the shell. */
export type TerminalKey = 'copy' | 'paste' | 'leave'

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/**
 * The few keys that are not sent to the shell: Ctrl+Shift+C and Ctrl+Shift+V, on a Mac ⌘C and ⌘V, and Shift+Esc, by which one leaves a
 * terminal without a mouse.
 */
export function terminalKey({ key, ctrlKey, shiftKey, altKey, metaKey }: Key, isMac: boolean): TerminalKey | undefined {
  if (key === 'Escape' && shiftKey && !ctrlKey && !altKey && !metaKey) return 'leave'
  const isOurs = isMac ? metaKey && !ctrlKey && !shiftKey : ctrlKey && shiftKey && !metaKey
  if (!isOurs || altKey) return undefined
  const letter = key.toLowerCase()
  return letter === 'c' ? 'copy' : letter === 'v' ? 'paste' : undefined
}

/** Whether the window may hear a key that was pressed in a terminal: on a Mac the keys with ⌘, which no shell knows. */
export const isForWindow = ({ metaKey }: Pick<KeyboardEvent, 'metaKey'>, isMac: boolean): boolean => isMac && metaKey

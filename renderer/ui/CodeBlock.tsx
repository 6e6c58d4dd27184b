import { ScrollArea } from '@mantine/core'
import styles from './CodeBlock.module.css'

/** Text of a file, to read and to select. Takes the focus, so that the keyboard can scroll it. */
export function CodeBlock({
  label,
  code,
  maxHeight,
  isWrapped = false,
}: {
  readonly label: string
  readonly code: string
  readonly maxHeight?: number | string
  /** What is read rather than run: whole, without scrolling to the side. */
  readonly isWrapped?: boolean
}) {
  return (
    <ScrollArea.Autosize
      className={styles.block}
      {...(maxHeight === undefined ? {} : { mah: maxHeight })}
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}
    >
      <pre className={styles.code} data-wrapped={isWrapped || undefined}>
        {code}
      </pre>
    </ScrollArea.Autosize>
  )
}

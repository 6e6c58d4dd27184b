import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import styles from './CopyableText.module.css'
import { useTexts } from './language.tsx'
import { useCopy } from './use-copy.ts'

/** A fact that a click copies. Its text can still be marked by the pointer; the keyboard has a button beside it. */
export function CopyableText({
  value,
  shown = value,
  title = shown,
  isCode = false,
  isShort = false,
}: {
  readonly value: string
  /** What stands there where that is more or less than what is copied. */
  readonly shown?: string
  readonly title?: string | undefined
  /** An identifier, in the letters of code. */
  readonly isCode?: boolean
  /** In one line, shortened in its middle where there is no room for all of it. */
  readonly isShort?: boolean
}) {
  const { text } = useTexts()
  const { copy, isCopied } = useCopy()
  const Icon = isCopied ? IconCheck : IconCopy
  const copyUnlessMarked = ({ target, currentTarget }: MouseEvent) => {
    const selection = window.getSelection()
    const isMarked =
      selection?.isCollapsed === false &&
      [selection.anchorNode, selection.focusNode].some((end) => currentTarget.contains(end))
    if (!isMarked || (target instanceof Element && target.closest('button'))) copy(value)
  }
  return (
    <Tooltip label={text('copied')} opened={isCopied} position="right">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the pointer; the button inside is the one that the keyboard and screen readers know. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button inside has the keys, and its click arrives here, too. */}
      <span className={`${styles.copyable} ${isShort ? styles.short : ''}`} onClick={copyUnlessMarked}>
        <span
          className={styles.text}
          title={title}
          {...(isCode ? { style: { fontFamily: 'var(--mantine-font-family-monospace)' } } : {})}
        >
          {isShort ? <Shortened text={shown} /> : shown}
        </span>
        <UnstyledButton
          className={styles.button}
          data-copied={isCopied || undefined}
          aria-label={text('action.copyNamed', { what: value })}
        >
          <Icon size={13} aria-hidden />
        </UnstyledButton>
        <VisuallyHidden role="status">{isCopied ? text('copied') : ''}</VisuallyHidden>
      </span>
    </Tooltip>
  )
}

/** Of a path, the end tells most. */
const shownEnd = 10

function Shortened({ text }: { readonly text: string }) {
  return (
    <>
      <span className={styles.head}>{text.slice(0, -shownEnd)}</span>
      <span className={styles.end}>{text.slice(-shownEnd)}</span>
    </>
  )
}

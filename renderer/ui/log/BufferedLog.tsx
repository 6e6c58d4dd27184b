import { Button, Text } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { type KeyboardEvent, type MouseEvent, useEffect } from 'react'
import { request } from '../../api/client.ts'
import { CopyButton } from '../CopyButton.tsx'
import { useTexts } from '../language.tsx'
import styles from './BufferedLog.module.css'
import { LogRow } from './LogRow.tsx'
import { entryAt, firstErrorLine, type LogBuffer } from './log-buffer.ts'
import { useLineSelection } from './use-line-selection.ts'
import { rowHeightPx, useLogScroll } from './use-log-scroll.ts'

interface Props {
  readonly label: string
  readonly buffer: LogBuffer
  /** Numbers of the lines to show; see matchingLines. */
  readonly numbers: readonly number[]
  /** Said where there is no line. */
  readonly emptyText: string
  /** Leaves the end for the first line that reports an error, once it turns true. */
  readonly showsFirstError?: boolean
}

/** A log that can be longer than the screen by far: only the rows in view exist in the page. */
export function BufferedLog({ label, buffer, numbers, emptyText, showsFirstError = false }: Props) {
  const { text, plural } = useTexts()
  const leadingRows = buffer.dropped > 0 ? 1 : 0
  const scroll = useLogScroll({ numbers, leadingRows })
  const selection = useLineSelection()

  // biome-ignore lint/correctness/useExhaustiveDependencies: jumps once, not with each new line.
  useEffect(() => {
    const line = showsFirstError ? firstErrorLine(buffer) : undefined
    if (line !== undefined) scroll.scrollTo(line)
  }, [showsFirstError])

  const chosen = selection.isEmpty ? [] : numbers.filter(selection.has)
  const textOf = (lines: readonly number[]) => lines.map((number) => entryAt(buffer, number)?.text ?? '').join('\n')

  const onKeyDown = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey
    if (event.key === 'End') scroll.toEnd()
    else if (event.key === 'Escape' && !selection.isEmpty) selection.clear()
    else if (isCommand && event.key === 'a') selection.chooseAll(numbers)
    else if (isCommand && event.key === 'c' && chosen.length > 0 && !window.getSelection()?.toString())
      void request('app.copyText', { text: textOf(chosen) })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const onClick = ({ target, detail, shiftKey }: MouseEvent) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null
    // Who has marked text wants that, and no line.
    const hasMarked = !shiftKey && window.getSelection()?.toString()
    if (row && detail <= 1 && !hasMarked) selection.choose(Number(row.dataset.line), { isExtending: shiftKey })
  }

  return (
    <div className={styles.frame}>
      <div
        ref={scroll.ref}
        className={styles.list}
        role="log"
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={scroll.onScroll}
        onKeyDown={onKeyDown}
        onClick={onClick}
        // The browser would mark text up to there.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      >
        {numbers.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {emptyText}
          </Text>
        )}
        <div className={styles.content} style={{ height: scroll.heightPx }}>
          {leadingRows > 0 && <div className={styles.dropped}>{plural('logs.dropped', buffer.dropped)}</div>}
          <div className={styles.rows} style={{ transform: `translateY(${scroll.firstRow * rowHeightPx}px)` }}>
            {scroll.visible.map((number) => {
              const entry = entryAt(buffer, number)
              return entry && <LogRow key={number} entry={entry} number={number} isSelected={selection.has(number)} />
            })}
          </div>
        </div>
      </div>
      {(chosen.length > 0 || !scroll.isFollowing) && (
        <div className={styles.bar}>
          {!scroll.isFollowing && (
            <Button
              size="compact-xs"
              variant="light"
              leftSection={<IconArrowDown size={13} aria-hidden />}
              onClick={scroll.toEnd}
            >
              {scroll.newLines > 0 ? plural('logs.newLines', scroll.newLines) : text('logs.follow')}
            </Button>
          )}
          {chosen.length > 0 && (
            <CopyButton
              key={chosen.length}
              size="compact-xs"
              label={plural('logs.copyChosen', chosen.length)}
              copy={() => textOf(chosen)}
            />
          )}
        </div>
      )}
    </div>
  )
}

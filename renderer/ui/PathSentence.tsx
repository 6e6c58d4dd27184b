import { Fragment } from 'react'
import type { MessageKey, MessageParams } from '#shared/translate.ts'
import { CopyableText } from './CopyableText.tsx'
import { useTexts } from './language.tsx'
import styles from './PathSentence.module.css'

/** Stands for the path while the sentence is made: no text has it. */
const gap = '\u0000'

/** A sentence with a `{path}`, which a click copies. */
export function PathSentence({
  text: key,
  path,
  params = {},
  isShort = false,
}: {
  readonly text: MessageKey
  readonly path: string
  /** What else stands in it. */
  readonly params?: MessageParams
  /** The path takes one line, however long it is. */
  readonly isShort?: boolean
}) {
  const { text } = useTexts()
  const [before, ...rest] = text(key, { ...params, path: gap }).split(gap)
  const sentence = (
    <>
      {before}
      {rest.map((after) => (
        <Fragment key={after}>
          <CopyableText value={path} isCode isShort={isShort} />
          {after}
        </Fragment>
      ))}
    </>
  )
  return isShort ? <span className={styles.short}>{sentence}</span> : sentence
}

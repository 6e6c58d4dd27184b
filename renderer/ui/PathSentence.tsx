import { Fragment } from 'react'
import type { MessageKey } from '#shared/translate.ts'
import { CopyableText } from './CopyableText.tsx'
import { useTexts } from './language.tsx'

/** Stands for the path while the sentence is made: no text has it. */
const gap = '\u0000'

/** A sentence with a `{path}`, which a click copies. */
export function PathSentence({ text: key, path }: { readonly text: MessageKey; readonly path: string }) {
  const { text } = useTexts()
  const [before, ...rest] = text(key, { path: gap }).split(gap)
  return (
    <>
      {before}
      {rest.map((after) => (
        <Fragment key={after}>
          <CopyableText value={path} isCode />
          {after}
        </Fragment>
      ))}
    </>
  )
}

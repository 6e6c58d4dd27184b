import { useEffect, useMemo, useRef, useState } from 'react'
import { useTexts } from '../../ui/language.tsx'
import { KeptRows } from '../../ui/log/kept-rows.ts'
import { LogList, type LogListHandle } from '../../ui/log/LogList.tsx'
import { firstErrorLine, type LogBuffer } from '../../ui/log/log-buffer.ts'
import { logClock } from '../../ui/log/log-clock.ts'
import { RowWindow } from '../../ui/log/row-window.ts'

interface Props {
  readonly log: LogBuffer
  readonly hasEnded: boolean
  /** Leaves the end for the first line that reports an error, once it turns true. */
  readonly showsFirstError: boolean
}

/** What the nodes said while an operation ran, also those that it took away again. */
export function OperationLog({ log, hasEnded, showsFirstError }: Props) {
  const { text, language } = useTexts()
  const [view] = useState(() => {
    const session = new KeptRows(log)
    return { session, rows: new RowWindow(session) }
  })
  const { session, rows } = view
  useEffect(() => session.subscribe(() => rows.refresh()), [session, rows])
  useEffect(() => session.take(log, { hasEnded }), [session, log, hasEnded])
  const clock = useMemo(() => logClock(language, { clock: 'absolute', zone: 'local' }, 0), [language])

  const list = useRef<LogListHandle>(null)
  const [foundLine, setFoundLine] = useState<number>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: jumps once, not with each new line.
  useEffect(() => {
    const line = showsFirstError ? firstErrorLine(log) : undefined
    if (line === undefined) return
    setFoundLine(line)
    list.current?.show({ generation: session.generation, revision: session.state.revision, row: line, line })
  }, [showsFirstError])

  return (
    <LogList
      ref={list}
      label={text('progress.log')}
      view={view}
      clock={clock}
      isWrapped={false}
      isWhole={false}
      foundLine={foundLine}
    />
  )
}

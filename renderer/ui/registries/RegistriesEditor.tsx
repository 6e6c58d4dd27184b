import { Group, Stack, Text } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useId, useRef } from 'react'
import type { RegistriesFinding, RegistriesFix } from '#shared/registry.ts'
import { useTexts } from '../language.tsx'
import styles from './RegistriesEditor.module.css'
import { RegistriesRemark } from './RegistriesRemark.tsx'

/** As much as `registries.check` and a spec take. */
const longestText = 1_000_000

interface Props {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows: number
  readonly findings: readonly RegistriesFinding[] | undefined
  /** Undefined while the findings are about another text. */
  readonly mend: ((fix: RegistriesFix) => void) | undefined
}

/** The text of a registries.yaml with numbered lines; a finding leads to its line. */
export function RegistriesEditor({ value, onChange, rows, findings, mend }: Props) {
  const { text } = useTexts()
  const input = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const findingsId = useId()
  const severityByLine = new Map(findings?.map(({ line, severity }) => [line, severity]))
  const lines = value.split('\n')

  const goTo = (line: number) => {
    const start = lines.slice(0, line - 1).reduce((length, { length: added }) => length + added + 1, 0)
    input.current?.focus()
    input.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  }

  return (
    <Stack gap="xs">
      <div className={styles.editor}>
        <div ref={gutter} className={styles.gutter} aria-hidden>
          {lines.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line number is its index.
            <div key={index} data-severity={severityByLine.get(index + 1)}>
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={input}
          className={styles.input}
          aria-label={text('registries.text')}
          aria-describedby={findingsId}
          rows={rows}
          wrap="off"
          spellCheck={false}
          value={value}
          maxLength={longestText}
          placeholder={text('registries.empty')}
          onChange={(event) => onChange(event.currentTarget.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
      <Stack id={findingsId} gap={4} role="status" className={styles.findings}>
        {findings?.length === 0 && value.trim() !== '' && (
          <Group gap={6}>
            <IconCircleCheckFilled size={14} aria-hidden className={styles.icon} data-severity="none" />
            <Text size="sm">{text('registries.good')}</Text>
          </Group>
        )}
        {findings?.map((finding) => (
          <RegistriesRemark
            key={`${finding.rule} ${finding.line}:${finding.column} ${finding.subject}`}
            finding={finding}
            onGo={() => goTo(finding.line)}
            onFix={mend}
          />
        ))}
      </Stack>
    </Stack>
  )
}

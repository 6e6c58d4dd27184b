import { Group } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleXFilled } from '@tabler/icons-react'
import type { RegistriesFinding, RegistriesFix } from '#shared/registry.ts'
import { useTexts } from '../language.tsx'
import { FixButton } from './FixButton.tsx'
import styles from './RegistriesEditor.module.css'

interface Props {
  readonly finding: RegistriesFinding
  readonly onGo: () => void
  /** Undefined while the text is another one than the remark is about. */
  readonly onFix: ((fix: RegistriesFix) => void) | undefined
}

/** One remark, which leads to its line, and what mends it. */
export function RegistriesRemark({ finding, onGo, onFix }: Props) {
  const { text, finding: describe } = useTexts()
  const { severity, line, column, fix } = finding
  const Icon = severity === 'error' ? IconCircleXFilled : IconAlertTriangleFilled
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
      <button type="button" className={styles.finding} data-severity={severity} onClick={onGo}>
        <Icon size={14} aria-hidden className={styles.icon} data-severity={severity} />
        <span>
          <b>{text(`severity.${severity}`)}</b>
          {' · '}
          {text('registries.line', { line, column })}
          {' · '}
          {describe(finding)}
        </span>
      </button>
      <FixButton fix={fix} onFix={onFix} />
    </Group>
  )
}

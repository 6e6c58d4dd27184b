import { Button } from '@mantine/core'
import type { RegistriesFix } from '#shared/registry.ts'
import { useTexts } from '../language.tsx'
import styles from './RegistriesEditor.module.css'

/** What mends a remark; disabled while the text is another one than the remark is about. */
export function FixButton({
  fix,
  onFix,
}: {
  readonly fix: RegistriesFix | undefined
  readonly onFix: ((fix: RegistriesFix) => void) | undefined
}) {
  const { fix: describeFix } = useTexts()
  if (!fix) return null
  return (
    <Button size="compact-xs" variant="default" className={styles.fix} disabled={!onFix} onClick={() => onFix?.(fix)}>
      {describeFix(fix)}
    </Button>
  )
}

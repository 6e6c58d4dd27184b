import { ScrollArea } from '@mantine/core'
import type { DiffLine } from '#shared/kubeconfig.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './DiffView.module.css'

const marks: Record<DiffLine['kind'], string> = { same: ' ', added: '+', removed: '−', gap: '⋯' }

/** Changed lines with some around them; the sign says what the colour says. */
export function DiffView({ lines }: { readonly lines: readonly DiffLine[] }) {
  const { text, plural } = useTexts()
  return (
    <ScrollArea.Autosize
      mah={320}
      type="auto"
      className={styles.frame}
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': text('kubeconfig.diff') }}
    >
      <pre className={styles.lines}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a diff have no other identity.
          <div key={index} className={styles.line} data-kind={line.kind}>
            <span className={styles.mark}>{marks[line.kind]}</span>
            {line.kind === 'gap' ? plural('kubeconfig.diff.gap', line.number) : line.text}
          </div>
        ))}
      </pre>
    </ScrollArea.Autosize>
  )
}

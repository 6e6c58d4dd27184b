import { useTexts } from '../../ui/language.tsx'
import styles from './shell.module.css'

const least = 120
/** What is above keeps so much. */
const aboveKeeps = 200
const step = 24

/** The upper edge of the shells: drawn with the pointer, or moved with the arrow keys. */
export function HeightHandle({
  height,
  onChange,
}: {
  readonly height: number
  readonly onChange: (height: number) => void
}) {
  const { text } = useTexts()
  const most = Math.max(least, window.innerHeight - aboveKeeps)
  const set = (wanted: number) => onChange(Math.min(most, Math.max(least, Math.round(wanted))))
  const steps: Partial<Record<string, number>> = { ArrowUp: step, ArrowDown: -step }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved.
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={text('shell.height')}
      aria-valuenow={height}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className={styles.handle}
      onKeyDown={({ key }) => {
        const by = steps[key]
        if (by !== undefined) set(height + by)
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) set(height - event.movementY)
      }}
    />
  )
}

import { formatAge, formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNow } from '../../ui/use-now.ts'

/** How long ago something was; when exactly, on hover. */
export function Age({ time }: { readonly time: string }) {
  const { language } = useTexts()
  const nowMs = useNow()
  return <span title={formatDateTime(language, time)}>{formatAge(language, time, nowMs)}</span>
}

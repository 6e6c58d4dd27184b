import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatDuration } from './format.ts'
import { useTexts } from './language.tsx'

const tickMs = 100

/** A length of time: a settled one, if it was long enough to be felt, or one that counts up from `sinceMs`. */
export function Duration({
  durationMs,
  sinceMs,
}: {
  readonly durationMs?: number | undefined
  readonly sinceMs?: number | undefined
}) {
  const { language } = useTexts()
  const isCounting = durationMs === undefined && sinceMs !== undefined
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (!isCounting) return
    const timer = setInterval(() => setNowMs(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [isCounting])
  const shownMs = durationMs ?? (sinceMs === undefined ? undefined : nowMs - sinceMs)
  if (shownMs === undefined || (durationMs !== undefined && durationMs < tickMs)) return null
  return (
    <Text component="time" size="sm" c="dimmed" ff="monospace">
      {formatDuration(language, shownMs)}
    </Text>
  )
}

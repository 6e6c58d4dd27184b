import { useInterval } from '@mantine/hooks'
import { useState } from 'react'

const stepMs = 10_000

/** The time, as often as an age changes that is worth looking at. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useInterval(() => setNowMs(Date.now()), stepMs, { autoInvoke: true })
  return nowMs
}

import { useInterval } from '@mantine/hooks'
import { useEffect, useState } from 'react'

const stepMs = 10_000

/** The time, as often as an age changes that is worth looking at. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  const { start, stop } = useInterval(() => setNowMs(Date.now()), stepMs)
  useEffect(() => {
    start()
    return stop
  }, [start, stop])
  return nowMs
}

import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { type Problem, problemOf } from '#shared/problem.ts'
import { preflightQuery } from '../../api/queries.ts'

const settleMs = 350

export interface Preflight {
  /** The last ones that came, which may be of values that have changed since. */
  readonly checks: readonly PreflightCheck[] | undefined
  readonly problem: Problem | undefined
  readonly isChecking: boolean
  /** There is a spec to check: every field is right in itself. */
  readonly canCheck: boolean
  /** Something is known to stand in the way of exactly these values. */
  readonly isBlocked: boolean
  /** Somebody waits in `pass`. */
  readonly isWaiting: boolean
  /** Waits for the check of exactly these values. False where something stands in the way, or where they changed meanwhile. */
  pass(): Promise<boolean>
}

/** Checks a spec while it is being written; only the last values are checked to the end. */
export function usePreflight(
  engineId: string,
  spec: ClusterSpec | undefined,
  { isOffline = false }: { readonly isOffline?: boolean } = {},
): Preflight {
  const client = useQueryClient()
  const [settled] = useDebouncedValue(spec, settleMs)
  const [awaited, setAwaited] = useState<ClusterSpec>()
  const [isWaiting, setIsWaiting] = useState(false)
  const present = useRef(spec)
  useEffect(() => {
    present.current = spec
  }, [spec])
  // On submit, check immediately instead of after the debounce.
  const checked = isSame(awaited, spec) ? awaited : settled
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    ...(checked
      ? preflightQuery(engineId, checked, isOffline)
      : { queryKey: ['clusters.preflight'], queryFn: skipToken }),
    placeholderData: keepPreviousData,
  })
  const isOfThese = isSame(checked, spec) && !isPlaceholderData && !isFetching

  const pass = async () => {
    if (!spec) return false
    setAwaited(spec)
    setIsWaiting(true)
    try {
      const checks = await client.fetchQuery(preflightQuery(engineId, spec, isOffline))
      return isSame(present.current, spec) && !isBlocking(checks)
    } catch {
      return false // The query shows why.
    } finally {
      setIsWaiting(false)
    }
  }

  return {
    checks: data,
    problem: error ? problemOf(error) : undefined,
    isChecking: spec !== undefined && (isFetching || !isOfThese),
    canCheck: spec !== undefined,
    isBlocked: isOfThese && data !== undefined && isBlocking(data),
    isWaiting,
    pass,
  }
}

const isBlocking = (checks: readonly PreflightCheck[]) => checks.some(({ result }) => result === 'blocking')

const isSame = (left: ClusterSpec | undefined, right: ClusterSpec | undefined) =>
  left !== undefined && JSON.stringify(left) === JSON.stringify(right)

import { useLocalStorage, useSessionStorage } from '@mantine/hooks'
import { z } from 'zod'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { LogLevel } from '#shared/log.ts'
import { LogSearch, LogSource } from '#shared/log-view.ts'
import { storedValue } from '../../ui/stored-value.ts'

/** How somebody looks at the logs of one cluster. Kept by the window: the main process has no use for it. */
const LogLook = z.object({
  /** Absent: every node. */
  sources: z.array(LogSource).optional(),
  isFolded: z.boolean().default(true),
  isWrapped: z.boolean().default(false),
  /** With the time and level that lines say themselves, which also stand in columns of their own. */
  isWhole: z.boolean().default(false),
  clock: z.enum(['absolute', 'relative', 'off']).default('absolute'),
  zone: z.enum(['local', 'utc']).default('local'),
  hasTimeline: z.boolean().default(true),
})

/** What keeps lines from being shown. It ends with the window: a filter that nobody remembers looks like a log without lines. */
const LogFilters = z.object({
  /** Names of sources that are followed but not shown. */
  hidden: z.array(z.string()).default([]),
  level: LogLevel.optional(),
  search: LogSearch.default({ pattern: '', isRegex: false, isCaseSensitive: false, isWholeWord: false }),
  isOnlyMatching: z.boolean().default(false),
})
export type LogSettings = z.infer<typeof LogLook> & z.infer<typeof LogFilters>

/** Shows every line of the chosen sources again. */
export const noFilters: z.infer<typeof LogFilters> = { ...LogFilters.parse({}), level: undefined }

/** The settings, and what changes them. */
export type KeptSettings = readonly [settings: LogSettings, change: (next: Partial<LogSettings>) => void]

export function useLogSettings(cluster: Cluster): KeptSettings {
  const [look, setLook] = useLocalStorage({
    key: `sampan.logs.${refKey(cluster)}`,
    defaultValue: LogLook.parse({}),
    getInitialValueInEffect: false,
    deserialize: (text) => storedValue(LogLook, text),
  })
  // Of this cluster, not of one that is made later under its name.
  const [filters, setFilters] = useSessionStorage({
    key: `sampan.logs.filters.${refKey(cluster)} ${cluster.createdAt ?? ''}`,
    defaultValue: LogFilters.parse({}),
    getInitialValueInEffect: false,
    deserialize: (text) => storedValue(LogFilters, text),
  })
  const change = (next: Partial<LogSettings>) => {
    const ofFilters = Object.entries(next).filter(([name]) => Object.hasOwn(LogFilters.shape, name))
    const ofLook = Object.entries(next).filter(([name]) => Object.hasOwn(LogLook.shape, name))
    if (ofFilters.length > 0) setFilters((before) => ({ ...before, ...Object.fromEntries(ofFilters) }))
    if (ofLook.length > 0) setLook((before) => ({ ...before, ...Object.fromEntries(ofLook) }))
  }
  return [{ ...look, ...filters }, change] as const
}

import { useLocalStorage, useSessionStorage } from '@mantine/hooks'
import { z } from 'zod'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { LogSource } from '#shared/log-view.ts'
import { LogFilters, LogWindowView } from '#shared/log-window.ts'
import { storedValue } from '../../ui/stored-value.ts'
import { usePreferences } from '../../ui/use-preferences.ts'

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

export type LogSettings = z.infer<typeof LogLook> & LogFilters

/** Shows every line of the chosen sources again. */
export const noFilters: LogFilters = { ...LogFilters.parse({}), level: undefined }

/** The settings, and what changes them. */
export type KeptSettings = readonly [settings: LogSettings, change: (next: Partial<LogSettings>) => void]

/** Filters end with the window: a forgotten filter looks like an empty log. */
export function useLogSettings(cluster: Cluster): KeptSettings {
  const [look, setLook] = useLook(cluster)
  // Of this cluster, not of one that is made later under its name.
  const [filters, setFilters] = useSessionStorage({
    key: `sampan.logs.filters.${refKey(cluster)} ${cluster.createdAt ?? ''}`,
    defaultValue: LogFilters.parse({}),
    getInitialValueInEffect: false,
    deserialize: (text) => storedValue(LogFilters, text),
  })
  const change = (next: Partial<LogSettings>) => {
    if (hasAnyOf(LogFilters, next)) setFilters((before) => ({ ...before, ...partOf(LogFilters, next) }))
    if (hasAnyOf(LogLook, next)) setLook((before) => ({ ...before, ...partOf(LogLook, next) }))
  }
  return [{ ...look, ...filters }, change]
}

const OwnView = LogWindowView.pick({ sources: true, filters: true })

/** Of a log in a window of its own: it begins with what it was opened for, and only the look of lines is that of all. */
export function useOwnLogSettings(cluster: Cluster, beginning: z.infer<typeof OwnView>): KeptSettings {
  const [look, setLook] = useLook(cluster)
  const [own, setOwn] = useSessionStorage({
    key: 'sampan.logs.own',
    defaultValue: OwnView.parse(beginning),
    getInitialValueInEffect: false,
    deserialize: (text) => OwnView.safeParse(parsed(text)).data ?? OwnView.parse(beginning),
  })
  const change = (next: Partial<LogSettings>) => {
    const { sources, ...others } = next
    if (sources) setOwn((before) => ({ ...before, sources }))
    if (hasAnyOf(LogFilters, next))
      setOwn((before) => ({ ...before, filters: { ...before.filters, ...partOf(LogFilters, next) } }))
    if (hasAnyOf(LogLook, others)) setLook((before) => ({ ...before, ...partOf(LogLook, others) }))
  }
  return [{ ...look, ...own.filters, sources: own.sources }, change]
}

function useLook(cluster: Cluster) {
  const { wrapsLogs, logZone } = usePreferences().preferences
  return useLocalStorage({
    key: `sampan.logs.${refKey(cluster)}`,
    defaultValue: LogLook.parse({ isWrapped: wrapsLogs, zone: logZone }),
    getInitialValueInEffect: false,
    deserialize: (text) => storedValue(LogLook, text),
  })
}

/** Of what is given, what belongs to a schema. */
function partOf(schema: z.ZodObject, given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(schema.shape, name)))
}

const hasAnyOf = (schema: z.ZodObject, given: object) => Object.keys(partOf(schema, given)).length > 0

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

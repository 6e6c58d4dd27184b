import { useLocalStorage } from '@mantine/hooks'
import { z } from 'zod'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { LogLevel } from '#shared/log.ts'
import { LogSearch, LogSource } from '#shared/log-view.ts'

/** How somebody looks at the logs of one cluster. Kept by the window: the main process has no use for it. */
const LogSettings = z.object({
  /** Absent: every node. */
  sources: z.array(LogSource).optional(),
  /** Names of sources that are followed but not shown. */
  hidden: z.array(z.string()).default([]),
  level: LogLevel.optional(),
  search: LogSearch.default({ pattern: '', isRegex: false, isCaseSensitive: false, isWholeWord: false }),
  isOnlyMatching: z.boolean().default(false),
  isFolded: z.boolean().default(true),
  isWrapped: z.boolean().default(false),
  /** With the time and level that lines say themselves, which also stand in columns of their own. */
  isWhole: z.boolean().default(false),
  clock: z.enum(['absolute', 'relative', 'off']).default('absolute'),
  zone: z.enum(['local', 'utc']).default('local'),
  hasTimeline: z.boolean().default(true),
})
export type LogSettings = z.infer<typeof LogSettings>

const defaults = LogSettings.parse({})

export function useLogSettings(cluster: ClusterRef) {
  const [settings, set] = useLocalStorage<LogSettings>({
    key: `sampan.logs.${refKey(cluster)}`,
    defaultValue: defaults,
    getInitialValueInEffect: false,
    deserialize: (text) => read(text),
  })
  return [settings, (change: Partial<LogSettings>) => set((before) => ({ ...before, ...change }))] as const
}

/** What an older version wrote, or somebody by hand, must not break the view. */
function read(text: string | undefined): LogSettings {
  try {
    return LogSettings.catch(defaults).parse(JSON.parse(text ?? '{}'))
  } catch {
    return defaults
  }
}

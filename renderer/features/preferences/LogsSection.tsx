import { Select, Stack, Switch } from '@mantine/core'
import { logMemory } from '#shared/preferences.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { usePreferences } from '../../ui/use-preferences.ts'

/** How a log is shown until somebody chooses otherwise for one cluster, and how much of it is kept. */
export function LogsSection() {
  const { text, language } = useTexts()
  const { preferences, prefer } = usePreferences()
  return (
    <Stack gap="lg">
      <Select
        label={text('preferences.logMemory')}
        description={text('preferences.logMemory.hint')}
        data={logMemory.map((bytes) => ({ value: String(bytes), label: formatBytes(language, bytes) }))}
        value={String(preferences.logMemoryBytes)}
        onChange={(value) => value !== null && prefer({ logMemoryBytes: Number(value) })}
        allowDeselect={false}
      />
      <Switch
        label={text('logs.view.wrap')}
        description={text('preferences.logLook.hint')}
        checked={preferences.wrapsLogs}
        onChange={({ currentTarget }) => prefer({ wrapsLogs: currentTarget.checked })}
      />
      <Switch
        label={text('logs.view.utc')}
        description={text('preferences.logLook.hint')}
        checked={preferences.logZone === 'utc'}
        onChange={({ currentTarget }) => prefer({ logZone: currentTarget.checked ? 'utc' : 'local' })}
      />
    </Stack>
  )
}

import { SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Preferences } from '#shared/preferences.ts'
import { request } from '../../api/client.ts'
import { appInfoQuery, backgroundQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { usePreferences } from '../../ui/use-preferences.ts'
import { OnPath } from './OnPath.tsx'

/** How the window looks and speaks, and what the app does without one. */
export function GeneralSection() {
  const { text } = useTexts()
  const { preferences, prefer } = usePreferences()
  const { data: app } = useQuery(appInfoQuery)
  return (
    <Stack gap="lg">
      <Select
        label={text('preferences.language')}
        data={[
          { value: 'system', label: text('preferences.system') },
          { value: 'en', label: 'English' },
          { value: 'zh-CN', label: '简体中文' },
        ]}
        value={preferences.language}
        onChange={(value) => value && prefer({ language: Preferences.shape.language.parse(value) })}
        allowDeselect={false}
      />
      <Stack gap={4}>
        <Text size="sm" fw={600} id="theme-label">
          {text('preferences.theme')}
        </Text>
        <SegmentedControl
          aria-labelledby="theme-label"
          data={[
            { value: 'system', label: text('preferences.system') },
            { value: 'light', label: text('preferences.light') },
            { value: 'dark', label: text('preferences.dark') },
          ]}
          value={preferences.theme}
          onChange={(value) => prefer({ theme: Preferences.shape.theme.parse(value) })}
        />
      </Stack>
      <BackgroundFields />
      {app?.onPath ? <OnPath line={app.onPath} /> : null}
    </Stack>
  )
}

function BackgroundFields() {
  const { text } = useTexts()
  const { preferences, prefer } = usePreferences()
  const client = useQueryClient()
  const { data: background } = useQuery(backgroundQuery)
  const { mutate: startAtLogin } = useMutation({
    mutationFn: (isOn: boolean) => request('app.startAtLogin', { isOn }),
    onSettled: () => client.invalidateQueries(backgroundQuery),
  })
  return (
    <Stack gap="sm">
      <Switch
        label={text('preferences.keepsRunning')}
        description={text(background?.hasTray === false ? 'preferences.noTray' : 'preferences.keepsRunning.hint')}
        disabled={background?.hasTray === false}
        checked={preferences.keepsRunning && background?.hasTray !== false}
        onChange={({ currentTarget }) => prefer({ keepsRunning: currentTarget.checked })}
      />
      <Switch
        label={text('preferences.notifies')}
        description={text('preferences.notifies.hint')}
        checked={preferences.notifies}
        onChange={({ currentTarget }) => prefer({ notifies: currentTarget.checked })}
      />
      {background && background.startsAtLogin !== null && (
        <Switch
          label={text('preferences.startsAtLogin')}
          description={text('preferences.startsAtLogin.hint')}
          checked={background.startsAtLogin}
          onChange={({ currentTarget }) => startAtLogin(currentTarget.checked)}
        />
      )}
    </Stack>
  )
}

import { Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Preferences } from '#shared/preferences.ts'
import { request } from '../../api/client.ts'
import { appInfoQuery, preferencesQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { OnPath } from './OnPath.tsx'
import styles from './PreferencesDialog.module.css'

/** Language and theme take effect at once; `engines` is where the engine is chosen. */
export function PreferencesDialog({ engines }: { readonly engines: ReactNode }) {
  const { text } = useTexts()
  const { closeDialog } = useNavigation()
  const client = useQueryClient()
  const { data: preferences } = useQuery(preferencesQuery)
  const { data: app } = useQuery(appInfoQuery)
  const save = useMutation({
    mutationFn: (change: Partial<Pick<Preferences, 'language' | 'theme'>>) => request('preferences.set', change),
    onSuccess: (saved) => client.setQueryData(preferencesQuery.queryKey, saved),
  })
  const choose = <K extends 'language' | 'theme'>(key: K, value: string) =>
    save.mutate({ [key]: Preferences.shape[key].parse(value) })
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={text('preferences.title')}
      size="lg"
      classNames={{ title: styles.title }}
    >
      <Stack gap="lg">
        <Select
          label={text('preferences.language')}
          data={[
            { value: 'system', label: text('preferences.system') },
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          value={preferences?.language ?? 'system'}
          onChange={(value) => value && choose('language', value)}
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
            value={preferences?.theme ?? 'system'}
            onChange={(value) => choose('theme', value)}
          />
        </Stack>
        {engines}
        {app?.onPath ? <OnPath line={app.onPath} /> : null}
        <Text size="xs" c="dimmed">
          {text('preferences.version', { version: app?.version ?? '' })}
        </Text>
      </Stack>
    </Modal>
  )
}

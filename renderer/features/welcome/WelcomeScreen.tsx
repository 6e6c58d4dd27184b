import { Anchor, Button, Group, Kbd, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { IconLanguage, IconPlus, IconSailboat } from '@tabler/icons-react'
import { Preferences } from '#shared/preferences.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { usePreferences } from '../../ui/use-preferences.ts'
import { FirstCluster } from './FirstCluster.tsx'
import { K3dClusters } from './K3dClusters.tsx'
import styles from './WelcomeScreen.module.css'

/** Shown where there is no cluster yet: one button is enough, and what it does stands above it. */
export function WelcomeScreen({
  engineId,
  paletteShortcut,
}: {
  readonly engineId: string
  readonly paletteShortcut: string
}) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { createSuggested } = useClusterActions()
  return (
    <div className={styles.screen}>
      <LanguageSwitch />
      <Stack align="center" gap="lg" maw={560} p="xl" mx="auto" className={styles.middle}>
        <div className={styles.picture}>
          <IconSailboat size={56} stroke={1.25} aria-hidden />
        </div>
        <Stack align="center" gap="xs">
          <Title order={1} size="h2" ta="center">
            {text('welcome.title')}
          </Title>
          <Text ta="center" c="dimmed">
            {text('welcome.text')}
          </Text>
        </Stack>
        <Stack align="center" gap="xs">
          <Button
            size="md"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => createSuggested((cluster) => go({ cluster, tab: 'overview' }))}
          >
            {text('command.new')}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => go({ dialog: { kind: 'create' } })}>
            {text('command.customise')}
          </Anchor>
        </Stack>
        <FirstCluster engineId={engineId} />
        <K3dClusters engineId={engineId} />
        <Group gap={6}>
          <Kbd size="xs">{paletteShortcut}</Kbd>
          <Text size="xs" c="dimmed">
            {text('welcome.palette')}
          </Text>
        </Group>
      </Stack>
    </div>
  )
}

/** Where somebody looks for it who cannot read what stands there. */
function LanguageSwitch() {
  const { text, language } = useTexts()
  const { prefer } = usePreferences()
  return (
    <Group gap={6} className={styles.language}>
      <IconLanguage size={17} aria-hidden />
      <SegmentedControl
        size="xs"
        aria-label={text('preferences.language')}
        data={[
          { value: 'en', label: 'English' },
          { value: 'zh-CN', label: '简体中文' },
        ]}
        value={language}
        onChange={(value) => prefer({ language: Preferences.shape.language.parse(value) })}
      />
    </Group>
  )
}

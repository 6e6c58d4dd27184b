import { Button, Center, Group, Kbd, Stack, Text, Title } from '@mantine/core'
import { IconPlus, IconSailboat } from '@tabler/icons-react'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import styles from './WelcomeScreen.module.css'

/** Shown where there is no cluster yet: one button is enough. */
export function WelcomeScreen({ paletteShortcut }: { readonly paletteShortcut: string }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { createSuggested } = useClusterActions()
  return (
    <Center h="100%">
      <Stack align="center" gap="lg" maw={440} p="xl">
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
        <Button
          size="md"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => createSuggested((cluster) => go({ cluster, tab: 'overview' }))}
        >
          {text('welcome.create')}
        </Button>
        <Group gap={6}>
          <Kbd size="xs">{paletteShortcut}</Kbd>
          <Text size="xs" c="dimmed">
            {text('welcome.palette')}
          </Text>
        </Group>
      </Stack>
    </Center>
  )
}

import { Code, Stack, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { kubeconfigStatusQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { usePreferences } from '../../ui/use-preferences.ts'

/** What becomes of the user's own kubeconfig by itself: nothing, unless they want it. */
export function KubeconfigSection() {
  const { text } = useTexts()
  const { preferences, prefer } = usePreferences()
  const status = useQuery(kubeconfigStatusQuery).data?.value
  return (
    <Stack gap="lg">
      <Switch
        label={text('preferences.addsToKubeconfig')}
        description={text('preferences.addsToKubeconfig.hint')}
        checked={preferences.addsToKubeconfig}
        onChange={({ currentTarget }) => prefer({ addsToKubeconfig: currentTarget.checked })}
      />
      {status && (
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {text('preferences.kubeconfigFile')}
          </Text>
          <div>
            <Code>{status.defaultPath}</Code>
          </div>
        </Stack>
      )}
    </Stack>
  )
}

import { Button, Center, Group, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ClusterSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { specQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { SpecFields } from '../../ui/spec-form/SpecFields.tsx'
import { useSpecForm } from '../../ui/spec-form/use-spec-form.ts'
import styles from './SettingsScreen.module.css'

/** Everything about an existing cluster that can be changed, and Apply. */
export function SettingsScreen({ cluster }: { readonly cluster: string }) {
  const { data: spec, error, refetch } = useQuery({ ...specQuery(cluster), refetchOnMount: 'always' })
  if (error) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!spec)
    return (
      <Center h={200}>
        <Loader size="sm" />
      </Center>
    )
  return <SettingsForm key={JSON.stringify(spec)} base={spec} />
}

function SettingsForm({ base }: { readonly base: ClusterSpec }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { apply } = useClusterActions()
  const { form, spec } = useSpecForm(base)
  const submit = form.onSubmit(() => {
    if (!spec) return
    apply(spec)
    go({ tab: 'overview' })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={760}>
        <SpecFields form={form} isNew={false} />
        <Group justify="space-between" wrap="nowrap" className={styles.bar}>
          <Text size="sm" c="dimmed">
            {text('settings.hint')}
          </Text>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" disabled={!form.isDirty()} onClick={form.reset}>
              {text('action.discard')}
            </Button>
            <Button type="submit" disabled={!form.isDirty()}>
              {text('action.apply')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

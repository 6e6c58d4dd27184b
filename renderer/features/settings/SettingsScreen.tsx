import { Button, Center, Group, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Cluster, StoredSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { type ChangeAttempt, useLastAttempt } from '../../api/cluster-actions.ts'
import { useDraft } from '../../api/drafts.ts'
import { specQuery } from '../../api/queries.ts'
import { ChangedMeanwhile } from '../../ui/ChangedMeanwhile.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { SpecFields } from '../../ui/spec-form/SpecFields.tsx'
import { type SpecValues, valuesOf } from '../../ui/spec-form/spec-values.ts'
import { goToFirstError, useSpecForm } from '../../ui/spec-form/use-spec-form.ts'
import { useConfirmedChange } from '../../ui/use-confirmed-change.tsx'
import styles from './SettingsScreen.module.css'

/** Everything about an existing cluster that can be changed, and Apply. */
export function SettingsScreen({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  const { data: stored, error, refetch } = useQuery({ ...specQuery(cluster), refetchOnMount: 'always' })
  const attempt = useLastAttempt(cluster)
  if (!stored && error) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!stored)
    return (
      <Center h={200}>
        <Loader size="sm" aria-label={text('loading.settings')} />
      </Center>
    )
  const look = async () => (await refetch()).data
  return (
    <SettingsForm
      key={cluster.createdAt}
      cluster={cluster}
      stored={stored}
      failed={attempt?.kind === 'change' ? attempt : undefined}
      look={look}
    />
  )
}

interface Props {
  readonly cluster: Cluster
  /** What was last seen of it. */
  readonly stored: StoredSpec
  /** A change that was not carried out: its draft goes on where it was left. */
  readonly failed: ChangeAttempt | undefined
  /** Looks whether it is still so. */
  readonly look: () => Promise<StoredSpec | undefined>
}

interface SettingsDraft {
  readonly values: SpecValues
  /** What was stored when it was begun. */
  readonly base: StoredSpec
}

function SettingsForm({ cluster, stored, failed, look }: Props) {
  const { text } = useTexts()
  const { begun, keep } = useDraft<SettingsDraft>(cluster, 'settings')
  const [base, setBase] = useState(begun?.base ?? failed?.base ?? stored)
  const { form, spec, rebase } = useSpecForm(base.spec, begun?.values ?? (failed && valuesOf(failed.spec)))
  const { values } = form
  const isDirty = form.isDirty()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept changes with these, `keep` with every rendering.
  useEffect(() => keep(isDirty ? { values, base } : undefined), [isDirty, values, base])
  const isBehind = stored.generation !== base.generation
  const load = () => {
    rebase(stored.spec)
    setBase(stored)
  }
  // Nothing of the user's is lost: there is no draft to be looked after.
  if (isBehind && !isDirty) load()
  const toFirstError = (errors: typeof form.errors) => goToFirstError(form, errors)
  // Once it has begun it is the attempt that is kept.
  const { ask, dialog } = useConfirmedChange({ cluster, base, look, onBegun: () => keep(undefined) })
  const submit = form.onSubmit(async () => {
    if (spec) await ask(spec)
  }, toFirstError)
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={860}>
        {isBehind && <ChangedMeanwhile cluster={cluster} onLoad={load} />}
        <SpecFields form={form} isNew={false} engineId={cluster.engineId} />
        {dialog}
        <Group justify="space-between" wrap="nowrap" className={styles.bar}>
          <Text size="sm" c="dimmed">
            {text('settings.hint')}
          </Text>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" disabled={!isDirty} onClick={form.reset}>
              {text('action.discard')}
            </Button>
            <Button type="submit" disabled={!isDirty || isBehind}>
              {text('action.apply')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

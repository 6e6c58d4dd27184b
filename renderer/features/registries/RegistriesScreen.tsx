import { Anchor, Button, Center, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Cluster, StoredSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { type ChangeAttempt, openLink, useLastAttempt } from '../../api/cluster-actions.ts'
import { useDraft } from '../../api/drafts.ts'
import { registriesCheckQuery, specQuery } from '../../api/queries.ts'
import { ChangedMeanwhile } from '../../ui/ChangedMeanwhile.tsx'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Later } from '../../ui/Later.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { RegistriesField } from '../../ui/registries/RegistriesField.tsx'
import { isSame, type RegistriesValue, registriesOf, specWith } from '../../ui/registries/registries-value.ts'
import { Section } from '../../ui/Section.tsx'
import { useConfirmedChange } from '../../ui/use-confirmed-change.tsx'
import { NodeFiles } from './NodeFiles.tsx'

/** The registries.yaml of a cluster, and what containerd on each node makes of it. */
export function RegistriesScreen({ cluster }: { readonly cluster: Cluster }) {
  const { data: stored, error, refetch } = useQuery({ ...specQuery(cluster), refetchOnMount: 'always' })
  const { text } = useTexts()
  const attempt = useLastAttempt(cluster)
  return (
    <Stack gap="xl" maw={860}>
      {!stored && error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!stored && !error && (
        <Center h={200}>
          <Loader size="sm" aria-label={text('loading.registries')} />
        </Center>
      )}
      {stored && (
        <RegistriesForm
          key={cluster.createdAt}
          cluster={cluster}
          stored={stored}
          failed={attempt?.kind === 'change' ? attempt : undefined}
          look={async () => (await refetch()).data}
        />
      )}
      <Later>
        <NodeFiles cluster={cluster} />
      </Later>
    </Stack>
  )
}

interface Props {
  readonly cluster: Cluster
  /** What was last seen of it. */
  readonly stored: StoredSpec
  /** A change that was not carried out: its text goes on where it was left. */
  readonly failed: ChangeAttempt | undefined
  /** Looks whether it is still so. */
  readonly look: () => Promise<StoredSpec | undefined>
}

interface RegistriesDraft {
  readonly value: RegistriesValue
  /** What was stored when it was begun. */
  readonly base: StoredSpec
}

function RegistriesForm({ cluster, stored, failed, look }: Props) {
  const { text } = useTexts()
  const { begun, keep } = useDraft<RegistriesDraft>(cluster, 'registries')
  const [base, setBase] = useState(begun?.base ?? failed?.base ?? stored)
  const [value, setValue] = useState(begun?.value ?? registriesOf(failed?.spec ?? stored.spec))
  const { data: findings } = useQuery({
    ...registriesCheckQuery(value.text, base.spec.image, Object.keys(value.files)),
    enabled: false,
  })
  const isDirty = !isSame(value, registriesOf(base.spec))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept changes with these, `keep` with every rendering.
  useEffect(() => keep(isDirty ? { value, base } : undefined), [isDirty, value, base])
  const isBehind = stored.generation !== base.generation
  const isOtherText = isBehind && stored.spec.registries !== base.spec.registries
  const load = () => {
    if (!isDirty) setValue(registriesOf(stored.spec))
    setBase(stored)
  }
  // Nothing of the user's is lost: there is no draft to be looked after.
  if (isBehind && !isDirty) load()
  // Once it has begun it is the attempt that is kept.
  const { ask, dialog } = useConfirmedChange({ cluster, base, look, onBegun: () => keep(undefined) })
  return (
    <Section
      title={text('registries.text')}
      hint={text('registries.hint')}
      actions={
        <>
          <Button variant="default" size="xs" disabled={!isDirty} onClick={() => setValue(registriesOf(base.spec))}>
            {text('action.discard')}
          </Button>
          <Button
            size="xs"
            disabled={!isDirty || isBehind || (findings ?? []).some(({ severity }) => severity === 'error')}
            onClick={() => void ask(specWith(base.spec, value))}
          >
            {text('action.apply')}
          </Button>
        </>
      }
    >
      {isBehind && <ChangedMeanwhile cluster={cluster} onLoad={load} />}
      {isOtherText && <CodeBlock label={text('registries.stored')} code={stored.spec.registries} maxHeight={200} />}
      {dialog}
      <RegistriesField
        rows={12}
        image={base.spec.image}
        value={value}
        onChange={(change) => setValue((before) => ({ ...before, ...change }))}
        from={{ engineId: cluster.engineId, name: cluster.name }}
      />
      <Text size="sm" c="dimmed">
        {text('registries.applyHint')}{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => void openLink('k3s-registries')}>
          {text('action.openLink.k3s-registries')}
        </Anchor>
      </Text>
    </Section>
  )
}

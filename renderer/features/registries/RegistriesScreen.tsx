import { Anchor, Button, Center, Loader, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { openLink, useClusterActions } from '../../api/cluster-actions.ts'
import { registriesCheckQuery, specQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { RegistriesEditor } from '../../ui/RegistriesEditor.tsx'
import { Section } from '../../ui/Section.tsx'
import { NodeFiles } from './NodeFiles.tsx'

/** The registries.yaml of a cluster, and what containerd on each node makes of it. */
export function RegistriesScreen({ cluster }: { readonly cluster: Cluster }) {
  const { data: spec, error, refetch } = useQuery({ ...specQuery(cluster.name), refetchOnMount: 'always' })
  return (
    <Stack gap="xl">
      {error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!spec && !error && (
        <Center h={200}>
          <Loader size="sm" />
        </Center>
      )}
      {spec && <RegistriesForm key={spec.registries} spec={spec} />}
      <NodeFiles cluster={cluster} />
    </Stack>
  )
}

function RegistriesForm({ spec }: { readonly spec: ClusterSpec }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { apply } = useClusterActions()
  const client = useQueryClient()
  const [value, setValue] = useState(spec.registries)
  const { data: findings } = useQuery({ ...registriesCheckQuery(value), enabled: false })
  const isDirty = value !== spec.registries
  return (
    <Section
      title={text('registries.text')}
      hint={text('registries.hint')}
      actions={
        <>
          <Button
            variant="default"
            size="xs"
            onClick={() => void client.refetchQueries({ queryKey: registriesCheckQuery(value).queryKey })}
          >
            {text('registries.check')}
          </Button>
          <Button
            size="xs"
            disabled={!isDirty || (findings ?? []).some(({ severity }) => severity === 'error')}
            onClick={() => {
              apply({ ...spec, registries: value })
              go({ tab: 'overview' })
            }}
          >
            {text('action.apply')}
          </Button>
        </>
      }
    >
      <RegistriesEditor rows={12} value={value} onChange={setValue} />
      <Text size="sm" c="dimmed">
        {text('registries.applyHint')}{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => void openLink('k3s-registries')}>
          {text('action.openLink.k3s-registries')}
        </Anchor>
      </Text>
    </Section>
  )
}

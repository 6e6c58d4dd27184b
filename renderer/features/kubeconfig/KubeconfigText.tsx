import { Button, Center, Loader, Switch, Text } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { kubeconfigQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from '../../ui/Section.tsx'
import { maskSecrets } from './mask-secrets.ts'

/** The kubeconfig as YAML: to read, to copy, to save somewhere. */
export function KubeconfigText({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const [showsSecrets, setShowsSecrets] = useState(false)
  const { data, error, refetch } = useQuery({ ...kubeconfigQuery(cluster), refetchOnMount: 'always' })
  const save = useMutation({
    mutationFn: () => request('clusters.saveKubeconfig', { cluster }),
    meta: { isShownInPlace: true },
  })
  const path = save.data?.path
  if (error) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Center h={200}>
        <Loader size="sm" />
      </Center>
    )
  return (
    <Section
      title={text('kubeconfig.title')}
      hint={text('kubeconfig.hint')}
      actions={
        <>
          <CopyButton label={text('kubeconfig.copy')} copy={data.text} />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDeviceFloppy size={14} aria-hidden />}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {text('kubeconfig.save')}
          </Button>
        </>
      }
    >
      {save.error && <ProblemAlert problem={problemOf(save.error)} onRetry={() => save.mutate()} />}
      {path && (
        <Text size="sm" role="status">
          {text('kubeconfig.saved', { path })}
        </Text>
      )}
      <Switch
        size="xs"
        label={text('kubeconfig.showSecrets')}
        checked={showsSecrets}
        onChange={(event) => setShowsSecrets(event.currentTarget.checked)}
      />
      <CodeBlock
        label={text('kubeconfig.title')}
        code={showsSecrets ? data.text : maskSecrets(data.text)}
        maxHeight={360}
      />
    </Section>
  )
}

import { Center, Loader, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { kubeconfigQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Section } from '../../ui/Section.tsx'
import { maskSecrets } from './mask-secrets.ts'

/** The kubeconfig as YAML: to read, and to see what is given away. */
export function KubeconfigText({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  const [showsSecrets, setShowsSecrets] = useState(false)
  const { data, error, refetch } = useQuery({ ...kubeconfigQuery(cluster), refetchOnMount: 'always' })
  if (error) return <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Center h={200}>
        <Loader size="sm" aria-label={text('loading.kubeconfig')} />
      </Center>
    )
  return (
    <Section title={text('kubeconfig.title')} hint={text('kubeconfig.hint')}>
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

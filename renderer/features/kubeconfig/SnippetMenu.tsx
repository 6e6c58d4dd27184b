import { Button, Menu } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { request } from '../../api/client.ts'
import { privateKubeconfigQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { snippets } from './snippets.ts'

/** Lines for tools that are told in a file or in code which kubeconfig to use. */
export function SnippetMenu({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const { data } = useQuery(privateKubeconfigQuery(cluster))
  const copy = useMutation({ mutationFn: (snippet: string) => request('app.copyText', { text: snippet }) })
  if (!data) return null
  const target = { kubeconfig: data.path, context: data.context, cluster: cluster.name }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconCopy size={14} aria-hidden />}>
          {text('kubeconfig.copySnippet')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {snippets.map(({ name, write }) => (
          <Menu.Item key={name} onClick={() => copy.mutate(write(target))}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

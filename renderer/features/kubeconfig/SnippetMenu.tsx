import { Button, Menu, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { isOfK3d } from '#shared/cluster-origin.ts'
import { privateKubeconfigQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { snippets } from './snippets.ts'

/** Lines for tools that are told in a file or in code which kubeconfig to use. */
export function SnippetMenu({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const { data } = useQuery(privateKubeconfigQuery(cluster))
  const { copy, isCopied } = useCopy()
  if (!data) return null
  const offered = snippets.filter(({ isOfSampan }) => !(isOfSampan && isOfK3d(cluster)))
  const target = { kubeconfig: data.path, context: data.context, cluster: cluster.name }
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={isCopied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            aria-label={text('kubeconfig.copySnippet')}
          >
            {text(isCopied ? 'copied' : 'kubeconfig.copySnippet')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map(({ name, write }) => (
            <Menu.Item key={name} onClick={() => copy(write(target))}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <VisuallyHidden role="status">{isCopied ? text('copied') : ''}</VisuallyHidden>
    </>
  )
}

import { Button } from '@mantine/core'
import { IconTerminal2 } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ClusterRef, refOf } from '#shared/cluster.ts'
import { request } from '../api/client.ts'
import { toolsQuery } from '../api/queries.ts'
import { useTexts } from '../ui/language.tsx'

/** There where a terminal is found. */
export function TerminalButton({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const { data: tools } = useQuery(toolsQuery)
  const { mutate, isPending } = useMutation({
    mutationFn: () => request('tools.open', { cluster: refOf(cluster), tool: 'terminal' }),
  })
  if (!tools?.some(({ id }) => id === 'terminal')) return null
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconTerminal2 size={14} aria-hidden />}
      loading={isPending}
      onClick={() => mutate()}
    >
      {text('action.openTerminal')}
    </Button>
  )
}

import { Button, Group, Text } from '@mantine/core'
import { type IconBox, IconBrandVscode, IconDeviceDesktop, IconTerminal2 } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import { mergedAs } from '#shared/kubeconfig.ts'
import { problemOf } from '#shared/problem.ts'
import type { Tool, ToolId } from '#shared/tool.ts'
import { request } from '../../api/client.ts'
import { kubeconfigStatusQuery, toolsQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Reason, unavailable } from '../../ui/Reason.tsx'
import { Section } from '../../ui/Section.tsx'

const icons: Record<ToolId, typeof IconBox> = {
  terminal: IconTerminal2,
  k9s: IconTerminal2,
  vscode: IconBrandVscode,
  headlamp: IconDeviceDesktop,
  lens: IconDeviceDesktop,
  freelens: IconDeviceDesktop,
}

/** Opens the cluster in a tool that is installed here, without touching the current context. */
export function ToolRow({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const { data: tools } = useQuery(toolsQuery)
  const status = useQuery(kubeconfigStatusQuery).data?.value
  const isMerged = status !== undefined && mergedAs(status, cluster) !== undefined
  const open = useMutation({
    mutationFn: (tool: ToolId) => request('tools.open', { cluster, tool }),
    meta: { isShownInPlace: true },
  })
  const needsMerge = ({ needsMerge: needs }: Tool) => needs && !isMerged
  const reasonOf = (tool: Tool) => (needsMerge(tool) ? text('reason.needsEntry', { tool: tool.name }) : undefined)
  return (
    <Section title={text('kubeconfig.openIn')} hint={text('kubeconfig.openIn.hint')}>
      {open.error && <ProblemAlert problem={problemOf(open.error)} />}
      <Group gap="xs">
        {tools?.map((tool) => {
          const Icon = icons[tool.id]
          return (
            <Reason key={tool.id} reason={reasonOf(tool)}>
              <Button
                size="xs"
                variant="default"
                leftSection={<Icon size={14} aria-hidden />}
                loading={open.isPending && open.variables === tool.id}
                {...unavailable(reasonOf(tool), () => open.mutate(tool.id))}
              >
                {tool.name}
              </Button>
            </Reason>
          )
        })}
      </Group>
      {tools?.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('kubeconfig.noTools')}
        </Text>
      )}
      {tools?.some(needsMerge) && (
        <Text size="xs" c="dimmed">
          {text('kubeconfig.needsMerge')}
        </Text>
      )}
    </Section>
  )
}

import { Group, SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { appInfoQuery, privateKubeconfigQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { Section } from '../../ui/Section.tsx'
import { exportCommand, kubectlCommand, type Shell } from './shell-commands.ts'

/** The cluster's own kubeconfig, for a terminal: nobody else writes to it, and nobody's current context is touched. */
export function PrivateKubeconfig({ cluster }: { readonly cluster: Cluster }) {
  const { text, language } = useTexts()
  const { data: app } = useQuery(appInfoQuery)
  const { data } = useQuery(privateKubeconfigQuery(cluster))
  const [chosen, setChosen] = useState<Shell>()
  const isWindows = app?.platform === 'win32'
  const shell = chosen ?? (isWindows ? 'powershell' : 'posix')
  if (!data) return null
  const { path, notBefore, notAfter } = data
  return (
    <Section
      title={text('kubeconfig.terminal')}
      hint={text('kubeconfig.terminal.hint')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={text('kubeconfig.shell')}
          value={shell}
          onChange={(value) => setChosen(value)}
          data={[
            { value: 'posix', label: 'bash / zsh' },
            { value: 'fish', label: 'fish' },
            { value: 'powershell', label: 'PowerShell' },
            { value: 'cmd', label: 'cmd' },
          ]}
        />
      }
    >
      {[exportCommand(path, shell), kubectlCommand(path, shell)].map((command) => (
        <Group key={command} gap="xs" wrap="nowrap">
          <div style={{ flex: 1, minWidth: 0 }}>
            <CodeBlock label={text('kubeconfig.command')} code={command} isWrapped />
          </div>
          <CopyButton label={text('action.copy')} what={command} copy={command} />
        </Group>
      ))}
      {notBefore !== undefined && notAfter !== undefined && (
        <Text size="xs" c="dimmed">
          {text('kubeconfig.validity', {
            from: formatDateTime(language, notBefore),
            until: formatDateTime(language, notAfter),
          })}
        </Text>
      )}
    </Section>
  )
}

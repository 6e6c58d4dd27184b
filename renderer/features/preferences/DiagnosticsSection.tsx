import { Button, Center, Group, Loader, Stack, Text } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { diagnosticsQuery } from '../../api/queries.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { showNotice } from '../../ui/notice.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

/** What helps somebody else to find a fault: shown first, then copied or saved exactly as shown. */
export function DiagnosticsSection() {
  const { text } = useTexts()
  const { data, error, refetch } = useQuery(diagnosticsQuery)
  const save = useMutation({
    mutationFn: (shown: string) => request('app.saveDiagnostics', { text: shown }),
    onSuccess: ({ path }) => path !== null && showNotice('kubeconfig.saved', { path }),
  })
  return (
    <Stack gap="sm">
      <Text size="sm">{text('diagnostics.hint')}</Text>
      {error && <ProblemAlert problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && (
        <Center h={160}>
          <Loader size="sm" aria-label={text('loading.diagnostics')} />
        </Center>
      )}
      {data && (
        <>
          <Group gap="xs">
            <Button
              size="xs"
              leftSection={<IconDeviceFloppy size={14} aria-hidden />}
              loading={save.isPending}
              onClick={() => save.mutate(data.text)}
            >
              {text('kubeconfig.save')}
            </Button>
            <CopyButton label={text('action.copy')} what={text('preferences.section.diagnostics')} copy={data.text} />
          </Group>
          <CodeBlock label={text('preferences.section.diagnostics')} code={data.text} isWrapped maxHeight={360} />
        </>
      )}
    </Stack>
  )
}

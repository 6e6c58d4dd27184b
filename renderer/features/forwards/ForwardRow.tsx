import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconExternalLink, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { PortForward } from '#shared/access.ts'
import { request } from '../../api/client.ts'
import { addressOf, objectName } from '../../api/forwards.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import styles from './forwards.module.css'

/** A forwarded port: where it is, where it leads, and what can be done with it. */
export function ForwardRow({ forward }: { readonly forward: PortForward }) {
  const { text, plural, problem: wordsOf, list } = useTexts()
  const { mutate } = useMutation({ mutationFn: (work: () => Promise<unknown>) => work() })
  const { id, target, port, pod, connections, problem } = forward
  const address = addressOf(forward)
  const words = problem && wordsOf(problem)
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <Text size="sm" fw={600} ff="monospace">
          {address}
        </Text>
        <Text size="sm">{text('forward.to', { object: objectName(target), port })}</Text>
        {words ? (
          <Text size="xs" c="var(--sampan-text-warning)" role="status" title={problem.detail}>
            {words.title}
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {list([
              ...(pod ? [text('forward.pod', { pod })] : []),
              ...(connections > 0 ? [plural('forward.connections', connections)] : []),
            ])}
          </Text>
        )}
      </div>
      <Group gap={6} wrap="nowrap">
        <Button
          size="xs"
          leftSection={<IconExternalLink size={14} aria-hidden />}
          aria-label={text('forward.browseNamed', { address })}
          onClick={() => mutate(() => request('forwards.browse', { id }))}
        >
          {text('forward.browse')}
        </Button>
        <CopyButton label={text('action.copy')} what={address} copy={address} />
        <Tooltip label={text('forward.stopNamed', { address })}>
          <ActionIcon
            size={30}
            variant="default"
            aria-label={text('forward.stopNamed', { address })}
            onClick={() => mutate(() => request('forwards.close', { id }))}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </li>
  )
}

import { Group, Progress, Text } from '@mantine/core'
import { formatBytes, formatDuration } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import type { Pull } from './timeline.ts'

/** An image on its way: bytes, speed and, once the speed is known, the time left. */
export function PullProgress({ pull, isUpload }: { readonly pull: Pull; readonly isUpload: boolean }) {
  const { text, language } = useTexts()
  const { doneBytes, totalBytes, bytesPerSecond } = pull
  const percent = totalBytes > 0 ? Math.min(100, (doneBytes / totalBytes) * 100) : 0
  const leftMs = bytesPerSecond ? ((totalBytes - doneBytes) / bytesPerSecond) * 1000 : undefined
  return (
    <>
      <Progress
        color="var(--sampan-tone-busy)"
        value={percent}
        size="sm"
        my={6}
        transitionDuration={0}
        aria-label={text(isUpload ? 'progress.load' : 'progress.pull', { image: pull.image })}
      />
      <Group justify="space-between" gap="md">
        <Text size="xs" c="dimmed" ff="monospace" truncate>
          {pull.image}
        </Text>
        <Text size="xs" c="dimmed">
          {text('progress.bytes', { done: formatBytes(language, doneBytes), total: formatBytes(language, totalBytes) })}
          {bytesPerSecond !== undefined &&
            ` · ${text('progress.speed', { speed: formatBytes(language, Math.max(0, bytesPerSecond)) })}`}
          {leftMs !== undefined &&
            leftMs > 0 &&
            ` · ${text('progress.left', { time: formatDuration(language, leftMs) })}`}
        </Text>
      </Group>
    </>
  )
}

import { Button, Center, Loader, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import { OpenFilesProvider, useFileTarget } from '../ui/files/file-target.tsx'
import { type Reading, useOpenFiles } from '../ui/files/use-open-files.ts'
import { useTexts } from '../ui/language.tsx'
import { useReasons } from '../ui/use-reasons.ts'
import styles from './DropTarget.module.css'

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')

/** Files that are dropped anywhere in the window are opened by what is in them. `cluster`: the one that is shown and runs. */
export function DropTarget({
  cluster,
  children,
}: {
  readonly cluster: ClusterRef | undefined
  readonly children: ReactNode
}) {
  const { open, reading, cancel } = useOpenFiles(cluster)
  const { present } = useFileTarget()
  const { engine: reason } = useReasons()
  // The library needs no engine.
  const canDrop = reason === undefined || present !== undefined
  const [isOver, setIsOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only a pointer can drop; buttons and menus open files without one.
    <div
      className={styles.target}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setIsOver(canDrop)
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setIsOver(false)
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setIsOver(false)
        const files = [...event.dataTransfer.files]
        if (files.length > 0 && canDrop && !reading) open(files)
      }}
    >
      <OpenFilesProvider value={open}>{children}</OpenFilesProvider>
      {isOver && <Invitation cluster={cluster} />}
      {reading && <InProgress reading={reading} onCancel={cancel} />}
    </div>
  )
}

/** The browser does not reveal the content of files before they are dropped. */
function Invitation({ cluster }: { readonly cluster: ClusterRef | undefined }) {
  const { text } = useTexts()
  const { present } = useFileTarget()
  return (
    <Center className={styles.over}>
      <IconFileImport size={28} stroke={1.5} aria-hidden />
      <Stack gap={2}>
        <Text fw={600}>{text('drop.title')}</Text>
        <Text size="sm">{cluster && !present ? text('drop.load', { cluster: cluster.name }) : text('drop.add')}</Text>
        {!present && <Text size="sm">{text('drop.spec')}</Text>}
      </Stack>
    </Center>
  )
}

function InProgress({
  reading: { kind, names },
  onCancel,
}: {
  readonly reading: Reading
  readonly onCancel: () => void
}) {
  const { text, list } = useTexts()
  return (
    <Center className={styles.over} data-reading role="status">
      <Loader size="sm" aria-hidden />
      <Stack gap={2}>
        <Text fw={600}>
          {kind === 'look'
            ? text('drop.reading', { files: list(names) })
            : text('bundle.opening', { file: list(names) })}
        </Text>
        <Text size="sm">{text('drop.readingHint')}</Text>
      </Stack>
      <Button size="xs" variant="default" onClick={onCancel}>
        {text('action.cancel')}
      </Button>
    </Center>
  )
}

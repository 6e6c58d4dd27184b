import { Center, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { useTexts } from '../ui/language.tsx'
import { useNewCluster } from '../ui/use-new-cluster.ts'
import { useReasons } from '../ui/use-reasons.ts'
import styles from './DropTarget.module.css'

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')

/** A file that is dropped anywhere in the window opens the form of a new cluster, filled in with what it says. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const { text } = useTexts()
  const { fromFile } = useNewCluster()
  const canCreate = useReasons().engine === undefined
  const [isOver, setIsOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only a pointer can drop; the menu beside "New cluster" opens a file without one.
    <div
      className={styles.target}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setIsOver(canCreate)
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setIsOver(false)
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setIsOver(false)
        const [file] = event.dataTransfer.files
        if (file && canCreate) fromFile(file)
      }}
    >
      {children}
      {isOver && (
        <Center className={styles.over}>
          <IconFileImport size={28} stroke={1.5} aria-hidden />
          <Text fw={600}>{text('create.drop')}</Text>
        </Center>
      )}
    </div>
  )
}

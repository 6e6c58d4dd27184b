import { useEffect } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { engineOfRef } from '#shared/cluster-origin.ts'
import { useClusterEntries, useClusters } from '../api/queries.ts'
import { ArchivesDialog } from '../features/archives/ArchivesDialog.tsx'
import { CreateDialog } from '../features/create/CreateDialog.tsx'
import { DeleteDialog } from '../features/delete/DeleteDialog.tsx'
import { EngineList } from '../features/engines/EngineList.tsx'
import { ForwardDialog } from '../features/forwards/ForwardDialog.tsx'
import { NoticesDialog } from '../features/notices/NoticesDialog.tsx'
import { PreferencesDialog } from '../features/preferences/PreferencesDialog.tsx'
import { useNavigation, usePlace } from '../ui/navigation.tsx'
import type { Command } from './command.ts'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'

export function Dialogs({
  commands,
  cluster,
  isMac,
}: {
  readonly commands: readonly Command[]
  /** The one that is shown, where images can be loaded into it. */
  readonly cluster: ClusterRef | undefined
  readonly isMac: boolean
}) {
  const dialog = usePlace(({ dialog }) => dialog)
  const { closeDialog } = useNavigation()
  const isPointless = useIsGone(dialog?.kind === 'delete' || dialog?.kind === 'forward' ? dialog.cluster : undefined)
  useEffect(() => {
    if (isPointless) closeDialog()
  }, [isPointless, closeDialog])
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'create':
      return <CreateDialog attempt={dialog.attempt} leftOut={dialog.leftOut ?? []} />
    case 'archives':
      return <ArchivesDialog files={dialog.files} cluster={cluster} />
    case 'delete':
      return <DeleteDialog cluster={dialog.cluster} />
    case 'forward':
      return <ForwardDialog cluster={dialog.cluster} object={dialog.object} />
    case 'notices':
      return <NoticesDialog />
    case 'shortcuts':
      return <ShortcutsDialog commands={commands} isMac={isMac} />
    case 'preferences':
      return <PreferencesDialog section={dialog.section ?? 'general'} engines={<EngineList />} />
  }
}

/** Whether somebody else has deleted it. An engine that is not connected says nothing about its clusters. */
function useIsGone(cluster: ClusterRef | undefined): boolean {
  const entries = useClusterEntries()
  const engine = useClusters()?.value?.engine
  if (!cluster || !entries || engine?.kind !== 'connected' || engine.engineId !== engineOfRef(cluster)) return false
  return !entries.some(({ ref }) => refKey(ref) === refKey(cluster))
}

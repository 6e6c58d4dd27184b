import { CreateDialog } from '../features/create/CreateDialog.tsx'
import { DeleteDialog } from '../features/delete/DeleteDialog.tsx'
import { EngineList } from '../features/engines/EngineList.tsx'
import { PreferencesDialog } from '../features/preferences/PreferencesDialog.tsx'
import { useNavigation } from '../ui/navigation.tsx'

export function Dialogs() {
  const { dialog } = useNavigation()
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'create':
      return <CreateDialog attempt={dialog.attempt} />
    case 'delete':
      return <DeleteDialog cluster={dialog.cluster} />
    case 'preferences':
      return <PreferencesDialog engines={<EngineList />} />
  }
}

import type { ClusterRef } from '#shared/cluster.ts'
import { request } from '../api/client.ts'
import type { Place } from '../ui/navigation.tsx'

/** For a window that shows a log of this cluster and nothing else: every other place is the main window's. */
export const inMainWindow =
  (cluster: ClusterRef) =>
  (to: Partial<Place>): boolean => {
    const command = commandFor(to)
    if (command === undefined) return false
    void request('app.command', { command, cluster: to.cluster ?? cluster })
    return true
  }

function commandFor({ tab, dialog }: Partial<Place>): string | undefined {
  switch (dialog?.kind) {
    case 'preferences':
      return dialog.section === 'engines' ? 'app.engines' : 'app.preferences'
    case undefined:
      return tab === undefined || tab === 'logs' ? undefined : `tab.${tab}`
    default:
      return 'cluster.show'
  }
}

import { useEffect, useEffectEvent } from 'react'
import type { ForwardEnd, PortForward } from '#shared/access.ts'
import { shownName } from '#shared/cluster-origin.ts'
import { addressOf } from '../api/forwards.ts'
import { keepOpen } from '../api/live-updates.ts'
import { showRemarks } from '../ui/notice.tsx'

/** Tells when a forwarded port has gone without its user's wish. */
export function useForwardNotices(): void {
  const tell = useEffectEvent((forward: PortForward, end: Exclude<ForwardEnd, 'requested'>) => {
    const params = { cluster: shownName(forward.cluster), address: addressOf(forward) }
    showRemarks([{ text: `forward.ended.${end}`, params }], forward.cluster)
  })
  useEffect(
    () =>
      keepOpen('forwards.watch', undefined, {
        onMessage: (event) => {
          if (event.kind === 'ended' && event.end !== 'requested') tell(event.forward, event.end)
        },
      }),
    [],
  )
}

import { notifications } from '@mantine/notifications'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import type { ForwardEnd, PortForward } from '#shared/access.ts'
import { addressOf } from '../api/forwards.ts'
import { keepOpen } from '../api/live-updates.ts'
import { useTexts } from '../ui/language.tsx'

/** Tells when a forwarded port has gone without its user's wish. */
export function useForwardNotices(): void {
  const { text } = useTexts()
  const tell = useEffectEvent((forward: PortForward, end: Exclude<ForwardEnd, 'requested'>) =>
    notifications.show({
      color: 'gray',
      icon: <IconArrowsExchange size={16} aria-hidden />,
      message: text(`forward.ended.${end}`, { cluster: forward.cluster.name, address: addressOf(forward) }),
    }),
  )
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

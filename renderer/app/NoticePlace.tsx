import { Portal } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import styles from './NoticePlace.module.css'

/** What was announced, where it stands; nothing lies under it. */
export function Notices() {
  return (
    <Notifications
      withinPortal={false}
      position="bottom-left"
      limit={4}
      notificationMaxHeight={400}
      classNames={{ root: styles.stack ?? '' }}
    />
  )
}

/**
 * Notices at the foot of the list of clusters, which makes room for them. They are seen over a dialog, too, and still lie beside it: who
 * has just pressed a button there may want the next one.
 */
export function NoticesInList() {
  const { ref, height } = useElementSize<HTMLDivElement>()
  return (
    <>
      <div style={{ flex: 'none', height, maxHeight: '70%' }} />
      <Portal>
        <div ref={ref} className={styles.place} data-notices>
          <Notices />
        </div>
      </Portal>
    </>
  )
}

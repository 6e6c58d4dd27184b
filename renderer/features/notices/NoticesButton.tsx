import { Indicator } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { IconButton } from '../../ui/IconButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { useNoticeHistory } from '../../ui/notice-history.tsx'

/** At the foot of the list: to what was announced, with a mark for failures that nobody has looked at. */
export function NoticesButton() {
  const { text, plural } = useTexts()
  const { go } = useNavigation()
  const { unseen } = useNoticeHistory()
  return (
    <IconButton
      label={unseen > 0 ? plural('notices.unseen', unseen) : text('notices.title')}
      onClick={() => go({ dialog: { kind: 'notices' } })}
    >
      <Indicator disabled={unseen === 0} color="red" size={8} offset={2}>
        <IconBell size={17} aria-hidden style={{ display: 'block' }} />
      </Indicator>
    </IconButton>
  )
}

import { notifications } from '@mantine/notifications'
import { IconCheck } from '@tabler/icons-react'
import type { MessageKey, MessageParams } from '#shared/translate.ts'
import { useTexts } from './language.tsx'

/** Says that something went well, on whatever screen the user is. */
export function showNotice(text: MessageKey, params: MessageParams) {
  notifications.show({
    color: 'teal.8',
    icon: <IconCheck size={16} aria-hidden />,
    message: <Message text={text} params={params} />,
  })
}

/** A component rather than a string: a notice that is open follows the language. */
function Message({ text, params }: { readonly text: MessageKey; readonly params: MessageParams }) {
  return useTexts().text(text, params)
}

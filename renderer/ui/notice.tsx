import { notifications } from '@mantine/notifications'
import { IconCheck } from '@tabler/icons-react'
import type { MessageKey, MessageParams } from '#shared/translate.ts'
import { useTexts } from './language.tsx'

/** A text and what stands in it. */
export interface Said {
  readonly text: MessageKey
  readonly params: MessageParams
}

/** Says that something went well, on whatever screen the user is. */
export function showNotice(text: MessageKey, params: MessageParams) {
  notifications.show({
    color: 'teal.8',
    icon: <IconCheck size={16} aria-hidden />,
    message: <Sentences said={[{ text, params }]} />,
  })
}

/** Says what is so, neither good nor bad. */
export function sayNotice(text: MessageKey, params: MessageParams) {
  notifications.show({ id: text, message: <Sentences said={[{ text, params }]} /> })
}

/** What else there is to know of something that was done, in sentences; nothing where there are none. */
export function showRemarks(said: readonly Said[]) {
  if (said.length > 0) notifications.show({ message: <Sentences said={said} /> })
}

/** A component rather than a string: a notice that is open follows the language. */
function Sentences({ said }: { readonly said: readonly Said[] }) {
  const { text, sentences } = useTexts()
  return sentences(said.map((each) => text(each.text, each.params)))
}

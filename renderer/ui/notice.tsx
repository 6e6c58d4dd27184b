import { type NotificationData, notifications } from '@mantine/notifications'
import { IconCheck } from '@tabler/icons-react'
import { isValidElement, type ReactNode } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'
import type { MessageKey, MessageParams } from '#shared/translate.ts'
import { useTexts } from './language.tsx'

/** A text and what stands in it. */
export interface Said {
  readonly text: MessageKey
  readonly params: MessageParams
}

/** What is announced on whatever screen the user is. Keys rather than words: one that is open, or kept, follows the language. */
export type Notice =
  | { readonly said: readonly Said[]; readonly cluster: ClusterRef | undefined }
  | { readonly problem: Problem; readonly cluster: ClusterRef | undefined }

/** Long enough to read a sentence or two. */
const closesAfterMs = 4000

/** Says that something went well; `cluster` is the one that it is about. */
export function showNotice(text: MessageKey, params: MessageParams, cluster?: ClusterRef) {
  announce({ said: [{ text, params }], cluster }, { color: 'teal.8', icon: <IconCheck size={16} aria-hidden /> })
}

/** Says what is so, neither good nor bad. */
export function sayNotice(text: MessageKey, params: MessageParams) {
  announce({ said: [{ text, params }], cluster: undefined }, { id: text })
}

/** Announces additional sentences about a completed action; nothing if there are none. */
export function showRemarks(said: readonly Said[], cluster?: ClusterRef) {
  if (said.length > 0) announce({ said, cluster }, {})
}

export function announce(notice: Notice, look: Omit<NotificationData, 'message'>) {
  const { id = crypto.randomUUID(), autoClose = closesAfterMs } = look
  const message = <NoticeText notice={notice} />
  const closes = (after: number | boolean) => () => notifications.update({ ...look, id, message, autoClose: after })
  // One of the same name gives way: what is said again has happened again.
  notifications.hide(id)
  notifications.show({
    ...look,
    id,
    message,
    autoClose,
    // Mantine waits for the pointer by itself, and for the focus in another layout only.
    onFocus: closes(false),
    onBlur: closes(autoClose),
  })
}

/** What a notification says, if it is one of ours. */
export function noticeIn(message: ReactNode): Notice | undefined {
  return isValidElement(message) && message.type === NoticeText
    ? (message.props as NoticeProps).notice // by its type
    : undefined
}

interface NoticeProps {
  readonly notice: Notice
}

/** The sentences of a notice; of a Problem, its cause. */
export function NoticeText({ notice }: NoticeProps) {
  const { text, sentences, problem: wordsOf } = useTexts()
  return 'problem' in notice
    ? wordsOf(notice.problem).cause
    : sentences(notice.said.map((each) => text(each.text, each.params)))
}

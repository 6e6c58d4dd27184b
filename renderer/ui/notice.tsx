import { type NotificationData, notifications } from '@mantine/notifications'
import { isValidElement, type ReactNode } from 'react'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import type { MessageKey, MessageParams } from '#shared/translate.ts'
import { ClusterLink } from './ClusterLink.tsx'
import { useTexts } from './language.tsx'
import { NoticeMark } from './NoticeMark.tsx'
import { usePlace } from './navigation.tsx'
import styles from './notice.module.css'
import { type Notice, type Said, toneOf } from './notice-tone.ts'
import { PathSentence } from './PathSentence.tsx'

/** Long enough to read a sentence or two. */
const closesAfterMs = 4000

/** Says that something went well; `cluster` is the one that it is about. */
export function showNotice(text: MessageKey, params: MessageParams, cluster?: ClusterRef) {
  announce({ tone: 'good', said: [{ text, params }], cluster })
}

/** Says what is so, neither good nor bad. */
export function sayNotice(text: MessageKey, params: MessageParams) {
  announce({ tone: 'info', said: [{ text, params }], cluster: undefined }, { id: text })
}

/** Announces additional sentences about a completed action; nothing if there are none. */
export function showRemarks(said: readonly Said[], cluster?: ClusterRef) {
  if (said.length > 0) announce({ tone: 'info', said, cluster })
}

export function announce(notice: Notice, look: Omit<NotificationData, 'message'> = {}) {
  const { id = crypto.randomUUID(), autoClose = closesAfterMs } = look
  const tone = toneOf(notice)
  const shown = {
    ...look,
    id,
    message: <NoticeMessage notice={notice} />,
    icon: <NoticeMark tone={tone} />,
    'data-tone': tone,
  }
  const closes = (after: number | boolean) => () => notifications.update({ ...shown, autoClose: after })
  // One of the same name gives way: what is said again has happened again.
  notifications.hide(id)
  notifications.show({
    ...shown,
    autoClose,
    // Mantine waits for the pointer by itself, and for the focus in another layout only.
    onFocus: closes(false),
    onBlur: closes(autoClose),
  })
}

/** What a notification says, if it is one of ours. */
export function noticeIn(message: ReactNode): Notice | undefined {
  return isValidElement(message) && message.type === NoticeMessage
    ? (message.props as NoticeProps).notice // by its type
    : undefined
}

interface NoticeProps {
  readonly notice: Notice
}

/** What is announced, and the way to the cluster that it is about. */
function NoticeMessage({ notice }: NoticeProps) {
  return (
    <>
      <NoticeText notice={notice} />
      {notice.cluster && <LinkElsewhere cluster={notice.cluster} />}
    </>
  )
}

/** Not where its page is shown already, nor over a dialog, which it would close. */
function LinkElsewhere({ cluster }: { readonly cluster: ClusterRef }) {
  const isElsewhere = usePlace(
    ({ cluster: shown, dialog }) => dialog === undefined && (!shown || refKey(shown) !== refKey(cluster)),
  )
  return isElsewhere && <ClusterLink cluster={cluster} size="compact-xs" className={styles.link ?? ''} />
}

/** The sentences of a notice; of a Problem, its cause. A path has a line of its own, so that it can be seen, and copied. */
export function NoticeText({ notice }: NoticeProps) {
  const { text, sentences, problem: wordsOf } = useTexts()
  if ('problem' in notice) return wordsOf(notice.problem).cause
  if (!notice.said.some(({ params }) => params.path !== undefined))
    return sentences(notice.said.map((each) => text(each.text, each.params)))
  return notice.said.map(({ text: key, params }) => (
    <span key={key} className={styles.line}>
      {params.path === undefined ? (
        text(key, params)
      ) : (
        <PathSentence text={key} path={String(params.path)} params={params} isShort />
      )}
    </span>
  ))
}

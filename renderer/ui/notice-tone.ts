import type { ClusterRef } from '#shared/cluster.ts'
import type { Problem } from '#shared/problem.ts'
import type { MessageKey, MessageParams } from '#shared/translate.ts'
import { isCancelled } from './failures.ts'

/** A text and what stands in it. */
export interface Said {
  readonly text: MessageKey
  readonly params: MessageParams
}

/** What is announced on whatever screen the user is. Keys rather than words: one that is open, or kept, follows the language. */
export type Notice =
  | { readonly tone: 'good' | 'info'; readonly said: readonly Said[]; readonly cluster: ClusterRef | undefined }
  | { readonly problem: Problem; readonly cluster: ClusterRef | undefined }

export type NoticeTone = 'good' | 'info' | 'failed' | 'cancelled'

export function toneOf(notice: Notice): NoticeTone {
  if (!('problem' in notice)) return notice.tone
  return isCancelled(notice.problem) ? 'cancelled' : 'failed'
}

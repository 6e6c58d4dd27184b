import { IconAlertOctagon, IconCheck, IconInfoCircle, IconX } from '@tabler/icons-react'
import type { NoticeTone } from './notice-tone.ts'

const icons = { good: IconCheck, info: IconInfoCircle, failed: IconAlertOctagon, cancelled: IconX }

/** What kind of news it is, at a glance. */
export function NoticeMark({ tone }: { readonly tone: NoticeTone }) {
  const Icon = icons[tone]
  return <Icon size={18} aria-hidden />
}

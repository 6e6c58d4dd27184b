import { z } from 'zod'
import { hasLabel, type LabelFilter, type RuntimeEvent } from './container-runtime.ts'

/**
 * Docker's own label filter would hide networks and volumes, whose events carry no labels. Instead the actions are named: without
 * the endless `exec_…` of other people's health checks there is little to filter here.
 */
export const watchedEvents = {
  type: ['container', 'network', 'volume'],
  event: [
    'create',
    'start',
    'restart',
    'die',
    'stop',
    'kill',
    'oom',
    'pause',
    'unpause',
    'rename',
    'update',
    'destroy',
  ],
}

const DockerEvent = z.object({
  Type: z.enum(['container', 'network', 'volume']),
  Action: z.string(),
  Actor: z.object({ Attributes: z.record(z.string(), z.string()).nullish() }),
})

/** Undefined for a container without the label. Networks and volumes always pass, with no labels: they may be ours. */
export function toRuntimeEvent(line: unknown, filter: LabelFilter): RuntimeEvent | undefined {
  const event = DockerEvent.safeParse(line).data
  if (!event) return undefined
  const { Type: object, Action: action, Actor } = event
  if (object !== 'container') return { kind: 'changed', object, action, labels: {} }
  const own = Actor.Attributes ?? {}
  return hasLabel(own, filter) ? { kind: 'changed', object, action, labels: own } : undefined
}

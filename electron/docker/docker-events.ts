import { z } from 'zod'
import type { RuntimeEvent } from './container-runtime.ts'

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

/** Undefined for a container without the labels. Networks and volumes always pass, with no labels: they may be ours. */
export function toRuntimeEvent(line: unknown, labels: readonly string[]): RuntimeEvent | undefined {
  const event = DockerEvent.safeParse(line).data
  if (!event) return undefined
  const { Type: object, Action: action, Actor } = event
  if (object !== 'container') return { kind: 'changed', object, action, labels: {} }
  const own = Actor.Attributes ?? {}
  return labels.every((label) => hasLabel(own, label)) ? { kind: 'changed', object, action, labels: own } : undefined
}

/** `name` or `name=value`, as Docker's filters take them. */
function hasLabel(own: Readonly<Record<string, string>>, label: string): boolean {
  const [name = '', ...value] = label.split('=')
  return value.length === 0 ? own[name] !== undefined : own[name] === value.join('=')
}

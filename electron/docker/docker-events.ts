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
    // Podman's word for it.
    'remove',
  ],
}

const DockerEvent = z.object({
  Type: z.enum(['container', 'network', 'volume']),
  Action: z.string(),
  Actor: z.object({ ID: z.string().default(''), Attributes: z.record(z.string(), z.string()).nullish() }),
})

/** Undefined for a container without the label. Networks and volumes always pass, with no labels: they may be ours. */
export function toRuntimeEvent(
  line: unknown,
  filter: LabelFilter,
): { readonly event: RuntimeEvent /** The container that has just ended. */; readonly endedId?: string } | undefined {
  const read = DockerEvent.safeParse(line).data
  if (!read) return undefined
  const { Type: object, Action, Actor } = read
  const action = Action === 'remove' ? 'destroy' : Action
  const labels = Actor.Attributes ?? {}
  // Docker names a volume by its id, Podman by an attribute.
  const name = labels.name ?? (object === 'volume' ? Actor.ID : '')
  if (object !== 'container') return { event: { kind: 'changed', object, action, name, labels: {} } }
  if (!hasLabel(labels, filter)) return undefined
  return {
    event: { kind: 'changed', object, action, name, labels },
    ...(action === 'die' ? { endedId: Actor.ID } : {}),
  }
}

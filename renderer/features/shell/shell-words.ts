import type { ShellTarget } from '#shared/access.ts'
import type { MessageKey, MessageParams } from '#shared/translate.ts'

/** The place of a shell as a tab names it. */
export const placeOf = (target: ShellTarget): string =>
  target.kind === 'node'
    ? target.node
    : target.container === undefined
      ? target.pod
      : `${target.pod} · ${target.container}`

/** The same as a sentence. */
export const nameOf = (
  text: (key: MessageKey, params?: MessageParams) => string,
  { cluster, target }: { cluster: { name: string }; target: ShellTarget },
): string =>
  target.kind === 'node'
    ? text('shell.inNode', { node: target.node, cluster: cluster.name })
    : text('shell.inPod', { pod: placeOf(target), cluster: cluster.name })

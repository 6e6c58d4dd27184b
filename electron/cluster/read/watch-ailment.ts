import type { ClusterHealth } from '#shared/health.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { type Feed, livePicture } from '../../kubernetes/live-picture.ts'
import { watchClusterHealth } from './watch-health.ts'

/** An API that is silent for less is only busy. */
const silenceMs = 5000

/**
 * What ails a cluster that was Ready: nodes that no longer are (`k3s.nodes_not_ready`), an API that has not answered for 5 s. At once,
 * then at each change; undefined while nothing does. Throws when the cluster is gone. Returns when aborted.
 */
export async function* watchAilment(
  about: Omit<Parameters<typeof watchClusterHealth>[0], 'onlyNodes'>,
  signal: AbortSignal,
): AsyncGenerator<Problem | undefined, void, undefined> {
  let health: ClusterHealth | undefined
  let said: string | undefined
  const feed: Feed = async (changed, own) => {
    let late: NodeJS.Timeout | undefined
    try {
      for await (health of watchClusterHealth({ ...about, onlyNodes: true }, own)) {
        clearTimeout(late)
        // The moment at which a silence has lasted long enough is no event.
        if (health.unknown) late = setTimeout(changed, Math.max(0, silenceMs - (Date.now() - health.unknown.sinceMs)))
        changed()
      }
    } finally {
      clearTimeout(late)
    }
  }
  for await (const now of livePicture({ feeds: [feed], picture: () => health, signal })) {
    const ailment = ailmentOf(now)
    const word = JSON.stringify(ailment) ?? ''
    if (word !== said) yield ailment
    said = word
  }
}

function ailmentOf({ nodes = [], unknown }: ClusterHealth): Problem | undefined {
  if (unknown) return Date.now() - unknown.sinceMs < silenceMs ? undefined : unknown.problem
  const ill = nodes.filter(({ isReady }) => !isReady)
  if (ill.length === 0) return undefined
  const reason = ill.find((node) => node.reason)?.reason
  return problem(
    'k3s.nodes_not_ready',
    { nodes: ill.map(({ name }) => name).join(', ') },
    reason === undefined ? {} : { detail: reason },
  )
}

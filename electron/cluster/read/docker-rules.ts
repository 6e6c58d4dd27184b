import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { helperContainer } from '../model/helper-container.ts'

/** The container in which is looked. */
export const lookerKind = 'looker'

const script = 'for t in nft legacy; do "iptables-$t-save" 2>/dev/null; done; iptables-save 2>/dev/null; true'

/**
 * Whether Docker's own firewall rules are gone, as after `firewall-cmd --reload` or `iptables -F`: then containers run on, and reach
 * nobody. A container in the engine's own network looks. Undefined where it cannot tell.
 */
export async function hasLostRules(
  runtime: ContainerRuntime,
  { cluster, image, subnet, info }: { cluster: string; image: string; subnet: string; info: RuntimeInfo },
  signal: AbortSignal,
): Promise<boolean | undefined> {
  if (!info.usesIptables || info.isPodman || info.isRootless || !(await runtime.inspectImage(image, signal)))
    return undefined
  const id = await runtime.createContainer(
    helperContainer(cluster, lookerKind, {
      image,
      entrypoint: ['/bin/sleep', '30'],
      network: { name: 'host', ipv4: '', aliases: [] },
      isPrivileged: true,
    }),
  )
  try {
    await runtime.startContainer(id, signal)
    const { stdout } = await runtime.exec(id, ['sh', '-c', script], signal)
    return rulesAreLost(stdout, subnet)
  } finally {
    await runtime.removeContainer(id)
  }
}

/**
 * By what `iptables-save` prints. Docker sends what comes in, and what it forwards, to chains of its own, and lets each of its networks
 * out; whoever has flushed them and made a network since has the first two again. Without any table nothing is known.
 */
export function rulesAreLost(saved: string, subnet: string): boolean | undefined {
  if (!/^:PREROUTING /m.test(saved)) return undefined
  const sent = [/^-A PREROUTING\b.* -j DOCKER$/m, /^-A FORWARD\b.* -j DOCKER\S*$/m].every((rule) => rule.test(saved))
  const out = saved.split('\n').filter((line) => /^-A POSTROUTING -s \S+ ! -o \S+ -j MASQUERADE$/.test(line))
  // A dockerd may be told to let nobody out (`--ip-masq=false`).
  return !sent || (out.length > 0 && !out.some((line) => line.includes(` ${subnet} `)))
}

/** What a node that cannot reach the others, or that nobody reaches, complains about. */
const isUnreached = (code: string): boolean =>
  ['k3s.api_timeout', 'k3s.nodes_timeout', 'k3s.server_unreachable'].includes(code)

/** Why a cluster does not become Ready: what was found, unless its cause is that Docker's rules are gone. */
export async function orLostRules(
  error: unknown,
  runtime: ContainerRuntime,
  { record: { spec, subnet }, signal }: { record: ClusterRecord; signal: AbortSignal },
): Promise<unknown> {
  if (!(error instanceof ProblemError) || !isUnreached(error.problem.code) || signal.aborted) return error
  const look = async () => {
    const info = await runtime.info(signal)
    return hasLostRules(runtime, { cluster: spec.name, image: spec.image, subnet, info }, signal)
  }
  // Where nobody can look, what was found stays the reason.
  const isLost = await look().catch(() => undefined)
  return isLost ? new ProblemError(problem('docker.firewall_lost', {}), { cause: error }) : error
}

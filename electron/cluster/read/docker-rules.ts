import type { ContainerRuntime, RuntimeInfo } from '../../docker/container-runtime.ts'
import { helperContainer } from '../model/helper-container.ts'

const script =
  'for t in nft legacy; do "iptables-$t-save" -t nat 2>/dev/null; done; iptables-save -t nat 2>/dev/null; true'

/**
 * Whether Docker's own firewall rules are gone, as after `firewall-cmd --reload` or `iptables -F`: then containers run on, and reach
 * nobody. A container in the engine's own network looks. Undefined where it cannot tell.
 */
export async function hasLostRules(
  runtime: ContainerRuntime,
  { cluster, image, info }: { cluster: string; image: string; info: RuntimeInfo },
  signal: AbortSignal,
): Promise<boolean | undefined> {
  if (info.isPodman || info.isRootless || !(await runtime.inspectImage(image, signal))) return undefined
  const id = await runtime.createContainer(
    helperContainer(cluster, 'looker', {
      image,
      entrypoint: ['/bin/sleep', '30'],
      network: { name: 'host', ipv4: '', aliases: [] },
      isPrivileged: true,
    }),
  )
  try {
    await runtime.startContainer(id, signal)
    const { stdout } = await runtime.exec(id, ['sh', '-c', script], signal)
    return rulesAreLost(stdout)
  } finally {
    await runtime.removeContainer(id)
  }
}

/** By what `iptables-save -t nat` prints. Docker's own rules send what comes in to its chain; without any table nothing is known. */
export function rulesAreLost(saved: string): boolean | undefined {
  if (!/^:PREROUTING /m.test(saved)) return undefined
  return !/^-A PREROUTING\b.* -j DOCKER$/m.test(saved)
}

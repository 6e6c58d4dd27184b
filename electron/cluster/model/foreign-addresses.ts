import type { NetworkMember } from '../../docker/container-runtime.ts'
import { containerAddress } from './addresses.ts'
import type { ContainerIdentity } from './labels.ts'
import type { ObservedCluster } from './observed-cluster.ts'

/** An address of the cluster that a container of somebody else has. */
export interface TakenAddress {
  readonly node: string
  readonly container: string
  readonly address: string
}

/** Which of the wanted containers cannot start since somebody else has their address. */
export function takenAddresses(
  members: readonly NetworkMember[],
  { subnet, wanted }: { subnet: string; wanted: readonly (ContainerIdentity & { readonly name: string })[] },
  { containers, strays }: Pick<ObservedCluster, 'containers' | 'strays'>,
): TakenAddress[] {
  const own = new Set([...containers.map(({ containerName }) => containerName), ...strays.map(({ name }) => name)])
  const foreign = members.filter(({ name, ipv4 }) => ipv4 !== '' && !own.has(name))
  return wanted.flatMap((each) => {
    const address = containerAddress(subnet, each)
    const holder = foreign.find(({ ipv4 }) => ipv4 === address)
    return holder ? [{ node: each.name, container: holder.name, address }] : []
  })
}

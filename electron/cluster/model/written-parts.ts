import { PortMapping } from '#shared/cluster.ts'
import { NodeVolume } from '#shared/node-placement.ts'

/** What is written for k3d is understood, too: `@loadbalancer` and `@servers` are where ports are published anyway, `@server:0` is one node. */
function placeOf(text: string | undefined): { on?: string } | undefined {
  if (text === undefined || /^(loadbalancer|servers?:\*|servers)(:proxy)?$/.test(text)) return {}
  const [, role, index] = /^(server|agent)s?[:-](\d{1,2})(?::direct)?$/.exec(text) ?? []
  return role === undefined ? undefined : { on: `${role}-${index}` }
}

/** Undefined for what names no ports, or a node that no word is for. */
export function portsIn(text: string): PortMapping[] | undefined {
  const [, hostIp, first, last = first, nodeFirst, nodeLast = nodeFirst, protocol, filter] =
    /^(?:(127\.0\.0\.1|0\.0\.0\.0):)?(\d+)(?:-(\d+))?:(\d+)(?:-(\d+))?(?:\/(tcp|udp))?(?:@(.+))?$/.exec(text) ?? []
  const place = placeOf(filter)
  const count = Number(last) - Number(first) + 1
  if (place === undefined || !(count >= 1 && count <= 200)) return undefined
  if (Number(nodeLast) - Number(nodeFirst) + 1 !== count) return undefined
  const parsed = Array.from({ length: count }, (_, index) =>
    PortMapping.safeParse({
      ...{ hostIp, hostPort: Number(first) + index, nodePort: Number(nodeFirst) + index, protocol },
      ...place,
    }),
  )
  const good = parsed.flatMap(({ data }) => data ?? [])
  return good.length === count ? good : undefined
}

/** `absolute` makes one of a path from where it was written. */
export function volumeIn(text: string, absolute: (path: string) => string): NodeVolume | undefined {
  const [, source = '', path, mode, filter] =
    /^([A-Za-z]:[\\/][^:]*|[^:]+):(\/[^:@]*)(?::(ro|rw))?(?:@(.+))?$/.exec(text) ?? []
  const on = filter?.replace(/^(server|agent)s?:\*$/, '$1s').replace(/^(server|agent)s?:(\d+)$/, '$1-$2')
  const isPath = /^\.{0,2}[\\/]|^\.{1,2}$/.test(source)
  const { data } = NodeVolume.safeParse({
    source: isPath ? absolute(source) : source,
    path,
    ...(mode === 'ro' ? { isReadOnly: true } : {}),
    ...(on === undefined || on === 'all' ? {} : { on }),
  })
  return data
}

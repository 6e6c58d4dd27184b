interface AddressRange {
  readonly first: number
  readonly last: number
}

/** Pods and services of a k3s with its defaults (k3s.md 3.2): a node network that overlaps with them cannot be reached from pods. */
const kubernetesRanges = ['10.42.0.0/16', '10.43.0.0/16']

/**
 * Where to look, in this order: one /16 that neither Docker's default pools nor common VPNs and home routers use, then parts of
 * 10.0.0.0/8 that are rarely used, then of 192.168.0.0/16.
 */
const pools = ['10.213', '10.214', '10.187', '10.97', '172.30', '192.168']

/** All /24 networks of the pools that overlap with nothing that is taken, the best first. */
export function freeSubnets(taken: readonly string[]): string[] {
  const ranges = [...taken, ...kubernetesRanges].flatMap((cidr) => rangeOf(cidr) ?? [])
  const candidates = pools.flatMap((pool) => Array.from({ length: 256 }, (_, third) => `${pool}.${third}.0/24`))
  return candidates.filter((candidate) => {
    const own = rangeOf(candidate)
    return own !== undefined && !ranges.some((range) => range.first <= own.last && own.first <= range.last)
  })
}

/** First and last address of an IPv4 CIDR; undefined for anything else, such as IPv6, which cannot overlap. */
export function rangeOf(cidr: string): AddressRange | undefined {
  const [, address = '', bits = ''] = /^(\d+(?:\.\d+){3})\/(\d+)$/.exec(cidr) ?? []
  const bytes = address.split('.').map(Number)
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255) || Number(bits) > 32) return undefined
  const size = 2 ** (32 - Number(bits))
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const first = Math.floor(value / size) * size
  return { first, last: first + size - 1 }
}

/** The first port from `from` on that is not taken. Undefined when none of the next 200 is free. */
export async function nextFreePort(
  from: number,
  isTaken: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  for (let port = from; port <= Math.min(from + 200, 65_535); port += 1) {
    if (!(await isTaken(port))) return port
  }
  return undefined
}

/** The k3s releases offered by name; any other image can be typed. The first is the newest, one is what k3s calls stable. */
export const releases = [
  { tag: 'v1.37.1-k3s1', isStable: false },
  { tag: 'v1.36.3-k3s1', isStable: false },
  { tag: 'v1.36.2-k3s1', isStable: true },
  { tag: 'v1.35.5-k3s1', isStable: false },
  { tag: 'v1.34.6-k3s1', isStable: false },
] as const

/** What k3s packs and `--disable` knows. */
export const packagedComponents = ['traefik', 'servicelb', 'metrics-server', 'local-storage', 'coredns', 'runtimes']

/** The release of k3s' `stable` channel when this version of Sampan was made (k3s.md 1.8). */
export const stableTag = (releases.find(({ isStable }) => isStable) ?? releases[0]).tag

/** The load balancer of a cluster with several servers: the long-term release of HAProxy. */
export const loadBalancerImage = 'haproxy:3.2-alpine'

/** The database of a cluster that has one of its own: versions with years of support that k3s is tested with. */
export const databaseImages = { postgres: 'postgres:17-alpine', mariadb: 'mariadb:11.4' } as const

/** What a new cluster is made of. */
export const stableImage = imageOf({ tag: stableTag })

export function imageOf({ tag }: { readonly tag: string }): string {
  return `rancher/k3s:${tag}`
}

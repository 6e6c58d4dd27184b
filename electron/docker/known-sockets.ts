import { readdir } from 'node:fs/promises'
import { join, posix } from 'node:path'

/** The surroundings in which engines are looked for: the process's own, or those of a test. */
export interface DiscoveryPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: NodeJS.Platform
  /** Where absolute socket paths begin; another folder than `/` only in tests. */
  readonly root?: string
}

export interface KnownSocket {
  readonly path: string
  readonly product: string
}

/** Where the products usually have their sockets, the likelier first. Most of them will not be there. */
export async function knownSockets({ env, home, platform, root = '/' }: DiscoveryPlace): Promise<KnownSocket[]> {
  if (platform === 'win32') {
    return [
      { path: '//./pipe/docker_engine', product: 'Docker' },
      { path: '//./pipe/dockerDesktopLinuxEngine', product: 'Docker Desktop' },
      { path: '//./pipe/podman-machine-default', product: 'Podman' },
    ]
  }
  const at = (...parts: string[]) => posix.join(home, ...parts)
  const system: KnownSocket = { path: join(root, 'var/run/docker.sock'), product: 'Docker' }
  const [colima, lima] = await Promise.all([
    socketsIn(at('.colima'), 'docker.sock', 'colima'),
    socketsIn(at('.lima'), 'sock/docker.sock', 'Lima'),
  ])
  const rancher: KnownSocket = { path: at('.rd/docker.sock'), product: 'Rancher Desktop' }
  const desktop: KnownSocket = { path: at('.docker/run/docker.sock'), product: 'Docker Desktop' }
  if (platform === 'darwin') {
    const podman: KnownSocket = { path: at('.local/share/containers/podman/machine/podman.sock'), product: 'Podman' }
    return [
      desktop,
      { path: at('.orbstack/run/docker.sock'), product: 'OrbStack' },
      ...colima,
      ...lima,
      rancher,
      system,
      podman,
    ]
  }
  const runtime = env.XDG_RUNTIME_DIR
  const rootless: KnownSocket[] = runtime ? [{ path: join(runtime, 'docker.sock'), product: 'Docker (rootless)' }] : []
  const userPodman: KnownSocket[] = runtime ? [{ path: join(runtime, 'podman/podman.sock'), product: 'Podman' }] : []
  return [
    ...rootless,
    system,
    { path: at('.docker/desktop/docker.sock'), product: 'Docker Desktop' },
    desktop,
    rancher,
    ...colima,
    ...lima,
    ...userPodman,
    { path: join(root, 'run/podman/podman.sock'), product: 'Podman (system)' },
  ]
}

/** One socket per profile: the folder's entries, `default` first. */
async function socketsIn(folder: string, inside: string, product: string): Promise<KnownSocket[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
    .map(({ name }) => name)
    .sort((left, right) => Number(right === 'default') - Number(left === 'default') || (left < right ? -1 : 1))
    .map((name) => ({
      path: join(folder, name, inside),
      product: name === 'default' ? product : `${product} (${name})`,
    }))
}

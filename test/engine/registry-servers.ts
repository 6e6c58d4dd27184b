import { basicLogin, missingRegistry, pushTiny, RegistryContainers } from './registry-containers.ts'
import { always, json, SmallServers } from './small-servers.ts'

export { missingRegistry }

export interface RegistryServers {
  /** With the image `library/tiny:1`. */
  readonly plain: string
  /** With a certificate of a CA that nobody knows, and a login. */
  readonly secured: string
  readonly ca: string
  readonly hanging: string
  readonly limited: string
  readonly page: string
  readonly closed: string
  close(): Promise<void>
}

/** Real registries in containers, and servers as they go wrong, at an address that this machine and every node can reach. */
export async function openRegistryServers(host: string): Promise<RegistryServers> {
  const containers = new RegistryContainers(host)
  const ca = await containers.ca()
  await containers.certificate('server')
  const [plain, secured] = [await containers.start(), await containers.start(basicLogin, 'server')]
  const authorization = `Basic ${Buffer.from('ci:correct-horse').toString('base64')}`
  await pushTiny(`http://${plain}`, {})
  await pushTiny(`https://${secured}`, { ca, authorization })
  const servers = new SmallServers(host)
  return {
    plain,
    secured,
    ca,
    hanging: await servers.serve(() => undefined),
    limited: await servers.serve(json(429, 'TOOMANYREQUESTS', { 'retry-after': '3600' })),
    page: await servers.serve(always(200, 'text/html; charset=utf-8', '<!doctype html><title>Welcome</title>')),
    closed: await servers.closed(),
    close: async () => {
      servers.close()
      await containers.close()
    },
  }
}

import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { promisify } from 'node:util'
import Docker, { type Container } from 'dockerode'
import { type DockerConnection, parseAddress } from '../../electron/docker/docker-endpoint.ts'

/** The engine that all of them work with: DOCKER_HOST's, as with the docker command. */
export const dockerConnection = (): DockerConnection =>
  parseAddress(process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock')

/** A plain connection to it. */
export function connectDocker(): Socket {
  const place = dockerConnection()
  return place.kind === 'socket' ? connect(place.path) : connect(place.port, place.host)
}

/** The raw tools that tests arrange and look with: never our own engine. */
export const docker = new Docker()
export const execute = promisify(execFile)

/** The image under test: what SAMPAN_TEST_IMAGE names, a real k3s or a stand-in of another release, else the usual stand-in. */
export const testImage = process.env.SAMPAN_TEST_IMAGE ?? 'sampan/fake-k3s:v1.36.2-k3s1'
export const isStandIn = testImage.startsWith('sampan/fake-k3s:')

/** HAProxy of Debian's package (test/images). */
export const testBalancerImage = 'sampan/test-haproxy:latest'

/** Databases of Debian's packages (test/images). */
export const testPostgresImage = 'sampan/test-postgres:latest'
export const testMariadbImage = 'sampan/test-mariadb:latest'

/** The stand-in boots as slowly as a real k3s unless it is told otherwise; a real k3s ignores this. */
export const quickBoot = { FAKE_K3S_BOOT_MS: '1500' }

/** On closed networks a real k3s can pull nothing; everything that needs an image is left out. */
export const leanComponents = isStandIn ? [] : ['coredns', 'traefik', 'servicelb', 'local-storage', 'metrics-server']

/** Why the suites that need Docker cannot run here; undefined when they can. */
export async function dockerMissing(): Promise<string | undefined> {
  try {
    await docker.ping()
    await docker.getImage(testImage).inspect()
    return undefined
  } catch (error) {
    return `no Docker Engine with ${testImage}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Why clusters of several servers cannot be made here. */
export const balancerMissing = () => imageMissing(testBalancerImage)

/** Why there are no databases here. */
export const databaseMissing = async () =>
  (await imageMissing(testPostgresImage)) ?? (await imageMissing(testMariadbImage))

async function imageMissing(image: string): Promise<string | undefined> {
  try {
    await docker.getImage(image).inspect()
    return undefined
  } catch (error) {
    return `no ${image}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Podman, which does some things as only it does (README says which). */
export async function isPodmanHere(): Promise<boolean> {
  const { Components = [] }: { Components?: { Name: string }[] } = await docker.version()
  return Components.some(({ Name }) => /podman/i.test(Name))
}

/** A cluster name that nothing else uses. */
export const uniqueName = (): string => `t-${randomBytes(4).toString('hex')}`

const labelled = (cluster: string) => ({ label: [`dev.sampan.cluster=${cluster}`] })

/** Everything that Docker still has of a cluster: by label, and by name in case a label was forgotten. */
export async function leftovers(cluster: string, engine: Docker = docker): Promise<string[]> {
  const prefix = `sampan-${cluster}`
  const [containers, volumes, networks] = await Promise.all([
    engine.listContainers({ all: true }),
    engine.listVolumes(),
    engine.listNetworks(),
  ])
  return [
    ...containers
      .filter(
        ({ Names, Labels }) =>
          Labels['dev.sampan.cluster'] === cluster || Names.some((name) => name.startsWith(`/${prefix}-`)),
      )
      .flatMap(({ Names }) => Names),
    ...volumes.Volumes.map(({ Name }) => Name).filter((name) => name.startsWith(`${prefix}-`)),
    ...networks.map(({ Name }) => Name).filter((name) => name === prefix),
  ]
}

/**
 * Everything on an engine, or what is named as a cluster's, by its identity. A volume has none: it is who made it, or when, which
 * Docker takes from its folder and which changes with what is written there.
 */
export async function objects(engine: Docker, cluster?: string): Promise<string[]> {
  const [containers, { Volumes }, networks] = await Promise.all([
    engine.listContainers({ all: true }),
    engine.listVolumes(),
    engine.listNetworks(),
  ])
  const isMeant = (name: string) => cluster === undefined || `${name}-`.startsWith(`sampan-${cluster}-`)
  return [
    ...containers.map(({ Names: [name = ''], Id }) => ['container', name.slice(1), Id] as const),
    ...Volumes.map((volume) => {
      const maker: string | undefined = volume.Labels?.['dev.sampan.operation']
      return ['volume', volume.Name, maker ?? String(Reflect.get(volume, 'CreatedAt'))] as const
    }),
    // Docker makes its own three anew.
    ...networks.flatMap(({ Name, Id }) =>
      ['bridge', 'host', 'none'].includes(Name) ? [] : [['network', Name, Id] as const],
    ),
  ]
    .filter(([, name]) => isMeant(name))
    .map((object) => object.join(' '))
    .sort()
}

/** Removes a cluster by hand, whatever is left of it. Docker may be busy with it for a moment, or have just removed it. */
export async function sweep(cluster: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sweepOnce(cluster)
    } catch (error) {
      if (attempt === 10) throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

async function sweepOnce(cluster: string): Promise<void> {
  const filters = labelled(cluster)
  const containers = await docker.listContainers({ all: true, filters })
  await Promise.all(containers.map(({ Id }) => removeByHand(docker.getContainer(Id)).catch(ignoreGone)))
  const { Volumes } = await docker.listVolumes({ filters })
  await Promise.all(Volumes.map(({ Name }) => docker.getVolume(Name).remove().catch(ignoreGone)))
  const networks = await docker.listNetworks({ filters })
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove().catch(ignoreGone)))
}

/** As a user does it. On a busy machine Docker may fail the first time: "failed to remove root filesystem: … directory not empty". */
export async function removeByHand(container: Container): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await container.remove({ force: true, v: true })
    } catch (error) {
      const isBusy = String(error).includes('failed to remove root filesystem')
      if (!isBusy || attempt === 10) throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

function ignoreGone(error: { statusCode?: number }): void {
  if (error.statusCode !== 404) throw error
}

/** Waits for a condition instead of a while. */
export async function until(what: string, condition: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const end = Date.now() + timeoutMs
  while (Date.now() < end) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Waited ${timeoutMs} ms in vain until ${what}`)
}

/** Waits until a value grows no more: three looks in a row have found it no larger. */
export async function untilSettled(what: string, read: () => number): Promise<void> {
  let [last, looks] = [-1, 0]
  await until(what, async () => {
    const now = read()
    looks = now <= last ? looks + 1 : 0
    last = now
    return looks === 3
  })
}

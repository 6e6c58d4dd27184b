// Longer than a file should be because it follows one registry, and one cache, from beginning to end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { docker, execute, isStandIn, removeByHand, uniqueName, until } from './docker.ts'
import { realWorld } from './real-world.ts'
import { missingRegistry, pushTiny } from './registry-containers.ts'

const world = await realWorld()
const missing = world.missing ?? missingRegistry ?? (isStandIn ? undefined : 'the image under test is no stand-in')
const image = 'sampan/test-registry:latest'

/** Registries in containers, which clusters share. Whoever else has clusters on this engine keeps them as they are. */
describe.skipIf(missing)(`local registries${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const { engine } = world
  const { localRegistries } = engine
  const options = () => ({ signal: AbortSignal.timeout(200_000) })
  const quietly = () => ({ ...options(), joins: false })
  const made: string[] = []
  const clusters: string[] = []
  let bridge = ''

  const registryName = () => {
    const name = uniqueName()
    made.push(name)
    return name
  }
  const specOf = (more: Parameters<typeof world.spec>[0] = {}) => {
    const spec = world.spec(more)
    clusters.push(spec.name)
    return spec
  }
  const node = (cluster: string, name = 'server-0') => `sampan-${cluster}-${name}`
  const pull = async (cluster: string, reference: string, from = 'server-0') => {
    await execute('docker', ['exec', node(cluster, from), 'crictl', 'pull', reference])
  }
  const kubectl = async (cluster: string, ...args: string[]) =>
    (await execute('docker', ['exec', node(cluster), 'kubectl', ...args])).stdout
  const hosting = (cluster: string) =>
    kubectl(cluster, 'get', 'configmap', 'local-registry-hosting', '-n', 'kube-public', '-o', 'json').then(
      (text) => JSON.parse(text).data['localRegistryHosting.v1'] as string,
      () => undefined,
    )
  const read = (cluster: string, path: string) =>
    execute('docker', ['exec', node(cluster), 'cat', path]).then(
      ({ stdout }) => stdout,
      () => '',
    )
  const networksOf = async (name: string) =>
    Object.keys((await docker.getContainer(`${name}.sampan-registry`).inspect()).NetworkSettings.Networks).sort()

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    bridge = IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1'
  })
  afterAll(async () => {
    for (const cluster of clusters) await world.sweep(cluster)
    for (const name of made) {
      const filters = { label: [`dev.sampan.registry=${name}`] }
      for (const { Id } of await docker.listContainers({ all: true, filters }))
        await removeByHand(docker.getContainer(Id))
      for (const { Name } of (await docker.listVolumes({ filters })).Volumes) await docker.getVolume(Name).remove()
    }
  })

  describe('to push to', () => {
    const name = registryName()
    const spec = specOf({ agents: 1 })
    let address = ''
    let reference = ''

    it('is reached as localhost from here, and from all nodes of a cluster that joins without a restart', async () => {
      await engine.create(spec, options())
      const before = await world.started(spec.name)
      const { registry } = await localRegistries.create({ name, image }, quietly())
      address = `localhost:${registry.port}`
      reference = `${address}/app:1`
      await pushTiny(`http://${address}`, {})
      expect(await localRegistries.join(name, [spec.name], options())).toEqual({ changed: [spec.name], left: [] })
      for (const from of ['server-0', 'agent-0']) await pull(spec.name, `${address}/library/tiny:1`, from)
      expect(await world.started(spec.name)).toEqual(before)
      const [listed] = (await localRegistries.list({ isMeasured: true })).filter((each) => each.name === name)
      expect(listed).toMatchObject({ container: 'running', clusters: [spec.name], port: registry.port })
      expect(listed?.sizeBytes).toBeGreaterThan(0)
      const stored = await engine.spec(spec.name)
      expect(await engine.preview(stored.spec, AbortSignal.timeout(60_000))).toEqual([])
    })

    it('takes what docker pushes', async () => {
      await execute('docker', ['tag', image, reference])
      await execute('docker', ['push', reference])
      await execute('docker', ['rmi', reference])
      await pull(spec.name, reference)
    })

    it('is told to tools in the cluster', async () => {
      await until('the ConfigMap is there', async () => (await hosting(spec.name)) !== undefined)
      expect(await hosting(spec.name)).toBe(
        `host: ${address}\nhostFromContainerRuntime: ${name}.sampan-registry:5000\nhostFromClusterNetwork: ${name}.sampan-registry:5000\n`,
      )
    })

    it('is suggested for new clusters, which have it from the beginning', async () => {
      expect((await engine.suggest()).localRegistries).toContain(name)
      const other = specOf({ localRegistries: [name] })
      await engine.create(other, options())
      await pull(other.name, reference)
      expect(await networksOf(name)).toEqual(['bridge', `sampan-${other.name}`, `sampan-${spec.name}`].sort())
      await engine.delete(other.name, options())
      expect(await networksOf(name)).toEqual(['bridge', `sampan-${spec.name}`])
    })

    it('can be started after a cluster was deleted while it was stopped', async () => {
      const other = specOf({ localRegistries: [name] })
      await engine.create(other, options())
      await localRegistries.stop(name, options())
      await engine.delete(other.name, options())
      await localRegistries.start(name, options())
      await pull(spec.name, reference)
    })

    it('is found under another address, too, as it may have after a reboot', async () => {
      const addressOf = async () =>
        (await docker.getContainer(`${name}.sampan-registry`).inspect()).NetworkSettings.Networks[`sampan-${spec.name}`]
          ?.IPAddress ?? ''
      const before = await addressOf()
      await docker.getContainer(`${name}.sampan-registry`).stop()
      const stranger = await world.joinByHand(spec.name, before)
      await docker.getContainer(`${name}.sampan-registry`).start()
      expect(await addressOf()).not.toBe(before)
      await until('it serves', () =>
        pull(spec.name, reference).then(
          () => true,
          () => false,
        ),
      )
      await world.removeContainerByHand(stranger)
    })

    it('is made again where its container cannot start any more, with what it holds', async () => {
      const container = docker.getContainer(`${name}.sampan-registry`)
      const lost = uniqueName()
      await docker.createNetwork({ Name: lost })
      await container.stop()
      await docker.getNetwork(lost).connect({ Container: container.id })
      await docker.getNetwork(lost).remove()
      await localRegistries.start(name, options())
      await pull(spec.name, reference)
    })

    it('is cleaned of what no tag names any more', async () => {
      await execute('docker', ['tag', 'sampan/test-haproxy:latest', reference])
      await execute('docker', ['push', reference])
      await execute('docker', ['rmi', reference])
      expect(await localRegistries.clean(name, options())).toBeGreaterThan(5_000_000)
      await pull(spec.name, reference)
    })

    it('is left by a stopped cluster at its next start, which works without it', async () => {
      await engine.stop(spec.name, options())
      // Somebody removes it by hand: nobody can tell the cluster.
      await removeByHand(docker.getContainer(`${name}.sampan-registry`))
      await docker.getVolume(`${name}.sampan-registry`).remove()
      await engine.start(spec.name, options())
      expect(await read(spec.name, '/etc/rancher/k3s/registries.yaml')).toBe('')
      expect(await read(spec.name, '/var/lib/rancher/k3s/server/manifests/sampan-local-registry.yaml')).toBe('')
    })

    it('made anew under its name is in use again at the next start', async () => {
      await engine.stop(spec.name, options())
      const { registry } = await localRegistries.create({ name, image }, quietly())
      await engine.start(spec.name, options())
      await pushTiny(`http://localhost:${registry.port}`, {})
      await pull(spec.name, `localhost:${registry.port}/library/tiny:1`)
    })

    it('is deleted after all clusters that use it have left', async () => {
      expect(await localRegistries.delete(name, options())).toEqual({ changed: [spec.name], left: [] })
      expect((await engine.spec(spec.name)).spec.localRegistries).toEqual([])
      expect(await localRegistries.list({ isMeasured: false })).not.toContainEqual(expect.objectContaining({ name }))
      await until('the ConfigMap is gone', async () => (await hosting(spec.name)) === undefined)
      expect(await read(spec.name, '/var/lib/rancher/k3s/agent/etc/containerd/certs.d/localhost:5000/hosts.toml')).toBe(
        '',
      )
    })
  })

  describe('as a cache', () => {
    const upstreamName = uniqueName()
    const caches = `${upstreamName}.example`
    const name = caches
    const reference = `${caches}/library/tiny:1`
    const specs = [specOf(), specOf()] as const
    let upstream = ''
    // The same after a restart.
    const port = 24_000 + Math.floor(Math.random() * 1000)
    const inStore = (command: string) => {
      const store = ['--volumes-from', `${name}.sampan-registry`]
      return execute('docker', ['run', '--rm', ...store, '--entrypoint', '/bin/sh', image, '-c', command])
    }
    const expiring = '/var/lib/registry/scheduler-state.json'
    const requests = async (method = 'GET|HEAD') => {
      const { stdout, stderr } = await execute('docker', ['logs', upstreamName])
      const asked = new RegExp(`"(?:${method}) /v2/library`)
      return `${stdout}${stderr}`.split('\n').filter((line) => asked.test(line)).length
    }

    beforeAll(async () => {
      made.push(name)
      const log = ['-e', 'REGISTRY_LOG_LEVEL=info', '-e', 'REGISTRY_LOG_ACCESSLOG_DISABLED=false']
      const labels = ['--label', `dev.sampan.test=${upstreamName}`]
      await execute('docker', [
        'run',
        '-d',
        '--name',
        upstreamName,
        ...labels,
        ...log,
        '-p',
        `${bridge}:${port}:5000`,
        image,
      ])
      upstream = `http://${bridge}:${port}`
      await pushTiny(upstream, {})
    })
    afterAll(async () => {
      await execute('docker', ['rm', '-fv', upstreamName])
    })

    it('gives a second cluster the same images although the upstream is dead', async () => {
      const { registry } = await localRegistries.create({ name, image, caches, upstream }, quietly())
      expect(registry).toMatchObject({ caches, upstream, clusters: [] })
      await engine.create({ ...specs[0], localRegistries: [name] }, options())
      await pull(specs[0].name, reference)
      const fetched = await requests()
      expect(fetched).toBeGreaterThan(0)
      await engine.create({ ...specs[1], localRegistries: [name] }, options())
      await docker.getContainer(upstreamName).stop()
      await pull(specs[1].name, reference)
      expect(await requests()).toBe(fetched)
      // The registry writes it down after some seconds, and not at its end.
      await until('it is known until when things are kept', () =>
        inStore(`grep ExpiryData ${expiring}`).then(
          () => true,
          () => false,
        ),
      )
    })

    it('goes on serving what it has when it is started without its upstream, and fetches again once that is back', async () => {
      await localRegistries.stop(name, options())
      await localRegistries.start(name, options())
      await until('it serves', () =>
        pull(specs[0].name, reference).then(
          () => true,
          () => false,
        ),
      )
      await docker.getContainer(upstreamName).start()
      const before = await requests()
      await until('it asks its upstream', async () => {
        await pull(specs[0].name, `${caches}/library/unknown:1`).catch(() => undefined)
        return (await requests()) > before
      })
    })

    it('fetches again what has expired, as all does after seven days with docker-registry 2.8', async () => {
      await localRegistries.stop(name, options())
      await inStore(`sed -i 's/"ExpiryData":"20[0-9][0-9]/"ExpiryData":"2001/g' ${expiring}`)
      const before = await requests('GET')
      await localRegistries.start(name, options())
      await until('it fetches again', async () => {
        await pull(specs[0].name, reference)
        return (await requests('GET')) > before
      })
      const [listed] = (await localRegistries.list({ isMeasured: true })).filter((each) => each.name === name)
      expect(listed?.sizeBytes).toBeGreaterThan(0)
    })

    it('is emptied by its clean-up, and fetches again', async () => {
      const before = await requests()
      expect(await localRegistries.clean(name, options())).toBeGreaterThanOrEqual(0)
      await pull(specs[1].name, reference)
      expect(await requests()).toBeGreaterThan(before)
    })

    it('outlives the clusters', async () => {
      for (const spec of specs) await engine.delete(spec.name, options())
      expect(await networksOf(name)).toEqual(['bridge'])
      const [listed] = (await localRegistries.list({ isMeasured: false })).filter((each) => each.name === name)
      expect(listed).toMatchObject({ container: 'running', clusters: [] })
    })
  })

  describe('and what is in the way', () => {
    const codeOf = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      const { code, params } = problemOf(error)
      return [code, params]
    }

    it('a container of somebody else is named and left alone', async () => {
      const name = registryName()
      const object = `${name}.sampan-registry`
      const stranger = await docker.createContainer({ name: object, Image: image })
      expect(await codeOf(localRegistries.create({ name, image }, quietly()))).toEqual([
        'registry.object_taken',
        { registry: name, object },
      ])
      await stranger.remove()
      expect((await docker.listVolumes()).Volumes.map(({ Name }) => Name)).not.toContain(object)
    })

    it('a port that is taken is refused with its holder', async () => {
      const [name, other] = [registryName(), registryName()]
      const { registry } = await localRegistries.create({ name, image }, quietly())
      const { port = 0 } = registry
      expect(await codeOf(localRegistries.create({ name: other, image, port }, quietly()))).toEqual([
        'port.taken',
        { port, holder: `${name}.sampan-registry` },
      ])
      expect(await codeOf(localRegistries.create({ name, image }, quietly()))).toEqual([
        'registry.exists',
        { registry: name },
      ])
    })

    it('an image without a registry is told with its last words, and leaves nothing', async () => {
      const name = registryName()
      const work = localRegistries.create({ name, image: 'sampan/test-haproxy:latest' }, quietly())
      await expect(work).rejects.toMatchObject({
        problem: { code: 'registry.not_serving', detail: expect.stringContaining('no registry') },
      })
      const filters = { label: [`dev.sampan.registry=${name}`] }
      expect(await docker.listContainers({ all: true, filters })).toEqual([])
      expect((await docker.listVolumes({ filters })).Volumes).toEqual([])
    })

    it('an image that cannot be pulled leaves nothing', async () => {
      const name = registryName()
      const work = localRegistries.create({ name, image: `localhost:1/none:1` }, quietly())
      await expect(work).rejects.toMatchObject({ problem: { code: 'image.registry_unreachable' } })
      expect((await docker.listVolumes({ filters: { label: [`dev.sampan.registry=${name}`] } })).Volumes).toEqual([])
    })

    it('of two Sampans that make the same one, one does, and the other hears of it', async () => {
      const name = registryName()
      const both = await Promise.allSettled([
        localRegistries.create({ name, image }, quietly()),
        world.otherEngine().localRegistries.create({ name, image }, quietly()),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const [lost] = both.flatMap((each) => (each.status === 'rejected' ? [problemOf(each.reason).code] : []))
      expect(['registry.busy', 'registry.exists']).toContain(lost)
    })

    it('what somebody who was killed has left is cleared away by the next', async () => {
      const name = registryName()
      const labels = { 'dev.sampan.registry': name, 'dev.sampan.operation': 'dead' }
      await docker.createVolume({ Name: `${name}.sampan-registry`, Labels: labels })
      await docker.createContainer({ name: `${name}.sampan-registry-next`, Image: image, Labels: labels })
      expect((await localRegistries.list({ isMeasured: false })).map((each) => each.name)).not.toContain(name)
      await localRegistries.create({ name, image }, quietly())
      const found = await docker.listContainers({ all: true, filters: { label: [`dev.sampan.registry=${name}`] } })
      expect(found.map(({ Names }) => Names[0])).toEqual([`/${name}.sampan-registry`])
    })
  })
})

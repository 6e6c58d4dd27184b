import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { ensureImages } from '../../electron/cluster/change/images.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { dockerConnection, uniqueName } from './docker.ts'
import { missingRegistry, openRegistryServers, type RegistryServers } from './registry-servers.ts'

/** A real engine, and a real registry on loopback, which an engine asks without TLS. */
describe.skipIf(missingRegistry)(
  `a pull through a mirror${missingRegistry ? ` (skipped: ${missingRegistry})` : ''}`,
  () => {
    const runtime = new DockerRuntime(dockerConnection())
    const image = `${uniqueName()}.invalid/tiny:1`
    let servers: RegistryServers

    beforeAll(async () => {
      servers = await openRegistryServers('127.0.0.1')
    }, 60_000)
    afterAll(async () => {
      await runtime.untagImage(image)
      runtime.close()
      await servers?.close()
    })

    it('passes over what does not answer, and leaves the image under its own name alone', async () => {
      const [registry] = image.split('/')
      const endpoints = [servers.closed, servers.page, servers.plain].map((host) => `http://${host}`)
      const registries = `mirrors: {"${registry}": {endpoint: ${JSON.stringify(endpoints)}, rewrite: {"^(.*)$": "library/$1"}}}\n`
      const events: OperationEvent[] = []
      const signal = AbortSignal.timeout(60_000)
      const work = { emit: (event: OperationEvent) => events.push(event), signal, options: { signal } }
      await ensureImages({ runtime }, [image], work, { name: 'dev', registries })
      const said = events.flatMap((event) => (event.kind === 'warning' ? [`${event.code} ${event.params.mirror}`] : []))
      expect(said).toEqual([`image.mirror_failed ${servers.closed}`, `image.mirror_failed ${servers.page}`])
      expect(await runtime.inspectImage(image)).toBeDefined()
      expect(await runtime.inspectImage(`${servers.plain}/library/tiny:1`)).toBeUndefined()
    })
  },
)

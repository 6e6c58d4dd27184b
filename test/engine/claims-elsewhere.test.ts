import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { createArgs } from './cli-create.ts'
import { sampan } from './cli-process.ts'
import { docker, dockerConnection, dockerMissing, leftovers, sweep, testImage, uniqueName } from './docker.ts'

const missing = await dockerMissing()
const never = new AbortController().signal

describe.skipIf(missing)(`a claim made elsewhere${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const made: string[] = []
  afterEach(async () => {
    for (const name of made.splice(0)) await sweep(name)
  })
  const created = async () => {
    const name = uniqueName()
    made.push(name)
    expect((await sampan(createArgs(name, '--no-wait'))).exitCode).toBe(0)
    return name
  }
  const claimOf = (cluster: string, more: Record<string, string>) =>
    docker.createVolume({
      Name: `sampan-${cluster}-claim`,
      Labels: {
        'dev.sampan.cluster': cluster,
        'dev.sampan.claim': `op-of-${cluster}`,
        'dev.sampan.kind': 'start',
        'dev.sampan.place': 'linux pid:[1]',
        'dev.sampan.started': 'x',
        'dev.sampan.since': new Date().toISOString(),
        ...more,
      },
    })

  it('by a process that lives keeps others out, and is given up to a delete', async () => {
    const cluster = await created()
    const runtime = new DockerRuntime(dockerConnection())
    const far = new Claims({ maker: 'far-away/1', place: 'another machine' })
    const claim = await far.take(runtime, { cluster, kind: 'change' }, never)
    const refused = await sampan(['stop', cluster, '--json'])
    expect([refused.exitCode, refused.json.at(-1)]).toMatchObject([
      1,
      { code: 'cluster.busy', params: { operation: 'change', maker: 'far-away/1' } },
    ])
    const deleting = sampan(['delete', cluster, '--yes'])
    await claim.asked(never)
    await claim.confirm()
    await claim.release()
    expect([(await deleting).exitCode, await leftovers(cluster)]).toEqual([0, []])
    runtime.close()
  })

  it('by a process in a container that lives on, which itself is dead, is taken over', async () => {
    const cluster = await created()
    const Entrypoint = ['/bin/sleep', '600']
    const host = await docker.createContainer({
      ...{ name: `sampan-test-dev-${randomBytes(3).toString('hex')}`, Image: testImage },
      Entrypoint,
    })
    try {
      await host.start()
      const maker = `${host.id.slice(0, 12)}/99999`
      await claimOf(cluster, { 'dev.sampan.maker': maker, 'dev.sampan.answers': 'yes' })
      const stop = await sampan(['stop', cluster, '--json'])
      expect([stop.exitCode, stop.stdout]).toEqual([0, expect.stringContaining(maker)])
      // Of a Sampan that did not answer: what was there before the container's last start is gone.
      const before = new Date(Date.now() - 60_000).toISOString()
      await claimOf(cluster, { 'dev.sampan.maker': maker, 'dev.sampan.since': before })
      expect((await sampan(['delete', cluster, '--yes'])).exitCode).toBe(0)
      expect(await leftovers(cluster)).toEqual([])
    } finally {
      await host.remove({ force: true })
    }
  }, 120_000)
})

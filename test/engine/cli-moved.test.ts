import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createArgs } from './cli-create.ts'
import { sampan, userFolder, userKubeconfig } from './cli-process.ts'
import { docker, dockerMissing, execute, sweep, uniqueName } from './docker.ts'

const missing = await dockerMissing()

interface Config {
  clusters: { cluster: { server: string } }[]
  contexts: { name: string; context: { namespace?: string } }[]
}

/** A context leads to its cluster, also after the cluster was lost and made again, or changed, in a terminal. */
describe.skipIf(missing)(`a context in the terminal${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const name = uniqueName()
  afterEach(async () => {
    await sweep(name)
    await rm(userKubeconfig, { force: true })
  })

  const portOf = async () => {
    const made = await docker.getContainer(`sampan-${name}-server-0`).inspect()
    return made.NetworkSettings.Ports['6443/tcp']?.[0]?.HostPort
  }
  const config = async (path = userKubeconfig): Promise<Config> => parse(await readFile(path, 'utf8'))
  /** What the context says, what Docker has, and what kubectl finds there. */
  async function follows(context = `sampan-${name}`, path = userKubeconfig): Promise<void> {
    const [first] = (await config(path)).clusters
    expect(first?.cluster.server).toBe(`https://127.0.0.1:${await portOf()}`)
    const { stdout } = await execute('kubectl', [
      '--kubeconfig',
      path,
      '--context',
      context,
      'get',
      'nodes',
      '-o',
      'name',
    ])
    expect(stdout).toContain(`node/sampan-${name}-server-0`)
  }
  async function freePort(): Promise<string> {
    const { createServer } = await import('node:net')
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    return String(typeof address === 'object' && address ? address.port : 0)
  }
  async function merged(...more: string[]): Promise<void> {
    expect((await sampan(createArgs(name, '--api-port', await freePort()))).exitCode).toBe(0)
    expect((await sampan(['kubeconfig', name, '--merge', ...more])).exitCode).toBe(0)
  }
  const again = async (...more: string[]) => sampan(createArgs(name, '--api-port', await freePort(), ...more))

  it('follows a cluster that was lost and made again on another port', async () => {
    await merged()
    await sweep(name)
    expect(await again()).toMatchObject({ exitCode: 0 })
    await follows()
  })

  it('keeps its name and namespace while it follows', async () => {
    await merged('--context', 'mine', '--namespace', 'team')
    await sweep(name)
    expect(await again('--json')).toMatchObject({ exitCode: 0 })
    await follows('mine')
    expect((await config()).contexts[0]?.context.namespace).toBe('team')
  })

  it('follows one that was replaced', async () => {
    await merged()
    expect(await again('--replace')).toMatchObject({ exitCode: 0 })
    await follows()
  })

  it('follows a change of the port by apply', async () => {
    await merged()
    const file = join(userFolder, 'spec.yaml')
    await writeFile(file, `name: ${name}\napiPort: ${await freePort()}\n`)
    expect(await sampan(['apply', '-f', file])).toMatchObject({ exitCode: 0 })
    await follows()
  })

  it('follows one that nobody waited for as soon as it is started again', async () => {
    await merged()
    await sweep(name)
    expect(await again('--no-wait')).toMatchObject({ exitCode: 0 })
    expect(await sampan(['restart', name])).toMatchObject({ exitCode: 0 })
    await follows()
  })

  it('follows in a file that KUBECONFIG does not name', async () => {
    const team = join(userFolder, 'team')
    await merged('--into', team)
    await sweep(name)
    expect(await again()).toMatchObject({ exitCode: 0 })
    await follows(`sampan-${name}`, team)
  })
})

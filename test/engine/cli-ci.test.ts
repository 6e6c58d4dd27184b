import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sampan } from './cli-process.ts'
import { dockerMissing, execute, leanComponents, leftovers, quickBoot, sweep, testImage, uniqueName } from './docker.ts'

const missing = await dockerMissing()

/** What a script of two lines does that is cancelled, killed and run again. */
describe.skipIf(missing)(`sampan in CI${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const [name, second] = [uniqueName(), uniqueName()]
  let home = ''
  const create = (cluster: string, ...more: string[]) => [
    ...['create', cluster, '--image', testImage, '--env', `FAKE_K3S_BOOT_MS=${quickBoot.FAKE_K3S_BOOT_MS}`, '--json'],
    ...(leanComponents.length > 0 ? ['--disable', leanComponents.join(',')] : []),
    ...more,
  ]
  const containerOf = async (cluster: string) =>
    (await execute('docker', ['inspect', '-f', '{{.Id}}', `sampan-${cluster}-server-0`])).stdout

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'sampan-home-'))
  })
  afterEach(async () => {
    await sweep(name)
    await sweep(second)
  })
  afterAll(() => rmSync(home, { recursive: true }))

  it('makes a cluster that is not there with --replace as without', async () => {
    const { exitCode, json } = await sampan(create(name, '--replace'))
    expect([exitCode, json.at(-1)?.kind, json.filter(({ kind }) => kind === 'started').length]).toEqual([0, 'ready', 1])
  })

  it('makes it anew with --replace, and only with it', async () => {
    await sampan(create(name, '--no-wait'))
    const before = await containerOf(name)
    const again = await sampan(create(name))
    expect([again.exitCode, again.json.at(-1)]).toMatchObject([1, { code: 'cluster.name_taken' }])
    expect(await containerOf(name)).toBe(before)
    const { exitCode, json } = await sampan(create(name, '--replace', '--agents', '1'))
    expect([exitCode, json.at(-1)]).toMatchObject([0, { kind: 'ready', cluster: { nodes: [{}, {}] } }])
    expect(await containerOf(name)).not.toBe(before)
  })

  it('makes it anew with --replace where a killed job has left half of one', async () => {
    const kill = (line: string, child: ChildProcess) => {
      if (line.includes('"create container"') && line.includes('"done"')) child.kill('SIGKILL')
    }
    await sampan(create(name, '--env', 'FAKE_K3S_BOOT_MS=30000'), kill)
    expect(await leftovers(name)).not.toEqual([])
    const { exitCode, json } = await sampan(create(name, '--replace'))
    expect([exitCode, json.at(-1)?.kind]).toEqual([0, 'ready'])
  })

  it.each([
    ['a flag that k3s dies of', ['--k3s-arg', '--kubelet-arg=--v=4'], 'flag.inner_dashes'],
    ['registries.yaml that k3s stumbles over', ['--registries', '/dev/stdin'], 'registries.invalid'],
    ['more processors than there are', ['--cpus', '500'], 'spec.invalid'],
  ])('takes nothing away for %s', async (_, more, code) => {
    await sampan(create(name, '--no-wait'))
    const before = await containerOf(name)
    const input = { input: 'mirrors: [' }
    const { exitCode, json } = await sampan(create(name, '--replace', ...more), undefined, undefined, input)
    expect([exitCode, json.at(-1), await containerOf(name)]).toMatchObject([1, { kind: 'problem', code }, before])
  })

  it('deletes what is there and does not mind what is not, with --if-exists', async () => {
    const nothing = await sampan(['delete', name, '--yes', '--if-exists', '--json'])
    expect([nothing.exitCode, nothing.json]).toEqual([0, [{ kind: 'absent', cluster: name }]])
    expect((await sampan(['delete', name, '--yes', '--if-exists'])).stdout).toContain(`no cluster named ${name}`)
    expect((await sampan(['delete', name, '--yes'])).exitCode).toBe(1)
    await sampan(create(name, '--no-wait'))
    const both = await sampan(['delete', second, name, '--yes', '--if-exists', '--json'])
    expect([both.exitCode, both.json[0]?.kind, both.json.at(-1)?.kind]).toEqual([0, 'absent', 'done'])
    expect(await leftovers(name)).toEqual([])
  })

  it('stops, starts and deletes several by one call; one that fails does not keep the others', async () => {
    await sampan(create(name, '--no-wait'))
    await sampan(create(second, '--no-wait'))
    const done = ({ json }: { json: Record<string, unknown>[] }) =>
      json.flatMap(({ kind, cluster, code }) => (kind === 'done' ? [cluster] : kind === 'problem' ? [code] : []))
    const stopped = await sampan(['stop', name, 'nobody-at-all', second, '--json'])
    expect([stopped.exitCode, done(stopped)]).toEqual([1, [name, 'cluster.not_found', second]])
    const started = await sampan(['start', name, second, '--no-wait', '--json'])
    expect([started.exitCode, done(started)]).toEqual([0, [name, second]])
    const asked = await sampan(['delete', name, second, '--json'])
    expect([asked.exitCode, asked.json.map(({ cluster }) => cluster)]).toEqual([2, [name, second]])
    const deleted = await sampan(['delete', name, second, name, '--yes', '--json'])
    expect([deleted.exitCode, done(deleted)]).toEqual([0, [name, second]])
  })

  it('says what is hardly meant, as an event and in words, and goes on', async () => {
    const more = ['--registries', '/dev/stdin', '--k3s-arg', '--node-label=a=b@agent', '--no-wait']
    const input = { input: 'mirrros:\n  docker.io: {}\n' }
    const { exitCode, json } = await sampan(create(name, ...more), undefined, undefined, input)
    const warnings = json.filter(({ kind }) => kind === 'warning')
    expect([exitCode, warnings.map(({ code }) => code)]).toEqual([0, ['flag.for_nobody', 'registries.ignored']])
    const words = create(second, ...more).filter((arg) => arg !== '--json')
    const { stderr } = await sampan(words, undefined, undefined, input)
    expect(stderr).toContain('k3s ignores the unknown key mirrros')
  })

  it('takes an image for what it can only mean, and says so on stderr', async () => {
    const [repository, tag = ''] = testImage.split(':')
    const typed = ` ${repository}:${tag.replace('-k3s', '+k3s')}`
    const image = create(name, '--no-wait').map((arg) => (arg === testImage ? typed : arg))
    const { exitCode, stderr } = await sampan(image)
    const params = { typed, image: testImage }
    expect([exitCode, JSON.parse(stderr)]).toMatchObject([0, { kind: 'warning', code: 'image.respelled', params }])
  })

  it('uses an image by its id, whole or short', async () => {
    const { stdout } = await execute('docker', ['image', 'inspect', '-f', '{{.Id}}', testImage])
    const id = stdout.trim()
    for (const [cluster, image] of [
      [name, id],
      [second, id.slice('sha256:'.length, 'sha256:'.length + 12)],
    ] as const)
      expect(
        (await sampan(create(cluster, '--no-wait').map((arg) => (arg === testImage ? image : arg)))).exitCode,
      ).toBe(0)
    const unknown = `sha256:${'0'.repeat(64)}`
    const { exitCode, json } = await sampan(['create', uniqueName(), '--image', unknown, '--json'])
    expect([exitCode, json.at(-1)]).toMatchObject([1, { code: 'image.not_found', params: { image: unknown } }])
  })

  it('works with the engine that is named: a context, an address, a socket, not one that the environment names', async () => {
    const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
    const id = createHash('sha256').update('ci').digest('hex')
    const meta = join(home, 'contexts', 'meta', id)
    mkdirSync(meta, { recursive: true })
    writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Name: 'ci', Endpoints: { docker: { Host: host } } }))
    const elsewhere = { more: { DOCKER_CONFIG: home, DOCKER_HOST: 'unix:///no/such/docker.sock' } }
    const list = (...more: string[]) => sampan(['list', '--json', ...more], undefined, undefined, elsewhere)
    expect((await list()).exitCode).toBe(1)
    expect((await list('--engine', 'ci')).json[0]).toMatchObject({ kind: 'clusters' })
    expect((await list('--engine', host)).json[0]).toMatchObject({ kind: 'clusters' })
    const unknown = await list('--engine', 'co')
    const params = { engine: 'co', known: expect.stringMatching(/\bci\b/) }
    expect(unknown.json).toMatchObject([{ code: 'engine.unknown', params }])
  })

  it('works with the engine that was chosen in the window, unless the environment names one', async () => {
    const window = join(home, 'window', 'Sampan')
    mkdirSync(window, { recursive: true })
    writeFileSync(join(window, 'preferences.json'), JSON.stringify({ engine: 'unix:///chosen/in/the/window.sock' }))
    const { DOCKER_HOST: host = 'unix:///var/run/docker.sock' } = process.env
    const place = { XDG_CONFIG_HOME: join(home, 'window'), DOCKER_HOST: '', DOCKER_CONTEXT: '' }
    const { json } = await sampan(['list', '--json'], undefined, undefined, { more: place })
    expect(json[0]).toMatchObject({ kind: 'problem', params: { endpoint: 'unix:///chosen/in/the/window.sock' } })
    const told = { more: { ...place, DOCKER_HOST: host } }
    expect((await sampan(['list', '--json'], undefined, undefined, told)).json[0]).toMatchObject({ kind: 'clusters' })
  })
})

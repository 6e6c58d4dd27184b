import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { specFile } from './cli-create.ts'
import { sampan } from './cli-process.ts'
import { docker, dockerMissing, execute, leftovers, quickBoot, sweep, uniqueName } from './docker.ts'

const missing = await dockerMissing()

/** Since when a container runs: another time is another start. */
async function startOf(container: string): Promise<string> {
  return (await docker.getContainer(container).inspect()).State.StartedAt
}

interface PlanLine {
  readonly changes: readonly { readonly field: string; readonly after?: unknown }[]
}
const apiPortOf = (plan: PlanLine | undefined) => plan?.changes.find(({ field }) => field === 'apiPort')?.after

describe.skipIf(missing)(`a cluster as a file${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const name = uniqueName()
  const second = uniqueName()
  const server = `sampan-${name}-server-0`
  let folder = ''
  const written = (more: object = {}, cluster = name) => specFile(cluster, more)
  const apply = (input: string, ...more: string[]) =>
    sampan(['apply', '-f', '-', ...more], undefined, undefined, { input })
  const diff = (input: string, ...more: string[]) =>
    sampan(['diff', '-f', '-', ...more], undefined, undefined, { input })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sampan-apply-'))
  })
  afterAll(async () => {
    await sweep(name)
    await sweep(second)
    await rm(folder, { recursive: true })
  })

  it('shows what would be made, and makes nothing', async () => {
    const { exitCode, stdout } = await apply(written(), '--dry-run')
    expect([exitCode, await leftovers(name)]).toEqual([0, []])
    expect(stdout).toContain('does not exist and would be created')
    expect(stdout).toContain(`create container ${server}`)
    const { exitCode: differs, json } = await diff(written(), '--json')
    expect([differs, json]).toMatchObject([3, [{ kind: 'plan', cluster: name, isThere: false }]])
  })

  it('makes it, from a file with little more than a name', async () => {
    const path = join(folder, 'cluster.yaml')
    await writeFile(path, written())
    const { exitCode, json } = await sampan(['apply', '-f', path, '--json'])
    expect([exitCode, json.at(-1)]).toMatchObject([0, { kind: 'ready', cluster: { name } }])
  })

  it.each([
    ['yaml', ['-o', 'yaml']],
    ['json', ['-o', 'json']],
    ['a JSON line', ['--json']],
  ])('finds nothing to do in what get prints as %s, and starts nothing again', async (_, format) => {
    const before = await startOf(server)
    const spec = (await sampan(['get', name, ...format])).stdout
    const applied = await apply(spec, '--json')
    expect([applied.exitCode, applied.json]).toEqual([0, [{ kind: 'unchanged', cluster: name }]])
    expect((await diff(spec)).exitCode).toBe(0)
    expect(await startOf(server)).toBe(before)
  })

  it('leaves alone what the file does not choose: the port, the token, a server that is not affected', async () => {
    const before = [parse((await sampan(['get', name])).stdout).apiPort, await startOf(server)]
    const dry = await apply(written({ agents: 2 }), '--dry-run')
    expect(dry.stdout).toMatch(/- agents: 1\n\+ agents: 2/)
    expect(dry.stdout).toContain(`create container sampan-${name}-agent-1`)
    const { exitCode } = await apply(written({ agents: 2 }))
    const { apiPort, agents } = parse((await sampan(['get', name])).stdout)
    expect([exitCode, agents, apiPort, await startOf(server)]).toEqual([0, 2, ...before])
  })

  it('makes again what somebody removed by hand, although the spec is the same', async () => {
    await execute('docker', ['rm', '-f', `sampan-${name}-agent-1`])
    expect((await diff(written({ agents: 2 }))).exitCode).toBe(3)
    expect((await apply(written({ agents: 2 }))).exitCode).toBe(0)
    expect(await startOf(`sampan-${name}-agent-1`)).not.toBe('')
  })

  it('takes several clusters in one file, and stops one that is to be stopped', async () => {
    const both = `${written({ desired: 'stopped', agents: 2 })}---\n${written({ agents: 0 }, second)}`
    expect((await apply(both)).exitCode).toBe(0)
    const { json } = await sampan(['list', '--json'])
    const { clusters } = json[0] as unknown as { clusters: { name: string; state: string }[] }
    const states = clusters.filter((cluster) => [name, second].includes(cluster.name))
    expect(new Map(states.map((cluster) => [cluster.name, cluster.state]))).toEqual(
      new Map([
        [name, 'stopped'],
        [second, expect.stringMatching(/^(ready|starting)$/)],
      ]),
    )
    expect((await apply(both, '--json')).json.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged'])
  })

  it('creates from a file too, with options on top, but not over a cluster that is there', async () => {
    const path = join(folder, 'second.yaml')
    await writeFile(path, written({}, second))
    const again = await sampan(['create', '-f', path, '--json'])
    expect([again.exitCode, again.json.at(-1)]).toMatchObject([1, { kind: 'problem', code: 'cluster.name_taken' }])
    await sweep(second)
    expect((await sampan(['create', '-f', path, '--agents', '0', '--no-wait'])).exitCode).toBe(0)
    expect(parse((await sampan(['get', second])).stdout)).toMatchObject({ name: second, agents: 0, env: quickBoot })
  })

  it('plans clusters that are not there yet with a port for each, none of which another one names', async () => {
    const names = [uniqueName(), uniqueName(), uniqueName()]
    const [first] = (await apply(`name: ${names[0]}\n`, '--dry-run', '--json')).json as unknown as PlanLine[]
    const named = apiPortOf(first)
    const input = `name: ${names[0]}\n---\nname: ${names[1]}\n---\nname: ${names[2]}\napiPort: ${named}\n`
    const { json } = await apply(input, '--dry-run', '--json')
    const ports = (json as unknown as PlanLine[]).map(apiPortOf)
    expect([ports[2], new Set(ports).size]).toEqual([named, 3])
  })

  it.each([
    ['', 'spec.none'],
    ['# only a remark\n', 'spec.none'],
    ['name: [', 'spec.unparsable'],
    ['just text', 'spec.invalid'],
    ['agents: 1', 'spec.invalid'],
    ['name: x\nagnets: 1', 'spec.invalid'],
    ['name: x\nagents: -1', 'spec.invalid'],
    [`name: ${uniqueName()}\nservers: many`, 'spec.invalid'],
  ])('refuses %j by its code', async (input, code) => {
    const { exitCode, json } = await apply(input, '--json')
    expect([exitCode, json]).toMatchObject([1, [{ kind: 'problem', code }]])
  })

  it('says which file cannot be read', async () => {
    const { exitCode, json } = await sampan(['apply', '-f', '/no/such/file', '--json'])
    expect([exitCode, json.at(-1)]).toMatchObject([1, { code: 'file.missing', params: { path: '/no/such/file' } }])
  })
})

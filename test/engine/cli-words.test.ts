import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sampan } from './cli-process.ts'
import { dockerMissing, isStandIn, uniqueName } from './docker.ts'

const missing = await dockerMissing()

describe.skipIf(missing)(`what sampan says${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it.each([
    [['create'], 'missing required argument'],
    [['create', 'x', '--agents', 'many'], 'Expected a whole number'],
    [['create', 'x', '--memory', '2q'], 'Expected a size'],
    [['create', '-x'], 'names do not begin with a hyphen'],
    [['start'], 'missing required argument'],
    [['apply'], 'required option'],
    [['logs', 'x', '--since', '90'], 'with a unit'],
    [['create', 'x', '--timeout', '90'], 'with its unit'],
    [['create', 'x', '--port', '80'], 'Expected ['],
    [['kubeconfig', 'x', '--context', 'foo'], "'--context' is only for --merge"],
    [['kubeconfig', 'x', '--into', 'foo'], "'--into' is only for --merge or --unmerge"],
    [['kubeconfig', 'x', '--merge', '--unmerge'], "'--merge' and '--unmerge' exclude each other"],
    [['kubeconfig', 'x', '--merge', '--output', 'foo'], 'exclude each other'],
    [['logs', 'x', '--previous'], "'--previous' is only for --pod"],
    [['logs', 'x', '-o'], "'--only-matching' is only for --grep"],
    [['launch'], 'unknown command'],
    [['list', '--colour'], 'unknown option'],
  ])('answers wrong usage with exit code 2: sampan %o', async (args, words) => {
    const { exitCode, stderr } = await sampan(args)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(words)])
    const forPrograms = await sampan([...args, '--json'])
    const reason = expect.stringContaining(words)
    expect([forPrograms.exitCode, forPrograms.json, forPrograms.stderr]).toEqual([
      2,
      [{ kind: 'problem', code: 'usage.invalid', params: { reason } }],
      '',
    ])
  })

  it.each([
    [['create', 'Bad_Name'], 'cluster.name_invalid'],
    [['create', 'demo.local'], 'cluster.name_invalid'],
    [['create', ''], 'cluster.name_invalid'],
    [['create', '--', '-x'], 'cluster.name_invalid'],
    [['create', 'x', '--image', 'a b'], 'image.invalid'],
    [['create', 'x', '--env', 'K3S_URL=https://server:6443'], 'spec.invalid'],
    [['create', 'x', '--env', 'FOO BAR=1'], 'spec.invalid'],
    [['create', 'x', '--disable', 'nosuch'], 'spec.invalid'],
    [['create', 'x', '--k3s-arg', '--kubelet-arg=--max-pods=9'], 'flag.inner_dashes'],
    [['create', 'x', '--api-port', '70000'], 'spec.invalid'],
    [['list', '--engine', 'unix:///no/such/docker.sock'], 'docker.not_running'],
    [['status', 'no-such-cluster'], 'cluster.not_found'],
    [['delete', 'no-such-cluster', '--yes'], 'cluster.not_found'],
    [['delete', 'no-such-cluster'], 'cluster.not_found'],
    [['kubeconfig', 'no-such-cluster'], 'cluster.not_found'],
    [['create', 'x', '--registries', '/no/such/file'], 'file.missing'],
  ])('answers a problem with exit code 1 and its code: sampan %o', async (args, code) => {
    const { exitCode, json } = await sampan([args[0] ?? '', '--json', ...args.slice(1)])
    expect([exitCode, json.at(-1)]).toMatchObject([1, { kind: 'problem', code }])
  })

  it.skipIf(!isStandIn)('says which engine answers, and that nothing stands in the way', async () => {
    const { exitCode, stdout } = await sampan(['doctor'])
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Docker engines')])
  })

  it('takes an engine that nobody knows for wrong usage', async () => {
    const { exitCode, json } = await sampan(['list', '--engine', 'nonsense', '--json'])
    expect([exitCode, json.at(-1)]).toMatchObject([2, { kind: 'problem', code: 'engine.unknown' }])
  })

  it('says what to do when no Docker answers', async () => {
    const elsewhere = { more: { DOCKER_HOST: 'unix:///no/such/docker.sock' } }
    const { exitCode, json } = await sampan(['list', '--json'], undefined, undefined, elsewhere)
    expect([exitCode, json]).toMatchObject([1, [{ kind: 'problem', code: 'docker.not_running' }]])
    const { stderr } = await sampan(['list'], undefined, undefined, elsewhere)
    expect(stderr).toContain('comes from the environment variable DOCKER_HOST')
    expect(stderr).toContain('  unset DOCKER_HOST')
    expect(stderr).not.toContain('systemctl')
  })

  it('tells the whole reference, which is docs/cli.md', async () => {
    const { exitCode, stdout } = await sampan(['help', '--all'])
    const written = await readFile('docs/cli.md', 'utf8')
    expect([exitCode, stdout.trim()]).toEqual([0, written.trim()])
    expect((await sampan(['help', '--all', '--json'])).json[0]).toMatchObject({ kind: 'help', text: written })
    expect((await sampan(['help', 'delete'])).stdout).toContain('--if-exists')
    expect((await sampan(['help', 'nonsense'])).exitCode).toBe(2)
    expect((await sampan(['delete', '--help', '--json'])).json[0]?.kind).toBe('help')
  })

  it('prints the schema by which other programs can check each line', async () => {
    const { stdout } = await sampan(['help', '--schema'])
    const schema = z.fromJSONSchema(JSON.parse(stdout).stdout)
    for (const args of [
      ['list'],
      ['doctor'],
      ['status', uniqueName()],
      ['start', uniqueName()],
      ['nonsense'],
      ['help'],
    ]) {
      const { json } = await sampan([...args, '--json'])
      expect(json.length).toBeGreaterThan(0)
      for (const line of json) expect(schema.safeParse(line)).toMatchObject({ success: true })
    }
  })
})

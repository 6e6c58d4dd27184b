import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createArgs } from './cli-create.ts'
import { sampan, userKubeconfig } from './cli-process.ts'
import { dockerMissing, execute, leftovers, sweep, testImage, uniqueName } from './docker.ts'

const missing = await dockerMissing()

describe.skipIf(missing)(`sampan in a terminal${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const name = uniqueName()
  const others: string[] = []
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sampan-cli-'))
  })
  afterEach(async () => {
    for (const other of others.splice(0)) await sweep(other)
  })
  afterAll(async () => {
    await sweep(name)
    await rm(folder, { recursive: true })
  })

  it('creates a cluster and reports its progress as one JSON object a line, the last of them ready', async () => {
    const { exitCode, json } = await sampan(createArgs(name, '--agents', '2', '--json'))
    expect([exitCode, json[0]?.kind, json.at(-1)]).toMatchObject([
      0,
      'started',
      { kind: 'ready', cluster: { name, state: 'ready' } },
    ])
    expect(json.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(10)
  })

  it('lists it, says how it is, and prints its spec', async () => {
    const list = await sampan(['list', '--json'])
    const { clusters } = list.json[0] as unknown as { clusters: { name: string; nodes: unknown[] }[] }
    expect(clusters.find((cluster) => cluster.name === name)?.nodes).toHaveLength(3)
    const status = await sampan(['status', name])
    expect([status.exitCode, status.stdout]).toEqual([0, expect.stringContaining(`sampan-${name}-agent-1`)])
    const spec = await sampan(['get', name, '-o', 'yaml'])
    expect(parse(spec.stdout)).toMatchObject({ version: 1, name, agents: 2, image: testImage })
  })

  it('adds it to the kubeconfig of the user, makes it current only when asked, and shows first what it would write', async () => {
    const before =
      'apiVersion: v1\nkind: Config\n# mine\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n'
    await writeFile(userKubeconfig, before)
    const dry = await sampan(['kubeconfig', name, '--merge', '--dry-run'])
    expect([dry.exitCode, dry.stdout.includes(`+ - context:`), await readFile(userKubeconfig, 'utf8')]).toEqual([
      0,
      true,
      before,
    ])
    const merged = await sampan(['kubeconfig', name, '--merge', '--json'])
    expect(merged.json[0]).toMatchObject({ changes: [{ name: `sampan-${name}`, currentAfter: 'prod' }] })
    const nodes = await execute('kubectl', [
      '--kubeconfig',
      userKubeconfig,
      '--context',
      `sampan-${name}`,
      'get',
      'nodes',
      '-o',
      'name',
    ])
    expect(nodes.stdout).toContain(`sampan-${name}-server-0`)
    expect((await sampan(['use', name])).stdout).toContain('before it was prod')
    const out = await sampan(['kubeconfig', name, '--unmerge'])
    expect([out.stdout.includes('The current context is prod again'), await readFile(userKubeconfig, 'utf8')]).toEqual([
      true,
      before,
    ])
  })

  it('points a shell to it, and runs kubectl on it', async () => {
    const { stdout } = await sampan(['env', name, '--shell', 'bash'])
    const path = /^export KUBECONFIG='(.+)'$/.exec(stdout)?.[1] ?? ''
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const nodes = await sampan(['kubectl', name, '--', 'get', 'nodes', '-o', 'name'])
    expect([nodes.exitCode, nodes.stdout.includes(`sampan-${name}-agent-0`)]).toEqual([0, true])
    expect((await sampan(['kubectl', name, '--', 'get', 'nonsense'])).exitCode).toBe(1)
  })

  it('takes kubectl’s options with and without --, and does not take them for its own', async () => {
    for (const separator of [[], ['--']]) {
      const { exitCode, stdout } = await sampan(['kubectl', name, ...separator, 'get', 'nodes', '-o', 'json', '-A'])
      expect([exitCode, JSON.parse(stdout).items.length]).toEqual([0, 3])
    }
    expect((await sampan(['kubectl', name, '--engine', 'nonsense'])).stderr).toContain('unknown flag: --engine')
    expect((await sampan(['kubectl', '--engine', 'nonsense', name, 'get', 'nodes'])).stderr).toContain('engine.unknown')
  })

  it('gives the kubectl in the node files and input of this machine where none is installed here', async () => {
    const server = `sampan-${name}-server-0`
    const path = join(folder, 'with a blank.yaml')
    const { stdout: text } = await execute('docker', ['exec', server, 'cat', '/etc/rancher/k3s/k3s.yaml'])
    await writeFile(path, text)
    const none = { more: { PATH: '/nowhere' } }
    const nodes = ['get', 'nodes', '-o', 'name']
    const byFile = await sampan(['kubectl', name, '--kubeconfig', path, ...nodes], undefined, undefined, none)
    const input = { ...none, input: text }
    const byInput = await sampan(['kubectl', name, '--kubeconfig=/dev/stdin', ...nodes], undefined, undefined, input)
    for (const { exitCode, stdout } of [byFile, byInput]) {
      expect([exitCode, stdout.trim().split('\n').length]).toEqual([0, 3])
    }
    const left = await execute('docker', ['exec', server, 'sh', '-c', 'ls -d /tmp/sampan-* 2>/dev/null || true'])
    expect(left.stdout).toBe('')
  })

  it('gives other places another address, and says so where it is not let out to', async () => {
    expect((await sampan(['kubeconfig', name, '--address', 'network'])).stdout).toContain(`https://${name}-api:6443`)
    const lan = await sampan(['kubeconfig', name, '--address', 'lan', '--json'])
    expect([lan.exitCode, lan.json[0]]).toMatchObject([1, { code: 'kubeconfig.address_closed' }])
  })

  it('writes a kubeconfig that only its owner can read and that kubectl works with', async () => {
    const path = join(folder, 'kubeconfig')
    expect((await sampan(['kubeconfig', name, '--output', path])).exitCode).toBe(0)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const { stdout } = await execute('kubectl', ['--kubeconfig', path, 'get', 'nodes', '-o', 'name'])
    expect(stdout.trim().split('\n')).toHaveLength(3)
    expect(parse(await readFile(path, 'utf8'))['current-context']).toBe(`sampan-${name}`)
  })

  it('follows the log of a node until it is interrupted', async () => {
    const { exitCode, stdout } = await sampan(['logs', name, '--node', 'server-0', '-f'], (line, child) => {
      if (line.includes('k3s is up and running')) child.kill('SIGINT')
    })
    expect([exitCode, stdout]).toEqual([130, expect.stringContaining('Starting k3s')])
  })

  it('merges the logs of all nodes by time, and ends with the last line when it need not follow', async () => {
    const { exitCode, json } = await sampan(['logs', name, '--json'])
    const lines = json as unknown as { source: string; time: string; text: string }[]
    expect(exitCode).toBe(0)
    expect(new Set(lines.map(({ source }) => source))).toEqual(new Set(['server-0', 'agent-0', 'agent-1']))
    const times = lines.map(({ time }) => Date.parse(time))
    expect(times).toEqual([...times].sort((left, right) => left - right))
    const { stdout } = await execute('docker', ['logs', `sampan-${name}-server-0`], { maxBuffer: 1e8 })
    const { stderr } = await execute('docker', ['logs', `sampan-${name}-server-0`], { maxBuffer: 1e8 })
    const known = new Set(`${stdout}\n${stderr}`.split('\n'))
    expect(lines.filter(({ source, text }) => source === 'server-0' && !known.has(text))).toEqual([])
  })

  it('shows pods, containerd and events beside each other, each line with its source', async () => {
    const { exitCode, stdout } = await sampan([
      'logs',
      name,
      '--pod',
      'kube-system/coredns',
      '--containerd',
      '--events',
      '--tail',
      '5',
    ])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^kube-system\/coredns +\| \[coredns-\S+\] /m)
    expect(stdout).toMatch(/^server-0\/containerd +\| time="/m)
    expect(stdout).toMatch(/^events +\| (Normal|Warning) \S+ /m)
    expect(stdout).not.toMatch(/^server-0 +\| /m)
  })

  it('prints what level, time and expression let through, and what the lines mean', async () => {
    const some = (...more: string[]) => sampan(['logs', name, '--node', 'server-0', '--tail', '5000', ...more])
    const bad = await some('--level', 'warn', '--json', '--explain')
    const lines = bad.json as unknown as { level?: string; explanation?: { matters: string } }[]
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.every(({ level }) => level === 'warn' || level === 'error' || level === 'fatal')).toBe(true)
    expect(lines.some(({ explanation }) => explanation?.matters === 'harmless')).toBe(true)
    expect((await some('--grep', 'STARTING K3S v\\d+', '-i', '-o')).stdout).toMatch(/^Starting k3s v\d+$/)
    expect((await some('--until', '2000-01-01T00:00:00Z')).stdout).toBe('')
    const ago = await some('--since', '1h', '--grep', 'k3s is up and running', '--color', 'always')
    expect(ago.stdout).toContain('\u001b[7mk3s is up and running\u001b[27m')
    const inChina = { more: { TZ: 'Asia/Shanghai' } }
    const timed = ['logs', name, '--node', 'server-0', '--tail', '2', '--timestamps']
    const { stdout } = await sampan(timed, undefined, undefined, inChina)
    expect(stdout.split('\n').every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+\+08:00 /.test(line))).toBe(true)
  })

  it.each([
    [['--pod', 'nobody'], 'cluster.pod_missing', 1],
    [['--node', 'nobody'], 'cluster.no_such_node', 1],
    [['--grep', '('], 'logs.invalid_pattern', 2],
    [['--grep', '(.*)*(.*)*(.*)*(.*)*§'], 'logs.slow_pattern', 2],
  ])('says what is wrong with %j', async (more, code, expected) => {
    const { exitCode, json } = await sampan(['logs', name, '--json', ...more])
    expect([exitCode, json.at(-1)]).toMatchObject([expected, { kind: 'problem', code }])
  })

  it('stops and starts it', async () => {
    const stop = await sampan(['stop', name, '--json'])
    const start = await sampan(['start', name, '--json'])
    expect([stop.json.at(-1)?.kind, start.json.at(-1)?.kind]).toEqual(['done', 'ready'])
  })

  it('says what a delete would remove, does nothing without --yes, and leaves nothing with it', async () => {
    const asked = await sampan(['delete', name])
    expect([asked.exitCode, asked.stdout]).toEqual([2, expect.stringContaining(`volume sampan-${name}-server-0-k3s`)])
    expect((await sampan(['delete', name, '--yes'])).exitCode).toBe(0)
    expect(await leftovers(name)).toEqual([])
  })

  it('says of a cluster that was just started that it is starting', async () => {
    const other = uniqueName()
    others.push(other)
    await sampan(createArgs(other, '--no-wait', '--env', 'FAKE_K3S_BOOT_MS=60000'))
    const { exitCode, stdout } = await sampan(['status', other])
    expect([exitCode, stdout.split('\n')[0]]).toEqual([1, `${other}: starting`])
  })

  it('undoes a create on Ctrl-C', async () => {
    const other = uniqueName()
    others.push(other)
    const { exitCode, json } = await sampan(
      createArgs(other, '--json', '--env', 'FAKE_K3S_BOOT_MS=20000'),
      (line, child) => {
        // Once: a second Ctrl-C does not wait for the undo.
        if (line.includes('"stage":"api","state":"running"')) child.kill('SIGINT')
      },
    )
    expect([exitCode, json.at(-1), await leftovers(other)]).toMatchObject([
      130,
      { kind: 'problem', code: 'cluster.cancelled', undone: true },
      [],
    ])
  })

  it('says so when a full disk keeps it from writing the kubeconfig', async () => {
    const other = uniqueName()
    others.push(other)
    await sampan(createArgs(other, '--no-wait'))
    await expect.poll(() => sampan(['kubeconfig', other]).then(({ exitCode }) => exitCode), { timeout: 60_000 }).toBe(0)
    const { exitCode, json } = await sampan(['kubeconfig', other, '--output', '/dev/full', '--json'])
    expect([exitCode, json.at(-1)]).toMatchObject([1, { code: 'disk.full' }])
  })

  it('hands registries.yaml to every node', async () => {
    const other = uniqueName()
    others.push(other)
    const path = join(folder, 'registries.yaml')
    await writeFile(path, 'mirrors:\n  docker.io:\n    endpoint:\n      - "https://mirror.example.com"\n')
    expect((await sampan(createArgs(other, '--agents', '1', '--registries', path))).exitCode).toBe(0)
    for (const node of ['server-0', 'agent-0']) {
      const { stdout } = await execute('docker', [
        'exec',
        `sampan-${other}-${node}`,
        'cat',
        '/etc/rancher/k3s/registries.yaml',
      ])
      expect(stdout).toContain('mirror.example.com')
    }
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docker, execute, testImage } from './docker.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const options = { signal: new AbortController().signal }
const mib = 1024 ** 2

describe.skipIf(world.missing)(`what a node is given: ${world.missing ?? testImage}`, () => {
  const { apiPort: hostPort = 0 } = world.spec()
  const spec = world.spec({
    agents: 1,
    ports: [{ hostPort, nodePort: 10_250, on: 'agent-0' }],
    hostAliases: [{ ip: '10.0.0.5', names: ['registry.local'] }],
    agentLimits: { memoryBytes: 700 * mib, cpus: 1 },
  })
  const [server, agent] = [`sampan-${spec.name}-server-0`, `sampan-${spec.name}-agent-0`]
  const inNode = async (node: string, script: string) =>
    (await execute('docker', ['exec', node, 'sh', '-c', script])).stdout.trim()
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sampan-volume-'))
    await writeFile(join(folder, 'word'), 'mine')
    await world.engine.create(
      { ...spec, volumes: [{ source: folder, path: '/mine', isReadOnly: true, on: 'agents' }] },
      options,
    )
  })
  afterAll(async () => {
    await world.sweep(spec.name)
    await rm(folder, { recursive: true })
  })

  it('is its own port, folder, alias, and what its kubelet takes for the size of its machine', async () => {
    const { NetworkSettings } = await docker.getContainer(agent).inspect()
    expect(NetworkSettings.Ports['10250/tcp']).toEqual([{ HostIp: '127.0.0.1', HostPort: String(hostPort) }])
    expect(await inNode(agent, 'cat /mine/word; (echo x > /mine/word) 2>/dev/null || echo " kept"')).toBe('mine kept')
    expect(await inNode(server, 'ls /mine 2>/dev/null || echo none')).toBe('none')
    expect(await inNode(agent, 'grep registry.local /etc/hosts')).toMatch(/^10\.0\.0\.5\s+registry\.local$/)
    expect(await inNode(server, 'cat /var/lib/rancher/k3s/server/manifests/sampan-host-aliases.yaml')).toContain(
      'registry.local:53',
    )
    expect(await inNode(agent, 'grep MemTotal /proc/meminfo')).toMatch(new RegExp(`^MemTotal: +${700 * 1024} kB$`))
    expect(await inNode(agent, 'cat /sys/devices/system/cpu/online')).toBe('0')
    const { status } = JSON.parse(await inNode(server, `kubectl get --raw /api/v1/nodes/${agent}`))
    expect(status.capacity).toMatchObject({ cpu: '1', memory: expect.stringMatching(/^(716800Ki|700Mi)$/) })
    const memoryOf = (text: string) => Number(/MemTotal: +(\d+)/.exec(text)?.[1])
    expect(memoryOf(await inNode(server, 'cat /proc/meminfo'))).toBeGreaterThan(700 * 1024)
  })

  it('is 65,536 to 1,048,576 open files, as far as Docker may', async () => {
    // Of the process that the entrypoint became.
    const ofEntrypoint = 'grep -l "^PPid:[[:space:]]*1$" /proc/[0-9]*/status | head -n 1'
    const limits = await inNode(server, `cat $(dirname $(${ofEntrypoint}))/limits`)
    const [, soft, hard] = (/^Max open files +(\d+) +(\d+)/m.exec(limits) ?? []).map(Number)
    const { HostConfig } = await docker.getContainer(server).inspect()
    const mayRaise = (HostConfig.Ulimits ?? []).length > 0
    expect(hard).toBeLessThanOrEqual(1_048_576)
    expect(soft).toBeGreaterThanOrEqual(mayRaise ? 65_536 : Math.min(hard ?? 0, 65_536))
  })

  it('is another name, with an ID or without one, and nothing is left of the one before', async () => {
    const { hostAliases: _, agentLimits: __, ...plain } = spec
    const registered = async () => (await inNode(server, 'kubectl get nodes -o name')).split('\n').sort()
    const passwords = async () =>
      (
        (await inNode(server, 'kubectl get secrets -n kube-system -o name')).match(/[^/]+(?=\.node-password\.k3s)/g) ??
        []
      ).sort()
    const withId = { ...plain, ports: [], k3sArgs: [{ flag: '--with-node-id', on: 'agent' as const }] }
    await world.engine.apply(withId, options)
    const id = await inNode(agent, 'cat /etc/rancher/node/id')
    expect(await registered()).toEqual([`node/${agent}-${id}`, `node/${server}`])
    expect((await passwords()).filter((name) => name !== server)).toEqual([`${agent}-${id}`])
    expect(await world.engine.preview(withId, options.signal)).toEqual([])
    await world.engine.apply({ ...plain, ports: [] }, options)
    expect(await registered()).toEqual([`node/${agent}`, `node/${server}`])
    expect((await passwords()).filter((name) => name !== server)).toEqual([agent])
  })

  it('goes again with what is not wanted any more, and a folder that is not there is named', async () => {
    const { code, params } = await problemFrom(
      world.engine.apply({ ...spec, volumes: [{ source: '/not/there', path: '/mine' }] }, options),
    )
    expect([code, params]).toEqual(['mount.missing', { path: '/not/there' }])
    const { hostAliases: _, agentLimits: __, ...plain } = spec
    await world.engine.apply({ ...plain, ports: [] }, options)
    expect(await inNode(agent, 'ls /mine 2>/dev/null || echo none')).toBe('none')
    expect(await inNode(server, 'wc -c < /var/lib/rancher/k3s/server/manifests/sampan-host-aliases.yaml')).toBe('0')
  })
})

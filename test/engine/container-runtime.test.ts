// One suite for two runtimes, the fake and the real one, hence its length.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { pack } from 'tar-stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import type { ContainerOptions, ContainerRuntime, RuntimeEvent } from '../../electron/docker/container-runtime.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { FakeExit, FakeRuntime } from '../fakes/fake-runtime.ts'
import { docker, until } from './docker.ts'

// Longer than a file should be because it is one list of cases, with the two runtimes that they are held against.

const image = 'sampan/test-busybox:latest'
const testLabel = 'dev.sampan.test'
const run = randomBytes(4).toString('hex')
const labels = { [testLabel]: run }
const wanted = { label: testLabel, value: run }
const execute = promisify(execFile)

/** A runtime with what the cases need of it. `stop` sweeps. */
interface Subject {
  readonly runtime: ContainerRuntime
  readonly occupyPort: () => Promise<{ port: number; release: () => Promise<void> }>
  readonly stop: () => Promise<void>
}

const subjects: Record<string, { missing: () => Promise<string | undefined>; open: () => Promise<Subject> }> = {
  'the fake runtime': { missing: async () => undefined, open: openFake },
  'a real Docker Engine': { missing: dockerMissing, open: openDocker },
}

for (const [name, { missing, open }] of Object.entries(subjects)) {
  const reason = await missing()
  describe.skipIf(reason !== undefined)(`a container runtime: ${name}${reason ? ` (${reason})` : ''}`, () => {
    let subject: Subject
    let runtime: ContainerRuntime
    let count = 0
    const unique = (what: string) => `sampan-test-${run}-${what}-${++count}`
    const third = 100 + (Number.parseInt(run, 16) % 100)
    const subnet = { subnet: `10.213.${third}.0/24`, gateway: `10.213.${third}.1` }

    /** A container that is made but not started, on a network of its own. */
    async function create(
      options: Partial<ContainerOptions> = {},
      network?: string,
    ): Promise<{ id: string; network: string }> {
      const name = network ?? unique('network')
      if (network === undefined) await runtime.createNetwork({ name, ...subnet, labels })
      const ipv4 = `10.213.${third}.2`
      const id = await runtime.createContainer({
        ...sleeper(unique('container')),
        network: { name, ipv4, aliases: [] },
        ...options,
      })
      return { id, network: name }
    }

    beforeAll(async () => {
      subject = await open()
      runtime = subject.runtime
    })

    afterEach(async () => {
      for (const { id } of await runtime.listContainers(wanted)) await runtime.removeContainer(id)
      for (const { id, labels: own } of await runtime.listNetworks())
        if (own[testLabel] === run) await runtime.removeNetwork(id)
      for (const volume of await runtime.listVolumes(wanted)) await runtime.removeVolume(volume.name)
    })

    afterAll(() => subject.stop())

    it('takes a container from created to running to exited to gone, and each step twice', async () => {
      const { id } = await create()
      const states = [(await runtime.inspectContainer(id))?.state]
      for (const _ of [1, 2]) await runtime.startContainer(id)
      states.push((await runtime.inspectContainer(id))?.state)
      for (const _ of [1, 2]) await runtime.stopContainer(id, 1)
      states.push((await runtime.inspectContainer(id))?.state)
      for (const _ of [1, 2]) await runtime.removeContainer(id)
      states.push((await runtime.inspectContainer(id))?.state)
      await runtime.stopContainer(id, 1)
      expect(states).toEqual(['created', 'running', 'exited', undefined])
    })

    it('lists containers by label, with addresses and ports only while they run', async () => {
      const { port, release } = await subject.occupyPort()
      await release()
      const published = { hostIp: '127.0.0.1', hostPort: port, containerPort: 6443, protocol: 'tcp' as const }
      const { id, network } = await create({ ports: [published] })
      const [atRest] = await runtime.listContainers(wanted)
      await runtime.startContainer(id)
      const [running] = await runtime.listContainers(wanted)
      const name = running?.name ?? ''
      expect([atRest?.addresses[network], atRest?.ports, running?.addresses[network], running?.ports]).toEqual([
        '',
        [],
        `10.213.${third}.2`,
        [{ container: name, ...published }],
      ])
      expect(await runtime.listContainers({ label: testLabel, value: 'other' })).toEqual([])
      expect((await runtime.listPublishedPorts()).filter((one) => one.container === name)).toEqual(running?.ports)
    })

    it('refuses an image that is not there', async () => {
      expect(await problemCode(create({ image: 'sampan/no-such-image:1' }))).toBe('image.not_found')
      expect(await runtime.inspectImage('sampan/no-such-image:1')).toBeUndefined()
      expect((await runtime.inspectImage(image))?.os).toBe('linux')
    })

    it('refuses a second container of the same name, and gives the name after a rename', async () => {
      const name = unique('container')
      const { id, network } = await create({ name })
      expect(await problemCode(create({ name }, network))).toBe('docker.failed')
      await runtime.renameContainer(id, `${name}-old`)
      await create({ name }, network)
      const names = (await runtime.listContainers(wanted)).map((container) => container.name).sort()
      expect(names).toEqual([name, `${name}-old`])
    })

    it('names the container that holds a port, when the second one starts', async () => {
      const { port, release } = await subject.occupyPort()
      await release()
      const ports = [{ hostIp: '127.0.0.1', hostPort: port, containerPort: 80, protocol: 'tcp' as const }]
      const name = unique('holder')
      const first = await create({ name, ports })
      const address = { name: first.network, ipv4: `10.213.${third}.3`, aliases: [] }
      const second = await create({ ports, network: address }, first.network)
      await runtime.startContainer(first.id)
      const failure = await runtime.startContainer(second.id).catch(problemOf)
      expect(failure).toMatchObject({ code: 'port.taken', params: { port, holder: name } })
    })

    it('says that a port is taken when another program holds it', async () => {
      const { port, release } = await subject.occupyPort()
      try {
        const { id } = await create({
          ports: [{ hostIp: '127.0.0.1', hostPort: port, containerPort: 80, protocol: 'tcp' }],
        })
        const failure = await runtime.startContainer(id).catch(problemOf)
        expect(failure).toMatchObject({ code: 'port.taken', params: { port, holder: '' } })
      } finally {
        await release()
      }
    })

    it('notices an address that is used twice only when the second container starts', async () => {
      const first = await create()
      const second = await create({}, first.network)
      await runtime.startContainer(first.id)
      expect(await problemCode(runtime.startContainer(second.id))).toBe('docker.failed')
    })

    it('refuses overlapping subnets and networks that are in use', async () => {
      const { id, network } = await create()
      await runtime.startContainer(id)
      expect(await problemCode(runtime.createNetwork({ name: unique('network'), ...subnet, labels }))).toBe(
        'subnet.none_free',
      )
      expect(await problemCode(runtime.removeNetwork(network))).toBe('docker.failed')
      await runtime.removeContainer(id)
      for (const _ of [1, 2]) await runtime.removeNetwork(network)
      expect((await runtime.listNetworks()).filter(({ name }) => name === network)).toEqual([])
    })

    it('keeps what lies in a volume when the container is made again, and nothing else', async () => {
      const volume = unique('volume')
      await runtime.createVolume({ name: volume, labels })
      const volumes = [{ name: volume, path: '/var/lib/data' }]
      const { id, network } = await create({ volumes })
      await runtime.putArchive(id, await tarOf({ 'var/lib/data/kept': 'one', 'etc/sampan/lost': 'two' }))
      const before = [
        await text(runtime.readFile(id, '/var/lib/data/kept')),
        await text(runtime.readFile(id, '/etc/sampan/lost')),
      ]
      expect(await problemCode(runtime.removeVolume(volume))).toBe('docker.failed')
      await runtime.removeContainer(id)
      const again = await create({ volumes }, network)
      const after = [
        await text(runtime.readFile(again.id, '/var/lib/data/kept')),
        await text(runtime.readFile(again.id, '/etc/sampan/lost')),
      ]
      expect([before, after]).toEqual([
        ['one', 'two'],
        ['one', undefined],
      ])
      expect((await runtime.listVolumes(wanted)).map(({ name }) => name)).toEqual([volume])
      expect((await runtime.volumeSizes()).get(volume)).toBeGreaterThanOrEqual(3)
    })

    it('leaves a volume that is there as it is, and tells whose it is', async () => {
      const name = unique('volume')
      const makers = await Promise.all(
        ['one', 'two', 'three', 'four'].map((maker) =>
          runtime.createVolume({ name, labels: { ...labels, 'dev.sampan.test.maker': maker } }),
        ),
      )
      const [there] = await runtime.listVolumes(wanted)
      expect(makers).toEqual(makers.map(() => there))
      expect(there).toEqual({ name, labels: { ...labels, 'dev.sampan.test.maker': expect.any(String) } })
    })

    it('reads a log with its streams and times, and follows it to the end of the container', async () => {
      const { id } = await create({ command: ['echo one; echo two >&2; echo three; sleep 1; exit 3'] })
      await runtime.startContainer(id)
      const signal = AbortSignal.timeout(20_000)
      const seen = []
      for await (const record of runtime.logs(id, { follow: true }, signal)) seen.push(record)
      expect(signal.aborted).toBe(false)
      expect(seen.map(({ stream, data }) => `${stream} ${data}`).sort()).toEqual([
        'stderr two\n',
        'stdout one\n',
        'stdout three\n',
      ])
      expect(seen.every(({ time }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/.test(time))).toBe(true)
      const newest = []
      for await (const { data } of runtime.logs(id, { follow: false, tailLines: 1 }, signal)) newest.push(String(data))
      // Which of the two streams came last is Docker's to say.
      expect(newest).toHaveLength(1)
      await until('it has exited', async () => (await runtime.inspectContainer(id))?.state === 'exited')
      expect((await runtime.inspectContainer(id))?.exitCode).toBe(3)
    })

    it('starts a container again that ended by itself where its policy says so, and counts it, until it is stopped', async () => {
      const command = ['echo one; echo two >&2; echo three; exit 3']
      const { id } = await create({ command, restartPolicy: 'unless-stopped' })
      await runtime.startContainer(id)
      const first = (await runtime.inspectContainer(id))?.startedAtMs ?? 0
      await until('it was started again', async () => ((await runtime.inspectContainer(id))?.restartCount ?? 0) >= 2)
      const again = await runtime.inspectContainer(id)
      expect([(again?.startedAtMs ?? 0) > first, again?.exitCode === 3 || again?.state === 'running']).toEqual([
        true,
        true,
      ])
      await runtime.stopContainer(id, 1)
      const stopped = await runtime.inspectContainer(id)
      await runtime.startContainer(id)
      // Counted anew from each start by hand; it may have ended once by now.
      const anew = (await runtime.inspectContainer(id))?.restartCount ?? Number.NaN
      expect([stopped?.state, anew < (stopped?.restartCount ?? 0)]).toEqual(['exited', true])
    })

    it('gives of a log what came since a time, on its own clock', async () => {
      const { id } = await create({ command: ['echo one; echo two >&2; echo three; sleep 1; exit 3'] })
      await runtime.startContainer(id)
      const read = async (sinceMs?: number) => {
        const seen = []
        const options = { follow: false, ...(sinceMs === undefined ? {} : { sinceMs }) }
        for await (const record of runtime.logs(id, options, AbortSignal.timeout(20_000))) seen.push(record)
        return seen
      }
      await until('it has said all', async () => (await read()).length === 3)
      const lastMs = Math.max(...(await read()).map(({ time }) => Date.parse(time)))
      const started = (await runtime.inspectContainer(id))?.startedAtMs
      expect([(await read(started)).length, (await read(lastMs + 1)).length]).toEqual([3, 0])
      expect((await read(lastMs)).length).toBeGreaterThan(0)
    })

    it('stops following a log when nobody wants it any more', async () => {
      const { id } = await create()
      await runtime.startContainer(id)
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 100)
      const seen = []
      for await (const record of runtime.logs(id, { follow: true }, controller.signal)) seen.push(record)
      expect(seen).toEqual([])
    })

    it('runs a command to its end and gives its output and exit code', async () => {
      const { id } = await create()
      expect(await problemCode(runtime.exec(id, ['sh', '-c', 'true']))).toBe('docker.failed')
      await runtime.startContainer(id)
      const result = await runtime.exec(id, ['sh', '-c', 'echo out; echo err >&2; exit 7'])
      expect(result).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' })
    })

    it('measures a running container, and no other', async () => {
      const { id } = await create()
      expect(await runtime.usage(id)).toBeUndefined()
      await runtime.startContainer(id)
      const first = await runtime.usage(id)
      const second = await runtime.usage(id)
      if (!first || !second) throw new Error('A running container was not measured')
      expect(first.memoryBytes > 0 && second.readAtMs >= first.readAtMs && second.cpuMs >= first.cpuMs).toBe(true)
      await runtime.stopContainer(id, 0)
      expect([await runtime.usage(id), await runtime.usage('nothing')]).toEqual([undefined, undefined])
    })

    it('tells what happens to containers with our label and to networks and volumes', async () => {
      const controller = new AbortController()
      const seen: RuntimeEvent[] = []
      const watched = { ...labels, 'dev.sampan.test.kind': 'watched' }
      const isFollowing = (async () => {
        for await (const event of runtime.events(
          { label: 'dev.sampan.test.kind', value: 'watched' },
          controller.signal,
        ))
          seen.push(event)
      })()
      await until('the stream is connected', async () => seen.length > 0)
      const { id, network } = await create({ labels: watched })
      const other = await create({}, network)
      await runtime.startContainer(id)
      await runtime.removeContainer(other.id)
      await runtime.removeContainer(id)
      const of = (object: string) =>
        seen.flatMap((event) => (event.kind === 'changed' && event.object === object ? [event.action] : []))
      await until('the removal is told', async () => of('container').includes('destroy'))
      controller.abort()
      await isFollowing
      expect(seen[0]).toEqual({ kind: 'connected' })
      expect(of('network')).toContain('create')
      expect(of('container').filter((action) => action !== 'kill')).toEqual(['create', 'start', 'die', 'destroy'])
    })
  })
}

function sleeper(name: string): ContainerOptions {
  return {
    name,
    hostname: name,
    image,
    entrypoint: ['/bin/busybox', 'sh', '-c'],
    command: ['exec /bin/busybox sleep 1000'],
    env: { GREETING: 'hello' },
    labels,
    network: { name: '', ipv4: '', aliases: [] },
    volumes: [],
    tmpfs: ['/run'],
    ports: [],
    extraHosts: [],
    isPrivileged: false,
    hasOwnCgroups: false,
    hasInit: true,
    restartPolicy: 'no',
    stopTimeoutSeconds: 1,
    logLimits: { maxSizeMb: 1, maxFiles: 1 },
    memoryBytes: 64 * 1024 ** 2,
    cpus: 0.5,
  }
}

async function problemCode(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error) => problemOf(error).code,
  )
}

async function text(bytes: Promise<Buffer | undefined>): Promise<string | undefined> {
  return (await bytes)?.toString()
}

async function tarOf(files: Record<string, string>): Promise<Buffer> {
  const tar = pack()
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content)
  tar.finalize()
  return buffer(tar)
}

/** Listens on a free port of this machine. */
async function occupyPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port')
  return { port: address.port, release: async () => void (await new Promise((resolve) => server.close(resolve))) }
}

async function openFake(): Promise<Subject> {
  const runtime = new FakeRuntime({
    onStart: async (container) => {
      const script = container.options.command[0] ?? ''
      if (!script.startsWith('echo')) return
      container.print('one\n', 'stdout')
      container.print('two\n', 'stderr')
      container.print('three\n', 'stdout')
      await new Promise((resolve) => setTimeout(resolve, 50))
      throw new FakeExit(3)
    },
    onExec: () => ({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' }),
  })
  runtime.images.set(image, { id: 'sha256:1', architecture: 'amd64', os: 'linux', entrypoint: [], labels: {} })
  const occupy = async () => {
    const held = await occupyPort()
    runtime.occupiedPorts.add(held.port)
    const release = async () => {
      runtime.occupiedPorts.delete(held.port)
      await held.release()
    }
    return { port: held.port, release }
  }
  return { runtime, occupyPort: occupy, stop: async () => undefined }
}

/** Imports an image of nothing but busybox, as the Debian package busybox-static has it. */
async function openDocker(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-busybox-'))
  try {
    await execute(
      'sh',
      [
        '-c',
        'mkdir -p bin etc tmp && cp "$(command -v busybox)" bin/busybox && ln -s busybox bin/sh && ln -s busybox bin/sleep && tar -c . | docker import - "$0"',
        image,
      ],
      { cwd: folder },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const runtime = new DockerRuntime({ kind: 'socket', path: '/var/run/docker.sock' })
  const stop = async () => {
    for (const { Id } of await docker.listContainers({ all: true, filters: { label: [`${testLabel}=${run}`] } })) {
      await docker.getContainer(Id).remove({ force: true, v: true })
    }
    runtime.close()
  }
  return { runtime, occupyPort, stop }
}

async function dockerMissing(): Promise<string | undefined> {
  try {
    await new Docker({ socketPath: '/var/run/docker.sock' }).ping()
    await execute('sh', ['-c', 'command -v busybox'])
    return undefined
  } catch (error) {
    return `needs Docker and busybox: ${error instanceof Error ? error.message : String(error)}`
  }
}

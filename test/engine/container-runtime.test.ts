// Longer than a file should be because it is one list of cases, with the two runtimes that they are held against.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { pack } from 'tar-stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import type { ContainerOptions, ContainerRuntime, RuntimeEvent } from '../../electron/docker/container-runtime.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import type { FakeContainer } from '../fakes/fake-container.ts'
import { FakeExit, FakeRuntime } from '../fakes/fake-runtime.ts'
import { docker, dockerConnection, removeByHand, until } from './docker.ts'
import { openRegistry, type TinyRegistry } from './tiny-registry.ts'

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
  readonly pause: (id: string) => Promise<void>
  readonly registry: TinyRegistry
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

    it('makes a volume that is not there with the labels that are given for it, and leaves the others as they are', async () => {
      const [there, gone] = [unique('volume'), unique('volume')]
      await runtime.createVolume({ name: there, labels })
      const more = { ...labels, more: 'yes' }
      const volumes = [there, gone].map((name) => ({ name, path: `/${name}`, labels: more }))
      await create({ volumes })
      expect((await runtime.listVolumes(wanted)).sort((a, b) => a.name.localeCompare(b.name))).toEqual([
        { name: there, labels },
        { name: gone, labels: more },
      ])
    })

    it('lists containers by label, and ports only while they run', async () => {
      const { port, release } = await subject.occupyPort()
      await release()
      const published = { hostIp: '127.0.0.1', hostPort: port, containerPort: 6443, protocol: 'tcp' as const }
      const name = unique('container')
      const { id } = await create({ name, ports: [published] })
      const portsOfIt = async () => (await runtime.listPublishedPorts()).filter(({ container }) => container === name)
      const [atRest] = await runtime.listContainers(wanted)
      const portsAtRest = await portsOfIt()
      await runtime.startContainer(id)
      const [running] = await runtime.listContainers(wanted)
      expect([atRest?.state, portsAtRest, running?.state, await portsOfIt()]).toEqual([
        'created',
        [],
        'running',
        [{ container: name, ...published }],
      ])
      expect(await runtime.listContainers({ label: testLabel, value: 'other' })).toEqual([])
    })

    it('says of itself what a cluster depends on', async () => {
      const { systemTimeMs, ...info } = await runtime.info()
      expect(info).toEqual({
        engineId: expect.stringMatching(/./),
        name: expect.any(String),
        version: expect.stringMatching(/^\d+\.\d+/),
        apiVersion: expect.stringMatching(/^1\.\d+$/),
        operatingSystem: expect.stringMatching(/./),
        architecture: expect.stringMatching(/./),
        cgroupVersion: expect.any(Number),
        isRootless: expect.any(Boolean),
        isPodman: expect.any(Boolean),
        usesIptables: expect.any(Boolean),
        bridgeAddress: expect.stringMatching(/^(\d+\.){3}\d+$/),
        cpus: expect.any(Number),
        memoryBytes: expect.any(Number),
        dataRoot: expect.stringMatching(/^\//),
        publishesHere: true,
        isLocal: expect.any(Boolean),
      })
      expect(Math.abs(systemTimeMs - Date.now())).toBeLessThan(60_000)
      expect((await runtime.info()).engineId).toBe(info.engineId)
    })

    it('refuses an image that is not there', async () => {
      expect(await problemCode(create({ image: 'sampan/no-such-image:1' }))).toBe('image.not_found')
      expect(await runtime.inspectImage('sampan/no-such-image:1')).toBeUndefined()
      expect((await runtime.inspectImage(image))?.id).toMatch(/^sha256:/)
    })

    it('lists the images that are there by their names, with their sizes', async () => {
      const listed = await runtime.listImages()
      const found = listed.find(({ names }) => names.includes(image))
      expect(found).toMatchObject({ sizeBytes: expect.any(Number) })
      expect(listed.flatMap(({ names }) => names).filter((name) => name.includes('<none>'))).toEqual([])
    })

    it('pulls an image, tells how far it is, and says what is missing', async () => {
      const { image: there, missing } = subject.registry
      const seen: number[][] = []
      await runtime.pullImage(there, ({ doneBytes, totalBytes }) => seen.push([doneBytes, totalBytes]))
      const [last] = seen.slice(-1)
      expect([seen.length > 0, last?.[0] === last?.[1], last?.[0] !== 0]).toEqual([true, true, true])
      expect(await runtime.inspectImage(there)).toBeDefined()
      expect(await problemCode(runtime.pullImage(missing, () => undefined))).toBe('image.not_found')
    })

    it('stops a pull in the middle, with the reason of whoever stopped it', async () => {
      const { endless } = subject.registry
      const controller = new AbortController()
      const abort = () => controller.abort(new Error('no longer wanted'))
      await expect(runtime.pullImage(endless, abort, controller.signal)).rejects.toThrow('no longer wanted')
      expect(await runtime.inspectImage(endless)).toBeUndefined()
    })

    it('makes nothing for somebody who has given up already, and finishes what it has begun', async () => {
      const late = AbortSignal.abort(new Error('given up'))
      const attempts = [
        runtime.createContainer(sleeper(unique('container')), late),
        runtime.createNetwork({ name: unique('network'), ...subnet, labels }, late),
        runtime.createVolume({ name: unique('volume'), labels }, late),
      ]
      for (const attempt of attempts) await expect(attempt).rejects.toThrow('given up')
      const controller = new AbortController()
      const volume = unique('volume')
      const making = runtime.createVolume({ name: volume, labels }, controller.signal)
      controller.abort(new Error('given up'))
      expect(await making).toEqual({ name: volume, labels })
      expect([
        await runtime.listContainers(wanted),
        (await runtime.listVolumes(wanted)).map(({ name }) => name),
      ]).toEqual([[], [volume]])
    })

    it('starts a container again that ends by itself, counts it, and leaves it when it was stopped', async () => {
      const { id } = await create({ command: ['exit 4'], restartPolicy: 'unless-stopped' })
      await runtime.startContainer(id)
      const count = async () => (await runtime.inspectContainer(id))?.restartCount ?? 0
      await until('it was started again and again', async () => (await count()) > 5)
      await runtime.stopContainer(id, 1)
      const stopped = await runtime.inspectContainer(id)
      const [listed] = await runtime.listContainers(wanted)
      expect([stopped?.state, listed?.state, stopped?.exitCode]).toEqual(['exited', 'exited', expect.any(Number)])
      await runtime.startContainer(id)
      // Podman starts it again without a pause: the very first count may not be seen.
      expect(await count()).toBeLessThan(stopped?.restartCount ?? 0)
      await until('it was started again once more', async () => (await count()) > 0)
    })

    it('lists a container as stopped as soon as it was stopped', async () => {
      const { id } = await create()
      for (let round = 0; round < 5; round += 1) {
        await runtime.startContainer(id)
        await runtime.stopContainer(id, 0)
        expect((await runtime.listContainers(wanted)).map(({ state }) => state)).toEqual(['exited'])
      }
    })

    it('lists a container as ended when its end is told', async () => {
      const { id } = await create({ command: ['echo one; echo two >&2; echo three; sleep 1; exit 3'] })
      const controller = new AbortController()
      const listed = (async () => {
        for await (const event of runtime.events(wanted, controller.signal)) {
          if (event.kind === 'connected') await runtime.startContainer(id)
          else if (event.action === 'die') return runtime.listContainers(wanted)
        }
        return []
      })()
      expect((await listed).map(({ state }) => state)).toEqual(['exited'])
      controller.abort()
    })

    it('lets a paused container go on when it is started', async () => {
      const { id } = await create()
      await runtime.startContainer(id)
      await subject.pause(id)
      const paused = (await runtime.inspectContainer(id))?.state
      await runtime.startContainer(id)
      expect([paused, (await runtime.inspectContainer(id))?.state]).toEqual(['paused', 'running'])
    })

    it('keeps who may read a file', async () => {
      const { id } = await create()
      const tar = pack()
      tar.entry({ name: 'etc/secret', mode: 0o600 }, 'x')
      tar.entry({ name: 'etc/script', mode: 0o755 }, 'x')
      tar.finalize()
      await runtime.putArchive(id, await buffer(tar))
      await runtime.startContainer(id)
      const modeOf = async (path: string) => (await runtime.exec(id, ['busybox', 'stat', '-c', '%a', path])).stdout
      expect([await modeOf('/etc/secret'), await modeOf('/etc/script')]).toEqual(['600\n', '755\n'])
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
      expect(await runtime.disconnectAll(network)).toEqual([])
      expect((await runtime.listNetworks()).filter(({ name }) => name === network)).toEqual([])
    })

    it('takes containers off a network that has to go, and says which', async () => {
      const name = unique('foreign')
      const { id, network } = await create({ name })
      const atRest = unique('at-rest')
      const options = { name: atRest, network: { name: network, ipv4: `10.213.${third}.3`, aliases: [] } }
      await create(options, network)
      await runtime.startContainer(id)
      // Only with Podman is a container on a network that does not run.
      const { isPodman } = await runtime.info()
      expect(await runtime.disconnectAll(network)).toEqual(isPodman ? [atRest, name].sort() : [name])
      await runtime.removeNetwork(network)
      expect((await runtime.inspectContainer(id))?.state).toBe('running')
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

    it('tells of a file, whether or not its container runs, by its time to the nanosecond', async () => {
      const { id } = await create()
      const archive = pack()
      archive.entry({ name: 'etc/sampan/told', pax: { mtime: '1234567890.123456789' } }, 'five.')
      archive.finalize()
      await runtime.putArchive(id, await buffer(archive))
      const told = { isFile: true, sizeBytes: 5, modifiedNs: 1_234_567_890_123_456_789n }
      expect(await runtime.statFile(id, '/etc/sampan/told')).toEqual(told)
      await runtime.startContainer(id)
      expect(await runtime.statFile(id, '/etc/sampan/told')).toEqual(told)
      expect([await runtime.statFile(id, '/etc/sampan/nothing'), await runtime.statFile('nobody', '/etc')]).toEqual([
        undefined,
        undefined,
      ])
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

    it('reads a log from a moment on', async () => {
      const { id } = await create({ command: ['echo early; sleep 1; echo late; sleep 1000'] })
      await runtime.startContainer(id)
      const signal = AbortSignal.timeout(20_000)
      let lateAtMs = 0
      for await (const { data, time } of runtime.logs(id, { follow: true }, signal)) {
        lateAtMs = Date.parse(time)
        if (String(data) === 'late\n') break
      }
      const seen = []
      for await (const { data } of runtime.logs(id, { follow: false, sinceMs: lateAtMs }, signal))
        seen.push(String(data))
      expect(seen).toEqual(['late\n'])
    })

    it('stops following a log when nobody wants it any more', async () => {
      const { id } = await create()
      await runtime.startContainer(id)
      const controller = new AbortController()
      const seen: unknown[] = []
      const reading = (async () => {
        for await (const record of runtime.logs(id, { follow: true }, controller.signal)) seen.push(record)
      })()
      // Whatever is answered after it was answered after the log had begun.
      await runtime.inspectContainer(id)
      controller.abort()
      await reading
      expect(seen).toEqual([])
    })

    it('runs a command to its end and gives its output and exit code', async () => {
      const { id } = await create()
      expect(await problemCode(runtime.exec(id, ['sh', '-c', 'true']))).toBe('docker.failed')
      await runtime.startContainer(id)
      const result = await runtime.exec(id, ['sh', '-c', 'echo out; echo err >&2; exit 7'])
      expect(result).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' })
    })

    it('hands over what a command prints while it runs, gives its exit code, and ends it with the signal', async () => {
      const { id } = await create()
      await runtime.startContainer(id)
      const seen = { stdout: '', stderr: '' }
      const stop = new AbortController()
      const take = (stream: 'stdout' | 'stderr', data: Buffer) => {
        seen[stream] += data.toString()
      }
      const exitCode = await runtime.run(id, ['sh', '-c', 'echo out; echo err >&2; exit 7'], take, stop.signal)
      expect([exitCode, seen]).toEqual([7, { stdout: 'out\n', stderr: 'err\n' }])
      if (runtime instanceof FakeRuntime) return
      const endless = ['sh', '-c', 'echo begun; exec busybox sleep 98765']
      const reading = runtime.run(id, endless, () => stop.abort(), stop.signal)
      await expect(reading).rejects.toThrow(/abort/)
      const isRunning = async () => (await runtime.exec(id, ['sh', '-c', 'busybox ps | grep [9]8765'])).exitCode === 0
      await expect.poll(isRunning, { timeout: 20_000 }).toBe(false)
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
      // How a removal ends a container is the engine's to say: by a signal, or in good order.
      const isMeans = (action: string) => ['kill', 'stop'].includes(action)
      expect(of('container').filter((action) => !isMeans(action))).toEqual(['create', 'start', 'die', 'destroy'])
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

/** What the shell scripts of the cases do, for a runtime that has no shell. */
const scripts: Record<string, (container: FakeContainer) => Promise<void>> = {
  'echo one; echo two >&2; echo three; sleep 1; exit 3': async (container) => {
    container.print('one\n', 'stdout')
    container.print('two\n', 'stderr')
    container.print('three\n', 'stdout')
    await pause(50)
    throw new FakeExit(3)
  },
  'echo early; sleep 1; echo late; sleep 1000': async (container) => {
    container.print('early\n', 'stdout')
    await pause(50)
    container.print('late\n', 'stdout')
  },
  'exit 4': async () => {
    throw new FakeExit(4)
  },
}

async function openFake(): Promise<Subject> {
  const runtime = new FakeRuntime({
    onStart: (container) => scripts[container.options.command[0] ?? '']?.(container),
    onExec: (container, command) =>
      command.includes('stat')
        ? { exitCode: 0, stdout: `${container.modeOf(command.at(-1) ?? '')}\n`, stderr: '' }
        : { exitCode: 7, stdout: 'out\n', stderr: 'err\n' },
  })
  runtime.images.set(image, { id: 'sha256:1' })
  const registry = { image: 'r/noise:whole', endless: 'r/noise:endless', missing: 'r/noise:nothing' }
  for (const reference of [registry.image, registry.endless]) runtime.registry.set(reference, { id: 'sha256:2' })
  const occupy = async () => {
    const held = await occupyPort()
    runtime.occupiedPorts.add(held.port)
    const release = async () => {
      runtime.occupiedPorts.delete(held.port)
      await held.release()
    }
    return { port: held.port, release }
  }
  return {
    runtime,
    occupyPort: occupy,
    pause: async (id) => runtime.pause(id),
    registry: { ...registry, close: async () => undefined },
    stop: async () => undefined,
  }
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
  const runtime = new DockerRuntime(dockerConnection())
  const registry = await openRegistry()
  const stop = async () => {
    for (const { Id } of await docker.listContainers({ all: true, filters: { label: [`${testLabel}=${run}`] } })) {
      await removeByHand(docker.getContainer(Id))
    }
    await docker.getImage(registry.image).remove()
    await registry.close()
    runtime.close()
  }
  return { runtime, occupyPort, pause: async (id) => void (await docker.getContainer(id).pause()), registry, stop }
}

async function dockerMissing(): Promise<string | undefined> {
  try {
    await docker.ping()
    await execute('sh', ['-c', 'command -v busybox'])
    return undefined
  } catch (error) {
    return `needs Docker and busybox: ${error instanceof Error ? error.message : String(error)}`
  }
}

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LogRow, LogSource } from '#shared/log-view.ts'
import { docker, execute, until } from './docker.ts'
import { type OpenView, openLogView } from './open-log-view.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const missing = world.missing ?? (existsSync('out/search-thread.cjs') ? undefined : 'nothing was built')
const signal = new AbortController().signal

describe.skipIf(missing !== undefined)(`what else a cluster's logs are${missing ? ` (${missing})` : ''}`, () => {
  const spec = world.spec()
  const cluster = spec.name
  const server = `sampan-${cluster}-server-0`
  let views: OpenView[] = []

  beforeAll(async () => {
    await world.engine.create(spec, { signal })
  }, 300_000)
  afterAll(() => world.sweep(cluster))
  afterEach(() => {
    for (const view of views) view.close()
    views = []
  })

  async function follow(...sources: LogSource[]): Promise<OpenView> {
    const view = await openLogView({ cluster })
    views.push(view)
    await view.ask('filter', { filter: { isFolded: false } })
    await view.ask('follow', { sources })
    return view
  }

  async function rows(view: OpenView): Promise<LogRow[]> {
    const { firstRow = 0, endRow = 0 } = view.state ?? {}
    return (await view.ask('rows', { first: Math.max(firstRow, endRow - 2000), count: 2000 })).rows
  }
  const textsOf = async (view: OpenView) =>
    (await rows(view)).map((row) => (row.kind === 'line' ? row.text : `<${row.marker.kind}>`))
  const untilText = (view: OpenView, pattern: RegExp, timeoutMs = 30_000) =>
    until(`${pattern} is shown`, async () => (await textsOf(view)).some((text) => pattern.test(text)), timeoutMs)
  const kubectl = (...args: string[]) => execute('docker', ['exec', server, 'kubectl', ...args])
  /** The DNS pod, which every cluster has. */
  const dnsPod = async () => {
    const { stdout } = await kubectl('get', 'pods', '-n', 'kube-system', '-l', 'k8s-app=kube-dns', '-o', 'name')
    return (stdout.trim().split('\n')[0] ?? '').replace('pod/', '')
  }
  const processesIn = async (node: string) => (await execute('docker', ['top', node, '-eo', 'pid,args'])).stdout

  it('lists what there is: nodes, their containerd, events, workloads, containers', async () => {
    const view = await follow()
    const pod = await dnsPod()
    const names = (await view.ask('available', undefined)).sources.map(({ source, name }) => `${source.kind} ${name}`)
    expect(names).toEqual(
      expect.arrayContaining([
        'node server-0',
        'containerd server-0/containerd',
        'events events',
        'workload kube-system/coredns',
        `pod kube-system/${pod}/coredns`,
      ]),
    )
  })

  it('lists the nodes alone where Kubernetes does not answer', async () => {
    const [other] = [world.spec()]
    const view = await openLogView({ cluster: other.name })
    views.push(view)
    expect(await view.ask('available', undefined)).toMatchObject({
      sources: [],
      problem: { code: 'cluster.not_found' },
    })
  })

  it("shows containerd's own log with its times and levels, goes on after a restart, and leaves nothing in the node", async () => {
    const view = await follow({ kind: 'containerd', node: server })
    await untilText(view, /starting containerd/)
    const row = (await rows(view)).find((each) => each.kind === 'line' && each.text.includes('starting containerd'))
    expect(row).toMatchObject({ level: 'info' })
    const told = row?.kind === 'line' ? /time="([^"]+)"/.exec(row.text)?.[1] : undefined
    expect(row?.time).toBeCloseTo(Date.parse(told ?? ''), -1)
    const before = (await textsOf(view)).length

    await docker.getContainer(server).restart({ t: 1 })
    await untilText(view, /<restarted>/, 60_000)
    await until('it logs again', async () => (await textsOf(view)).length > before + 1, 60_000)
    const texts = await textsOf(view)
    expect(new Set(texts).size).toBe(texts.length) // nothing was repeated: times tell its lines apart

    expect(await processesIn(server)).toContain('tail -n')
    view.close()
    await until('nothing is left in the node', async () => !(await processesIn(server)).includes('tail -n'))
    await world.engine.whenReady(cluster, { signal })
  })

  it('shows what a container printed before it was started again, once', async () => {
    const pod = await dnsPod()
    const view = await follow({ kind: 'pod', namespace: 'kube-system', pod, container: 'coredns', isPrevious: true })
    await untilText(view, /CoreDNS-/)
    await until('its end', async () => view.state?.sources[0]?.state === 'ended')
    const available = (await view.ask('available', undefined)).sources.map(({ name }) => name)
    expect(available).toContain(`kube-system/${pod}/coredns (previous)`)
  })

  it('leaves no process in a node when its reader is killed', async () => {
    const sampan = spawn(process.execPath, ['out/cli.cjs', 'logs', cluster, '--containerd', '-f'], { stdio: 'ignore' })
    await until('it reads', async () => (await processesIn(server)).includes('tail -n'))
    sampan.kill('SIGKILL')
    await until('nothing is left in the node', async () => !(await processesIn(server)).includes('tail -n'), 10_000)
  })

  it('shows what a container in a pod prints, as kubectl does', async () => {
    const pod = await dnsPod()
    const source: LogSource = { kind: 'pod', namespace: 'kube-system', pod, container: 'coredns', isPrevious: false }
    const view = await follow(source)
    await untilText(view, /CoreDNS-/)
    const { stdout } = await kubectl('logs', '-n', 'kube-system', pod)
    expect((await textsOf(view)).slice(0, 3)).toEqual(stdout.split('\n').slice(0, 3))
    expect(view.state?.sources).toMatchObject([{ name: `kube-system/${pod}/coredns`, state: 'following' }])
  })

  it('shows all pods of a workload, each line with its pod, and pods that come later', async () => {
    const source: LogSource = { kind: 'workload', namespace: 'kube-system', workload: 'Deployment', name: 'coredns' }
    const view = await follow(source)
    const pod = await dnsPod()
    await untilText(view, new RegExp(`^\\[${pod}\\] CoreDNS-`))
    await kubectl('delete', 'pod', '-n', 'kube-system', pod, '--wait=false')
    await until(
      'another pod speaks',
      async () => (await textsOf(view)).some((text) => text.includes('CoreDNS-') && !text.includes(pod)),
      60_000,
    )
  })

  it('shows events as lines, and those that come', async () => {
    const view = await follow({ kind: 'events' })
    await untilText(view, /^Normal Started kube-system\/Pod\/\S+: /)
    const pod = await dnsPod()
    await kubectl('delete', 'pod', '-n', 'kube-system', pod, '--wait=false')
    await until('the next pod is scheduled', async () =>
      (await textsOf(view)).some(
        (text) => /^Normal Scheduled kube-system\/Pod\/coredns-/.test(text) && !text.includes(pod),
      ),
    )
    const times = (await rows(view)).map(({ time }) => time)
    expect(times.every((time) => Math.abs(time - Date.now()) < 3_600_000)).toBe(true)
  })

  it('waits for a pod that is not there, and says so', async () => {
    const view = await follow({
      kind: 'pod',
      namespace: 'default',
      pod: 'nobody',
      container: 'none',
      isPrevious: false,
    })
    await until('it waits', async () => view.state?.sources[0]?.state === 'waiting')
    expect(view.state?.lines).toBe(0)
  })
})

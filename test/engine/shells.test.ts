import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ShellQuery } from '#shared/access.ts'
import { type Cluster, type ClusterRef, ClusterSpec, type ClustersSnapshot } from '#shared/cluster.ts'
import { Shells } from '../../electron/access/shells.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { docker, dockerConnection, execute, isStandIn, until, untilSettled } from './docker.ts'
import { type OpenShell, openShell } from './open-shell.ts'
import { realWorld } from './real-world.ts'
import { kubectlWith } from './web-workload.ts'

const world = await realWorld()
const { missing } = world
const { signal } = new AbortController()

describe.skipIf(missing)(`a shell${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let folder: string
  let cluster: ClusterRef
  let node: string
  let listed: Cluster
  let shells: Shells
  let open: OpenShell[]
  const runtime = new DockerRuntime(dockerConnection())
  const snapshot = (): ClustersSnapshot => ({
    engine: { kind: 'connected', engineId: cluster.engineId, address: '', name: 'Docker', version: '' },
    clusters: [listed],
  })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sampan-shells-'))
    const spec = ClusterSpec.parse(world.spec())
    listed = await world.engine.create(spec, { choose: [], signal, onEvent: () => undefined })
    cluster = { engineId: await world.engine.id(signal), name: spec.name }
    node = `sampan-${spec.name}-server-0`
  })
  afterAll(async () => {
    runtime.close()
    await world.sweep(cluster.name)
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    open = []
    shells = new Shells({
      docker: { runtime: () => runtime },
      live: { snapshot },
      kubeconfigOf: ({ name }, own) => world.engine.kubeconfig(name, own),
    })
  })
  afterEach(async () => {
    for (const shell of open) shell.close()
    await shells.closeAll()
    expect(shells.size).toBe(0)
  })

  function shellIn(target: ShellQuery['target']): OpenShell {
    const shell = openShell(shells, { cluster, target, size: { columns: 91, rows: 23 } })
    open.push(shell)
    return shell
  }
  /** How many shells of ours run in the node. */
  const shellsInNode = async () => {
    const { stdout } = await execute('docker', ['exec', node, 'sh', '-c', 'ps -o pid,tty,args 2>/dev/null || ps'])
    return stdout.split('\n').filter((line) => /136,|pts/.test(line) && /\b(sh|bash)$/.test(line.trim())).length
  }

  describe('in a node', () => {
    const nodeShell = () => shellIn({ kind: 'node', node })

    it('is typed into, knows its size from the beginning, and each other that it is given', async () => {
      const shell = nodeShell()
      await shell.sees(/[#$] /)
      expect(shell.shown()).not.toContain('7777')
      await sizeIs(shell, '23 91')
      shell.resize(120, 40)
      shell.resize(80, 20)
      shell.resize(133, 37)
      await sizeIs(shell, '37 133')
      shell.type('echo $((6 * 7)) $TERM\r')
      await shell.sees(/42 xterm-256color/)
    })

    it('says with which code it was left', async () => {
      const shell = nodeShell()
      shell.type('exit 7\r')
      expect(await shell.ended()).toEqual({ kind: 'exited', exitCode: 7 })
      await until('its port is closed', async () => shell.isClosed())
    })

    it('keeps what is typed in its order, however fast it comes', async () => {
      const shell = nodeShell()
      await shell.sees(/[#$] /)
      const words = Array.from({ length: 120 }, (_, index) => `w${index}`).join(' ')
      const line = `echo ${words} | md5sum\r`
      for (let at = 0; at < line.length; at += 3) shell.type(line.slice(at, at + 3))
      await shell.sees(new RegExp(createHash('md5').update(`${words}\n`).digest('hex')))
    })

    it('is held up by a window that does not show, and stops at once on Ctrl-C', async () => {
      const shell = nodeShell()
      await shell.sees(/[#$] /)
      shell.stopShowing()
      shell.type('yes\r')
      await until('much has come', async () => shell.bytes() > 200_000)
      await untilSettled('it is held up', shell.bytes)
      expect(shell.bytes()).toBeLessThan(1_000_000)
      shell.showAgain()
      const flood = shell.bytes()
      await until('it goes on', async () => shell.bytes() > flood + 1_000_000)
      shell.type('\x03')
      await shell.sees(/\^C[\s\S]*[#$] /, 20_000)
      shell.type('echo still-$((40 + 2))\r')
      await shell.sees(/still-42/)
    })

    it('ends in the node, with what runs in it, when its tab is closed', async () => {
      const shell = nodeShell()
      await shell.sees(/[#$] /)
      shell.type('sleep 12345 & sleep 23456\r')
      const running = async () => (await execute('docker', ['exec', node, 'ps'])).stdout
      await until('it runs', async () => /sleep 23456/.test(await running()))
      shell.close()
      await until('nothing of it is left', async () => !/sleep (12345|23456)/.test(await running()))
      await until('no shell is left', async () => (await shellsInNode()) === 0)
    })

    it('is one of several that know nothing of each other', async () => {
      const [first, second] = [nodeShell(), nodeShell()]
      first.type('mine=1\r')
      second.type('mine=2\r')
      first.type('echo first-$mine\r')
      second.type('echo second-$mine\r')
      await Promise.all([first.sees(/first-1/), second.sees(/second-2/)])
    })

    it('cannot be in a container that is none of the cluster, nor on another engine', async () => {
      const foreign = shellIn({ kind: 'node', node: 'sampan-other-server-0' })
      expect(await foreign.ended()).toMatchObject({ kind: 'failed', problem: { code: 'cluster.no_such_node' } })
      const other = openShell(shells, {
        cluster: { ...cluster, engineId: 'another' },
        target: { kind: 'node', node },
        size: { columns: 80, rows: 24 },
      })
      expect(await other.ended()).toMatchObject({ kind: 'failed', problem: { code: 'engine.changed' } })
    })
  })

  describe.skipIf(!isStandIn)('in a pod', () => {
    let kube: Awaited<ReturnType<typeof kubectlWith>>
    let pod: string

    beforeAll(async () => {
      kube = await kubectlWith(folder, await world.engine.kubeconfig(cluster.name, signal))
      await kube.applyWeb()
      await until('both pods are ready', async () => (await kube.readyPods()).length === 2)
    })
    beforeEach(async () => {
      pod = (await kube.readyPods())[0] ?? ''
    })
    const podShell = (name = pod, namespace = 'default') => shellIn({ kind: 'pod', namespace, pod: name })

    it('is typed into and resized, and names the container that was chosen', async () => {
      const shell = podShell()
      await shell.sees(/[#$] /)
      expect(shell.frames[0]).toEqual({ kind: 'opened', container: 'web' })
      expect(shell.shown()).not.toContain('7777')
      await sizeIs(shell, '23 91')
      shell.resize(133, 37)
      await sizeIs(shell, '37 133')
      shell.type('echo $HOSTNAME; exit 3\r')
      await shell.sees(new RegExp(pod))
      expect(await shell.ended()).toEqual({ kind: 'exited', exitCode: 3 })
    })

    it('says so where the image has none', async () => {
      const coredns = await kube.kubectl('get', 'pods', '-n', 'kube-system', '-o', 'name', '-l', 'k8s-app=kube-dns')
      const name = coredns.trim().replace('pod/', '')
      expect(await podShell(name, 'kube-system').ended()).toMatchObject({
        kind: 'exited',
        problem: { code: 'shell.none', params: { pod: name, container: 'coredns' } },
      })
    })

    it('says that its pod was deleted', async () => {
      const shell = podShell()
      await shell.sees(/[#$] /)
      await kube.kubectl('delete', 'pod', pod, '--wait=false')
      expect(await shell.ended()).toMatchObject({ kind: 'exited', exitCode: 137, problem: { code: 'shell.pod_gone' } })
      expect(await podShell(pod).ended()).toMatchObject({ kind: 'failed', problem: { code: 'shell.pod_gone' } })
    })

    it('ends in the pod when its tab is closed', async () => {
      const shell = podShell()
      await shell.sees(/[#$] /)
      shell.type('sleep 34567\r')
      const running = async () => (await execute('docker', ['exec', node, 'ps'])).stdout
      await until('it runs', async () => /sleep 34567/.test(await running()))
      shell.close()
      await until('nothing of it is left', async () => !/sleep 34567/.test(await running()))
    })
  })

  it('says that the cluster was stopped', async () => {
    const shell = shellIn({ kind: 'node', node })
    await shell.sees(/[#$] /)
    await docker.getContainer(node).stop({ t: 1 })
    expect(await shell.ended()).toMatchObject({ kind: 'exited', problem: { code: 'shell.node_stopped' } })
    listed = { ...listed, state: 'stopped' }
    expect(await shellIn({ kind: 'node', node }).ended()).toMatchObject({
      kind: 'failed',
      problem: { code: 'shell.node_stopped' },
    })
  })
})

/** The terminal may learn its size a moment after the shell has begun. */
async function sizeIs(shell: OpenShell, size: string): Promise<void> {
  await until(`stty says ${size}`, async () => {
    shell.type('stty size\r')
    await shell.sees(/\d+ \d+\r?\n/)
    return shell.shown().includes(`\n${size}\r`)
  })
}

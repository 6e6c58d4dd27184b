import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { toolFiles } from '#shared/tool.ts'
import { type KubeconfigSource, Kubeconfigs } from '../../../electron/kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs } from '../../../electron/kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { engineWith } from './entry.ts'

let folder = ''
let path = ''
let own = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-kubeconfigs-'))
  path = join(folder, 'config')
  own = join(folder, 'own')
  await writeFile(path, mine)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const mine = 'apiVersion: v1\nkind: Config\n# mine\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n'
const kubeconfigs = () =>
  new Kubeconfigs({
    user: new UserKubeconfig({ env: { KUBECONFIG: path }, home: folder }),
    own: new PrivateKubeconfigs(own),
  })
const text = () => readFile(path, 'utf8')

const desktop: ClusterRef = { engineId: 'desktop', name: 'local' }
const colima: ClusterRef = { engineId: 'colima', name: 'local' }
const onDesktop = engineWith('desktop', { local: { server: 'https://127.0.0.1:6443', ca: 'REVTS1RPUA==' } })
const onColima = engineWith('colima', { local: { server: 'https://127.0.0.1:6444', ca: 'Q09MSU1B' } })
const choice = { isCurrent: false, onClash: 'fail', place: 'local' } as const

interface Entries {
  clusters?: { name: string; cluster: { server: string; 'certificate-authority-data': string } }[]
}
const clusterNamed = async (name: string) => {
  const { clusters }: Entries = parse(await text())
  return clusters?.find((each) => each.name === name)?.cluster
}
const serverOf = async (name: string) => (await clusterNamed(name))?.server

describe('two engines with a cluster of the same name', () => {
  it('have an entry each, which a renewal or the end of the other leaves as it is', async () => {
    const files = kubeconfigs()
    expect((await files.merge(onDesktop, { ...choice, cluster: desktop })).name).toBe('sampan-local')
    const first = await text()
    expect((await files.merge(onColima, { ...choice, cluster: colima })).name).toBe('sampan-local-1')
    await files.refresh(onColima, colima)
    await files.refresh(onDesktop, desktop)
    expect([await clusterNamed('sampan-local'), await clusterNamed('sampan-local-1')]).toMatchObject([
      { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'REVTS1RPUA==' },
      { server: 'https://127.0.0.1:6444', 'certificate-authority-data': 'Q09MSU1B' },
    ])
    await files.forget(colima)
    expect(await text()).toBe(first)
    await files.forget(colima)
    expect(await text()).toBe(first)
    await files.forget(desktop)
    expect(await text()).toBe(mine)
  })

  it('are not merged under one name: the Problem says whose it is', async () => {
    const files = kubeconfigs()
    await files.merge(onDesktop, { ...choice, cluster: desktop })
    const before = await text()
    await expect(files.merge(onColima, { ...choice, cluster: colima, name: 'sampan-local' })).rejects.toMatchObject({
      problem: {
        code: 'kubeconfig.name_in_use',
        params: { name: 'sampan-local', cluster: 'local' },
        detail: 'Docker Engine desktop',
      },
    })
    expect(await text()).toBe(before)
  })

  it('do not hear of each other when only one of them is merged and the other becomes Ready', async () => {
    const files = kubeconfigs()
    await files.merge(onDesktop, { ...choice, cluster: desktop })
    const before = await text()
    await files.refresh(onColima, colima)
    expect([await text(), await files.unmerge(colima)]).toEqual([before, []])
    expect(await text()).toBe(before)
  })

  it('are told apart although the engine knows its own by their name alone', async () => {
    const files = kubeconfigs()
    await expect(files.merge(onColima, { ...choice, cluster: desktop })).rejects.toMatchObject({
      problem: { code: 'cluster.not_found' },
    })
    await expect(files.refresh(onColima, desktop)).rejects.toMatchObject({ problem: { code: 'cluster.not_found' } })
    expect(await text()).toBe(mine)
  })
})

describe('an entry that was made before engines were told apart', () => {
  /** As the first versions wrote it. */
  const withoutEngine = async () =>
    writeFile(path, (await text()).replaceAll(/"engine":"[^"]*",?/g, '').replaceAll(/"api":\{[^}]*\},?/g, ''))

  beforeEach(async () => {
    await kubeconfigs().merge(onDesktop, { ...choice, cluster: desktop })
    await withoutEngine()
    expect((await kubeconfigs().status()).files[0]?.merged).toEqual([{ cluster: 'local', name: 'sampan-local' }])
  })

  it('is claimed by the cluster whose CA it has, and by no other', async () => {
    const files = kubeconfigs()
    const old = await text()
    await files.refresh(onColima, colima)
    await files.forget(colima)
    expect(await text()).toBe(old)
    await files.refresh(onDesktop, desktop)
    expect((await files.status()).files[0]?.merged).toEqual([
      { cluster: 'local', engineId: 'desktop', name: 'sampan-local' },
    ])
    await files.forget(desktop)
    expect(await text()).toBe(mine)
  })

  it('goes with its cluster, which is known by the CA in its own kubeconfig when it is gone', async () => {
    await kubeconfigs().refresh(onDesktop, desktop)
    await withoutEngine()
    await kubeconfigs().forget(desktop)
    expect(await text()).toBe(mine)
  })

  it('goes when a user names it and nothing says that it is another cluster’s', async () => {
    const files = kubeconfigs()
    expect(await files.unmerge(colima)).toEqual([])
    await files.refresh(onColima, colima)
    expect(await files.unmerge(colima, { takesUnproven: true })).toEqual([])
    await files.unmerge(desktop, { takesUnproven: true })
    expect(await text()).toBe(mine)
  })
})

describe('a cluster that was made again on another port', () => {
  const again = engineWith('desktop', { local: { server: 'https://127.0.0.1:7001', ca: 'TkVX', cert: 'bmV3' } })

  it('is where its context leads to, without another merge', async () => {
    const files = kubeconfigs()
    await files.merge(onDesktop, { ...choice, cluster: desktop, name: 'dev' })
    await files.refresh(again, desktop)
    expect(await clusterNamed('dev')).toMatchObject({
      server: 'https://127.0.0.1:7001',
      'certificate-authority-data': 'TkVX',
    })
    await files.refresh(onDesktop, desktop)
    expect(await serverOf('dev')).toBe('https://127.0.0.1:6443')
  })

  it('has its new port in an address for containers too', async () => {
    const files = kubeconfigs()
    await files.merge(onDesktop, { ...choice, cluster: desktop, place: 'docker' })
    expect(await serverOf('sampan-local')).toBe('https://docker.test:6443')
    await files.refresh(again, desktop)
    expect(await serverOf('sampan-local')).toBe('https://docker.test:7001')
  })

  it('keeps the address that somebody else has written into the entry, at each renewal', async () => {
    const files = kubeconfigs()
    await files.merge(onDesktop, { ...choice, cluster: desktop })
    await writeFile(path, (await text()).replace('server: https://127.0.0.1:6443', 'server: https://tunnel.test'))
    await files.refresh(again, desktop)
    await files.refresh(onDesktop, desktop)
    await files.refresh(again, desktop)
    expect(await clusterNamed('sampan-local')).toMatchObject({
      server: 'https://tunnel.test',
      'certificate-authority-data': 'TkVX',
    })
  })
})

describe('the cluster’s own kubeconfig', () => {
  it('names its context as the user has merged the cluster, and as usual where it is not merged', async () => {
    const files = kubeconfigs()
    expect((await files.refresh(onDesktop, desktop)).context).toBe('sampan-local')
    await files.merge(onDesktop, { ...choice, cluster: desktop, name: 'dev' })
    const { path: privatePath, context } = await files.refresh(onDesktop, desktop)
    expect([context, parse(await readFile(privatePath, 'utf8'))]).toMatchObject([
      'dev',
      { 'current-context': 'dev', contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'dev' } }] },
    ])
    await files.unmerge(desktop)
    expect((await files.refresh(onDesktop, desktop)).context).toBe('sampan-local')
  })

  it('goes with what tools were given beside it, and leaves what is another cluster’s', async () => {
    const files = kubeconfigs()
    const both = engineWith('desktop', { local: {}, 'local-k9s': {} })
    const neighbour = { engineId: 'desktop', name: 'local-k9s' }
    const { path: privatePath } = await files.refresh(both, desktop)
    await files.refresh(both, neighbour)
    await files.refresh(onColima, colima)
    const place = join(privatePath, '..')
    for (const name of [...toolFiles('local'), ...toolFiles('local-k9s')]) await writeFile(join(place, name), '')
    await files.forget(desktop)
    expect((await readdir(place)).sort()).toEqual(['local-k9s.yaml', ...toolFiles('local-k9s')].sort())
    await files.forget(neighbour)
    expect(await readdir(own)).toHaveLength(1)
    await files.forget(colima)
    expect(await readdir(own)).toEqual([])
  })

  it('goes also when the user’s cannot be written to', async () => {
    const files = kubeconfigs()
    await files.merge(onDesktop, { ...choice, cluster: desktop })
    await files.refresh(onDesktop, desktop)
    await writeFile(path, `${await text()}users: [\n`)
    expect((await files.forget(desktop)).left).toMatchObject({
      code: 'kubeconfig.still_in',
      params: { cluster: 'local', files: path },
      detail: expect.stringMatching(/:\d+: kubeconfig\.unparsable, /),
    })
    expect(await readdir(own)).toEqual([])
  })
})

describe('undo', () => {
  const other: ClusterRef = { engineId: 'desktop', name: 'other' }
  const both = engineWith('desktop', { local: {}, other: { ca: 'T1RIRVI=' } })

  it('takes back what this cluster’s change has written, and refuses when another cluster’s came since', async () => {
    const files = kubeconfigs()
    await files.merge(both, { ...choice, cluster: desktop })
    const first = await text()
    await files.merge(both, { ...choice, cluster: other })
    const second = await text()
    await expect(files.undo(desktop)).rejects.toMatchObject({ problem: { code: 'kubeconfig.changed' } })
    expect(await text()).toBe(second)
    await files.undo(other)
    expect(await text()).toBe(first)
    await files.undo(desktop)
    expect(await text()).toBe(mine)
  })

  it('knows nothing of a cluster that nothing was written for, whose change was undone, or that is gone', async () => {
    const files = kubeconfigs()
    const nothing = { problem: { code: 'kubeconfig.nothing_to_undo' } }
    await files.merge(both, { ...choice, cluster: desktop })
    await expect(files.undo(other)).rejects.toMatchObject(nothing)
    await expect(files.undo(colima)).rejects.toMatchObject(nothing)
    await files.undo(desktop)
    await expect(files.undo(desktop)).rejects.toMatchObject(nothing)
    await files.merge(both, { ...choice, cluster: desktop })
    await files.forget(desktop)
    await expect(files.undo(desktop)).rejects.toMatchObject(nothing)
    expect(await text()).toBe(mine)
  })
})

describe('a lock', () => {
  const long = new Date(Date.now() - 3_600_000)
  const lockBeside = async (file: string) => {
    await writeFile(`${file}.lock`, '')
    await utimes(`${file}.lock`, long, long)
  }

  it('is removed beside a kubeconfig that kubectl reads, and nowhere else', async () => {
    const files = kubeconfigs()
    const elsewhere = join(folder, 'somebody', 'important')
    await mkdir(join(folder, 'somebody'))
    await lockBeside(elsewhere)
    await lockBeside(path)
    for (const refused of [elsewhere, `${folder}/x/../somebody/important`, '', `${path}/`, `${path}.lock`])
      await expect(files.removeLock(refused)).rejects.toMatchObject({ problem: { code: 'kubeconfig.lock_refused' } })
    await files.removeLock(path)
    expect([await readdir(join(folder, 'somebody')), (await readdir(folder)).includes('config.lock')]).toEqual([
      ['important.lock'],
      false,
    ])
  })
})

it('every cluster has its own place for its own kubeconfig', async () => {
  const files = kubeconfigs()
  const clusters: [ClusterRef, KubeconfigSource][] = [
    [desktop, onDesktop],
    [colima, onColima],
  ]
  const paths = new Map<string, string>()
  for (const [cluster, source] of clusters)
    paths.set(refKey(cluster), await readFile((await files.refresh(source, cluster)).path, 'utf8'))
  expect([...paths.values()].map((kubeconfig) => parse(kubeconfig).clusters[0].cluster.server)).toEqual([
    'https://127.0.0.1:6443',
    'https://127.0.0.1:6444',
  ])
})

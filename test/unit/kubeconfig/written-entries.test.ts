// Longer than a file should be: one table of what happens to entries, with the tools that do it.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { ClusterRef } from '#shared/cluster.ts'
import { Kubeconfigs } from '../../../electron/kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs, privateFolder } from '../../../electron/kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { engineWith } from './entry.ts'

const mine = `apiVersion: v1
kind: Config
clusters:
- name: work
  cluster: {server: "https://203.0.113.10:6443"}
contexts:
- name: work
  context: {cluster: work, user: dev}
current-context: work
users:
- name: dev
  user: {token: not-a-real-token}
`
const gone: ClusterRef = { engineId: 'engine', name: 'gone' }
const engine = engineWith('engine', { gone: { server: 'https://127.0.0.1:6443', ca: 'R09ORQ==' } })
const again = engineWith('engine', { gone: { server: 'https://127.0.0.1:7001', ca: 'TkVX', cert: 'bmV3' } })
const choice = { cluster: gone, isCurrent: false, onClash: 'fail', place: 'local' } as const

let folder = ''
let config = ''
let team = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-written-'))
  config = join(folder, 'config')
  team = join(folder, 'team.yaml')
  for (const path of [config, team]) await writeFile(path, mine)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Another process each time: nothing is known but what lies on the disk. */
function sampan(KUBECONFIG = config): Kubeconfigs {
  const place = { env: { KUBECONFIG, XDG_DATA_HOME: join(folder, 'data') }, home: folder, platform: 'linux' } as const
  return new Kubeconfigs({ user: new UserKubeconfig(place), own: new PrivateKubeconfigs(privateFolder(place)) })
}
const text = (path = config) => readFile(path, 'utf8')
const kept = () => readdir(join(folder, 'data', 'sampan', 'kubeconfig-entries')).catch(() => [])

interface Config {
  clusters: { name: string; cluster: Record<string, unknown> }[]
  contexts: { name: string; context: Record<string, unknown> }[]
  users: { name: string; user: Record<string, unknown> }[]
  'current-context'?: string
}
/** As a program does that reads a kubeconfig, changes it and writes it anew. */
async function rewrite(change: (read: Config) => void, path = config): Promise<void> {
  const read: Config = parse(await text(path))
  change(read)
  await writeFile(path, stringify(read))
}
/** What a client library does that knows only some fields. */
function strip({ clusters, contexts, users }: Config): void {
  for (const { cluster } of clusters) {
    delete cluster.extensions
    cluster['insecure-skip-tls-verify'] = false
  }
  for (const { context } of contexts) delete context.extensions
  for (const { user } of users) delete user.extensions
}
const sameAsBefore = (read: Config) => {
  strip(read)
  return { ...read, clusters: read.clusters.map(({ name }) => name) }
}
const asBefore = () => sameAsBefore(parse(mine))

describe('entries of a cluster that is deleted', () => {
  it('go from a file that was named by hand', async () => {
    await sampan().merge(engine, { ...choice, into: team })
    expect((await sampan().forget(gone)).changes).toMatchObject([{ path: team }])
    expect([await text(team), await text(), await kept()]).toEqual([mine, mine, []])
  })

  it('go from the file that KUBECONFIG named when they were merged', async () => {
    await sampan(team).merge(engine, { ...choice, isCurrent: true })
    await sampan().forget(gone)
    expect([await text(team), await kept()]).toEqual([mine, []])
  })

  it('go from several files, one of them named by a path that was relative', async () => {
    const startedIn = process.cwd()
    try {
      process.chdir(folder)
      await sampan('team.yaml').merge(engine, choice)
    } finally {
      process.chdir(startedIn)
    }
    await sampan().merge(engine, choice)
    await sampan(join(folder, 'none')).forget(gone)
    expect([await text(), await text(team), await kept()]).toEqual([mine, mine, []])
  })

  it('go from the file that a link led to, though it leads elsewhere by now', async () => {
    const link = join(folder, 'link')
    await symlink('config', link)
    await sampan(link).merge(engine, choice)
    await rm(link)
    await symlink('team.yaml', link)
    await sampan(link).forget(gone)
    expect([await text(), await text(team), await kept()]).toEqual([mine, mine, []])
  })

  it('go though KUBECONFIG cannot be meant by now', async () => {
    await sampan().merge(engine, choice)
    expect((await sampan('~/.kube/config').forget(gone)).left).toBeUndefined()
    expect([await text(), await kept()]).toEqual([mine, []])
  })

  it('go although their context was renamed, and the one before comes back', async () => {
    await sampan().merge(engine, { ...choice, isCurrent: true })
    await rewrite((read) => {
      for (const each of read.contexts) if (each.name === 'sampan-gone') each.name = 'g'
      read['current-context'] = 'g'
    })
    await sampan().forget(gone)
    expect(sameAsBefore(parse(await text()))).toEqual(asBefore())
  })

  it.each(['contexts', 'clusters', 'users'] as const)(
    'go where somebody has deleted some of the %s by hand',
    async (list) => {
      await sampan().merge(engine, { ...choice, isCurrent: true })
      await rewrite((read) => Object.assign(read, { [list]: read[list].filter(({ name }) => name !== 'sampan-gone') }))
      await sampan().forget(gone)
      // A context that was deleted while it was current is still called so.
      expect(sameAsBefore(parse(await text()))).toEqual(asBefore())
      expect(await kept()).toEqual([])
    },
  )

  it('are no Problem where their file is gone', async () => {
    await sampan().merge(engine, { ...choice, into: team })
    await rm(team)
    expect(await sampan().forget(gone)).toEqual({ changes: [] })
    expect(await kept()).toEqual([])
  })

  it('stay where the file cannot be changed: each file is named with its reason, and the others are done', async () => {
    await sampan(team).merge(engine, choice)
    await sampan().merge(engine, choice)
    const merged = await text(team)
    await writeFile(team, `${merged}users: [\n`)
    const { changes, left } = await sampan().forget(gone)
    expect([changes.map(({ path }) => path), left]).toMatchObject([
      [config],
      {
        code: 'kubeconfig.still_in',
        params: { cluster: 'gone', files: team },
        detail: expect.stringMatching(/^\S+:\d+: kubeconfig\.unparsable, /),
      },
    ])
    expect(await text()).toBe(mine)
    // Set right, they are found again, wherever KUBECONFIG points.
    await writeFile(team, merged)
    expect(await sampan().unmerge(gone)).toMatchObject([{ path: team }])
    expect([await text(team), await kept()]).toEqual([mine, []])
  })
})

describe('contexts of the user’s own on our cluster', () => {
  const copy =
    (name: string, user = 'sampan-gone') =>
    (read: Config) =>
      void read.contexts.push({ name, context: { cluster: 'sampan-gone', user, namespace: 'x' } })

  it('go with the cluster, and this is told', async () => {
    await sampan().merge(engine, choice)
    await rewrite(copy('copy'))
    await rewrite(copy('token', 'dev'))
    expect((await sampan().forget(gone)).changes).toMatchObject([{ name: 'sampan-gone', went: ['copy', 'token'] }])
    expect(sameAsBefore(parse(await text()))).toEqual(asBefore())
  })

  it('go when one of them is current: what was current before ours comes back', async () => {
    await sampan().merge(engine, { ...choice, isCurrent: true })
    await rewrite(copy('copy'))
    await rewrite((read) => Object.assign(read, { 'current-context': 'copy' }))
    await sampan().forget(gone)
    expect(sameAsBefore(parse(await text()))).toEqual(asBefore())
  })

  it('stay when the cluster is only taken out, are named, and work again when it is back', async () => {
    await sampan().merge(engine, choice)
    await rewrite(copy('copy'))
    expect(await sampan().unmerge(gone)).toMatchObject([{ name: 'sampan-gone', dangling: ['copy'] }])
    await sampan().merge(engine, choice)
    const { clusters, contexts }: Config = parse(await text())
    expect(contexts.find(({ name }) => name === 'copy')?.context).toMatchObject({ cluster: 'sampan-gone' })
    expect(clusters.map(({ name }) => name)).toContain('sampan-gone')
  })

  it('lead there after ours was renamed and renewed, or merged under another name', async () => {
    await sampan().merge(engine, choice)
    await rewrite(copy('copy'))
    await rewrite((read) => {
      for (const each of read.contexts) if (each.name === 'sampan-gone') each.name = 'g'
    })
    await sampan().refresh(again, gone)
    await sampan().merge(again, { ...choice, name: 'devel' })
    const { clusters, contexts }: Config = parse(await text())
    expect(clusters.find(({ name }) => name === 'sampan-gone')?.cluster.server).toBe('https://127.0.0.1:7001')
    expect(contexts.map(({ name }) => name).sort()).toEqual(['copy', 'devel', 'work'])
  })

  it('of other clusters with our user stay, and are named', async () => {
    await sampan().merge(engine, choice)
    await rewrite((read) => void read.contexts.push({ name: 'odd', context: { cluster: 'work', user: 'sampan-gone' } }))
    expect((await sampan().forget(gone)).changes).toMatchObject([{ dangling: ['odd'] }])
    expect(await text()).toContain('name: odd')
  })
})

/** What other tools do to the fields that they do not know. */
const droppers: readonly (readonly [what: string, drop: (read: Config) => void])[] = [
  ['all marks', strip],
  [
    'the marks of clusters',
    ({ clusters }) => {
      for (const { cluster } of clusters) delete cluster.extensions
    },
  ],
  [
    'the marks of contexts',
    ({ contexts }) => {
      for (const { context } of contexts) delete context.extensions
    },
  ],
  [
    'the marks of clusters and users',
    (read) => {
      for (const { cluster } of read.clusters) delete cluster.extensions
      for (const { user } of read.users) delete user.extensions
    },
  ],
  [
    'what is in the marks',
    (read) => {
      for (const { cluster } of read.clusters)
        if (cluster.extensions) cluster.extensions = [{ name: 'dev.sampan', extension: {} }]
      for (const { context } of read.contexts)
        if (context.extensions) context.extensions = [{ name: 'dev.sampan', extension: null }]
      for (const { user } of read.users) if (user.extensions) user.extensions = []
    },
  ],
  [
    'all marks, and writes addresses and base64 in its own way',
    (read) => {
      strip(read)
      for (const { cluster } of read.clusters) {
        cluster.server = `${cluster.server}/`
        const authority = cluster['certificate-authority-data']
        if (typeof authority === 'string')
          cluster['certificate-authority-data'] = `${authority.slice(0, 4)}\n${authority.slice(4)}\n`
      }
    },
  ],
  [
    'all marks, and sorts the entries',
    (read) => {
      strip(read)
      read.clusters.reverse()
      read.contexts.reverse()
      read.users.reverse()
    },
  ],
]

describe.each(droppers)('entries of which another tool has dropped %s', (_, drop) => {
  it('are known again and marked anew by a merge, and go with their cluster; the context before is current again', async () => {
    await sampan().merge(engine, { ...choice, isCurrent: true })
    await rewrite(drop)
    expect((await sampan().status()).files[0]?.merged).toEqual([
      { cluster: 'gone', engineId: 'engine', name: 'sampan-gone' },
    ])
    await sampan().merge(engine, choice)
    expect((await text()).match(/dev\.sampan/g)).toHaveLength(3)
    await rewrite(drop)
    expect(await sampan().forget(gone)).toMatchObject({ changes: [{ name: 'sampan-gone', currentAfter: 'work' }] })
    expect(sameAsBefore(parse(await text())).clusters).toEqual(['work'])
    expect(parse(await text())).toMatchObject({
      'current-context': 'work',
      contexts: [{ name: 'work' }],
      users: [{ name: 'dev' }],
    })
    expect(await kept()).toEqual([])
  })

  it('are renewed and lead to the new port', async () => {
    await sampan().merge(engine, { ...choice, name: 'dev-x' })
    await rewrite(drop)
    await sampan().refresh(again, gone)
    const { clusters }: Config = parse(await text())
    expect(clusters.find(({ name }) => name === 'dev-x')?.cluster).toMatchObject({
      server: 'https://127.0.0.1:7001',
      'certificate-authority-data': 'TkVX',
    })
  })
})

describe('entries without a mark that nothing is remembered of', () => {
  const forgetAll = () => rm(join(folder, 'data', 'sampan', 'kubeconfig-entries'), { recursive: true, force: true })

  it('are known by the usual name, the address and the authority', async () => {
    await sampan().merge(engine, choice)
    await sampan().refresh(engine, gone)
    await rewrite(strip)
    await forgetAll()
    expect((await sampan().merge(engine, choice)).name).toBe('sampan-gone')
    await rewrite(strip)
    await forgetAll()
    await sampan().forget(gone)
    expect(sameAsBefore(parse(await text())).clusters).toEqual(['work'])
  })

  it.each([
    ['address', (cluster: Record<string, unknown>) => Object.assign(cluster, { server: 'https://elsewhere.example' })],
    [
      'authority',
      (cluster: Record<string, unknown>) => Object.assign(cluster, { 'certificate-authority-data': 'T1RIRVI=' }),
    ],
  ])('are somebody else’s where the %s is another one: they are refused, left alone, and named', async (_, change) => {
    await sampan().merge(engine, choice)
    await rewrite(strip)
    await rewrite(({ clusters }) => {
      for (const { name, cluster } of clusters) if (name === 'sampan-gone') change(cluster)
    })
    const found = await text()
    await expect(sampan().merge(engine, choice)).rejects.toMatchObject({ problem: { code: 'kubeconfig.name_taken' } })
    const { left } = await sampan().forget(gone)
    expect(left).toMatchObject({
      code: 'kubeconfig.still_in',
      params: { files: config },
      detail: expect.stringContaining('sampan-gone'),
    })
    expect(await text()).toContain(
      found.slice(found.indexOf('- name: sampan-gone'), found.indexOf('certificate-authority-data')),
    )
  })

  it('of another name are the user’s own, though they lead to the cluster', async () => {
    const admin = await engine.kubeconfigFor('gone', 'local')
    await writeFile(config, admin.replaceAll('sampan-demo', 'my-own'))
    const found = await text()
    await sampan().refresh(engine, gone)
    await sampan().forget(gone)
    expect(await text()).toBe(found)
  })

  it('are not taken for another engine’s cluster of the same name', async () => {
    await sampan().merge(engine, choice)
    await rewrite(strip)
    const found = await text()
    await sampan().forget({ engineId: 'other', name: 'gone' })
    expect(await text()).toBe(found)
  })
})

describe('what is remembered', () => {
  it('has no secrets and goes with the last entry', async () => {
    await sampan().merge(engine, choice)
    const [name = ''] = await kept()
    const place = join(folder, 'data', 'sampan', 'kubeconfig-entries', name)
    const [file = ''] = await readdir(place)
    expect(await readFile(join(place, file), 'utf8')).not.toMatch(/a2V5|Y2VydA|R09ORQ/)
    await sampan().unmerge(gone)
    expect(await kept()).toEqual([])
  })

  it('is learned from marks where it was lost, or where an earlier version had nothing of the kind', async () => {
    await sampan().merge(engine, choice)
    await rm(join(folder, 'data'), { recursive: true })
    await sampan().refresh(engine, gone)
    await rewrite(strip)
    await sampan(team).forget(gone)
    expect(sameAsBefore(parse(await text())).clusters).toEqual(['work'])
  })

  it('is no obstacle where it is cut off', async () => {
    await sampan().merge(engine, choice)
    const [name = ''] = await kept()
    const place = join(folder, 'data', 'sampan', 'kubeconfig-entries', name)
    for (const file of await readdir(place)) await writeFile(join(place, file), '{"path": "/ho')
    await sampan().merge(engine, { ...choice, namespace: 'x' })
    await sampan().forget(gone)
    expect([await text(), await kept()]).toEqual([mine, []])
  })

  it('renews a file that kubectl does not read now, and one that cannot be written keeps nobody from working', async () => {
    await sampan(team).merge(engine, choice)
    await sampan().refresh(again, gone)
    expect(await text(team)).toContain('server: https://127.0.0.1:7001')
    await mkdir(join(folder, 'moved'))
    await rename(team, join(folder, 'moved', 'team.yaml'))
    expect((await sampan().refresh(engine, gone)).context).toBe('sampan-gone')
    expect(await kept()).toEqual([])
  })

  it('tells which files a cluster is still in after it was taken out of another one', async () => {
    await sampan(team).merge(engine, choice)
    await sampan().merge(engine, choice)
    expect(await sampan().unmerge(gone)).toMatchObject([{ path: config }])
    expect(await sampan().filesElsewhere(gone)).toEqual([team])
    expect(await sampan().enginesOf('gone')).toEqual(['engine'])
  })
})

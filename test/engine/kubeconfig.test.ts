import { spawn } from 'node:child_process'
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isSeq, parseDocument } from 'yaml'
import { UserKubeconfig } from '../../electron/kubeconfig/user-kubeconfig.ts'
import { demo } from '../unit/kubeconfig/entry.ts'
import { readable, refused } from '../unit/kubeconfig/odd-files.ts'
import { randomKubeconfig } from '../unit/kubeconfig/random-kubeconfig.ts'
import { execute } from './docker.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const options = { isCurrent: false, onClash: 'rename' } as const
const empty = 'apiVersion: v1\nkind: Config\n# mine\nclusters: []\n'
const rounds = 200
const range = (count: number) => Array.from({ length: count }, (_, index) => index)

let folder = ''
let data = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-kubeconfig-'))
  data = await mkdtemp(join(tmpdir(), 'sampan-data-'))
  path = join(folder, 'config')
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await rm(data, { recursive: true, force: true })
})

const user = () => new UserKubeconfig({ env: { KUBECONFIG: path, XDG_DATA_HOME: data }, home: folder })
const kubectl = (...args: string[]) => execute('kubectl', ['--kubeconfig', path, ...args])
const missing = await execute('kubectl', ['version', '--client']).then(
  () => undefined,
  () => 'no kubectl is installed',
)

describe.skipIf(missing)(`with a real kubectl${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('nothing that kubectl writes meanwhile is lost, what is merged after it stands, and no lock is left', async () => {
    await writeFile(path, empty)
    const theirs = range(rounds / 2).map((round) => `theirs-${round}`)
    let isWriting = true
    const theirWriting = (async () => {
      for (const name of theirs) await setContext(name)
      isWriting = false
    })()
    // kubectl itself reads before it locks, and so may take back what it met in between: ours must stand once it is through.
    for (let round = 0; isWriting; round += 1) await merge(round % 20, round)
    await theirWriting
    for (const index of range(20)) await merge(index, 1000 + index)

    const { contexts, servers } = await read()
    expect(contexts).toEqual([...range(20).map((index) => `sampan-c${index}`), ...theirs].sort())
    expect(servers.get('sampan-c19')).toBe('https://127.0.0.1:8019')
    expect(await readdir(folder)).toEqual(['config'])
  })

  it('nothing is lost when the other one reads under the lock, too', async () => {
    await writeFile(path, empty)
    const theirs = range(rounds).map((round) => `theirs-${round}`)
    const ours = (async () => {
      for (const round of range(rounds)) await merge(round % 20, round)
    })()
    const others = (async () => {
      for (const name of theirs) await addContextUnderLock(name)
    })()
    await Promise.all([ours, others])

    const { contexts, servers } = await read()
    expect(contexts).toEqual([...range(20).map((index) => `sampan-c${index}`), ...theirs].sort())
    for (const index of range(20))
      expect(servers.get(`sampan-c${index}`)).toBe(`https://127.0.0.1:${7000 + rounds - 20 + index}`)
    expect(await readdir(folder)).toEqual(['config'])
  })

  it('what kubectl reads of a merged file is what it read before, and ours', async () => {
    const samples = fc.sample(randomKubeconfig, { numRuns: 60, seed: 4 })
    let compared = 0
    for (const text of samples) {
      await writeFile(path, text)
      // kubectl refuses a file with two entries of one name.
      const before = await view().catch(() => undefined)
      if (!before) continue
      compared += 1
      const { name } = await user().merge(demo, options)
      const after = await view()
      const without = (entries: readonly { name: string }[] | null) =>
        (entries ?? []).filter((each) => each.name !== name)
      expect({
        ...after,
        clusters: without(after.clusters),
        contexts: without(after.contexts),
        users: without(after.users),
      }).toEqual({
        ...before,
        clusters: before.clusters ?? [],
        contexts: before.contexts ?? [],
        users: before.users ?? [],
      })
      expect(after.clusters?.find((each) => each.name === name)).toMatchObject({ cluster: { server: demo.server } })
    }
    expect(compared).toBeGreaterThan(10)
  })

  it.each(readable)('reads what Sampan merges into: %s', async (_, file) => {
    await writeFile(path, file)
    await view()
    await user().merge(demo, { ...options, isCurrent: true })
    const { clusters, contexts, users } = await view()
    for (const list of [clusters, contexts, users]) expect(list?.map(({ name }) => name)).toContain('sampan-demo')
    expect((await kubectl('config', 'current-context')).stdout).toBe('sampan-demo\n')
  })

  it.each(refused)('reads nothing of what Sampan refuses: %s', async (_, file) => {
    await writeFile(path, file)
    await expect(view()).rejects.toThrow('error loading config file')
  })

  /** kubectl gives up at once when the file is locked: whoever uses it tries again. */
  /** Our own entry `c<index>`, whose server says which round it is of. */
  const merge = (index: number, round: number) =>
    user().merge(
      {
        ...demo,
        cluster: { ...demo.cluster, name: `c${index}` },
        server: `https://127.0.0.1:${7000 + round}`,
      },
      options,
    )

  async function read(): Promise<{ contexts: string[]; servers: Map<string, string> }> {
    const { stdout } = await kubectl('config', 'view', '--raw', '-o', 'json')
    const config = JSON.parse(stdout) as {
      contexts: { name: string }[]
      clusters: { name: string; cluster: { server: string } }[]
    }
    return {
      contexts: config.contexts.map(({ name }) => name).sort(),
      servers: new Map(config.clusters.map(({ name, cluster }) => [name, cluster.server])),
    }
  }

  /** What kubectl does, in the right order: lock, read, write. */
  async function addContextUnderLock(name: string): Promise<void> {
    const lock = `${path}.lock`
    while (!(await isNew(lock))) await setImmediate()
    try {
      const config = parseDocument(await readFile(path, 'utf8'))
      const contexts = config.get('contexts')
      const context = { name, context: { cluster: 'x' } }
      config.set('contexts', config.createNode([...(isSeq(contexts) ? contexts.toJSON() : []), context]))
      await writeFile(path, String(config))
    } finally {
      await rm(lock)
    }
  }

  async function setContext(name: string): Promise<void> {
    for (;;) {
      try {
        await kubectl('config', 'set-context', name, '--cluster=x')
        return
      } catch (error) {
        if (!String(error).includes('lock: file exists')) throw error
      }
    }
  }

  interface View {
    clusters: { name: string }[] | null
    contexts: { name: string }[] | null
    users: { name: string }[] | null
  }

  async function view(): Promise<View> {
    return JSON.parse((await kubectl('config', 'view', '--raw', '-o', 'json')).stdout) as View
  }
})

describe('a write that is killed', () => {
  const killer = join(root, 'test', 'engine', 'kill-before-call.cjs')
  const before = `kind: Config\n# ${'x'.repeat(5000)}\n`

  /** Runs `sampan kubeconfig --unmerge` and kills it with SIGKILL before its n-th call of the file system. */
  const unmergeKilledAt = (call: number) =>
    new Promise<string | null>((resolve) => {
      const args = [
        '--require',
        killer,
        join(root, 'out', 'cli.cjs'),
        'kubeconfig',
        'demo',
        '--unmerge',
        '--into',
        path,
      ]
      const child = spawn(process.execPath, args, {
        cwd: root,
        stdio: 'ignore',
        // Without an engine the entry that is there is meant, whichever engine's it is.
        env: {
          ...process.env,
          DOCKER_HOST: `unix://${folder}/none`,
          XDG_DATA_HOME: data,
          KILL_BEFORE_CALL: String(call),
          KILL_PATH: folder,
        },
      })
      child.once('exit', (_, signal) => resolve(signal))
    })

  it('leaves the old file or the new one, whichever call it was at, and holds up nobody', async () => {
    await writeFile(path, before)
    await user().merge(demo, options)
    const merged = await readFile(path, 'utf8')
    let killed = 0
    for (let call = 1; ; call += 1) {
      await writeFile(path, merged)
      const signal = await unmergeKilledAt(call)
      const found = await readFile(path, 'utf8')
      expect([before, merged]).toContain(found)
      if (signal !== 'SIGKILL') {
        expect(found).toBe(before)
        break
      }
      killed += 1
      const change = await user().merge({ ...demo, server: `https://127.0.0.1:${9000 + call}` }, options)
      expect(change.isChanged).toBe(true)
      await user().unmerge(demo)
      expect(await readFile(path, 'utf8')).toBe(before)
      expect(await readdir(folder)).toEqual(['config'])
    }
    expect(killed).toBeGreaterThan(15)
  })
})

/** Whether the file could be made, and so is ours. */
async function isNew(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

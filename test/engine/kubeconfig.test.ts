import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserKubeconfig } from '../../electron/kubeconfig/user-kubeconfig.ts'
import { demo } from '../unit/kubeconfig/entry.ts'
import { readable, refused } from '../unit/kubeconfig/odd-files.ts'
import { randomKubeconfig } from '../unit/kubeconfig/random-kubeconfig.ts'
import { execute } from './docker.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const options = { isCurrent: false, onClash: 'rename' } as const

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
  it('nothing is lost when both write to one file at the same time, and no lock is left', async () => {
    await writeFile(path, 'apiVersion: v1\nkind: Config\n# mine\nclusters: []\n')
    const rounds = 200
    const ours = (async () => {
      for (let round = 0; round < rounds; round += 1) {
        const entry = {
          ...demo,
          cluster: { ...demo.cluster, name: `c${round % 20}` },
          server: `https://127.0.0.1:${7000 + round}`,
        }
        await user().merge(entry, options)
      }
    })()
    const theirs = (async () => {
      for (let round = 0; round < rounds; round += 1) await setContext(`theirs-${round}`)
    })()
    await Promise.all([ours, theirs])
    const { stdout } = await kubectl('config', 'view', '--raw', '-o', 'json')
    const config = JSON.parse(stdout) as {
      contexts: { name: string }[]
      clusters: { name: string; cluster: { server: string } }[]
    }
    const names = config.contexts.map(({ name }) => name)
    const expected = [
      ...Array.from({ length: 20 }, (_, index) => `sampan-c${index}`),
      ...Array.from({ length: rounds }, (_, round) => `theirs-${round}`),
    ]
    expect([...names].sort()).toEqual([...expected].sort())
    expect(config.clusters.find(({ name }) => name === 'sampan-c19')?.cluster.server).toBe('https://127.0.0.1:7199')
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

import { mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { type ProcessIdentity, thisIdentity } from '../../../electron/host/process-identity.ts'
import { removeStaleLock, withLock } from '../../../electron/kubeconfig/file-lock.ts'
import { mergeEntries } from '../../../electron/kubeconfig/merge-entries.ts'
import { removeEntries } from '../../../electron/kubeconfig/remove-entries.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { watchKubeconfig } from '../../../electron/kubeconfig/watch-kubeconfig.ts'
import { demo, read } from './entry.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-kubeconfig-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The API is published for this machine alone. */
const nowhereElse = async () => undefined
const options = { isCurrent: true, onClash: 'fail' } as const
const filesOf = (...paths: string[]) => new UserKubeconfig({ env: { KUBECONFIG: paths.join(delimiter) }, home: folder })
/** A lock that a Sampan has made. */
const lockOf = (more: Partial<ProcessIdentity>) =>
  JSON.stringify({ program: 'sampan', ...thisIdentity(), ...more, id: 'x' })
const prod = 'kind: Config\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n'

describe('several files', () => {
  it('are shown before, written together and put back together', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')]
    await writeFile(first, 'kind: Config\n')
    await writeFile(second, prod)
    const files = filesOf(first, second)
    const preview = await files.preview(demo, options)
    expect([preview.currentBefore, preview.currentAfter, preview.also?.path]).toEqual(['prod', 'sampan-demo', second])
    expect(
      preview.also?.diff.filter(({ kind }) => kind === 'added' || kind === 'removed').map(({ text }) => text),
    ).toEqual(['current-context: prod', 'current-context: sampan-demo'])
    await files.merge(demo, options)
    await files.undo(demo.cluster)
    expect([await readFile(first, 'utf8'), await readFile(second, 'utf8')]).toEqual(['kind: Config\n', prod])
    await files.merge(demo, options)
    const { changes } = await files.unmerge(demo)
    expect(changes.map(({ path, what, currentAfter }) => [path, what, currentAfter])).toEqual([
      [first, 'entries', undefined],
      [second, 'context', 'prod'],
    ])
    expect([await readFile(first, 'utf8'), await readFile(second, 'utf8')]).toEqual(['kind: Config\n', prod])
  })
})

describe('undo', () => {
  it('brings back a file that was Sampan’s alone', async () => {
    const path = join(folder, 'config')
    const files = filesOf(path)
    await files.merge(demo, options)
    const merged = await readFile(path, 'utf8')
    await files.unmerge(demo)
    await expect(stat(path)).rejects.toThrow('ENOENT')
    await files.undo(demo.cluster)
    expect(await readFile(path, 'utf8')).toBe(merged)
  })

  it('says so when its backup is gone, and takes back no renewal of certificates', async () => {
    const path = join(folder, 'config')
    await writeFile(path, prod)
    const files = filesOf(path)
    await files.merge(demo, options)
    await files.renew({ ...demo, clientCertificate: 'bmV3' }, nowhereElse)
    await expect(files.undo(demo.cluster)).rejects.toMatchObject({ problem: { code: 'kubeconfig.changed' } })
    expect(await readFile(path, 'utf8')).toContain('bmV3')
  })
})

it('a file that was broken after a merge is a Problem for whoever wants to part, not "nothing there"', async () => {
  const path = join(folder, 'config')
  await writeFile(path, prod)
  const files = filesOf(path)
  await files.merge(demo, options)
  await writeFile(path, `${await readFile(path, 'utf8')}users: [\n`)
  expect((await files.unmerge(demo)).failures).toMatchObject([{ path, problem: { code: 'kubeconfig.unparsable' } }])
  // Sampan remembers to have written there: that nothing of it is left cannot be known.
  await writeFile(path, 'users: [\n')
  expect((await files.unmerge(demo)).failures).toHaveLength(1)
  const other = join(folder, 'other')
  await writeFile(other, 'users: [\n')
  expect(await filesOf(other).unmerge({ cluster: { ...demo.cluster, name: 'never' } })).toEqual({
    changes: [],
    failures: [],
  })
})

describe('the lock', () => {
  it('of another program is never removed, not even when ours was taken for a stale one', async () => {
    const path = join(folder, 'config')
    await withLock(
      path,
      async () => {
        await rm(`${path}.lock`)
        await writeFile(`${path}.lock`, 'another')
      },
      { signal: new AbortController().signal },
    )
    expect(await readFile(`${path}.lock`, 'utf8')).toBe('another')
  })

  it('of a Sampan that still runs is not stale, however old it is', async () => {
    const path = join(folder, 'config')
    await writeFile(`${path}.lock`, lockOf({}))
    const long = new Date(Date.now() - 3_600_000)
    await utimes(`${path}.lock`, long, long)
    await expect(removeStaleLock(path)).rejects.toMatchObject({ problem: { code: 'kubeconfig.locked' } })
  })

  it.each([
    ['here and was killed is put aside', {}, 'written'],
    ['in a container of our host’s name is not judged by the processes here', { place: 'linux pid:[1]' }, 'locked'],
    ['on another machine of our name is not judged by the processes here', { started: 'another-boot 1' }, 'locked'],
  ])(
    'of a Sampan that ran %s',
    async (_, where, expected) => {
      const path = join(folder, 'config')
      await writeFile(`${path}.lock`, lockOf({ maker: `${hostname()}/999999999`, ...where }))
      const outcome = await withLock(path, async () => 'written', { signal: new AbortController().signal }).catch(
        (error) => problemOf(error).code.replace('kubeconfig.', ''),
      )
      expect(outcome).toBe(expected)
    },
    20_000,
  )
})

describe('the watch', () => {
  it('sees a folder that comes later, each change in it, and changes behind a link', async () => {
    const path = join(folder, '.kube', 'config')
    const real = join(folder, 'real')
    await writeFile(real, 'kind: Config\n')
    const link = join(folder, 'link')
    await symlink(real, link)
    const stop = new AbortController()
    const seen: (string | undefined)[] = []
    const watching = (async () => {
      for await (const { currentContext } of watchKubeconfig(filesOf(path, link), stop.signal))
        seen.push(currentContext)
    })()
    const until = (context: string | undefined) => expect.poll(() => seen.at(-1), { timeout: 5000 }).toBe(context)
    await until(undefined)
    await mkdir(join(folder, '.kube'))
    await writeFile(path, 'current-context: one\n')
    await until('one')
    await writeFile(path, 'current-context: two\n')
    await until('two')
    await rm(path)
    await writeFile(real, 'current-context: three\n')
    await until('three')
    stop.abort()
    await watching
  })
})

it('a kubeconfig of a megabyte is the same again after a merge and its end', () => {
  const clusters = Array.from(
    { length: 600 },
    (_, index) =>
      `- name: c${index} # ${index}\n  cluster:\n    server: https://x:${index}\n    certificate-authority-data: ${'QUJD'.repeat(400)}\n`,
  )
  const text = `kind: Config\nclusters:\n${clusters.join('')}contexts: []\nusers: null\n`
  expect(text.length).toBeGreaterThan(1_000_000)
  const merged = mergeEntries(read(text), demo, { ...options, name: 'sampan-demo' })
  expect(removeEntries(read(merged.text), demo)?.text).toBe(text)
})

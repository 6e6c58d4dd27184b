import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PreferencesStore } from '../../../electron/settings/preferences-store.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-preferences-'))
  path = join(folder, 'preferences.json')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

describe('preferences', () => {
  it('are remembered', async () => {
    await (await PreferencesStore.open(path)).set({ theme: 'dark', language: 'zh-CN' })
    expect((await PreferencesStore.open(path)).get()).toMatchObject({ theme: 'dark', language: 'zh-CN' })
  })

  it('that are damaged are put aside, and the defaults used', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await writeFile(path, '{ "theme": ')
    expect((await PreferencesStore.open(path)).get()).toMatchObject({ theme: 'system', language: 'system' })
    expect(await readdir(folder)).toEqual(['preferences.json.bad'])
  })

  it('of another version keep what is understood', async () => {
    await writeFile(path, '{ "theme": "dark", "language": "tlh", "window": { "width": 1 } }')
    expect((await PreferencesStore.open(path)).get()).toMatchObject({ theme: 'dark', language: 'system' })
  })

  it('are told to every window that follows them, now and after each change', async () => {
    const store = await PreferencesStore.open(path)
    const leaving = new AbortController()
    const followed = store.watch(leaving.signal)[Symbol.asyncIterator]()
    expect((await followed.next()).value).toMatchObject({ theme: 'system' })
    const next = followed.next()
    await store.set({ theme: 'dark' })
    expect((await next).value).toMatchObject({ theme: 'dark' })
    const end = followed.next()
    leaving.abort()
    await expect(end).rejects.toThrow()
  })

  it('set at the same time are all kept', async () => {
    const store = await PreferencesStore.open(path)
    await Promise.all([store.set({ theme: 'dark' }), store.set({ language: 'en' }), store.set({ engine: 'unix:///x' })])
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      theme: 'dark',
      language: 'en',
      engine: 'unix:///x',
    })
  })

  it('that cannot be written stay as they were, are announced to nobody, and can be set again', async () => {
    const heard: unknown[] = []
    const store = await PreferencesStore.open(path)
    store.onChange((preferences) => heard.push(preferences))
    await mkdir(path) // what cannot be replaced by a file, whoever asks

    await expect(store.set({ theme: 'dark' })).rejects.toMatchObject({ problem: { code: 'file.failed' } })
    expect([store.get().theme, heard]).toEqual(['system', []])

    await rm(path, { recursive: true })
    await store.set({ language: 'en' })
    expect(heard).toMatchObject([{ theme: 'system', language: 'en' }])
  })

  it('are closed only when everything that was set is on disk, and begin no write that the end of the process would tear', async () => {
    const store = await PreferencesStore.open(path)
    const setting = store.set({ theme: 'light' })
    await store.close()
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ theme: 'light' })
    await setting
    await store.set({ theme: 'dark' })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ theme: 'light' })
    expect(await readdir(folder)).toEqual(['preferences.json'])
  })

  it('that were torn by a kill leave nothing after the next start', async () => {
    await writeFile(`${path}.0123456789ab.new`, '{')
    await writeFile(`${path}.theirs.new`, '')
    await PreferencesStore.open(path)
    expect(await readdir(folder)).toEqual(['preferences.json.theirs.new'])
  })
})

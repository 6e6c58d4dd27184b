import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { firstLook, keptIn } from '../../../electron/settings/first-look.ts'
import { PreferencesStore } from '../../../electron/settings/preferences-store.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-look-'))
  path = join(folder, 'preferences.json')
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

const place = { x: 10, y: -20, width: 1280, height: 820, isMaximized: false }
const files: readonly unknown[] = [
  {},
  { theme: 'dark' },
  { theme: 'sepia', language: 'zh-CN' },
  { theme: 'light', window: place },
  ...[399, 400, 1e300, 800.5, '900', null].map((width) => ({ window: { ...place, width } })),
  ...[299, 300, -1].map((height) => ({ window: { ...place, height } })),
  ...[undefined, 3.5, null, 'left', 0].map((x) => ({ window: { ...place, x } })),
  { window: { ...place, y: undefined } },
  { window: { ...place, y: 2 ** 60 } },
  ...['yes', 1, undefined, true].map((isMaximized) => ({ window: { ...place, isMaximized } })),
  ...[[], 'wide', 5, null].map((window) => ({ theme: 'dark', window })),
  [],
  null,
  'dark',
]

describe('the first look', () => {
  it.each(files.map((file) => JSON.stringify(file)))('of %s is what the store reads', async (file) => {
    await writeFile(path, file)
    const text = readFile(path, 'utf8')
    const look = firstLook(await keptIn(text))
    const { theme, window } = (await PreferencesStore.open(path, text)).get()
    expect(look).toEqual({ theme, window })
  })

  it('of a file that is damaged, or not there, is the usual one, and nothing is put aside', async () => {
    expect(firstLook(await keptIn(readFile(path, 'utf8')))).toEqual({ theme: 'system', window: undefined })
    await writeFile(path, '{ "theme": ')
    expect(firstLook(await keptIn(readFile(path, 'utf8')))).toEqual({ theme: 'system', window: undefined })
    expect(await readdir(folder)).toEqual(['preferences.json'])
  })

  it('and the store share one reading, in which a damaged file is still found and put aside', async () => {
    const missing = readFile(path, 'utf8')
    await keptIn(missing)
    expect((await PreferencesStore.open(path, missing)).get().theme).toBe('system')
    expect(await readdir(folder)).toEqual([])
    await writeFile(path, '{ "theme": ')
    const damaged = readFile(path, 'utf8')
    await keptIn(damaged)
    expect((await PreferencesStore.open(path, damaged)).get().theme).toBe('system')
    expect(await readdir(folder)).toEqual(['preferences.json.bad'])
  })
})

import { afterEach, expect, it, vi } from 'vitest'
import type { LibraryEntry } from '#shared/images.ts'
import type { Language } from '#shared/preferences.ts'
import { type CliContext, createProgram } from '../../../electron/cli/program.ts'

afterEach(() => vi.restoreAllMocks())

const entry = (id: string, isDuplicate: boolean): LibraryEntry => ({
  id,
  k3sVersion: 'v1.36.2+k3s1',
  platform: 'linux/amd64',
  forEngine: [],
  forNodes: ['docker.io/rancher/mirrored-pause:3.6'],
  addedAt: '2026-01-02T03:04:05.000Z',
  sizeBytes: 3_000_000,
  isDuplicate,
})

/** What `library prune` says first and which archives it keeps, where these are duplicates of others. */
async function pruned(language: Language, duplicates: readonly string[]) {
  let kept = [entry('first', false), ...duplicates.map((id) => entry(id, true))]
  const library = {
    list: async () => kept,
    remove: async (id: string) => {
      kept = kept.filter((each) => each.id !== id)
    },
  } as unknown
  const said: string[] = []
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((piece) => said.push(String(piece)) > 0)
  const context = { library, version: '0', isJson: false, setExitCode: () => undefined } as unknown
  const { signal } = new AbortController()
  const program = createProgram({ ...(context as CliContext), language, signal })
  await program.parseAsync(['library', 'prune'], { from: 'user' })
  vi.restoreAllMocks()
  return { first: said.join('').split('\n')[0], kept: kept.map(({ id }) => id) }
}

it.each<[Language, removed: string, nothing: string]>([
  ['en', 'Removed archives: 2 (6.0 MB)', 'No archive can be removed: none is fully contained in the others.'],
  ['zh-CN', '已移除 2 个归档，共 6.0 MB。', '没有可移除的归档：没有哪个归档的镜像已全部包含在其他归档中。'],
])(
  'prune of the library says how many archives went, and of what size, or that none could (%s)',
  async (language, removed, nothing) => {
    expect(await pruned(language, ['second', 'third'])).toEqual({ first: removed, kept: ['first'] })
    expect(await pruned(language, [])).toEqual({ first: nothing, kept: ['first'] })
  },
)

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Kubeconfigs } from '../../../electron/kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs } from '../../../electron/kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { toolsOf } from '../../../electron/tools/open-tool.ts'
import { thisMachine } from '../../../electron/tools/tool-place.ts'
import { fakeEngine, local, serve } from './served.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-requests-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

const cluster = local('engine-1')
const merge = { cluster, place: 'local', isCurrent: false, onClash: 'fail' } as const

/** The window's requests on real files, and an engine whose Docker never answers. */
function silent() {
  const asked: AbortSignal[] = []
  const kubeconfigFor = (_: string, __: unknown, signal?: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      if (signal) asked.push(signal)
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
  const place = { env: { KUBECONFIG: join(folder, 'config'), PATH: folder }, home: folder }
  const kubeconfigs = new Kubeconfigs({
    user: new UserKubeconfig(place),
    own: new PrivateKubeconfigs(join(folder, 'own')),
  })
  const tools = toolsOf(thisMachine(place))
  return { ...serve(fakeEngine('engine-1', { kubeconfigFor }), { kubeconfigs, tools }), asked }
}

const needDocker = [
  ['kubeconfig.preview', merge],
  ['kubeconfig.merge', merge],
  ['kubeconfig.private', { cluster }],
  ['tools.open', { cluster, tool: 'terminal' }],
] as const

describe('a request about kubeconfigs or tools', () => {
  it.each(needDocker)(
    'ends what it asked of Docker when nobody waits any more, and writes nothing: %s',
    async (name, input) => {
      const { ask, asked } = silent()
      const waiting = new AbortController()
      const answer = ask(name, input, waiting.signal)
      await vi.waitFor(() => expect(asked).toHaveLength(1))
      waiting.abort()
      expect(await answer).toMatchObject({ ok: false, problem: { code: 'ipc.cancelled' } })
      expect([asked[0]?.aborted, await readdir(folder)]).toEqual([true, []])
    },
  )

  it.each(needDocker)('does not wait for Docker for ever: %s', async (name, input) => {
    vi.useFakeTimers()
    const { ask } = silent()
    const answer = ask(name, input)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await answer).toMatchObject({ ok: false, problem: { code: 'docker.slow', params: { seconds: 30 } } })
  })

  it.each([
    ['kubeconfig.unmerge', { cluster }],
    ['kubeconfig.removeLock', { path: 'config' }],
    ['tools.list', undefined],
  ] as const)('does nothing when nobody waits for it from the start: %s', async (name, given) => {
    await writeFile(join(folder, 'config'), 'kind: Config\n')
    const { ask } = silent()
    const input = given && 'path' in given ? { path: join(folder, given.path) } : given
    expect(await ask(name, input, AbortSignal.abort())).toMatchObject({ ok: false, problem: { code: 'ipc.cancelled' } })
    expect(await readdir(folder)).toEqual(['config'])
  })
})

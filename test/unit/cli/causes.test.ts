import { afterEach, expect, it, vi } from 'vitest'
import { ProblemError, problem } from '#shared/problem.ts'
import { createProgram } from '../../../electron/cli/program.ts'
import { ImageLibrary } from '../../../electron/images/library.ts'
import { Kubeconfigs } from '../../../electron/kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs } from '../../../electron/kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { DefaultRegistries } from '../../../electron/registry/default-registries.ts'

const nowhere = '/nonexistent'
afterEach(() => vi.restoreAllMocks())

/** What a failing command writes to stderr. */
async function said(failure: Error, ...more: string[]): Promise<string> {
  let text = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => {
    text += String(piece)
    return true
  })
  const program = createProgram({
    defaults: new DefaultRegistries(nowhere),
    openEngine: () => Promise.reject(failure),
    library: new ImageLibrary(nowhere),
    openLogs: () => Promise.reject(failure),
    advise: async () => '',
    discover: async () => [],
    kubeconfigs: new Kubeconfigs({
      user: new UserKubeconfig({ env: { KUBECONFIG: nowhere }, home: nowhere }),
      own: new PrivateKubeconfigs(nowhere),
    }),
    signal: new AbortController().signal,
    version: '0',
    isJson: false,
    setExitCode: () => undefined,
  })
  await program.parseAsync(['list', ...more], { from: 'user' })
  return text
}

it('a failure that nobody expected tells its place in the program with --verbose, and only then', async () => {
  const failure = new TypeError('spec is undefined')
  expect(await said(failure)).not.toContain('Caused by')
  expect(await said(failure, '--verbose')).toMatch(/Caused by: TypeError: spec is undefined\n +at .*causes\.test/)
})

it('a Problem tells with --verbose what it was made from, without secrets', async () => {
  const cause = new Error('GET https://ci:hunter2@repo.example/v2/: socket hang up')
  const failure = new ProblemError(problem('docker.lost', {}), { cause })
  expect(await said(failure, '--verbose')).toContain(
    'Caused by: Error: GET https://<hidden>@repo.example/v2/: socket hang up\n',
  )
})

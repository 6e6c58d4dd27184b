import { describe, expect, it } from 'vitest'
import { ProblemError, problem } from '#shared/problem.ts'
import { Claims } from '../../../electron/cluster/change/claims.ts'
import { NotUndoneError, operate, type Work } from '../../../electron/cluster/change/operate.ts'
import { problemFrom } from '../../engine/problem-from.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const change = { kind: 'change', cluster: 'demo', stages: [] } as const

/** An operation that is cancelled by `cancel`, which is called when Docker makes the claim. */
async function cancelledDuringClaim(work: (work: Work) => Promise<undefined>): Promise<unknown> {
  const runtime = new FakeRuntime()
  const controller = new AbortController()
  const createVolume = runtime.createVolume.bind(runtime)
  runtime.createVolume = async (...args) => {
    const made = await createVolume(...args)
    controller.abort()
    return made
  }
  const claims = new Claims({ maker: 'here/1' })
  const found = await problemFrom(operate(change, { signal: controller.signal }, { runtime, claims }, work))
  expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
  return found
}

describe('an operation that is cancelled', () => {
  it('while its claim is being taken hears of it all the same', async () => {
    const found = await cancelledDuringClaim(async ({ signal }) => {
      signal.throwIfAborted()
      return undefined
    })
    expect(found).toMatchObject({ code: 'cluster.cancelled' })
  })

  it('is not called cancelled when it could not be undone: what is left, and how it is finished, is told', async () => {
    const left = problem(
      'docker.lost',
      {},
      { actions: [{ kind: 'finishCluster', cluster: { engineId: 'e', name: 'demo' } }] },
    )
    const found = await cancelledDuringClaim(() => Promise.reject(new NotUndoneError(left)))
    expect(found).toEqual(new ProblemError(left).problem)
  })
})

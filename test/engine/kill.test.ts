import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { sampan } from './cli-process.ts'
import { dockerMissing, leanComponents, leftovers, quickBoot, sweep, testImage, uniqueName, until } from './docker.ts'

const missing = await dockerMissing()

const createArgs = (cluster: string, ...more: string[]) => [
  ...[
    'create',
    cluster,
    '--agents',
    '1',
    '--image',
    testImage,
    '--json',
    '--env',
    `FAKE_K3S_BOOT_MS=${quickBoot.FAKE_K3S_BOOT_MS}`,
  ],
  ...(leanComponents.length > 0 ? ['--disable', leanComponents.join(',')] : []),
  ...more,
]

const isStep = (line: string) => line.includes('"kind":"step"')

describe.skipIf(missing)(`a create that is killed${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const made: string[] = []
  afterAll(async () => {
    for (const name of made) await sweep(name)
  })
  const fresh = () => {
    const name = uniqueName()
    made.push(name)
    return name
  }

  /** Kills the process with SIGKILL at its n-th step event; true when it was still alive then. */
  const killAt = async (cluster: string, step: number): Promise<boolean> => {
    let seen = 0
    let wasKilled = false
    await sampan(createArgs(cluster), (line, child) => {
      if (!isStep(line)) return
      seen += 1
      if (seen === step) wasKilled = child.kill('SIGKILL')
    })
    return wasKilled
  }

  it('at any step is found at the next start, and is removed or finished, whichever is asked for', async () => {
    const steps = (await sampan(createArgs(fresh()))).json.filter(({ kind }) => kind === 'step').length
    expect(steps).toBeGreaterThan(10)
    const outcomes: string[] = []
    for (let step = 1; step < steps; step += 1) {
      const cluster = fresh()
      await killAt(cluster, step)
      // Docker may still be at the last thing that it was told.
      await until('Docker has come to rest', async () => {
        const first = await leftovers(cluster)
        await delay(500)
        return JSON.stringify(first) === JSON.stringify(await leftovers(cluster))
      })
      const left = await leftovers(cluster)
      const list = (await sampan(['list', '--json'])).json[0] as unknown as {
        name: string
        state: string
        problem?: { actions?: { kind: string }[] }
      }[]
      const found = list.find(({ name }) => name === cluster)
      expect([step, left.length > 0]).toEqual([step, found !== undefined])
      if (!found) continue
      const mayFinish =
        found.state !== 'incomplete' || found.problem?.actions?.some(({ kind }) => kind === 'finishCluster')
      if (mayFinish && step % 2 === 0) {
        const start = await sampan(['start', cluster, '--json'])
        if (start.json.at(-1)?.code !== 'cluster.spec_unreadable')
          expect([step, start.json.at(-1)?.kind]).toEqual([step, 'ready'])
        outcomes.push('finished')
      } else outcomes.push('removed')
      expect((await sampan(['delete', cluster, '--yes'])).exitCode).toBe(0)
      expect([step, await leftovers(cluster)]).toEqual([step, []])
    }
    expect(new Set(outcomes)).toEqual(new Set(['finished', 'removed']))
  }, 1_200_000)

  it('is not taken for the finished one: the same name cannot be created over it', async () => {
    const cluster = fresh()
    await sampan(createArgs(cluster), (line, child) => {
      if (line.includes('"action":"create container"') && line.includes('"state":"done"')) child.kill('SIGKILL')
    })
    const again = await sampan(createArgs(cluster))
    expect([again.exitCode, again.json.at(-1)]).toMatchObject([
      1,
      { code: expect.stringMatching(/^cluster\.(incomplete|name_taken)$/) },
    ])
  })
})

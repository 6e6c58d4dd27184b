import { afterEach, describe, expect, it } from 'vitest'
import { createArgs, hasMade, isStep, specFile } from './cli-create.ts'
import { sampan } from './cli-process.ts'
import { docker, dockerMissing, execute, leftovers, quickBoot, sweep, uniqueName, until } from './docker.ts'

const missing = await dockerMissing()

/** Each step is tried in the long form; test/engine/kill-anywhere.test.ts has all of them, and more, without Docker. */
const isLong = process.env.SAMPAN_TEST_LONG === '1'
/** Minutes on a quiet machine. Beside other work, or frozen for a while, it takes several times as long. */
const limitMs = isLong ? 3_600_000 : 1_200_000

/** Of two nodes, which are told of line by line. */
const createTwo = (cluster: string, ...more: string[]) => createArgs(cluster, '--agents', '1', '--json', ...more)

interface Listed {
  readonly name: string
  readonly state: string
  readonly problem?: { readonly actions?: readonly { readonly kind: string }[] }
}

// What a process is killed at here is what it has told; test/engine/kill-anywhere.test.ts kills it between any two calls.
describe.skipIf(missing)(`an operation that is killed${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const made: string[] = []
  afterEach(async () => {
    for (const name of made.splice(0)) await sweep(name)
  })
  const fresh = () => {
    const name = uniqueName()
    made.push(name)
    return name
  }

  /** Kills the process with SIGKILL at its n-th step event, and waits until Docker has done the last thing that it was told. */
  const killAt = async (
    cluster: string,
    args: readonly string[],
    { step, input }: { step: number; input?: string },
  ) => {
    let seen = 0
    const { exitCode } = await sampan(
      args,
      (line, child) => {
        if (!isStep(line)) return
        seen += 1
        if (seen === step) child.kill('SIGKILL')
      },
      undefined,
      input === undefined ? {} : { input },
    )
    expect([step, exitCode]).toEqual([step, null])
    await isAtRest(cluster)
  }

  /** What a command says that has to succeed; where it does not, its own words are what is read of it. */
  const succeeds = async (args: readonly string[], ...more: [step?: string, input?: string]) => {
    const [at = '', input] = more
    const { exitCode, stderr, json } = await sampan(args, undefined, undefined, input === undefined ? {} : { input })
    expect([at, args[0], exitCode, exitCode === 0 ? '' : stderr, exitCode === 0 ? {} : json.at(-1)]).toEqual([
      at,
      args[0],
      0,
      '',
      {},
    ])
    return json
  }

  const listed = async (cluster: string): Promise<Listed | undefined> => {
    const [answer] = await succeeds(['list', '--json'])
    const { clusters: list } = answer as unknown as { clusters: Listed[] }
    return list.find(({ name }) => name === cluster)
  }
  const mayFinish = ({ state, problem }: Listed) =>
    state !== 'incomplete' || problem?.actions?.some(({ kind }) => kind === 'finishCluster') === true

  const finish = async (cluster: string, at: string) => {
    expect((await succeeds(['start', cluster, '--json'], at)).at(-1)).toMatchObject({ kind: 'ready' })
    for (const name of await containersOf(cluster)) {
      const { stdout } = await execute('docker', ['exec', name, 'ls', '/etc/sampan/entrypoint.sh'])
      expect([at, name, stdout.trim()]).toEqual([at, name, '/etc/sampan/entrypoint.sh'])
    }
  }
  const remove = async (cluster: string, at: string) => {
    await succeeds(['delete', cluster, '--yes', '--json'], at)
    expect([at, await leftovers(cluster)]).toEqual([at, []])
  }

  it(
    'a create, at any step: what is left is listed, and is finished or removed, whichever is asked for',
    async () => {
      const steps = (await succeeds(createTwo(fresh()))).filter(({ kind }) => kind === 'step').length
      expect(steps).toBeGreaterThan(10)
      const outcomes = new Set<string>()
      const stride = isLong ? 1 : 11
      for (let step = 1; step < steps; step += stride) {
        const cluster = fresh()
        const at = `step ${step}`
        await killAt(cluster, createTwo(cluster), { step })
        const found = await listed(cluster)
        // A claim alone is no cluster: the next of that name takes it over.
        const left = (await leftovers(cluster)).filter((name) => !name.endsWith('-claim'))
        expect([at, left.length > 0]).toEqual([at, found !== undefined])
        if (!found) continue
        if (mayFinish(found) && step % 2 === 0) {
          await finish(cluster, at)
          outcomes.add('finished')
        } else outcomes.add('removed')
        await remove(cluster, at)
      }
      expect(outcomes).toEqual(new Set(['finished', 'removed']))
    },
    limitMs,
  )

  it.each([
    ['start', [], ['containers', 'api']],
    ['stop', [], ['stop']],
    ['restart', [], ['stop', 'containers', 'nodes']],
    ['delete', ['--yes'], ['remove']],
  ] as const)(
    'a %s: the next start finishes the cluster, or the next delete removes it',
    async (operation, more, stages) => {
      for (const stage of stages) {
        const cluster = fresh()
        const at = `${operation} at ${stage}`
        await succeeds(createTwo(cluster, '--no-wait'), at)
        if (operation === 'start') await succeeds(['stop', cluster, '--json'], at)
        const { exitCode } = await sampan([operation, cluster, ...more, '--json'], (line, child) => {
          if (isStep(line, { stage })) child.kill('SIGKILL')
        })
        expect([at, exitCode]).toEqual([at, null])
        await isAtRest(cluster)
        const found = await listed(cluster)
        if (found && mayFinish(found)) await finish(cluster, at)
        if (found) await remove(cluster, at)
        else expect([at, await leftovers(cluster)]).toEqual([at, []])
      }
    },
    limitMs,
  )

  it(
    'a change, at any step: the next apply of the same file makes of the cluster what the file says',
    async () => {
      const wanted = { agents: 2, env: { ...quickBoot, CHANGED: 'yes' } }
      const begin = async (): Promise<string> => {
        const cluster = fresh()
        await succeeds(createTwo(cluster))
        return cluster
      }
      const apply = (cluster: string, at?: string) =>
        succeeds(['apply', '-f', '-', '--json'], at, specFile(cluster, wanted))
      const steps = (await apply(await begin())).filter(({ kind }) => kind === 'step').length
      expect(steps).toBeGreaterThan(15)
      const stride = isLong ? 1 : 17
      for (let step = 3; step < steps - 2; step += stride) {
        const cluster = await begin()
        const at = `step ${step} of ${steps}`
        await killAt(cluster, ['apply', '-f', '-', '--json'], { step, input: specFile(cluster, wanted) })
        // Whoever dies while the nodes are waited for has done all of it.
        const answer = (await apply(cluster, at)).at(-1)
        expect([at, answer]).toMatchObject([at, { kind: expect.stringMatching(/^(ready|unchanged)$/) }])
        const names = ['server-0', 'agent-0', 'agent-1'].map((node) => `sampan-${cluster}-${node}`)
        expect([at, (await containersOf(cluster)).sort()]).toEqual([at, names.sort()])
        for (const name of names) {
          const { Env } = (await docker.getContainer(name).inspect()).Config
          expect([at, name, Env.includes('CHANGED=yes')]).toEqual([at, name, true])
        }
        await remove(cluster, at)
      }
    },
    limitMs,
  )

  it('a create is not taken for the finished one: the same name cannot be created over it', async () => {
    const cluster = fresh()
    await sampan(createTwo(cluster), (line, child) => {
      if (hasMade(line)) child.kill('SIGKILL')
    })
    const again = await sampan(createTwo(cluster))
    expect([again.exitCode, again.json.at(-1)]).toMatchObject([
      1,
      { code: expect.stringMatching(/^cluster\.(incomplete|only_remains|name_taken)$/) },
    ])
  })
})

async function containersOf(cluster: string): Promise<string[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [`dev.sampan.cluster=${cluster}`] } })
  return found.flatMap(({ Names: [name = ''] }) => [name.slice(1)])
}

/** Docker answers a question about a container only when it is through with what it was told before. */
async function isAtRest(cluster: string): Promise<void> {
  let last = ''
  let since = Date.now()
  await until('Docker has come to rest', async () => {
    const states = await Promise.all(
      (await containersOf(cluster)).map((name) =>
        docker
          .getContainer(name)
          .inspect()
          .then(
            ({ Id, State }) => `${Id} ${State.Status}`,
            () => `${name} is being removed`,
          ),
      ),
    )
    // Docker lists in no order.
    const now = JSON.stringify([(await leftovers(cluster)).sort(), states.sort()])
    if (now !== last) since = Date.now()
    last = now
    return Date.now() - since >= 500
  })
}

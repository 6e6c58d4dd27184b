import { type Problem, ProblemError, problemOf } from '#shared/problem.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { refOf, said } from './kubeconfig.ts'
import type { AddCommand, CliContext, CommandRun, CommonOptions } from './program.ts'
import * as read from './reading.ts'
import { besideIt } from './remarks.ts'
import { milliseconds } from './times.ts'

interface WaitOptions extends CommonOptions {
  timeout?: number
  wait: boolean
}

interface DeleteOptions extends CommonOptions {
  yes?: boolean
  ifExists?: boolean
}

/** Starting, stopping, restarting and deleting, of one cluster or several. */
export function addPowerCommands(command: AddCommand, { kubeconfigs, signal, setExitCode }: CliContext): void {
  /** One after the other; what goes wrong with one is said, and the others have their turn. */
  async function each<O extends CommonOptions>(
    { engine: open, output }: CommandRun<O>,
    names: readonly string[],
    work: (engine: ClusterEngine, name: string) => Promise<void>,
  ): Promise<void> {
    const engine = await open()
    for (const name of new Set(names)) {
      try {
        await work(engine, name)
      } catch (error) {
        output.problem(problemOf(error))
        setExitCode(1)
        if (signal.aborted) return
      }
    }
  }

  /** k3s renews its certificates when it starts. */
  const renew = (run: CommandRun<WaitOptions>, engine: ClusterEngine, name: string) =>
    run.options.wait
      ? besideIt(run.output, async () => kubeconfigs.refresh(engine, await refOf(engine, name)))
      : Promise.resolve()

  const waiting = ({ operation, options: { wait, timeout } }: CommandRun<WaitOptions>) => ({
    ...operation,
    wait,
    timeoutMs: timeout,
  })

  command<[string[]], WaitOptions>('start <name...>', 'start clusters, or finish what was interrupted', (run, names) =>
    each(run, names, async (engine, name) => {
      await engine.start(name, waiting(run))
      await renew(run, engine, name)
    }),
  )
    .option('--timeout <duration>', 'how long it may take to become Ready', milliseconds)
    .option('--wait', 'return when the cluster is Ready (default)')
    .option('--no-wait', 'return as soon as the containers run')

  command<[string[]], CommonOptions>('stop <name...>', 'stop clusters; their data stays', (run, names) =>
    each(run, names, (engine, name) => engine.stop(name, run.operation)),
  )

  command<[string[]], WaitOptions>('restart <name...>', 'stop and start clusters', (run, names) =>
    each(run, names, async (engine, name) => {
      await engine.restart(name, waiting(run))
      await renew(run, engine, name)
    }),
  )
    .option('--timeout <duration>', 'how long it may take to become Ready', milliseconds)
    .option('--wait', 'return when the cluster is Ready (default)')
    .option('--no-wait', 'return as soon as the containers run')

  command<[string[]], DeleteOptions>(
    'delete <name...>',
    'remove clusters and all of their data',
    async (run, names) => {
      const { options, operation, output } = run
      await each(run, names, async (engine, name) => {
        try {
          if (!options.yes) return await read.previewDeletion(engine, name, output, signal)
          const cluster = await refOf(engine, name, signal)
          // Asked first, for a deletion of nothing is a failed operation, which --if-exists does not want to hear of.
          if (options.ifExists) await engine.previewDeletion(name, signal)
          await engine.delete(name, operation)
          await besideIt(output, async () => {
            const { changes, left } = await kubeconfigs.forget(cluster)
            if (changes.length > 0 && !output.isJson) said(changes, name, output)
            if (left) output.warning(left)
          })
        } catch (error) {
          if (!options.ifExists || codeOf(error) !== 'cluster.not_found') throw error
          output.result({ kind: 'absent', cluster: name }, `There is no cluster named ${name}: nothing to remove.`)
        }
      })
      if (options.yes) return
      output.say('Nothing was removed. Repeat with --yes to remove all of this.')
      setExitCode(2)
    },
  )
    .alias('rm')
    .option('--yes', 'really do it')
    .option('--if-exists', 'exit code 0 also for a cluster that is not there')
}

const codeOf = (error: unknown): Problem['code'] | undefined =>
  error instanceof ProblemError ? error.problem.code : undefined

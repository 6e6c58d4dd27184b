import { k3dName } from '#shared/cluster-origin.ts'
import { problemOf } from '#shared/problem.ts'
import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { refOf } from './cluster-of.ts'
import { exitCodeOf } from './exit-code.ts'
import { said } from './kubeconfig.ts'
import type { Output } from './output.ts'
import type { AddCommand, CliContext, CommandRun, CommonOptions } from './program.ts'
import * as read from './reading.ts'
import { besideIt } from './remarks.ts'
import { milliseconds } from './times.ts'

interface WaitOptions extends CommonOptions {
  timeout?: number
  wait: boolean
  offline?: boolean
}

interface DeleteOptions extends CommonOptions {
  yes?: boolean
  ifExists?: boolean
  keepVolumes?: boolean
}

/** Starting, stopping, restarting and deleting, of one cluster or several. */
export function addPowerCommands(command: AddCommand, context: CliContext): void {
  const { kubeconfigs, signal, setExitCode, language = 'en' } = context
  const text = (key: MessageKey, params?: MessageParams) => translate(language, key, params)

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
        const found = problemOf(error)
        output.problem(found)
        setExitCode(exitCodeOf(found))
        if (signal.aborted) return
      }
    }
  }

  /** A command after which clusters run. k3s renews its certificates when it starts, so that the kubeconfigs follow. */
  const bringUp = (kind: 'start' | 'restart' | 'repair' | 'revert', description: string) =>
    command<[string[]], WaitOptions>(`${kind} <name...>`, description, (run, names) =>
      each(run, names, async (engine, name) => {
        const ofK3d = k3dName(name)
        if (ofK3d !== undefined && kind !== 'revert') {
          const { wait, timeout } = run.options
          await engine.k3d[kind === 'restart' ? 'restart' : 'start'](ofK3d, { signal, wait, timeoutMs: timeout })
          if (wait) await besideIt(run.output, async () => kubeconfigs.refresh(engine.k3d, await refOf(engine, name)))
          return run.output.result(
            { kind: 'k3d', cluster: ofK3d, done: kind },
            text(wait ? 'cli.k3d.running' : 'cli.k3d.started', { cluster: name }),
          )
        }
        const { wait, timeout, offline } = run.options
        await engine[kind](name, { ...run.operation, wait, timeoutMs: timeout, offline })
        if (wait) await besideIt(run.output, async () => kubeconfigs.refresh(engine, await refOf(engine, name)))
      }),
    )
      .option('--timeout <duration>', text('cli.option.timeout'), milliseconds)
      .option('--wait', text('cli.option.wait'), true)
      .option('--no-wait', text('cli.option.noWait'))
      .option('--offline', text('cli.create.offline'))

  /** False where it was only shown what would go. */
  async function removeOfK3d(
    engine: ClusterEngine,
    name: string,
    { isSure, output }: { isSure: boolean; output: Output },
  ): Promise<boolean> {
    const cluster = `k3d/${name}`
    if (!isSure) {
      const preview = await engine.k3d.previewDeletion(name, signal)
      const shown = read.deletionText(output.language, { cluster, preview, sizes: {} })
      output.result({ kind: 'deletion', cluster: name, ...preview, sizes: {} }, shown)
      return false
    }
    await engine.k3d.delete(name, { signal })
    output.result({ kind: 'k3d', cluster: name, done: 'delete' }, text('cli.k3d.deleted', { cluster }))
    await besideIt(output, async () => {
      const { changes } = await kubeconfigs.forget(await refOf(engine, cluster))
      if (changes.length > 0 && !output.isJson) said(changes, cluster, output)
    })
    return true
  }

  bringUp('start', text('cli.start'))

  command<[string[]], CommonOptions>('stop <name...>', text('cli.stop'), (run, names) =>
    each(run, names, async (engine, name) => {
      const ofK3d = k3dName(name)
      if (ofK3d !== undefined) {
        await engine.k3d.stop(ofK3d, { signal })
        return run.output.result(
          { kind: 'k3d', cluster: ofK3d, done: 'stop' },
          text('cli.k3d.stopped', { cluster: name }),
        )
      }
      const { isJson } = run.output
      const isStopped = !isJson && (await engine.get(name, signal)).state === 'stopped'
      await engine.stop(name, isStopped ? { signal } : run.operation)
      if (isStopped) run.output.say(text('cli.stop.already', { cluster: name }))
    }),
  )

  bringUp('restart', text('cli.restart'))
  bringUp('revert', text('cli.revert'))
  bringUp('repair', text('cli.repair'))

  command<[string[]], DeleteOptions>('delete <name...>', text('cli.delete'), async (run, names) => {
    const { options, operation, output } = run
    let shown = 0
    await each(run, names, async (engine, name) => {
      try {
        const ofK3d = k3dName(name)
        if (ofK3d !== undefined) {
          if (!(await removeOfK3d(engine, ofK3d, { isSure: options.yes === true, output }))) shown += 1
          return
        }
        if (!options.yes) {
          await read.previewDeletion(engine, name, output, signal)
          shown += 1
          return
        }
        const cluster = await refOf(engine, name, signal)
        // Asked first, for a deletion of nothing is a failed operation, which --if-exists does not want to hear of.
        if (options.ifExists) await engine.previewDeletion(name, signal)
        await engine.delete(name, { ...operation, keepsVolumes: options.keepVolumes ?? false })
        if (options.keepVolumes) output.say(text('cli.deletion.kept', { cluster: name }))
        await besideIt(output, async () => {
          const { changes, left } = await kubeconfigs.forget(cluster)
          if (changes.length > 0 && !output.isJson) said(changes, name, output)
          if (left) output.warning(left)
        })
      } catch (error) {
        if (!options.ifExists || problemOf(error).code !== 'cluster.not_found') throw error
        output.result({ kind: 'absent', cluster: name }, text('cli.deletion.none', { cluster: name }))
      }
    })
    if (shown === 0) return
    output.say(text('cli.deletion.repeat'))
    setExitCode(2)
  })
    .alias('rm')
    .option('--yes', text('cli.delete.yes'))
    .option('--keep-volumes', text('cli.delete.keepVolumes'))
    .option('--if-exists', text('cli.delete.ifExists'))
}

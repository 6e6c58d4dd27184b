import { Command, CommanderError } from 'commander'
import type { ClusterRef } from '#shared/cluster.ts'
import type { Language } from '#shared/preferences.ts'
import { problemOf } from '#shared/problem.ts'
import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { causesOf } from '../cluster/change/failure-line.ts'
import type { OperationOptions } from '../cluster/change/operate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import type { ImageLibrary } from '../images/library.ts'
import type { Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'
import type { LogSources } from '../logs/log-sources.ts'
import type { DefaultRegistries } from '../registry/default-registries.ts'
import { addApplyCommands } from './apply.ts'
import { addBundleCommand } from './bundle.ts'
import { clusterOf } from './cluster-of.ts'
import { addCreateCommand } from './create.ts'
import { type DoctorContext, doctor } from './doctor.ts'
import { addCommonOptions, helpIn } from './help.ts'
import { addImagesCommand } from './images.ts'
import { addKubeconfigCommands } from './kubeconfig.ts'
import { addKubectlCommand } from './kubectl.ts'
import { addLibraryCommand } from './library.ts'
import { addLogsCommand } from './logs.ts'
import { addOrphansCommand } from './orphans.ts'
import { createOutput, type Output } from './output.ts'
import { addPowerCommands } from './power.ts'
import * as read from './reading.ts'
import { addHelpCommand } from './reference.ts'
import { addRegistriesCommand } from './registries.ts'
import { addRegistryCommand } from './registry.ts'
import { tellProblem } from './tell-problem.ts'
import { usageText } from './usage.ts'

/** What the commands need from outside: which engine answers, and when the user has had enough. */
export interface CliContext {
  /** Opens a Docker Engine, the chosen one unless another is named; fails with the Problem why there is none. */
  readonly openEngine: (named?: string) => Promise<ClusterEngine>
  /** Everything that a cluster of that engine logs. */
  readonly openLogs: (cluster: ClusterRef, engine?: string) => Promise<LogSources>
  readonly discover: DoctorContext['discover']
  readonly advise: DoctorContext['advise']
  readonly library: ImageLibrary
  readonly kubeconfigs: Kubeconfigs
  /** What new clusters begin with. */
  readonly defaults: DefaultRegistries
  readonly signal: AbortSignal
  readonly version: string
  readonly setExitCode: (code: number) => void
  /** Wrong usage and help are JSON lines too: it is known before the arguments are understood. */
  readonly isJson: boolean
  /** In which everything is said, `en` unless another is chosen. */
  readonly language?: Language
}

export interface CommonOptions {
  json?: boolean
  verbose?: boolean
  engine?: string
}

/** What a command works with. */
export interface CommandRun<O> {
  readonly engine: () => Promise<ClusterEngine>
  readonly output: Output
  readonly options: O
  readonly operation: OperationOptions
  /** Ends the command with exit code 2. */
  readonly misused: (reason: string) => never
}

/** Adds a command with what all of them have, and turns its Problems into exit codes. */
export type AddCommand = <A extends unknown[], O extends CommonOptions>(
  definition: string,
  description: string,
  run: (input: CommandRun<O>, ...args: A) => Promise<void>,
) => Command

/** The commands of `sampan`, each a thin layer over the engine that the window uses too. */
export function createProgram(context: CliContext): Command {
  const { language = 'en', version } = context
  const text = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const program = addCommonOptions(new Command('sampan'), language)
    .description(text('cli.description'))
    .version(version, '-V, --version', text('cli.option.version'))
    .helpOption('-h, --help', text('cli.option.help'))
    .configureHelp(helpIn(language))
    .showHelpAfterError(text('cli.usage.seeHelp'))
    .addHelpText('after', `\n${text('cli.more')}`)
    .enablePositionalOptions()
    .exitOverride()
  const { say } = createOutput({ isJson: false, isVerbose: false, language })
  if (context.isJson) {
    const { result } = createOutput({ isJson: true, isVerbose: false })
    program.configureOutput({ writeErr: () => undefined, writeOut: (text) => result({ kind: 'help', text }, text) })
  } else program.configureOutput({ outputError: (message) => say(usageText(language, message.trimEnd())) })

  const command: AddCommand = <A extends unknown[], O extends CommonOptions>(
    definition: string,
    description: string,
    run: (input: CommandRun<O>, ...args: A) => Promise<void>,
  ): Command => {
    const own = addCommonOptions(program.command(definition).description(description), language)
    return own.action(async (...all: unknown[]) => {
      // Commander passes the arguments, then the options, then the command itself.
      const args = all.slice(0, -2) as A
      // What stands before the command is meant for it, too.
      const options = { ...program.opts<CommonOptions>(), ...(all.at(-2) as O) }
      const output = createOutput({
        isJson: options.json === true,
        isVerbose: options.verbose === true,
        language,
        signal: context.signal,
      })
      const engine = () => context.openEngine(options.engine)
      const misused = (reason: string) => own.error(translate('en', 'cli.usage', { reason }))
      try {
        const operation = { signal: context.signal, onEvent: output.event }
        await run({ engine, output, options, operation, misused }, ...args)
      } catch (error) {
        if (error instanceof CommanderError) throw error
        const { isJson, advise } = context
        const causes = options.verbose ? causesOf(error).map((cause) => text('cli.causedBy', { cause })) : []
        context.setExitCode(await tellProblem(problemOf(error), { output, isJson, advise, causes }))
      }
    })
  }

  addCreateCommand(command, context)
  addApplyCommands(command, context)

  command('list', text('cli.list'), async ({ engine, output }) =>
    read.list(await engine(), output, context.signal),
  ).alias('ls')

  command<[string], CommonOptions>('status <name>', text('cli.status'), async ({ engine, output }, name) => {
    const { its, name: own } = clusterOf(await engine(), name)
    const isReady = await read.status(its, own, output, context.signal)
    if (!isReady) context.setExitCode(1)
  })

  addPowerCommands(command, context)
  addOrphansCommand(command, context)
  addLogsCommand(command, context)
  addKubeconfigCommands(command, context)
  addKubectlCommand(command, context)
  addRegistriesCommand(command, context)
  addRegistryCommand(command, context)
  addImagesCommand(command, context)
  addLibraryCommand(command, context)
  addBundleCommand(command, context)

  command('doctor', text('cli.doctor'), async ({ engine, output, options }) => {
    const { discover, advise, signal } = context
    const isHealthy = await doctor({ discover, advise, openEngine: engine, named: options.engine, signal }, output)
    if (!isHealthy) context.setExitCode(1)
  })

  addHelpCommand(command, program, language)
  return program
}

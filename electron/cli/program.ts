import { Command, type CommanderError } from 'commander'
import type { ClusterRef } from '#shared/cluster.ts'
import { type Problem, problem, problemOf } from '#shared/problem.ts'
import type { OperationOptions } from '../cluster/change/operate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import type { Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'
import type { LogSources } from '../logs/log-sources.ts'
import { addApplyCommands } from './apply.ts'
import { addCreateCommand } from './create.ts'
import { type DoctorContext, doctor } from './doctor.ts'
import { exitCodeOf } from './exit-code.ts'
import { addKubeconfigCommands } from './kubeconfig.ts'
import { addKubectlCommand } from './kubectl.ts'
import { addLogsCommand } from './logs.ts'
import { addOrphansCommand } from './orphans.ts'
import { createOutput, type Output } from './output.ts'
import { addPowerCommands } from './power.ts'
import * as read from './reading.ts'
import { addHelpCommand } from './reference.ts'

/** What the commands need from outside: which engine answers, and when the user has had enough. */
export interface CliContext {
  /** Opens a Docker Engine, the chosen one unless another is named; fails with the Problem why there is none. */
  readonly openEngine: (named?: string) => Promise<ClusterEngine>
  /** Everything that a cluster of that engine logs. */
  readonly openLogs: (cluster: ClusterRef, engine?: string) => Promise<LogSources>
  readonly discover: DoctorContext['discover']
  readonly kubeconfigs: Kubeconfigs
  readonly signal: AbortSignal
  readonly version: string
  readonly setExitCode: (code: number) => void
  /** Wrong usage and help are JSON lines too: it is known before the arguments are understood. */
  readonly isJson: boolean
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

const jsonOption = ['--json', 'results and progress as one JSON object a line'] as const
const verboseOption = ['--verbose', 'every single step, and the log of the nodes meanwhile'] as const
const engineOption = [
  '--engine <name|address>',
  'the Docker Engine: a docker context, or an address such as unix:///…',
] as const

/** The commands of `sampan`, each a thin layer over the engine that the window uses too. */
export function createProgram(context: CliContext): Command {
  const program = new Command('sampan')
    .description('Local Kubernetes (k3s) clusters in Docker: the same engine as the Sampan window, in a terminal.')
    .version(context.version)
    .option(...jsonOption)
    .option(...verboseOption)
    .option(...engineOption)
    .showHelpAfterError('(see --help)')
    .addHelpText('after', '\nsampan help --all shows every option, the exit codes, and what each line of --json has.')
    .enablePositionalOptions()
    .exitOverride()
  const { say } = createOutput({ isJson: false, isVerbose: false })
  if (context.isJson) {
    const { result } = createOutput({ isJson: true, isVerbose: false })
    program.configureOutput({ writeErr: () => undefined, writeOut: (text) => result({ kind: 'help', text }, text) })
  } else program.configureOutput({ outputError: (text) => say(withAdvice(text.trimEnd())) })

  const command: AddCommand = <A extends unknown[], O extends CommonOptions>(
    definition: string,
    description: string,
    run: (input: CommandRun<O>, ...args: A) => Promise<void>,
  ): Command => {
    const own = program
      .command(definition)
      .description(description)
      .option(...jsonOption)
      .option(...verboseOption)
      .option(...engineOption)
    return own.action(async (...all: unknown[]) => {
      // Commander passes the arguments, then the options, then the command itself.
      const args = all.slice(0, -2) as A
      // What stands before the command is meant for it, too.
      const options = { ...program.opts<CommonOptions>(), ...(all.at(-2) as O) }
      const output = createOutput({
        isJson: options.json === true,
        isVerbose: options.verbose === true,
        signal: context.signal,
      })
      const engine = () => context.openEngine(options.engine)
      const misused = (reason: string) => own.error(`error: ${reason}`)
      try {
        const operation = { signal: context.signal, onEvent: output.event }
        await run({ engine, output, options, operation, misused }, ...args)
      } catch (error) {
        if (isUsage(error)) throw error
        const found = problemOf(error)
        output.problem(found)
        context.setExitCode(exitCodeOf(found))
      }
    })
  }

  addCreateCommand(command, context)
  addApplyCommands(command, context)

  command('list', 'all clusters of this Docker Engine', async ({ engine, output }) =>
    read.list(await engine(), output, context.signal),
  ).alias('ls')

  command<[string], CommonOptions>(
    'status <name>',
    'nodes and system pods of a cluster; exit code 1 while it is not Ready',
    async ({ engine, output }, name) => {
      const isReady = await read.status(await engine(), name, output, context.signal)
      if (!isReady) context.setExitCode(1)
    },
  )

  addPowerCommands(command, context)
  addOrphansCommand(command, context)
  addLogsCommand(command, context)
  addKubeconfigCommands(command, context)
  addKubectlCommand(command, context)

  command(
    'doctor',
    'which Docker Engines answer, and what could keep a cluster from starting',
    async ({ engine, output, options }) => {
      const { discover, signal } = context
      const isHealthy = await doctor({ discover, openEngine: engine, named: options.engine, signal }, output)
      if (!isHealthy) context.setExitCode(1)
    },
  )

  addHelpCommand(command, program)
  return program
}

const isUsage = (error: unknown): error is CommanderError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')

/** Wrong usage as a Problem, for programs. */
export function usageProblem({ message }: CommanderError): Problem {
  return problem('usage.invalid', { reason: withAdvice(message.replace(/^error: /, '')) })
}

/** A single hyphen with a word is mostly meant as a name, sometimes as a negative number. */
function withAdvice(message: string): string {
  const [, option] = /unknown option '(-[^-'][^']*)'/.exec(message) ?? []
  return option === undefined
    ? message
    : `${message}: if ${option} is meant as a name, names do not begin with a hyphen`
}

import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import type { ClusterRef } from '#shared/cluster.ts'
import { ProblemError, problemOf } from '#shared/problem.ts'
import type { OperationOptions } from '../cluster/change/operate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { fileProblem } from '../files/file-problem.ts'
import type { Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'
import type { LogSources } from '../logs/log-sources.ts'
import * as parse from './arguments.ts'
import { doctor } from './doctor.ts'
import { addKubeconfigCommands, refOf, said } from './kubeconfig.ts'
import { addLogsCommand } from './logs.ts'
import { createOutput, type Output } from './output.ts'
import * as read from './reading.ts'

/** What the commands need from outside: which engine answers, and when the user has had enough. */
export interface CliContext {
  /** Opens the chosen Docker Engine; fails with the Problem why there is none. */
  readonly openEngine: () => Promise<ClusterEngine>
  /** Everything that a cluster of that engine logs. */
  readonly openLogs: (cluster: ClusterRef) => Promise<LogSources>
  readonly discover: Parameters<typeof doctor>[0]['discover']
  readonly kubeconfigs: Kubeconfigs
  readonly signal: AbortSignal
  readonly version: string
  readonly setExitCode: (code: number) => void
}

export interface CommonOptions {
  json?: boolean
  verbose?: boolean
}

interface CreateOptions extends CommonOptions {
  agents: number
  image?: string
  apiPort?: number
  lan?: boolean
  port?: ReturnType<typeof parse.collectPort>
  registries?: string
  memory?: number
  cpus?: number
  disable?: string[]
  env?: Record<string, string>
  k3sArg?: ReturnType<typeof parse.collectK3sArgument>
  token?: string
  timeout?: number
  wait: boolean
}

/** What a command works with. */
export interface CommandRun<O> {
  readonly engine: () => Promise<ClusterEngine>
  readonly output: Output
  readonly options: O
  readonly operation: OperationOptions
}

/** Adds a command with what all of them have, and turns its Problems into exit code 1. */
export type AddCommand = <A extends unknown[], O extends CommonOptions>(
  definition: string,
  description: string,
  run: (input: CommandRun<O>, ...args: A) => Promise<void>,
) => Command

/** The commands of `sampan`, each a thin layer over the engine that the window uses too. */
export function createProgram(context: CliContext): Command {
  const program = new Command('sampan')
    .description('Local Kubernetes (k3s) clusters in Docker: the same engine as the Sampan window, in a terminal.')
    .version(context.version)
    .showHelpAfterError('(see --help)')
    .exitOverride()

  const command: AddCommand = <A extends unknown[], O extends CommonOptions>(
    definition: string,
    description: string,
    run: (input: CommandRun<O>, ...args: A) => Promise<void>,
  ): Command =>
    program
      .command(definition)
      .description(description)
      .option('--json', 'results as JSON, progress as one JSON object a line')
      .option('--verbose', 'every single step, and the log of the nodes meanwhile')
      .action(async (...all: unknown[]) => {
        // Commander passes the arguments, then the options, then the command itself.
        const args = all.slice(0, -2) as A
        const options = all.at(-2) as O
        const output = createOutput({ isJson: options.json === true, isVerbose: options.verbose === true })
        try {
          const operation = { signal: context.signal, onEvent: output.event }
          await run({ engine: context.openEngine, output, options, operation }, ...args)
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error
          output.problem(error.problem)
          context.setExitCode(1)
        }
      })

  command<[string], CreateOptions>('create <name>', 'make a cluster and wait until it is Ready', async (run, name) => {
    const { options, operation } = run
    const engine = await run.engine()
    const suggestion = await engine.suggest(context.signal)
    const spec = {
      ...suggestion,
      name,
      agents: options.agents,
      ...(options.image === undefined ? {} : { image: options.image }),
      ...(options.apiPort === undefined ? {} : { apiPort: options.apiPort }),
      apiAccess: options.lan ? ('lan' as const) : suggestion.apiAccess,
      ports: options.port ?? [],
      registries: options.registries === undefined ? '' : await readText(options.registries),
      env: options.env ?? {},
      k3sArgs: options.k3sArg ?? [],
      disable: options.disable ?? [],
      limits: {
        ...(options.memory === undefined ? {} : { memoryBytes: options.memory }),
        ...(options.cpus === undefined ? {} : { cpus: options.cpus }),
      },
      token: options.token === undefined ? suggestion.token : { kind: 'given' as const, value: options.token },
    }
    await engine.create(spec, {
      ...operation,
      wait: options.wait,
      timeoutMs: options.timeout,
      choose: options.apiPort === undefined ? ['apiPort'] : [],
    })
    if (options.wait)
      await aside(run.output, async () => context.kubeconfigs.refresh(engine, await refOf(engine, name)))
  })
    .option('--agents <n>', 'agents beside the server', parse.integer, 0)
    .option('--image <reference>', 'k3s image (default: the stable release)')
    .option('--api-port <port>', 'port of the Kubernetes API on this machine (default: a free one)', parse.integer)
    .option('--lan', 'let the local network reach the API too (default: this machine and its containers only)')
    .option('--port <mapping>', 'publish a port: [IP:]HOSTPORT:CONTAINERPORT[/udp]; repeatable', parse.collectPort)
    .option('--registries <file>', 'registries.yaml for every node')
    .option('--memory <size>', 'memory limit of each node, such as 2g', parse.bytes)
    .option('--cpus <n>', 'CPU limit of each node, such as 1.5', parse.decimal)
    .option(
      '--disable <list>',
      'packaged components that are not wanted, such as traefik,metrics-server',
      parse.collectList,
    )
    .option('--env <name=value>', 'environment variable of every node; repeatable', parse.collectEnv)
    .option('--k3s-arg <flag>', 'k3s flag, --flag[=value][@server|@agent|@all]; repeatable', parse.collectK3sArgument)
    .option('--token <token>', 'cluster token (default: a random one)')
    .option('--timeout <duration>', 'how long the cluster may take to become Ready, such as 180s', parse.milliseconds)
    .option('--no-wait', 'return as soon as the containers run')

  command('list', 'all clusters of this Docker Engine', async ({ engine, output }) =>
    read.list(await engine(), output, context.signal),
  ).alias('ls')

  command<[string], CommonOptions>(
    'status <name>',
    'nodes and system pods of a cluster',
    async ({ engine, output }, name) => {
      const isReady = await read.status(await engine(), name, output, context.signal)
      if (!isReady) context.setExitCode(1)
    },
  )

  command<[string], CommonOptions & { timeout?: number; wait: boolean }>(
    'start <name>',
    'start a cluster, or finish one that was interrupted',
    async (run, name) => {
      const { options, operation } = run
      const engine = await run.engine()
      await engine.start(name, { ...operation, wait: options.wait, timeoutMs: options.timeout })
      // k3s renews its certificates when it starts.
      if (options.wait)
        await aside(run.output, async () => context.kubeconfigs.refresh(engine, await refOf(engine, name)))
    },
  )
    .option('--timeout <duration>', 'how long it may take to become Ready', parse.milliseconds)
    .option('--no-wait', 'return as soon as the containers run')

  command<[string], CommonOptions>(
    'stop <name>',
    'stop a cluster; its data stays',
    async ({ engine, operation }, name) => {
      await (await engine()).stop(name, operation)
    },
  )

  command<[string], CommonOptions & { timeout?: number }>(
    'restart <name>',
    'stop and start a cluster',
    async (run, name) => {
      await (await run.engine()).restart(name, { ...run.operation, timeoutMs: run.options.timeout })
    },
  ).option('--timeout <duration>', 'how long it may take to become Ready', parse.milliseconds)

  command<[string], CommonOptions & { yes?: boolean }>(
    'delete <name>',
    'remove a cluster and all of its data',
    async (run, name) => {
      const engine = await run.engine()
      if (!run.options.yes) {
        await read.previewDeletion(engine, name, run.output, context.signal)
        process.stderr.write('Nothing was removed. Repeat with --yes to remove all of this.\n')
        context.setExitCode(2)
        return
      }
      const cluster = await refOf(engine, name, context.signal)
      await engine.delete(name, run.operation)
      await aside(run.output, async () => {
        const { changes, left } = await context.kubeconfigs.forget(cluster)
        if (changes.length > 0 && !run.options.json) said(changes, name, run.output)
        if (left) run.output.warning(left)
      })
    },
  )
    .alias('rm')
    .option('--yes', 'really do it')

  addLogsCommand(command, context)

  addKubeconfigCommands(command, context)

  command<[string], CommonOptions & { output: 'yaml' | 'json' }>(
    'get <name>',
    'the spec of a cluster',
    async (run, name) => read.spec(await run.engine(), name, run.options.output, run.output),
  ).addOption(new Option('-o, --output <format>', 'format').choices(['yaml', 'json']).default('yaml'))

  command(
    'doctor',
    'which Docker Engines answer, and what could keep a cluster from starting',
    async ({ engine, output }) => {
      const isHealthy = await doctor({ discover: context.discover, openEngine: engine, signal: context.signal }, output)
      if (!isHealthy) context.setExitCode(1)
    },
  )

  return program
}

/** What failed beside a command that has done its work is said, and changes nothing about it. */
async function aside(output: Output, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    output.warning(problemOf(error))
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw fileProblem(path, error)
  }
}

import type { z } from 'zod'
import type { ClusterSpec, Datastore } from '#shared/cluster.ts'
import { portOfApi } from '#shared/cluster-shape.ts'
import type { HostAlias, NodeVolume } from '#shared/node-placement.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { type MessageKey, translate } from '#shared/translate.ts'
import { openBundle } from '../cluster/change/open-bundle.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { parseSpec } from '../cluster/model/spec.ts'
import type { WrittenSpec } from '../cluster/model/written-spec.ts'
import * as parse from './arguments.ts'
import { refOf } from './cluster-of.ts'
import { defaultRegistries } from './default-registries.ts'
import { withDockerLogins } from './docker-logins.ts'
import type { AddCommand, CliContext, CommandRun, CommonOptions } from './program.ts'
import { besideIt, sayImage } from './remarks.ts'
import { readSpecs, readText } from './spec-file.ts'
import { milliseconds } from './times.ts'

interface CreateOptions extends CommonOptions {
  file?: string
  servers?: number
  agents?: number
  datastore?: Datastore
  dbImage?: string
  lbImage?: string
  image?: string
  apiPort?: number
  lan?: boolean
  port?: ReturnType<typeof parse.collectPort>
  registries?: string
  ca?: string
  volume?: NodeVolume[]
  hostAlias?: HostAlias[]
  withNodeId?: boolean
  agentMemory?: number
  agentCpus?: number
  dockerLogin?: boolean
  localRegistry?: string[]
  defaultRegistries: boolean
  memory?: number
  cpus?: number
  disable?: string[]
  env?: Record<string, string>
  k3sArg?: ReturnType<typeof parse.collectK3sArgument>
  token?: string
  timeout?: number
  wait: boolean
  replace?: boolean
  offline?: boolean
  bundle?: string
}

export function addCreateCommand(
  command: AddCommand,
  { kubeconfigs, library, defaults, signal, language = 'en' }: CliContext,
): void {
  const text = (key: MessageKey) => translate(language, key)
  command<[string | undefined], CreateOptions>('create [name]', text('cli.create'), async (run, given) => {
    const { options, operation, output } = run
    const written =
      options.bundle !== undefined
        ? [(await openBundle(library, options.bundle, signal)).spec]
        : options.file === undefined
          ? []
          : await readSpecs(options.file, output)
    if (written.length > 1)
      run.misused(translate('en', 'cli.usage.manyClusters', { file: options.file ?? '', count: written.length }))
    const name = given ?? written[0]?.name
    if (name === undefined) return run.misused(translate('en', 'cli.usage.missingArgument', { name: 'name' }))
    const engine = await run.engine()
    const wanted: z.input<typeof ClusterSpec> = {
      ...(await engine.suggest(signal)),
      // What goes with the number of servers.
      datastore: undefined,
      ...(options.defaultRegistries && registriesOf(options, written[0]) === undefined
        ? await defaultRegistries(defaults, output)
        : {}),
      ...written[0],
      ...(await chosenBy(options, written[0])),
      name,
    }
    if (options.dockerLogin) wanted.registries = await withDockerLogins(wanted.registries ?? '', output)
    const spec = parseSpec(wanted)
    sayImage({ typed: wanted.image, image: spec.image }, output)
    const isPortChosen = options.apiPort !== undefined || written[0]?.apiPort !== undefined
    const fault = isPortChosen ? portOfApi(spec) : undefined
    if (fault) throw new ProblemError(problem('spec.invalid', { ...fault }))
    if (options.replace) await makeRoom(engine, spec, run)
    const { wait, timeout: timeoutMs, offline } = options
    await engine.create(spec, {
      ...operation,
      wait,
      timeoutMs,
      offline: offline || options.bundle !== undefined,
      choose: isPortChosen ? [] : ['apiPort'],
    })
    if (wait) await besideIt(output, async () => kubeconfigs.refresh(engine, await refOf(engine, name)))
  })
    .option('-f, --file <file>', text('cli.create.file'))
    .option('--replace', text('cli.create.replace'))
    .option('--bundle <file>', text('cli.create.bundle'))
    .option('--offline', text('cli.create.offline'))
    .option('--servers <n>', text('cli.create.servers'), parse.integer)
    .option('--agents <n>', text('cli.create.agents'), parse.integer)
    .option('--datastore <datastore>', text('cli.create.datastore'), parse.datastore)
    .option('--db-image <image>', text('cli.create.dbImage'))
    .option('--lb-image <image>', text('cli.create.lbImage'))
    .option('--image <image>', text('cli.create.image'))
    .option('--api-port <port>', text('cli.create.apiPort'), parse.integer)
    .option('--lan', text('cli.create.lan'))
    .option('--port <mapping>', text('cli.create.port'), parse.collectPort)
    .option('--volume <mount>', text('cli.create.volume'), parse.collectVolume)
    .option('--host-alias <alias>', text('cli.create.hostAlias'), parse.collectHostAlias)
    .option('--registries <file>', text('cli.create.registries'))
    .option('--ca <file>', text('cli.create.ca'))
    .option('--local-registry <names>', text('cli.create.localRegistry'), parse.collectList)
    .option('--docker-login', text('cli.create.dockerLogin'))
    .option('--default-registries', text('cli.create.useDefault'), true)
    .option('--no-default-registries', text('cli.create.noDefault'))
    .option('--memory <size>', text('cli.create.memory'), parse.bytes)
    .option('--cpus <n>', text('cli.create.cpus'), parse.decimal)
    .option('--agent-memory <size>', text('cli.create.agentMemory'), parse.bytes)
    .option('--agent-cpus <n>', text('cli.create.agentCpus'), parse.decimal)
    .option('--with-node-id', text('cli.create.withNodeId'))
    .option('--disable <list>', text('cli.create.disable'), parse.collectList)
    .option('--env <name=value>', text('cli.create.env'), parse.collectEnv)
    .option('--k3s-arg <flag>', text('cli.create.k3sArg'), parse.collectK3sArgument)
    .option('--token <token>', text('cli.create.token'))
    .option('--timeout <duration>', text('cli.option.timeout'), milliseconds)
    .option('--wait', text('cli.option.wait'), true)
    .option('--no-wait', text('cli.option.noWait'))
}

const registriesOf = (options: CreateOptions, written: WrittenSpec | undefined) =>
  options.registries ?? written?.registries

/** What the options say, and nothing about what they do not. */
async function chosenBy(
  options: CreateOptions,
  { limits = {}, datastore: database }: Partial<WrittenSpec> = {},
): Promise<Partial<WrittenSpec>> {
  const {
    servers,
    agents,
    datastore: chosen,
    dbImage,
    lbImage,
    image,
    apiPort,
    lan,
    port,
    registries,
    ca,
    localRegistry,
    memory,
    cpus,
    agentMemory,
    agentCpus,
    volume,
    hostAlias,
    disable,
    env,
    k3sArg,
    token,
  } = options
  const flags = [...(k3sArg ?? []), ...(options.withNodeId ? [{ flag: '--with-node-id', on: 'agent' as const }] : [])]
  const managed = chosen ?? database
  const datastore = dbImage !== undefined && managed?.kind === 'managed' ? { ...managed, image: dbImage } : chosen
  return {
    ...(servers === undefined ? {} : { servers }),
    ...(agents === undefined ? {} : { agents }),
    ...(datastore === undefined ? {} : { datastore }),
    ...(lbImage === undefined ? {} : { loadBalancer: { image: lbImage } }),
    ...(image === undefined ? {} : { image }),
    ...(apiPort === undefined ? {} : { apiPort }),
    ...(lan ? { apiAccess: 'lan' as const } : {}),
    ...(port ? { ports: port } : {}),
    ...(registries === undefined ? {} : { registries: await readText(registries) }),
    ...(ca === undefined ? {} : { caCertificates: await readText(ca) }),
    ...(localRegistry ? { localRegistries: localRegistry.filter((name) => name !== 'none') } : {}),
    ...(env ? { env } : {}),
    ...(flags.length > 0 ? { k3sArgs: flags } : {}),
    ...(volume ? { volumes: volume } : {}),
    ...(hostAlias ? { hostAliases: hostAlias } : {}),
    ...(agentMemory === undefined && agentCpus === undefined
      ? {}
      : {
          agentLimits: {
            ...(agentMemory === undefined ? {} : { memoryBytes: agentMemory }),
            ...(agentCpus === undefined ? {} : { cpus: agentCpus }),
          },
        }),
    ...(disable ? { disable } : {}),
    ...(memory === undefined && cpus === undefined
      ? {}
      : {
          limits: {
            ...limits,
            ...(memory === undefined ? {} : { memoryBytes: memory }),
            ...(cpus === undefined ? {} : { cpus }),
          },
        }),
    ...(token === undefined ? {} : { token: { kind: 'given' as const, value: token } }),
  }
}

/** What the old cluster itself holds, and what will be free when it is gone. */
const ownChecks = ['name', 'ports', 'subnet']

/** Removes what is there of that name. What is known to be wrong with the new spec is said before that. */
async function makeRoom(
  engine: ClusterEngine,
  spec: ClusterSpec,
  { operation }: CommandRun<CreateOptions>,
): Promise<void> {
  const checks = await engine.preflight(spec, operation.signal)
  const blocking = checks.filter(({ result }) => result === 'blocking')
  const hopeless = blocking.find(({ id }) => !ownChecks.includes(id))
  if (hopeless?.problem) throw new ProblemError(hopeless.problem)
  if (blocking.some(({ id }) => id === 'name')) await engine.delete(spec.name, operation)
}

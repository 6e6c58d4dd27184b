import type { z } from 'zod'
import type { ClusterSpec, Datastore } from '#shared/cluster.ts'
import type { HostAlias, NodeVolume } from '#shared/node-placement.ts'
import { ProblemError } from '#shared/problem.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { parseSpec } from '../cluster/model/spec.ts'
import type { WrittenSpec } from '../cluster/model/written-spec.ts'
import * as parse from './arguments.ts'
import { refOf } from './kubeconfig.ts'
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
  volume?: NodeVolume[]
  hostAlias?: HostAlias[]
  withNodeId?: boolean
  agentMemory?: number
  agentCpus?: number
  memory?: number
  cpus?: number
  disable?: string[]
  env?: Record<string, string>
  k3sArg?: ReturnType<typeof parse.collectK3sArgument>
  token?: string
  timeout?: number
  wait: boolean
  replace?: boolean
}

export function addCreateCommand(command: AddCommand, { kubeconfigs, signal }: CliContext): void {
  command<[string | undefined], CreateOptions>(
    'create [name]',
    'make a cluster and wait until it is Ready',
    async (run, given) => {
      const { options, operation, output } = run
      const written = options.file === undefined ? [] : await readSpecs(options.file, output)
      if (written.length > 1)
        run.misused(`${options.file} has ${written.length} clusters: use apply -f, or one file each`)
      const name = given ?? written[0]?.name
      if (name === undefined) return run.misused("missing required argument 'name'")
      const engine = await run.engine()
      const wanted: z.input<typeof ClusterSpec> = {
        ...(await engine.suggest(signal)),
        // What goes with the number of servers.
        datastore: undefined,
        ...written[0],
        ...(await chosenBy(options, written[0])),
        name,
      }
      const spec = parseSpec(wanted)
      sayImage({ typed: wanted.image, image: spec.image }, output)
      if (options.replace) await makeRoom(engine, spec, run)
      const isPortChosen = options.apiPort !== undefined || written[0]?.apiPort !== undefined
      const { wait, timeout: timeoutMs } = options
      await engine.create(spec, { ...operation, wait, timeoutMs, choose: isPortChosen ? [] : ['apiPort'] })
      if (wait) await besideIt(output, async () => kubeconfigs.refresh(engine, await refOf(engine, name)))
    },
  )
    .option('-f, --file <file>', 'take the spec from there (- is standard input); the other options come on top')
    .option('--replace', 'remove the cluster of that name with its data first, if there is one, whole or half-made')
    .option('--servers <n>', 'servers: 1, 3 or 5 with etcd, 1 to 5 with a database (default: 1)', parse.integer)
    .option('--agents <n>', 'agents beside the servers (default: 0)', parse.integer)
    .option(
      '--datastore <datastore>',
      'sqlite, etcd, managed-postgres or managed-mariadb (a container of the cluster), or the address of a database such as postgres://USER:PASSWORD@HOST:5432/DATABASE (default: sqlite for one server, else etcd)',
      parse.datastore,
    )
    .option('--db-image <image>', 'image of a managed database, as the official ones are made')
    .option('--lb-image <image>', 'HAProxy image of the load balancer before several servers')
    .option('--image <image>', 'k3s image or version, such as v1.36.2+k3s1 (default: the stable release)')
    .option('--api-port <port>', 'port of the Kubernetes API on this machine (default: a free one)', parse.integer)
    .option('--lan', 'let the local network reach the API too (default: this machine and its containers only)')
    .option(
      '--port <mapping>',
      'publish a port, or a range of them: [IP:]HOSTPORT:CONTAINERPORT[/udp][@NODE], such as 8080:80 or 9000-9005:9000-9005@agent-0; repeatable',
      parse.collectPort,
    )
    .option(
      '--volume <mount>',
      'a folder, a file or a volume of your own in nodes: SOURCE:PATH[:ro][@NODES], such as ./data:/data@agents; repeatable',
      parse.collectVolume,
    )
    .option(
      '--host-alias <alias>',
      'names by which nodes and pods find an address: IP:NAME[,NAME…]; repeatable',
      parse.collectHostAlias,
    )
    .option('--registries <file>', 'registries.yaml for every node')
    .option('--memory <size>', 'memory limit of each node, such as 2g', parse.bytes)
    .option('--cpus <n>', 'CPU limit of each node, such as 1.5', parse.decimal)
    .option('--agent-memory <size>', 'memory limit of each agent, in place of that of all nodes', parse.bytes)
    .option('--agent-cpus <n>', 'CPU limit of each agent, in place of that of all nodes', parse.decimal)
    .option('--with-node-id', 'give the names of agents in Kubernetes an ID, so that no name ever comes again')
    .option(
      '--disable <list>',
      'packaged components that are not wanted, such as traefik,metrics-server',
      parse.collectList,
    )
    .option('--env <name=value>', 'environment variable of every node; repeatable', parse.collectEnv)
    .option(
      '--k3s-arg <flag>',
      'k3s flag, --flag[=value][@server|@agent|@all]; repeatable. A value that itself ends with such a word: add @server',
      parse.collectK3sArgument,
    )
    .option('--token <token>', 'cluster token (default: a random one)')
    .option('--timeout <duration>', 'how long the cluster may take to become Ready, such as 180s', milliseconds)
    .option('--wait', 'return when the cluster is Ready', true)
    .option('--no-wait', 'return as soon as the containers run')
}

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

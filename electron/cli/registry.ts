import {
  cacheName,
  defaultRegistryName,
  type LocalRegistry,
  LocalRegistryOptions,
  pushAddress,
  type RegistryUse,
} from '#shared/local-registry.ts'
import type { Language } from '#shared/preferences.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { formatList, type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { registryNotFound } from '../cluster/change/registry-changes.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import * as parse from './arguments.ts'
import { megabytes, table, titlesIn } from './columns.ts'
import { defaultRegistries } from './default-registries.ts'
import type { Output } from './output.ts'
import type { AddCommand, CliContext, CommandRun, CommonOptions } from './program.ts'

interface Options extends CommonOptions {
  image?: string
  port?: number
  cache?: string[]
  upstream?: string
  join: boolean
  yes?: boolean
}

type Run = CommandRun<Options>

const changes = ['join', 'leave', 'start', 'stop', 'clean', 'delete'] as const
const actions = ['create', 'list', ...changes]

/** Registries and caches in containers, which the clusters of an engine share. */
export function addRegistryCommand(
  command: AddCommand,
  { defaults, signal, setExitCode, language = 'en' }: CliContext,
): void {
  const say = (key: MessageKey, params?: MessageParams) => translate(language, key, params)

  async function create(run: Run, name: string | undefined): Promise<void> {
    const { options, output, operation, misused } = run
    if (options.cache && (name !== undefined || options.port !== undefined)) misused(say('cli.registry.cacheAlone'))
    if (options.upstream !== undefined && options.cache?.length !== 1) misused(say('cli.registry.upstreamAlone'))
    const wanted = (options.cache ?? [undefined]).map((caches) => {
      const { image, port, upstream } = options
      const named = { name: caches === undefined ? (name ?? defaultRegistryName) : cacheName(caches) }
      return chosen({ ...named, image, port, caches, upstream })
    })
    const { registries: mirrors = '' }: { registries?: string } = await defaultRegistries(defaults, output)
    const { localRegistries } = await run.engine()
    for (const each of wanted) {
      const made = await localRegistries.create(each, { ...operation, mirrors, joins: options.join })
      output.result({ kind: 'localRegistry', ...told(made), registry: made.registry }, createdText(language, made))
      warnOf(made, output)
    }
  }

  async function change(run: Run, action: (typeof changes)[number], [name, ...clusters]: string[]): Promise<void> {
    const { output, operation, options, misused } = run
    if (name === undefined) return misused(say('cli.registry.which'))
    const engine = await run.engine()
    const { localRegistries: own } = engine
    if (action === 'join' || action === 'leave') {
      const names = clusters.length > 0 ? clusters : (await engine.list(signal)).map((cluster) => cluster.name)
      const used = await own[action](name, names, operation)
      const key = used.changed.length === 0 ? 'cli.registry.same' : (`cli.registry.${action}` as const)
      output.result(
        { kind: 'localRegistryDone', registry: name, done: action, ...told(used) },
        say(key, { registry: name, clusters: formatList(language, used.changed) }),
      )
      warnOf(used, output)
      if (used.left.length > 0) setExitCode(1)
      return
    }
    if (action === 'delete') {
      if (!options.yes) return showDeletion(run, engine, name)
      const used = await own.delete(name, operation)
      output.result(
        { kind: 'localRegistryDone', registry: name, done: action, ...told(used) },
        say('cli.registry.deleted', { registry: name }),
      )
      warnOf(used, output)
      return
    }
    let freedBytes: number | undefined
    if (action === 'clean') freedBytes = await own.clean(name, operation)
    else await own[action](name, operation)
    output.result(
      { kind: 'localRegistryDone', registry: name, done: action, ...(freedBytes === undefined ? {} : { freedBytes }) },
      freedBytes === undefined
        ? say(`cli.registry.${action}`, { registry: name })
        : say('cli.registry.cleaned', { registry: name, size: megabytes(freedBytes) }),
    )
  }

  async function showDeletion({ output }: Run, { localRegistries }: ClusterEngine, name: string): Promise<void> {
    const all = await localRegistries.list({ isMeasured: true }, signal)
    const registry = all.find((each) => each.name === name)
    if (!registry)
      throw registryNotFound(
        name,
        all.map((each) => each.name),
      )
    const { clusters, sizeBytes } = registry
    const lines = [
      say('cli.registry.wouldDelete', { registry: name }),
      ...(sizeBytes === undefined ? [] : [say('cli.registry.holds', { size: megabytes(sizeBytes) })]),
      ...(clusters.length === 0 ? [] : [say('cli.registry.usedBy', { clusters: formatList(language, clusters) })]),
    ]
    output.result({ kind: 'localRegistryDeletion', registry }, lines.join('\n'))
    output.say(say('cli.deletion.repeat'))
    setExitCode(2)
  }

  command<[string, string[]], Options>(
    'registry <action> [names...]',
    say('cli.registry'),
    async (run, action, names) => {
      const { engine: open, output, misused } = run
      if (action === 'create') return create(run, names[0])
      if (action === 'list') {
        const registries = await (await open()).localRegistries.list({ isMeasured: true }, signal)
        output.result({ kind: 'localRegistries', registries }, listText(language, registries))
        return
      }
      const known = changes.find((each) => each === action)
      if (!known) return misused(say('cli.registry.actions', { actions: actions.join(', ') }))
      return change(run, known, names)
    },
  )
    .option('--port <port>', say('cli.registry.port'), parse.integer)
    .option('--image <image>', say('cli.registry.image'))
    .option('--cache <registries>', say('cli.registry.cache'), parse.collectList)
    .option('--upstream <url>', say('cli.registry.upstream'))
    .option('--join', say('cli.registry.joins'), true)
    .option('--no-join', say('cli.registry.noJoin'))
    .option('--yes', say('cli.delete.yes'))
}

/** Fails with `spec.invalid`, which names the option. */
function chosen(given: Readonly<Record<string, unknown>>): LocalRegistryOptions {
  const parsed = LocalRegistryOptions.safeParse(given)
  if (parsed.success) return parsed.data
  const field = String(parsed.error.issues[0]?.path[0] ?? 'name')
  const subject = String(given[field])
  throw new ProblemError(problem('spec.invalid', { field, reason: 'reason.notAllowed', subject }))
}

const told = ({ changed, left }: RegistryUse) => ({ changed: [...changed], left: [...left] })

/** A cluster that stays as it was keeps nothing else. */
function warnOf({ left }: RegistryUse, output: Output): void {
  for (const { problem: reason } of left) output.warning(reason)
}

function createdText(language: Language, { registry, changed }: { registry: LocalRegistry } & RegistryUse): string {
  const { name, port, caches, upstream = '' } = registry
  const made =
    port === undefined
      ? translate(language, 'cli.registry.createdCache', { registry: caches ?? name, upstream })
      : translate(language, 'cli.registry.created', { registry: name, address: pushAddress(port) })
  const clusters = formatList(language, changed)
  return changed.length === 0 ? made : `${made}\n${translate(language, 'cli.registry.usedBy', { clusters })}`
}

function listText(language: Language, registries: readonly LocalRegistry[]): string {
  if (registries.length === 0) return translate(language, 'cli.registry.none')
  const rows = registries.map(({ name, port, upstream = '', container, clusters, sizeBytes }) => [
    name,
    port === undefined ? upstream : pushAddress(port),
    translate(language, `container.${container}`).toLowerCase(),
    clusters.join(', '),
    sizeBytes === undefined ? '' : megabytes(sizeBytes),
  ])
  return table([titlesIn(language, ['name', 'address', 'state', 'clusters', 'size']), ...rows])
}

import { Option } from 'commander'
import { ApiPlace } from '#shared/api-address.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import { ContextName, type DiffLine, type KubeconfigChange, Namespace } from '#shared/kubeconfig.ts'
import type { Language } from '#shared/preferences.ts'
import { ProblemError } from '#shared/problem.ts'
import { formatList, joinSentences, type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { replaceFile } from '../files/replace-file.ts'
import { unmeant } from '../kubeconfig/meant-path.ts'
import { checked } from './arguments.ts'
import { clusterOf, refOf } from './cluster-of.ts'
import { oneOf, onlyWith } from './option-rules.ts'
import type { Output } from './output.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'
import { type Shell, setVariable, shellOf, shells } from './shell.ts'

interface KubeconfigOptions extends CommonOptions {
  output?: string
  merge?: boolean
  unmerge?: boolean
  into?: string
  setCurrent?: boolean
  dryRun?: boolean
  address: ApiPlace
  context?: string
  namespace?: string
}

/** What concerns kubeconfigs: getting one, and merging it. */
export function addKubeconfigCommands(
  command: AddCommand,
  { kubeconfigs, signal, language = 'en' }: Pick<CliContext, 'kubeconfigs' | 'signal' | 'language'>,
): void {
  const text = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const get = command<[string], KubeconfigOptions>('kubeconfig <name>', text('cli.kubeconfig'), async (run, name) => {
    const { options, output } = run
    if (options.unmerge) {
      const cluster = await mergedCluster(run.engine, name, options.into)
      const changes = await kubeconfigs.unmerge(cluster, { into: options.into, takesUnproven: true }, signal)
      const elsewhere = options.into === undefined ? await kubeconfigs.filesElsewhere(cluster) : []
      const still = elsewhere.map((path) => text('cli.merge.elsewhere', { cluster: name, path }))
      return said(changes, name, output, still)
    }
    const engine = await run.engine()
    if (options.merge) return merge(engine, name, options, output)
    const { its, name: own } = clusterOf(engine, name)
    const kubeconfig = await its.kubeconfigFor(own, options.address, signal)
    if (options.output === undefined || options.output === '-')
      return output.result({ kind: 'kubeconfig', kubeconfig }, kubeconfig)
    const refused = unmeant(options.output, { variable: '--output' })
    if (refused) throw new ProblemError(refused)
    await replaceFile(options.output, kubeconfig)
    const { output: path } = options
    const written = text('cli.merge.written', { path, command: setVariable(currentShell(), 'KUBECONFIG', path) })
    output.result({ kind: 'written', path }, written)
  })
    .option('--output <file>', text('cli.kubeconfig.output'))
    .option('--merge', text('cli.kubeconfig.merge'))
    .option('--unmerge', text('cli.kubeconfig.unmerge'))
    .option('--into <file>', text('cli.kubeconfig.into'))
    .option('--set-current', text('cli.kubeconfig.setCurrent'))
    .option('--dry-run', text('cli.kubeconfig.dryRun'))
    .addOption(
      new Option('--address <place>', text('cli.kubeconfig.address')).choices(ApiPlace.options).default('local'),
    )
    .option('--context <name>', text('cli.kubeconfig.context'), checked(ContextName, 'cli.expected.context'))
    .option('--namespace <namespace>', text('cli.kubeconfig.namespace'), checked(Namespace, 'cli.expected.namespace'))
  oneOf(get, '--merge', '--unmerge', '--output')
  onlyWith(get, ['--context', '--namespace', '--set-current', '--dry-run'], ['--merge'])
  onlyWith(get, ['--into'], ['--merge', '--unmerge'])
  oneOf(get, '--unmerge', '--address')

  command<[string], CommonOptions>('use <name>', text('cli.use'), async (run, name) =>
    merge(await run.engine(), name, { address: 'local', setCurrent: true }, run.output),
  )

  command<[string], CommonOptions & { shell?: Shell }>('env <name>', text('cli.env'), async (run, name) => {
    const engine = await run.engine()
    const cluster = await refOf(engine, name, signal)
    const { path } = await kubeconfigs.refresh(clusterOf(engine, name).its, cluster, signal)
    const line = setVariable(run.options.shell ?? currentShell(), 'KUBECONFIG', path)
    run.output.result({ kind: 'env', KUBECONFIG: path }, line)
  }).addOption(new Option('--shell <shell>', text('cli.env.shell')).choices(shells))

  /**
   * Whose entries are meant by a name: those of this engine's cluster. Docker need not run for that, as long as only one engine's
   * cluster of that name is in the kubeconfig.
   */
  async function mergedCluster(
    openEngine: () => Promise<ClusterEngine>,
    name: string,
    into: string | undefined,
  ): Promise<ClusterRef> {
    try {
      return await refOf(await openEngine(), name, signal)
    } catch (error) {
      const [engineId, ...others] = await kubeconfigs.enginesOf(name, into)
      if (engineId === undefined || others.length > 0) throw error
      return { engineId, name }
    }
  }

  async function merge(
    engine: ClusterEngine,
    name: string,
    { address, into, setCurrent = false, dryRun = false, context, namespace }: KubeconfigOptions,
    output: Output,
  ): Promise<void> {
    const { its } = clusterOf(engine, name)
    const options = {
      cluster: await refOf(engine, name, signal),
      place: address,
      isCurrent: setCurrent,
      onClash: 'fail' as const,
      ...(into === undefined ? {} : { into }),
      ...(context === undefined ? {} : { name: context }),
      ...(namespace === undefined ? {} : { namespace }),
    }
    const change = dryRun
      ? await kubeconfigs.preview(its, options, signal)
      : await kubeconfigs.merge(its, options, signal)
    const told = dryRun ? diffText(language, change) : mergedText(language, change)
    output.result({ kind: 'merge', changes: [change] }, told)
  }
}

/** Adds the same commands to a cluster's end: its entries go with it. Says what it took out. */
export function said(
  changes: readonly KubeconfigChange[],
  cluster: string,
  output: Output,
  more: readonly string[] = [],
): void {
  const { language } = output
  const lines = changes.flatMap((change) => [
    saidOne(language, change),
    ...contextLines(language, change),
    ...inPlaceLines(language, change),
    ...backupLines(language, change),
  ])
  const none = changes.length === 0 ? [translate(language, 'cli.merge.none', { cluster })] : []
  output.result({ kind: 'merge', changes: [...changes] }, [...lines, ...none, ...more].join('\n'))
}

function saidOne(language: Language, { path, what, name, currentBefore, currentAfter }: KubeconfigChange): string {
  const params = { path, context: name, ...(currentAfter === undefined ? {} : { current: currentAfter }) }
  if (what === 'context')
    return currentAfter === undefined
      ? translate(language, 'cli.merge.noCurrent', params)
      : translate(language, 'cli.merge.current', params)
  if (currentBefore === currentAfter) return translate(language, 'cli.merge.removed', params)
  return currentAfter === undefined
    ? translate(language, 'cli.merge.removed.noCurrent', params)
    : translate(language, 'cli.merge.removed.current', params)
}

function mergedText(language: Language, change: KubeconfigChange): string {
  const { path, name: context, isChanged } = change
  const done = translate(language, isChanged ? 'cli.merge.added' : 'cli.merge.unchanged', { path, context })
  const lines = [joinSentences(language, [done, whatToRun(language, change)])]
  return [...lines, ...inPlaceLines(language, change), ...backupLines(language, change)].join('\n')
}

function whatToRun(
  language: Language,
  { name: context, currentBefore: before, currentAfter }: KubeconfigChange,
): string {
  if (currentAfter !== context) return translate(language, 'cli.merge.use', { context })
  if (before === context) return translate(language, 'cli.merge.isCurrent')
  return before === undefined
    ? translate(language, 'cli.merge.isCurrent.first')
    : translate(language, 'cli.merge.isCurrent.before', { before })
}

/** Contexts of the user's own that led to the cluster. */
function contextLines(language: Language, { path, name: context, went, dangling }: KubeconfigChange): string[] {
  const line = (key: MessageKey, contexts: readonly string[]) =>
    translate(language, key, { path, context, contexts: formatList(language, contexts) })
  return [...(went ? [line('cli.merge.went', went)] : []), ...(dangling ? [line('cli.merge.dangling', dangling)] : [])]
}

function inPlaceLines(language: Language, { path, isInPlace }: KubeconfigChange): string[] {
  return isInPlace ? [translate(language, 'kubeconfig.inPlace', { path })] : []
}

/** Where each changed file lies as it was. */
function backupLines(language: Language, { path, backup, also }: KubeconfigChange): string[] {
  const line = (file: string, copy: string | undefined) =>
    copy ? [translate(language, 'cli.merge.backup', { path: file, backup: copy })] : []
  return [...line(path, backup), ...(also ? line(also.path, also.backup) : [])]
}

function diffText(language: Language, { path, diff, also }: KubeconfigChange): string {
  const marks: Record<DiffLine['kind'], string> = { same: '  ', added: '+ ', removed: '- ', gap: '  …' }
  const lines = (file: string, changed: readonly DiffLine[]) => [
    translate(language, 'cli.merge.preview', { path: file }),
    ...changed.map(({ kind, text }) => `${marks[kind]}${text}`),
  ]
  return [...lines(path, diff), ...(also ? lines(also.path, also.diff) : [])].join('\n')
}

function currentShell(): Shell {
  return shellOf(process.env, process.platform)
}

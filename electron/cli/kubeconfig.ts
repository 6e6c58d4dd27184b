import { Option } from 'commander'
import { ApiPlace } from '#shared/api-address.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import { ContextName, type DiffLine, type KubeconfigChange, Namespace } from '#shared/kubeconfig.ts'
import { ProblemError } from '#shared/problem.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { replaceFile } from '../files/replace-file.ts'
import type { KubeconfigSource, Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'
import { unmeant } from '../kubeconfig/meant-path.ts'
import { checked } from './arguments.ts'
import { k3dName } from './k3d-name.ts'
import { oneOf, onlyWith } from './option-rules.ts'
import type { Output } from './output.ts'
import type { AddCommand, CommonOptions } from './program.ts'
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
  { kubeconfigs, signal }: { kubeconfigs: Kubeconfigs; signal: AbortSignal },
): void {
  const get = command<[string], KubeconfigOptions>(
    'kubeconfig <name>',
    'the kubeconfig of a cluster: print, save or merge it',
    async (run, name) => {
      const { options, output } = run
      if (options.unmerge) {
        const cluster = await mergedCluster(run.engine, name, options.into)
        const changes = await kubeconfigs.unmerge(cluster, { into: options.into, takesUnproven: true }, signal)
        const elsewhere = options.into === undefined ? await kubeconfigs.filesElsewhere(cluster) : []
        const still = elsewhere.map(
          (path) => `${name} is still in ${path}: sampan kubeconfig ${name} --unmerge --into ${path}`,
        )
        return said(changes, name, output, still)
      }
      const engine = await run.engine()
      if (options.merge) return merge(engine, name, options, output)
      const { source, name: own } = sourceOf(engine, name)
      const text = await source.kubeconfigFor(own, options.address, signal)
      if (options.output === undefined || options.output === '-')
        return output.result({ kind: 'kubeconfig', kubeconfig: text }, text)
      const refused = unmeant(options.output, { variable: '--output' })
      if (refused) throw new ProblemError(refused)
      await replaceFile(options.output, text)
      const { output: path } = options
      output.result(
        { kind: 'written', path },
        `Written to ${path}. Use it: ${setVariable(currentShell(), 'KUBECONFIG', path)}`,
      )
    },
  )
    .option('--output <file>', 'write it there, readable only by you, instead of printing it')
    .option('--merge', 'add it to the kubeconfig that kubectl uses; everything else in there stays as it is')
    .option('--unmerge', 'take it out again')
    .option('--into <file>', 'merge into this file, or take it out of this one')
    .option('--set-current', 'with --merge: make it the current context')
    .option('--dry-run', 'with --merge: show what would be written, and write nothing')
    .addOption(
      new Option('--address <place>', 'for whom: this machine, containers on its network, other containers, the LAN')
        .choices(ApiPlace.options)
        .default('local'),
    )
    .option('--context <name>', 'with --merge: the name of the context', checked(ContextName, 'a name without blanks'))
    .option('--namespace <namespace>', 'with --merge: the namespace of the context', checked(Namespace, 'a DNS label'))
  oneOf(get, '--merge', '--unmerge', '--output')
  onlyWith(get, ['--context', '--namespace', '--set-current', '--dry-run'], ['--merge'])
  onlyWith(get, ['--into'], ['--merge', '--unmerge'])
  oneOf(get, '--unmerge', '--address')

  command<[string], CommonOptions>('use <name>', "make a cluster kubectl's current context", async (run, name) =>
    merge(await run.engine(), name, { address: 'local', setCurrent: true }, run.output),
  )

  command<[string], CommonOptions & { shell?: Shell }>(
    'env <name>',
    'a line that points this shell to a cluster: eval "$(sampan env NAME)"',
    async (run, name) => {
      const engine = await run.engine()
      const { path } = await kubeconfigs.refresh(engine, await refOf(engine, name, signal), signal)
      const line = setVariable(run.options.shell ?? currentShell(), 'KUBECONFIG', path)
      run.output.result({ kind: 'env', KUBECONFIG: path }, line)
    },
  ).addOption(new Option('--shell <shell>', 'default: the one that this runs in').choices(shells))

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
      const { source, name: own } = sourceOf(await openEngine(), name)
      return { engineId: await source.id(signal), name: own }
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
    const { source, name: own, entry } = sourceOf(engine, name)
    const options = {
      cluster: { engineId: await source.id(signal), name: own },
      place: address,
      isCurrent: setCurrent,
      onClash: 'fail' as const,
      ...(into === undefined ? {} : { into }),
      ...((context ?? entry) === undefined ? {} : { name: context ?? entry }),
      ...(namespace === undefined ? {} : { namespace }),
    }
    const change = dryRun
      ? await kubeconfigs.preview(source, options, signal)
      : await kubeconfigs.merge(source, options, signal)
    output.result({ kind: 'merge', changes: [change] }, dryRun ? diffText(change) : mergedText(change))
  }
}

/** Whose kubeconfig it is: `k3d/demo` is k3d's cluster `demo`, which has the names in it that k3d gives. */
function sourceOf(engine: ClusterEngine, name: string): { source: KubeconfigSource; name: string; entry?: string } {
  const ofK3d = k3dName(name)
  return ofK3d === undefined ? { source: engine, name } : { source: engine.k3d, name: ofK3d, entry: `k3d-${ofK3d}` }
}

/** A cluster of the engine that this command works with. */
export async function refOf(engine: ClusterEngine, name: string, signal?: AbortSignal): Promise<ClusterRef> {
  return { engineId: await engine.id(signal), name }
}

/** Adds the same commands to a cluster's end: its entries go with it. Says what it took out. */
export function said(
  changes: readonly KubeconfigChange[],
  cluster: string,
  output: Output,
  more: readonly string[] = [],
): void {
  const lines = changes.flatMap((change) => [
    saidOne(change),
    ...contextLines(change),
    ...inPlaceLines(change),
    ...backupLines(change),
  ])
  const none = changes.length === 0 ? [`${cluster} was in no kubeconfig that kubectl reads here.`] : []
  output.result({ kind: 'merge', changes: [...changes] }, [...lines, ...none, ...more].join('\n'))
}

function saidOne({ path, what, name, currentBefore, currentAfter }: KubeconfigChange): string {
  if (what === 'context')
    return currentAfter === undefined
      ? `No context is current in ${path} now.`
      : `The current context in ${path} is ${currentAfter} again.`
  const gone = `${name} was taken out of ${path}.`
  if (currentBefore === currentAfter) return gone
  return `${gone} ${currentAfter === undefined ? 'No context is current now.' : `The current context is ${currentAfter} again.`}`
}

function mergedText(change: KubeconfigChange): string {
  const { path, name, isChanged, currentBefore, currentAfter } = change
  const done = isChanged ? `${name} is in ${path} now.` : `${path} has ${name} already, as it is.`
  const use =
    currentAfter !== name
      ? `Use it: kubectl --context ${name} …`
      : currentBefore === name
        ? 'It is the current context.'
        : `It is the current context; ${currentBefore === undefined ? 'there was none before' : `before it was ${currentBefore}`}.`
  return [`${done} ${use}`, ...inPlaceLines(change), ...backupLines(change)].join('\n')
}

/** Contexts of the user's own that led to the cluster. */
function contextLines({ path, name, went, dangling }: KubeconfigChange): string[] {
  return [
    ...(went ? [`Taken out of ${path} with it, since they led to the cluster: ${went.join(', ')}.`] : []),
    ...(dangling ? [`Still in ${path}, and leading nowhere without ${name}: ${dangling.join(', ')}.`] : []),
  ]
}

function inPlaceLines({ path, isInPlace }: KubeconfigChange): string[] {
  return isInPlace
    ? [`${path} cannot be replaced (it is a mount, or it has other names), so it was written in place.`]
    : []
}

/** Where each changed file lies as it was. */
function backupLines({ path, backup, also }: KubeconfigChange): string[] {
  const line = (file: string, copy: string | undefined) => (copy ? [`Backup of ${file}: ${copy}`] : [])
  return [...line(path, backup), ...(also ? line(also.path, also.backup) : [])]
}

function diffText({ path, diff, also }: KubeconfigChange): string {
  const marks: Record<DiffLine['kind'], string> = { same: '  ', added: '+ ', removed: '- ', gap: '  …' }
  const lines = (file: string, changed: readonly DiffLine[]) => [
    `Would be written to ${file}:`,
    ...changed.map(({ kind, text }) => `${marks[kind]}${text}`),
  ]
  return [...lines(path, diff), ...(also ? lines(also.path, also.diff) : [])].join('\n')
}

function currentShell(): Shell {
  return shellOf(process.env, process.platform)
}

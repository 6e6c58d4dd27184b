import { isDeepStrictEqual } from 'node:util'
import { Option } from 'commander'
import type { ClusterSpec, StoredSpec } from '#shared/cluster.ts'
import { ProblemError } from '#shared/problem.ts'
import { type MessageKey, translate } from '#shared/translate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { hiddenChanges } from '../cluster/model/hidden-changes.ts'
import { withLocalFiles } from '../cluster/model/local-files.ts'
import { shownSpec } from '../cluster/model/shown-spec.ts'
import { leftToSampan, parseSpec } from '../cluster/model/spec.ts'
import { skipWarnings } from '../cluster/model/version-change.ts'
import { limitsForPeople } from '../cluster/model/written-limits.ts'
import { specText, type WrittenSpec } from '../cluster/model/written-spec.ts'
import { refOf } from './cluster-of.ts'
import type { ResultLine } from './json-lines.ts'
import { oneOf } from './option-rules.ts'
import { type Output, stepText } from './output.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'
import { besideIt, sayImage } from './remarks.ts'
import { changesText } from './spec-changes.ts'
import { readSpecs } from './spec-file.ts'
import { milliseconds } from './times.ts'

interface ApplyOptions extends CommonOptions {
  file: string
  dryRun?: boolean
  timeout?: number
  wait: boolean
  offline?: boolean
}

/** Exit code of `diff` where something differs, which is no failure. */
const differs = 3

/** Clusters as files: bringing one about, seeing what differs, and writing one down. */
export function addApplyCommands(command: AddCommand, context: CliContext): void {
  const { kubeconfigs, signal, setExitCode, language = 'en' } = context
  const text = (key: MessageKey) => translate(language, key)
  const apply = command<[], ApplyOptions>('apply', text('cli.apply'), async (run) => {
    const { options, operation, output } = run
    const specs = await readSpecs(options.file, output)
    const engine = await run.engine()
    // What is wrong with the last one is said before the first one is made.
    for (const goal of await goalsOf(engine, specs, { output, signal })) {
      const { spec, stored, choose } = goal
      if (options.dryRun) {
        tellPlan(await planOf(engine, goal, signal), goal, output)
        continue
      }
      const { wait, timeout: timeoutMs, offline } = options
      const how = { ...operation, wait, timeoutMs, offline }
      if (!stored) await engine.create(spec, { ...how, choose })
      else if ((await engine.preview(spec, signal)).length > 0)
        await engine.apply(spec, { ...how, basedOn: stored.generation })
      else {
        output.result({ kind: 'unchanged', cluster: spec.name }, sameText(spec.name, output))
        continue
      }
      if (options.wait && spec.desired === 'running')
        await besideIt(output, async () => kubeconfigs.refresh(engine, await refOf(engine, spec.name)))
    }
  })
    .requiredOption('-f, --file <file>', text('cli.apply.file'))
    .option('--dry-run', text('cli.apply.dryRun'))
    .option('--timeout <duration>', text('cli.option.timeout'), milliseconds)
    .option('--wait', text('cli.option.wait'), true)
    .option('--no-wait', text('cli.option.noWait'))
    .option('--offline', text('cli.create.offline'))
  oneOf(apply, '--dry-run', '--timeout')
  oneOf(apply, '--dry-run', '--offline')
  oneOf(apply, '--dry-run', '--wait')

  command<[], CommonOptions & { file: string }>('diff', text('cli.diff'), async ({ engine: open, options, output }) => {
    const specs = await readSpecs(options.file, output)
    const engine = await open()
    for (const goal of await goalsOf(engine, specs, { output, signal })) {
      const plan = await planOf(engine, goal, signal)
      if (plan.steps.length + plan.changes.length > 0) setExitCode(differs)
      tellPlan(plan, goal, output)
    }
  }).requiredOption('-f, --file <file>', text('cli.apply.file'))

  command<[string], CommonOptions & { output: 'yaml' | 'json'; showSecrets?: boolean }>(
    'get <name>',
    text('cli.get'),
    async ({ engine, options, output }, name) => {
      const { spec } = await (await engine()).spec(name, signal, { showSecrets: options.showSecrets === true })
      output.result(
        { kind: 'spec', ...spec },
        options.output === 'json' ? JSON.stringify(spec, null, 2) : specText(spec),
      )
    },
  )
    .addOption(new Option('-o, --output <format>', text('cli.get.output')).choices(['yaml', 'json']).default('yaml'))
    .option('--show-secrets', text('cli.get.showSecrets'))
}

interface Goal {
  readonly spec: ClusterSpec
  /** Undefined where the cluster is yet to be made. */
  readonly stored: StoredSpec | undefined
  /** What the file leaves to Sampan. */
  readonly choose: readonly 'apiPort'[]
}

/** Each with a port of its own, also where neither is there yet. */
async function goalsOf(
  engine: ClusterEngine,
  specs: readonly WrittenSpec[],
  how: { output: Output; signal: AbortSignal },
): Promise<Goal[]> {
  const goals: Goal[] = []
  const written = specs.flatMap(({ apiPort }) => apiPort ?? [])
  for (const each of specs) {
    const promisedPorts = [...written, ...goals.map(({ spec }) => spec.apiPort)]
    goals.push(await goalOf(engine, each, { ...how, promisedPorts }))
  }
  return goals
}

/**
 * What a file leaves out is the default, as if the cluster were made anew, except for what Sampan chose itself when it was made: that
 * stays.
 */
async function goalOf(
  engine: ClusterEngine,
  written: WrittenSpec,
  { output, signal, promisedPorts }: { output: Output; signal: AbortSignal; promisedPorts: readonly number[] },
): Promise<Goal> {
  const stored = await storedSpec(engine, written.name, signal)
  const kept = leftToSampan(stored?.spec ?? (await engine.suggest(signal, promisedPorts)))
  const spec = withLocalFiles(parseSpec({ ...kept, ...datastoreLeft(stored, written), ...written }))
  sayImage({ typed: written.image, image: spec.image }, output)
  return { spec, stored, choose: written.apiPort === undefined ? ['apiPort'] : [] }
}

/** Where the cluster keeps its state, until somebody chooses; SQLite only as long as there is one server. */
function datastoreLeft(stored: StoredSpec | undefined, { servers = 1 }: WrittenSpec): Pick<WrittenSpec, 'datastore'> {
  const datastore = stored?.spec.datastore
  return datastore === undefined || (datastore.kind === 'sqlite' && servers > 1) ? {} : { datastore }
}

async function storedSpec(engine: ClusterEngine, name: string, signal: AbortSignal): Promise<StoredSpec | undefined> {
  try {
    return await engine.spec(name, signal)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'cluster.not_found') return undefined
    throw error
  }
}

const forPeople = (change: PlanLine['changes'][number]) =>
  change.field === 'limits' || change.field === 'agentLimits'
    ? { ...change, before: limitsForPeople(change.before), after: limitsForPeople(change.after) }
    : change

type PlanLine = Extract<ResultLine, { kind: 'plan' }>

async function planOf(engine: ClusterEngine, { spec, stored }: Goal, signal: AbortSignal): Promise<PlanLine> {
  const steps = await engine.preview(spec, signal)
  const before: Readonly<Record<string, unknown>> = stored?.spec ?? {}
  const after: Readonly<Record<string, unknown>> = shownSpec(spec)
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changes = fields
    .filter((field) => !isDeepStrictEqual(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }))
  const old = stored && (await engine.spec(spec.name, signal, { showSecrets: true })).spec
  const hidden = old ? hiddenChanges(old, spec) : []
  return { kind: 'plan', cluster: spec.name, isThere: stored !== undefined, changes: [...changes, ...hidden], steps }
}

function tellPlan(plan: PlanLine, { spec, stored }: Goal, output: Output): void {
  // A change says so itself.
  for (const warning of stored ? skipWarnings(stored.spec, spec) : []) output.warning(warning)
  const { cluster, isThere, changes, steps } = plan
  const { language } = output
  const difference = [
    translate(language, isThere ? 'cli.plan.changed' : 'cli.plan.created', { cluster }),
    ...changesText(changes.map(forPeople)),
    '',
    translate(language, 'cli.plan.steps'),
    ...steps.map((step) => `  ${stepText(language, step)}`),
  ]
  const isSame = changes.length + steps.length === 0
  output.result(plan, isSame ? sameText(cluster, output) : difference.join('\n'))
}

const sameText = (cluster: string, { language }: Output) => translate(language, 'cli.plan.same', { cluster })

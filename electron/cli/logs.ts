import { Option } from 'commander'
import type { Cluster } from '#shared/cluster.ts'
import { LogLevel } from '#shared/log.ts'
import { mattersOf } from '#shared/log-explanations.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { describeExplanation } from '#shared/translate.ts'
import { explainMessage, type LineExplanation } from '../logs/explanations.ts'
import { harmless } from '../logs/line-text.ts'
import { explainedText } from '../logs/log-level.ts'
import type { LogSources } from '../logs/log-sources.ts'
import type { FollowerMarker } from '../logs/node-follower.ts'
import { LineMatcher, patternOf } from '../logs/search-pattern.ts'
import { sourceName } from '../logs/source-name.ts'
import { type TailedLine, tailLogs } from '../logs/tail-logs.ts'
import * as parse from './arguments.ts'
import type { PrintedGap, PrintedLogLine } from './json-lines.ts'
import { coloursOf, type LogColours } from './log-colours.ts'
import { awaitSources, chooseSources, type SourceOptions } from './log-sources.ts'
import { onlyWith } from './option-rules.ts'
import { aside, problemText } from './output.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'
import { moment, timestamp } from './times.ts'

export interface LogOptions extends SourceOptions {
  readonly follow?: boolean
  readonly timestamps?: boolean
  readonly tail?: number
  /** Milliseconds since 1970. */
  readonly since?: number
  readonly until?: number
  readonly level?: LogLevel
  readonly grep?: string
  readonly ignoreCase?: boolean
  readonly onlyMatching?: boolean
  readonly explain?: boolean
  readonly color: 'auto' | 'always' | 'never'
}

const levelOrder = LogLevel.options
/** An expression is tried on so many lines at once, for at most so long. */
const matchedLines = 500
const matchMs = 2000

/** A line that is printed, with where the expression is found in `shown`, its text without colours. */
interface FoundLine {
  readonly line: TailedLine
  readonly shown: string
  readonly matches: readonly [number, number][]
}

export function addLogsCommand(command: AddCommand, { openLogs, signal }: CliContext): void {
  const logs = command<[string], CommonOptions & LogOptions>(
    'logs <name>',
    'what a cluster logs, of any sources at once',
    async (run, name) => {
      const cluster = await (await run.engine()).get(name, signal)
      const logs = await openLogs({ engineId: cluster.engineId, name }, run.options.engine)
      try {
        await printLogs(cluster, logs, { ...run.options, isJson: run.output.isJson }, signal)
      } finally {
        logs.close()
      }
    },
  )
    .option('--node <node>', 'only this node: its name, or server-0, agent-1…; may be repeated', parse.collectList)
    .option('--pod <pod>', '[namespace/]name[/container] of a pod or a workload; may be repeated', parse.collectList)
    .option('--previous', 'with --pod: the containers before their last restart')
    .option('--containerd', "containerd's own log in the nodes")
    .option('--events', "the cluster's events")
    .option('-f, --follow', 'go on with new lines')
    .option('-t, --timestamps', "each line's time, in the zone of this terminal")
    .option('--tail <n>', 'only the newest lines of each source', parse.integer)
    .option(
      '--since <time>',
      'only lines since: 10m, 1d, yesterday, 14:30, "2026-11-23 10:00", seconds since 1970',
      moment,
    )
    .option('--until <time>', 'only lines until', moment)
    .addOption(new Option('--level <level>', 'only lines of this level and above').choices(levelOrder))
    .option('--grep <regex>', 'only lines in which this is found')
    .option('-i, --ignore-case', 'with --grep: capital or small')
    .option('-o, --only-matching', 'with --grep: only what was found, as grep -o')
    .option('--explain', 'what known lines mean')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
  onlyWith(logs, ['--previous'], ['--pod'])
  onlyWith(logs, ['--ignore-case', '--only-matching'], ['--grep'])
}

/** Prints the chosen logs as one, in the order of their times. */
export async function printLogs(
  cluster: Cluster,
  logs: LogSources,
  options: LogOptions & { readonly isJson: boolean },
  signal: AbortSignal,
): Promise<void> {
  const choose = () => chooseSources(cluster, options, () => logs.available(signal))
  const waits = (pod: string) => {
    if (options.isJson) aside({ kind: 'note', source: pod, text: notYet })
    else process.stderr.write(`${pod}: ${notYet}\n`)
  }
  const sources = options.follow && !options.previous ? await awaitSources(choose, waits, signal) : await choose()
  const find = finderOf(options)
  const colours = coloursOf(options.color, process.stdout)
  const names = sources.map(sourceName)
  const width = sources.length > 1 ? Math.max(...names.map((name) => name.length)) : 0
  const hues = new Map(sources.map((source, hue) => [source, hue]))
  const print = ({ line, shown, matches }: FoundLine): string[] => {
    const source =
      width > 0 ? `${colours.source(sourceName(line.source).padEnd(width), hues.get(line.source) ?? 0)} | ` : ''
    const prefix = options.timestamps ? `${colours.aside(timestamp(line.time))} ${source}` : source
    // A file or a pipe gets the line as it came, with its own colours.
    const isRaw = !process.stdout.isTTY && shown !== line.text
    const whole = isRaw ? line.text : colours.line(shown, line.level, matches)
    const texts = options.onlyMatching ? matches.map(([start, end]) => shown.slice(start, end)) : [whole]
    const printed = texts.map((text) => `${prefix}${text}`)
    const explanation = options.explain ? explanationOf(line) : undefined
    return explanation ? [...printed, ...explanationText(explanation, colours)] : printed
  }
  const printJson = ({ line, shown, matches }: FoundLine): string[] => {
    const explanation = options.explain ? explanationOf(line) : undefined
    const { source, time, level, text } = line
    const printed: PrintedLogLine = {
      source: sourceName(source),
      kind: source.kind,
      time: new Date(time).toISOString(),
      ...(level ? { level } : {}),
      text,
      ...(options.onlyMatching ? { matches: matches.map(([start, end]) => shown.slice(start, end)) } : {}),
      ...(explanation ? { explanation: { matters: mattersOf(explanation.id), ...explanation } } : {}),
    }
    return [JSON.stringify(printed)]
  }
  const take = async (lines: readonly TailedLine[]) => {
    const printed = find(lines).flatMap(options.isJson ? printJson : print)
    if (printed.length > 0 && !process.stdout.write(`${printed.join('\n')}\n`))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  const note = (source: TailedLine['source'], text: string | undefined) => {
    if (text === undefined) return
    if (options.isJson) aside({ kind: 'note', source: sourceName(source), text })
    else process.stderr.write(`${sourceName(source)}: ${text}\n`)
  }
  const fail = (source: TailedLine['source'], problem: Problem) =>
    options.isJson
      ? aside({ kind: 'warning', source: sourceName(source), ...problem })
      : note(source, problemText(problem))
  const how = {
    isOnlyHistory: !options.follow,
    historyLines: options.tail,
    sinceMs: options.since,
    take,
    mark: (source: TailedLine['source'], marker: FollowerMarker) => {
      if (options.isJson && marker.kind === 'rotated')
        process.stdout.write(`${JSON.stringify(gapJson(source, marker))}\n`)
      else note(source, markerText(marker))
    },
    fail,
  }
  await tailLogs(sources, logs, how, signal)
}

const notYet = 'is not there yet; waiting up to 20 s for it'

function markerText(marker: FollowerMarker): string | undefined {
  switch (marker.kind) {
    case 'joined':
      return 'is there now'
    case 'restarted':
      return 'was started again'
    case 'resumed':
      return 'connection lost, resumed'
    case 'cut':
      return `older lines are not shown: only the newest ${marker.lines.toLocaleString('en')} are read (--tail and --since choose others)`
    case 'lost':
      return 'some lines before its restart could not be read'
    case 'rotated':
      return `lines between ${isoTime(marker.from)} and ${isoTime(marker.until)} ${marker.isCertain ? 'are lost: its log was rotated before they were read' : 'may be missing: its log was rotated meanwhile'}`
    case 'ended':
      return undefined
  }
}

function gapJson(
  source: TailedLine['source'],
  { from, until, isCertain }: Extract<FollowerMarker, { kind: 'rotated' }>,
): PrintedGap {
  const lost = { from: isoTime(from), until: isoTime(until), isCertain }
  return { source: sourceName(source), kind: source.kind, time: isoTime(until), lost }
}

const isoTime = (ms: number) => new Date(ms).toISOString()

/** Leaves out what time, level and expression do not let through. */
function finderOf(options: LogOptions): (lines: readonly TailedLine[]) => FoundLine[] {
  const { grep, since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, level } = options
  const least = level === undefined ? -1 : levelOrder.indexOf(level)
  const passes = (line: TailedLine) =>
    line.time >= since && line.time <= until && levelOrder.indexOf(line.level ?? 'info') >= least
  const match = grep === undefined ? undefined : matcherOf(grep, options)
  return (lines) => {
    const passed = lines.filter(passes)
    if (!match) return passed.map((line) => ({ line, shown: harmless(line.text), matches: [] }))
    const found: FoundLine[] = []
    for (let first = 0; first < passed.length; first += matchedLines) {
      const some = passed.slice(first, first + matchedLines)
      const texts = some.map(({ text }) => harmless(text))
      const matches = match(texts)
      for (const [index, line] of some.entries()) {
        const spans = matches[index] ?? []
        if (spans.length > 0) found.push({ line, shown: texts[index] ?? '', matches: spans })
      }
    }
    return found
  }
}

function matcherOf(expression: string, { ignoreCase = false }: LogOptions): (texts: string[]) => [number, number][][] {
  const search = { pattern: expression, isRegex: true, isCaseSensitive: !ignoreCase, isWholeWord: false }
  const pattern = patternOf(search)
  if (!(pattern instanceof RegExp))
    throw new ProblemError(problem('logs.invalid_pattern', { pattern: expression }, { detail: pattern.error }))
  const matcher = new LineMatcher(pattern)
  return (texts) => {
    const found = matcher.in(texts, matchMs)
    if (matcher.hasExploded) throw new ProblemError(problem('logs.slow_pattern', { pattern: expression }))
    return found
  }
}

const explanationOf = ({ text, source }: TailedLine) => explainMessage(explainedText(text), source.kind)

/** The catalogue names the window's tabs; here the same is changed by a file. */
const inTerminal = (meaning: string) =>
  meaning
    .replace(/ under Registries\b/g, ' in registries.yaml')
    .replace(/ under Settings\b/g, ' in the spec (sampan get, apply)')

const matterTexts = { harmless: 'Harmless', wait: 'Wait', act: 'To do' } as const

function explanationText({ id, params }: LineExplanation, colours: LogColours): string[] {
  const matters = mattersOf(id)
  const words = describeExplanation('en', id, params)
  return matters && words
    ? [colours.aside(`    ↳ ${matterTexts[matters]}: ${words.title}. ${inTerminal(words.meaning)}`)]
    : []
}

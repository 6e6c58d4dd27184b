import { Option } from 'commander'
import { type Cluster, refOf } from '#shared/cluster.ts'
import { LogLevel } from '#shared/log.ts'
import { mattersOf } from '#shared/log-explanations.ts'
import type { Language } from '#shared/preferences.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { describeExplanation, joinSentences, type MessageKey, translate, translatePlural } from '#shared/translate.ts'
import { explainMessage, type LineExplanation } from '../logs/explanations.ts'
import { harmless } from '../logs/line-text.ts'
import { explainedText } from '../logs/log-level.ts'
import type { LogSources } from '../logs/log-sources.ts'
import type { FollowerMarker } from '../logs/node-follower.ts'
import { LineMatcher, patternOf } from '../logs/search-pattern.ts'
import { sourceName } from '../logs/source-name.ts'
import { type TailedLine, tailLogs } from '../logs/tail-logs.ts'
import * as parse from './arguments.ts'
import { clusterOf } from './cluster-of.ts'
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

export function addLogsCommand(command: AddCommand, { openLogs, signal, language = 'en' }: CliContext): void {
  const text = (key: MessageKey) => translate(language, key)
  const logs = command<[string], CommonOptions & LogOptions>('logs <name>', text('cli.logs'), async (run, name) => {
    const { its, name: own } = clusterOf(await run.engine(), name)
    const cluster = await its.get(own, signal)
    const logs = await openLogs(refOf(cluster), run.options.engine)
    try {
      await printLogs(cluster, logs, { ...run.options, isJson: run.output.isJson, language }, signal)
    } finally {
      logs.close()
    }
  })
    .option('--node <node>', text('cli.logs.node'), parse.collectList)
    .option('--pod <pod>', text('cli.logs.pod'), parse.collectList)
    .option('--previous', text('cli.logs.previous'))
    .option('--containerd', text('cli.logs.containerd'))
    .option('--events', text('cli.logs.events'))
    .option('-f, --follow', text('cli.logs.follow'))
    .option('-t, --timestamps', text('cli.logs.timestamps'))
    .option('--tail <n>', text('cli.logs.tail'), parse.integer)
    .option('--since <time>', text('cli.logs.since'), moment)
    .option('--until <time>', text('cli.logs.until'), moment)
    .addOption(new Option('--level <level>', text('cli.logs.level')).choices(levelOrder))
    .option('--grep <regex>', text('cli.logs.grep'))
    .option('-i, --ignore-case', text('cli.logs.ignoreCase'))
    .option('-o, --only-matching', text('cli.logs.onlyMatching'))
    .option('--explain', text('cli.logs.explain'))
    .addOption(
      new Option('--color <when>', text('cli.logs.color')).choices(['auto', 'always', 'never']).default('auto'),
    )
  onlyWith(logs, ['--previous'], ['--pod'])
  onlyWith(logs, ['--ignore-case', '--only-matching'], ['--grep'])
}

/** Prints the chosen logs as one, in the order of their times. */
export async function printLogs(
  cluster: Cluster,
  logs: LogSources,
  options: LogOptions & { readonly isJson: boolean; readonly language?: Language },
  signal: AbortSignal,
): Promise<void> {
  const { isJson, language = 'en' } = options
  const sayOf = (source: string, text: string) => {
    if (isJson) aside({ kind: 'note', source, text })
    else process.stderr.write(`${translate(language, 'cli.log.of', { source, text })}\n`)
  }
  const choose = () => chooseSources(cluster, options, () => logs.available(signal))
  const waits = (pod: string) => sayOf(pod, translate(language, 'cli.log.notYet'))
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
    return explanation ? [...printed, ...explanationText(language, explanation, colours)] : printed
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
    const printed = find(lines).flatMap(isJson ? printJson : print)
    if (printed.length > 0 && !process.stdout.write(`${printed.join('\n')}\n`))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  const note = (source: TailedLine['source'], text: string | undefined) => {
    if (text === undefined) return
    sayOf(sourceName(source), text)
  }
  const fail = (source: TailedLine['source'], problem: Problem) =>
    isJson
      ? aside({ kind: 'warning', source: sourceName(source), ...problem })
      : note(source, problemText(language, problem))
  const how = {
    isOnlyHistory: !options.follow,
    historyLines: options.tail,
    sinceMs: options.since,
    take,
    mark: (source: TailedLine['source'], marker: FollowerMarker) => {
      if (isJson && marker.kind === 'rotated') process.stdout.write(`${JSON.stringify(gapJson(source, marker))}\n`)
      else note(source, markerText(language, marker))
    },
    fail,
  }
  await tailLogs(sources, logs, how, signal)
}

function markerText(language: Language, marker: FollowerMarker): string | undefined {
  switch (marker.kind) {
    case 'joined':
    case 'restarted':
    case 'resumed':
    case 'lost':
      return translate(language, `cli.log.${marker.kind}`)
    case 'cut':
      return translatePlural(language, 'cli.log.cut', { count: marker.lines })
    case 'rotated': {
      const span = { from: isoTime(marker.from), until: isoTime(marker.until) }
      return translate(language, marker.isCertain ? 'cli.log.rotated' : 'cli.log.perhapsRotated', span)
    }
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
const inTerminal = (language: Language, meaning: string) =>
  meaning
    .replaceAll(translate(language, 'cli.log.underRegistries'), translate(language, 'cli.log.inRegistries'))
    .replaceAll(translate(language, 'cli.log.underSettings'), translate(language, 'cli.log.inSettings'))

function explanationText(language: Language, { id, params }: LineExplanation, colours: LogColours): string[] {
  const matters = mattersOf(id)
  const words = describeExplanation(language, id, params)
  if (!matters || !words) return []
  const meaning = joinSentences(language, [words.title, inTerminal(language, words.meaning)])
  return [colours.aside(`    ↳ ${translate(language, `cli.log.${matters}`, { meaning })}`)]
}

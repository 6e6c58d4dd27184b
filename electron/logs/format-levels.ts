import type { LogLevel } from '#shared/log.ts'

// What stands in the logs of pods, and around k3s' own four formats. A word alone is no level: it stands where its format has it.

/** As loggers call them, in small letters; `inf`, `wrn` and their like are zerolog's, `dbug` and `crit` .NET's. */
const levelWords: Readonly<Record<string, LogLevel>> = {
  ...of('trace', 'trace trce trc verbose silly finest finer fine'),
  ...of('debug', 'debug debu dbug dbg config'),
  ...of('info', 'info information informational inf notice note system log'),
  ...of('warn', 'warn warning wrn'),
  ...of('error', 'error erro err eror severe fail failure dpanic'),
  ...of('fatal', 'fatal fata ftl critical crit alert emerg emergency panic pani pnc'),
}

function of(level: LogLevel, words: string): Record<string, LogLevel> {
  return Object.fromEntries(words.split(' ').map((word) => [word, level]))
}

const alternatives = (list: readonly string[]) => [...list].sort((left, right) => right.length - left.length).join('|')
const all = Object.keys(levelWords)
/** In brackets and quotes, in any letters. */
const words = alternatives(
  all.flatMap((word) => [word, `${word.charAt(0).toUpperCase()}${word.slice(1)}`, word.toUpperCase()]),
)
/** Who writes in capitals means a level. */
const capitals = alternatives(
  all.filter((word) => !/^(?:system|note|config)$/.test(word)).map((word) => word.toUpperCase()),
)
/** In small letters many say something else, and `panic:` is how Go begins a stack trace. */
const small = 'trace|trce|debug|dbug|info|notice|warn|warning|error|err|fail|fatal|crit|critical'

const date = String.raw`\d{4}[-/.]\d\d[-/.]\d\d`
const clock = String.raw`\d\d:\d\d:\d\d(?:[.,]\d+)?`
const zone = String.raw`(?:Z| ?[+-]\d\d:?\d\d| [A-Z]{3,4}\b)?`
const monthDay = String.raw`(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]\d ${clock}(?: \d{4}| [\w.-]+ [\w./-]+(?:\[\d+\])?:)?|\d\d[ /-][A-Z][a-z]{2}[ /-]\d{4}[: ]${clock}`
const moment = String.raw`\[?(?:${date}[T ]${clock}${zone}|${clock}|${monthDay})\]?`
/** What may stand between the time and the level: `[main]`, `[1]`, ` - `, ` | `, a thread or process, `-name -` of Python. */
const between = String.raw`(?:\s*(?:\[(?!(?:${words})\])[^\]]{0,60}\]|[-|:]|\d+(?:#\d+:|\b)|[\w.$/-]{1,60} - (?=[A-Z]))){0,6}\s*`
const framed = new RegExp(
  String.raw`^(?:${moment})${between}(?:\[\s*(?:\w+:)?(${words})\s*\]|<(${words})>|(${capitals})(?=[\s:|\])-]|$)|(${small})(?=\t|:\s|\s?\|))`,
)
/** Rust's env_logger: `[2026-11-27T10:00:00Z WARN  crate] …`. */
const insideBrackets = new RegExp(String.raw`^\[${date}[T ]${clock}${zone}\s+(${capitals})\b`)
/** `[ERROR] …`, `ERROR …`, `error: …`, `ERROR:root:…`, and with a letter and a number, as Ruby and logrus on a terminal write. */
const first = new RegExp(
  String.raw`^(?:\[\s*(${words})\s*\]|<(${words})>|(?:[A-Z], \[[^\]]+\]\s+)?(${capitals})(?=[\s:|,\]]|\[\d|$)|(${small})(?=: |\t|\[\d+\]))`,
)
const npm = /^npm (ERR!|WARN|error|warn|notice)(?=\s)/
const logfmtStart = /^[\w.@/-]+=(?:"|\S)/
const logfmt = new RegExp(
  String.raw`(?:^|\s)(?:level|lvl|severity|loglevel|log\.level)=(?:"(${words})"|(${words})(?=\s|$))`,
  'i',
)
const jsonWord = new RegExp(
  String.raw`[{,]\s*"(?:level|severity|lvl|loglevel|log\.level|level_?name|log_level|@l|levelText)"\s*:\s*"(${words})"`,
  'i',
)
const jsonNumber = /[{,]\s*"level"\s*:\s*(\d{1,2})\s*[,}]/
/** MongoDB: `"s":"E"`. */
const jsonLetter = /^\{"t":\{"\$date":"[^"]*"\},\s*"s":"([FEWID])/
/** Redis: `1:M 27 Nov 2026 10:00:00.123 # …`. */
const redis = /^\d+:[XCSM] \d\d [A-Z][a-z]{2} \d{4} [\d:.]+ ([.\-*#]) /
/** The priority of syslog, its facility included. */
const syslog = /^<(\d{1,3})>/

/** Colours stand around the words. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const colours = /\u001b\[[\d;]*m/g

const letterLevels: Readonly<Record<string, LogLevel>> = {
  ...{ F: 'fatal', E: 'error', W: 'warn', I: 'info', D: 'debug' },
  ...{ '.': 'debug', '-': 'debug', '*': 'info', '#': 'warn' },
}

/** The level of a line in one of the formats that programs in pods write. */
export function formatLevel(line: string): LogLevel | undefined {
  const text = line.includes('\u001b') ? line.replace(colours, '') : line
  switch (text.charCodeAt(0)) {
    case 0x7b: // {
      return jsonLevel(text)
    case 0x3c: // <
      return syslogLevel(text) ?? wordIn(first.exec(text))
  }
  if (logfmtStart.test(text)) return wordIn(logfmt.exec(text))
  return timedLevel(text) ?? wordIn(first.exec(text)) ?? npmLevel(text)
}

function timedLevel(text: string): LogLevel | undefined {
  const letter = redis.exec(text)?.[1]
  if (letter !== undefined) return letterLevels[letter]
  return wordIn(framed.exec(text)) ?? wordIn(insideBrackets.exec(text))
}

function jsonLevel(text: string): LogLevel | undefined {
  const word = wordIn(jsonWord.exec(text))
  if (word) return word
  const letter = jsonLetter.exec(text)?.[1]
  if (letter !== undefined) return letterLevels[letter]
  const number = jsonNumber.exec(text)?.[1]
  if (number !== undefined) return numberLevel(Number(number), text)
  // Serilog leaves out the level of what only informs.
  return text.startsWith('{"@t":') ? 'info' : undefined
}

/** pino and bunyan count from 10 up, GELF as syslog does: from 7 down. */
function numberLevel(number: number, text: string): LogLevel | undefined {
  if (number >= 10) return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[Math.floor(number / 10) - 1]
  return text.includes('"short_message"') ? priorityLevel(number) : undefined
}

function syslogLevel(text: string): LogLevel | undefined {
  const priority = syslog.exec(text)?.[1]
  return priority === undefined ? undefined : priorityLevel(Number(priority) % 8)
}

function priorityLevel(priority: number): LogLevel | undefined {
  return (['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'] as const)[priority]
}

function npmLevel(text: string): LogLevel | undefined {
  const word = npm.exec(text)?.[1]?.toLowerCase()
  return word === undefined ? undefined : levelWords[word.replace('!', '')]
}

function wordIn(match: RegExpExecArray | null): LogLevel | undefined {
  const word = match?.slice(1).find((group) => group !== undefined)
  return word === undefined ? undefined : levelWords[word.toLowerCase()]
}

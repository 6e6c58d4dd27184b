import type { LogLevel } from '#shared/log.ts'
import { formatLevel } from './format-levels.ts'

const logrusLevels: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  dpanic: 'error',
  fatal: 'fatal',
  panic: 'fatal',
}

const klogLevels: Readonly<Record<string, LogLevel>> = { I: 'info', W: 'warn', E: 'error', F: 'fatal' }

/** The four formats that are mixed in a node's log (k3s.md 4.1): logrus, klog, etcd's JSON, and logrus as a terminal shows it. */
export function nodeLineLevel(line: string): LogLevel | undefined {
  const logrus = /^time="[^"]*" level=(\w+)/.exec(line)
  if (logrus?.[1]) return logrusLevels[logrus[1]]
  const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ /.exec(line)
  if (klog?.[1]) return klogLevels[klog[1]]
  const json = /^\{.*?"level":"(\w+)"/.exec(line)
  if (json?.[1]) return logrusLevels[json[1]]
  // With or without colours, which stand between the escape character and the word.
  const terminal = /^.{0,6}(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI).{0,4}\[\d+\] /.exec(line)
  const short = terminal?.[1]?.toLowerCase()
  return short === undefined ? undefined : Object.entries(logrusLevels).find(([name]) => name.startsWith(short))?.[1]
}

/** The level of a line of a node or a pod, where its format says one. */
export const lineLevel = (line: string): LogLevel | undefined => nodeLineLevel(line) ?? formatLevel(line)

/** The message without its frame, with the quotes of logrus undone; the whole line where there is no frame. */
export function lineMessage(line: string): string {
  const logrus = /^time="[^"]*" level=\w+ msg=(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(line)
  if (logrus)
    return logrus[1] === undefined ? (logrus[2] ?? '') : logrus[1].replace(/\\n/g, '\n').replace(/\\(.)/g, '$1')
  const klog = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ [^\]]+\] (.*)$/.exec(line)
  if (klog?.[1] !== undefined) return klog[1]
  const json = /^\{.*"msg":"((?:[^"\\]|\\.)*)"/.exec(line)
  return json?.[1] ?? line
}

/** What a line says, without its frame, and with what its fields say of an error: what explanations are matched on. */
export function explainedText(line: string): string {
  const message = lineMessage(line)
  if (message === line) return line
  const isJson = line.startsWith('{')
  const said = isJson
    ? /"(?:error|err)":"((?:[^"\\]|\\.)*)"/.exec(line)
    : /^time=.*? (?:error|err|message)="((?:[^"\\]|\\.)*)"/.exec(line)
  return said?.[1] === undefined ? message : `${message}: ${said[1].replace(/\\(.)/g, '$1')}`
}

/** A piece of a line's text, from `start` until before `end`. */
export interface LinePart {
  readonly start: number
  readonly end: number
  /** `place`: where in the code it was written. `fields`: what stands behind the message. */
  readonly tone: 'place' | 'message' | 'fields'
}

/** Where the message of a line of logrus or klog begins: behind time, level and place. 0 for any other line. */
export function messageStart(text: string): number {
  const logrus = /^time="[^"]*" level=\w+ (?=msg=)/.exec(text)
  if (logrus) return logrus[0].length
  const klog = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ [^\]]+\] /.exec(text)
  return klog ? klog[0].length : 0
}

/**
 * What a log with columns for time and level shows of a line: the place in the code, the message without `msg=`, its quotes and their
 * escapes, and the fields behind it.
 */
export function lineParts(text: string, begin: number = messageStart(text)): LinePart[] {
  const all: LinePart = { start: begin, end: text.length, tone: 'message' }
  if (begin === 0) return [all]
  // `kubelet.go:3117] ` of klog; nothing of logrus.
  const place = /\S+\] $/.exec(text.slice(0, begin))?.[0] ?? ''
  const parts: LinePart[] = place === '' ? [] : [{ start: begin - place.length, end: begin, tone: 'place' }]
  const rest = text.slice(begin)
  const quoted = /^(?:msg=)?"(?:[^"\\]|\\.)*"(?= |$)/.exec(rest)?.[0]
  if (quoted !== undefined) {
    const open = begin + quoted.indexOf('"') + 1
    const close = begin + quoted.length - 1
    return [...parts, ...unescaped(text, open, close), ...fieldsFrom(text, close + 1)]
  }
  const word = /^msg=([^\s"]\S*)/.exec(rest)?.[1]
  if (word === undefined) return [...parts, all]
  const start = begin + 'msg='.length
  return [...parts, { start, end: start + word.length, tone: 'message' }, ...fieldsFrom(text, start + word.length)]
}

/** A quoted text without the backslashes before its quotes and backslashes. */
function unescaped(text: string, open: number, close: number): LinePart[] {
  const parts: LinePart[] = []
  let start = open
  for (const { index } of text.slice(open, close).matchAll(/\\["\\]/g)) {
    if (open + index > start) parts.push({ start, end: open + index, tone: 'message' })
    start = open + index + 1
  }
  return [...parts, { start, end: close, tone: 'message' }]
}

function fieldsFrom(text: string, start: number): LinePart[] {
  return start < text.length ? [{ start, end: text.length, tone: 'fields' }] : []
}

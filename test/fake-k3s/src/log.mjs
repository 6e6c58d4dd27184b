// The three line formats of a k3s log (logrus text, klog, etcd's zap JSON) behind one sink, so that a flood and a
// milestone never break each other's lines.
import { openSync, write, writeSync } from 'node:fs'

let fd = 2
let isTty = process.stderr.isTTY === true
let floodQueue = null
const startedAt = Date.now()

/** `--log FILE`: the stream goes to a file and stderr stays empty. */
export function logToFile(path) {
  fd = openSync(path, 'a', 0o600)
  isTty = false
}

function emit(line) {
  if (floodQueue) floodQueue.push(line)
  else writeAll(`${line}\n`)
}

function writeAll(text) {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      if (error.code !== 'EAGAIN') return
    }
  }
}

const quote = (text) => (/^[\w.\-/@^+]+$/.test(text) ? text : JSON.stringify(text))

/** One logrus line. `fields` are sorted behind msg as logrus does. */
export function logrus(level, msg, fields = {}) {
  const keys = Object.keys(fields).sort()
  const tail = keys.map((key) => ` ${key}=${fields[key] === '' ? '' : quote(String(fields[key]))}`).join('')
  if (isTty) {
    const seconds = String(Math.floor((Date.now() - startedAt) / 1000)).padStart(4, '0')
    return emit(`${level.toUpperCase().slice(0, 4)}[${seconds}] ${msg}${tail}`)
  }
  const time = `${new Date().toISOString().slice(0, 19)}Z`
  emit(`time="${time}" level=${level} msg=${quote(msg)}${tail}`)
}

export const info = (msg, fields) => logrus('info', msg, fields)
export const warning = (msg, fields) => logrus('warning', msg, fields)
export const error = (msg, fields) => logrus('error', msg, fields)

/** A fatal line ends the process, as it does in k3s. */
export function fatal(msg, code = 1) {
  logrus('fatal', msg)
  process.exit(code)
}

const micros = () =>
  String(Math.floor((performance.timeOrigin + performance.now()) * 1000) % 1_000_000).padStart(6, '0')

export function klogLine(letter, source, text) {
  const iso = new Date().toISOString()
  const stamp = `${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 19)}.${micros()}`
  return `${letter}${stamp} ${String(process.pid).padStart(7)} ${source}] ${text}`
}

/** One klog line; `letter` is I, W, E or F. */
export function klog(letter, source, text) {
  emit(klogLine(letter, source, text))
}

/** One line of etcd's own logger. */
export function zap(level, caller, msg, fields = {}) {
  emit(JSON.stringify({ level, ts: `${new Date().toISOString().slice(0, 23)}000Z`, caller, msg, ...fields }))
}

const FLOOD_TEXTS = [
  ['reconciler_common.go:251', '"operationExecutor.VerifyControllerAttachedVolume started for volume \\"config\\""'],
  ['event.go:389', '"Event occurred" object="kube-system/coredns" kind="Deployment" reason="ScalingReplicaSet"'],
  ['pod_startup_latency_tracker.go:104', '"Observed pod startup duration" pod="kube-system/coredns-7f496c8d7d-kqxzv"'],
  [
    'garbagecollector.go:787',
    '"failed to discover some groups" groups="map[\\"metrics.k8s.io/v1beta1\\":\\"stale\\"]"',
  ],
]

/**
 * Prints realistic klog lines for ever, each with its number, so that a reader can prove that none was lost.
 * @param {number} perSecond 0 means as fast as the reader takes them.
 */
export function flood(perSecond) {
  floodQueue = []
  let sequence = 0
  const batch = (count) => {
    const lines = floodQueue.splice(0)
    // One time stamp per batch: formatting it is most of the cost of a line.
    const head = klogLine('I', '', '').slice(0, 30).trimEnd()
    for (let index = 0; index < count; index++) {
      const [source, text] = FLOOD_TEXTS[sequence % FLOOD_TEXTS.length]
      lines.push(`${head} ${source}] ${text} sequence=${sequence++}`)
    }
    return lines.length > 0 ? `${lines.join('\n')}\n` : ''
  }
  let debt = 0
  let last = performance.now()
  const writeBuffer = (buffer, done) =>
    write(fd, buffer, (failure, written) => {
      if (failure && failure.code !== 'EAGAIN') return
      const rest = buffer.subarray(written ?? 0)
      if (rest.length === 0) return done()
      if (failure) setTimeout(() => writeBuffer(rest, done), 1)
      else writeBuffer(rest, done)
    })
  const next = () => {
    const now = performance.now()
    debt += perSecond === 0 ? 0 : ((now - last) * perSecond) / 1000
    last = now
    const count = perSecond === 0 ? 1000 : Math.floor(debt)
    debt -= perSecond === 0 ? 0 : count
    const text = batch(count)
    const again = perSecond === 0 ? next : () => setTimeout(next, 20)
    if (text) writeBuffer(Buffer.from(text), again)
    else again()
  }
  next()
}

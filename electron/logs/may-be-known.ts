import { levelNumber } from './line-level.ts'

const warn = levelNumber('warn')
const info = levelNumber('info')
/** time="2026-11-23T10:00:00Z" level=info msg="… */
const messageOffset = 'time="2026-11-23T10:00:00Z" level=info msg="'.length
/** containerd gives its times nanoseconds. */
const fractionLength = '.123456789'.length
const [quote, upperI, bracket] = [0x22, 0x49, 0x5b]

const firstBytes = (words: readonly string[]): ReadonlySet<number> =>
  new Set(words.map((word) => Buffer.from(word).readUInt32BE()))

/** How those lines begin that matter although they only inform. */
const logrusBeginnings = firstBytes([
  'Boot',
  'Clus',
  'Conn',
  'Fail',
  'Poll',
  'Remo',
  'Serv',
  'Slow',
  'Unab',
  'Wait',
  'erro',
  'tryi',
])
/** The same for klog, whose lines say the file first: `eviction_manager.go`, `kubelet_pods.go`, `prober.go`, `trace.go`. */
const klogFiles = firstBytes(['evic', 'kube', 'prob', 'trac'])
/** I1123 10:00:00.000000 and the thread, right-aligned in eight. */
const klogFileOffset = 'I1123 10:00:00.000000       1 '.length

/** Whether a line is worth looking up, told by a few of its bytes: most lines of a log only inform. */
export function mayBeKnown(bytes: Buffer, start: number, end: number, level: number): boolean {
  if (level >= warn) return true
  // CoreDNS: [INFO] plugin/…
  if (level === info && bytes[start] === bracket) return bytes.toString('latin1', start + 7, start + 14) === 'plugin/'
  const message = start + messageOffset
  if (level !== info || end < message + fractionLength + 4) return false
  if (bytes[start] === upperI) return klogFiles.has(bytes.readUInt32BE(start + klogFileOffset))
  return (
    logrusBeginnings.has(bytes.readUInt32BE(message)) ||
    (bytes[message - 1] !== quote && logrusBeginnings.has(bytes.readUInt32BE(message + fractionLength)))
  )
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogLine } from '#shared/log.ts'
import type { LogRecord } from '../../../electron/docker/container-runtime.ts'
import { lineLevel, lineMessage } from '../../../electron/logs/log-level.ts'
import { splitLines } from '../../../electron/logs/log-lines.ts'

const time = '2026-11-23T10:00:00.000000000Z'

async function linesOf(records: LogRecord[]): Promise<LogLine[]> {
  const all: LogLine[] = []
  const source = async function* () {
    yield* records
  }
  for await (const lines of splitLines(source())) all.push(...lines)
  return all
}

describe('log lines', () => {
  it('are whole again however the bytes were cut, also in the middle of a character', async () => {
    const text = fc.array(
      fc.string({ unit: 'binary' }).map((line) => line.replace(/[\n\r]/g, '·')),
      { minLength: 1 },
    )
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 7 })), async (lines, cuts) => {
        const bytes = Buffer.from(`${lines.join('\n')}\n`)
        const records: LogRecord[] = []
        for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
          const length = cuts[cut % Math.max(cuts.length, 1)] ?? bytes.length
          records.push({ stream: 'stderr', time, data: bytes.subarray(at, at + length) })
          at += length
        }
        expect((await linesOf(records)).map((line) => line.text)).toEqual(
          lines.map((line) => Buffer.from(line).toString()),
        )
      }),
    )
  }, 60_000)

  it('of both streams do not run into each other', async () => {
    const record = (stream: LogRecord['stream'], text: string) => ({ stream, time, data: Buffer.from(text) })
    const lines = await linesOf([
      record('stdout', 'out-'),
      record('stderr', 'err\r\n'),
      record('stdout', 'put\n'),
      record('stderr', 'last'),
    ])
    expect(lines.map(({ text }) => text)).toEqual(['err', 'out-put', 'last'])
  })

  it('go out although the next one has not come', async () => {
    const source = async function* (): AsyncIterable<LogRecord> {
      yield { stream: 'stderr', time, data: Buffer.from('first\n') }
      await new Promise(() => undefined)
    }
    const iterator = splitLines(source())[Symbol.asyncIterator]()
    expect((await iterator.next()).value).toEqual([{ text: 'first', time }])
  })

  it.each([
    ['time="2026-05-06T11:05:04Z" level=warning msg="a \\"b\\" c"', 'warn', 'a "b" c'],
    ['time="2026-05-06T11:05:04.123456789Z" level=info msg=plain', 'info', 'plain'],
    ['E0506 11:05:06.491876      41 server.go:420] "Kubelet" err="x"', 'error', '"Kubelet" err="x"'],
    ['{"level":"fatal","ts":"2026-05-06T11:05:05.1Z","caller":"a.go:1","msg":"gone"}', 'fatal', 'gone'],
    ['\u001b[36mINFO\u001b[0m[0000] Starting k3s', 'info', '\u001b[36mINFO\u001b[0m[0000] Starting k3s'],
    ['Flag --x has been deprecated', undefined, 'Flag --x has been deprecated'],
  ])('tell their level and message: %s', (line, level, message) => {
    expect([lineLevel(line), lineMessage(line)]).toEqual([level, message])
  })
})

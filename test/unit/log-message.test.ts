import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineParts } from '#shared/log-message.ts'

/** Its parts, each with its tone. */
const shown = (text: string) => lineParts(text).map(({ start, end, tone }) => [tone, text.slice(start, end)])

describe('what a log shows of a line', () => {
  const logrus = 'time="2026-11-23T10:00:00Z" level=info '
  const klog = 'I1123 10:00:00.000000       7 server.go:180] '
  const place = ['place', 'server.go:180] ']
  it.each<[string, string[][]]>([
    [`${logrus}msg="Starting k3s"`, [['message', 'Starting k3s']]],
    [`${logrus}msg=Starting`, [['message', 'Starting']]],
    [
      `${logrus}msg=Failed error=EOF`,
      [
        ['message', 'Failed'],
        ['fields', ' error=EOF'],
      ],
    ],
    [
      `${logrus}msg="Failed to pull" error="x y"`,
      [
        ['message', 'Failed to pull'],
        ['fields', ' error="x y"'],
      ],
    ],
    [`${logrus}msg="with "no escapes"`, [['message', 'msg="with "no escapes"']]],
    [
      `${logrus}msg="a \\"b\\" c:\\\\d"`,
      [
        ['message', 'a '],
        ['message', '"b'],
        ['message', '" c:'],
        ['message', '\\d'],
      ],
    ],
    [`${logrus}msg=""`, [['message', '']]],
    [`${logrus}msg="cut off`, [['message', 'msg="cut off']]],
    [`${klog}"Started kubelet" node="a"`, [place, ['message', 'Started kubelet'], ['fields', ' node="a"']]],
    [`${klog}Starting to listen`, [place, ['message', 'Starting to listen']]],
    [`${klog}"a"b`, [place, ['message', '"a"b']]],
    ['plain text', [['message', 'plain text']]],
    ['msg="of nobody’s format"', [['message', 'msg="of nobody’s format"']]],
    ['', [['message', '']]],
  ])('%j', (text, parts) => {
    expect(shown(text)).toEqual(parts)
  })

  it('goes forward through the text and leaves out nothing but frame and quoting', () => {
    fc.assert(
      fc.property(fc.constantFrom(logrus, klog, ''), fc.string(), fc.string(), (frame, message, fields) => {
        const text = `${frame}${frame === logrus ? 'msg=' : ''}${JSON.stringify(message)} ${fields}`
        const parts = lineParts(text)
        expect(parts.every(({ start, end }, at) => start <= end && start >= (parts[at - 1]?.end ?? 0))).toBe(true)
        expect(parts.at(-1)?.end).toBe(text.length)
        const said = parts.filter(({ tone }) => tone === 'message').map(({ start, end }) => text.slice(start, end))
        // What Go escapes besides quotes stays as it was written.
        const isPlain = !JSON.stringify(message)
          .replace(/\\["\\]/g, '')
          .includes('\\')
        if (frame !== '' && isPlain) expect(said.join('')).toBe(message)
      }),
    )
  })
})

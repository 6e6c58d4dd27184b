import { describe, expect, it } from 'vitest'
import { challengeOf } from '../../../electron/registry/registry-challenge.ts'
import { faultOf, faultOfAnswer } from '../../../electron/registry/registry-fault.ts'

describe('what keeps a registry from answering', () => {
  it.each([
    ["nc: bad address 'repo.example'", 'name_unknown', true],
    ['nc: timed out', 'timed_out', true],
    ["nc: can't connect to remote host (10.0.0.1): Connection refused", 'refused', true],
    ['connect EHOSTUNREACH 10.0.0.1:443', 'unreachable', true],
    ['read ECONNRESET', 'cut_off', undefined],
    ['SSL routines:ssl3_read_bytes:tlsv13 alert certificate required', 'client_certificate_refused', undefined],
    ['SSL routines:ssl3_get_record:wrong version number', 'speaks_http', undefined],
  ])('%s', (words, kind, isUnconnected) => {
    expect(faultOf(new Error(words))).toEqual({ kind, detail: words, ...(isUnconnected ? { isUnconnected } : {}) })
  })

  it('is a limit with the time of its end, as each registry says it', () => {
    const at = (headers: Record<string, string>) => {
      const { until } = faultOfAnswer({ status: 429, headers, text: '', hasLogin: false }) ?? {}
      return until && Math.round((Date.parse(until) - Date.now()) / 1000)
    }
    const inTenMinutes = Math.floor(Date.now() / 1000) + 600
    expect([
      at({ 'retry-after': '60' }),
      at({ 'retry-after': new Date(Date.now() + 90_000).toUTCString() }),
      at({ 'x-retry-after': String(inTenMinutes) }),
      at({ 'ratelimit-reset': '30' }),
      at({}),
    ]).toEqual([60, expect.closeTo(90, -1), expect.closeTo(600, -1), 30, undefined])
  })
})

describe('a challenge', () => {
  it.each([
    ['Basic realm="test"', { kind: 'basic' }],
    [
      'Bearer realm="https://auth.example/token",service="repo.example",scope="a"',
      { kind: 'bearer', realm: 'https://auth.example/token', service: 'repo.example' },
    ],
    [
      'Basic realm="test", Bearer realm=https://auth.example/token',
      { kind: 'bearer', realm: 'https://auth.example/token', service: undefined },
    ],
    ['Negotiate', undefined],
    ['', undefined],
  ])('%s', (header, expected) => {
    expect(challengeOf(header)).toEqual(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { redacted } from '#shared/redacted.ts'
import { detailsOf, harmless, lastStateStart, statesOf } from '../../../electron/logs/line-text.ts'
import { LineMatcher, matchesIn, patternOf } from '../../../electron/logs/search-pattern.ts'

const search = { pattern: '', isRegex: false, isCaseSensitive: false, isWholeWord: false }

describe('a line as it is shown', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b[2J\u001b[Hcleared', 'cleared'],
    ['nul \u0000 bell \u0007 delete \u007f', 'nul ␀ bell ␇ delete ␡'],
    ['back\u0008space', 'back␈space'],
    ['tab\tstays', 'tab\tstays'],
    ['a lonely \u001b escape', 'a lonely ␛ escape'],
    ['中文和 emoji 🚢', '中文和 emoji 🚢'],
    // What was written over is gone, as on a terminal.
    ['download  10%\rdownload  55%\rdownload 100%', 'download 100%'],
    ['\rstarts with one', 'starts with one'],
    ['ends with one\r', 'ends with one'],
    ['two at the end\r\r', 'two at the end'],
    ['long text that is\rshort', 'short'],
    [
      '\u001b[2K\u001b[1Ga \u001b[32mgreen\u001b[0m \u001b]8;;https://example.net\u0007link\u001b]8;;\u0007',
      'a green link',
    ],
    ['\u001b[2K\u001b[1G- building\u001b[2K\u001b[1G\\ building\u001b[2K\u001b[1G', '\\ building'],
    ['50%\u001b[0G60%\u001b[G70%\u001b[K', '70%'],
    ['\r \r', ''],
  ])('has no power over the terminal or the window: %j', (raw, shown) => {
    expect(harmless(raw)).toBe(shown)
  })

  it('is read into message, component and fields', () => {
    expect(detailsOf('I1123 10:00:00.000000       7 kubelet.go:12] "Ready" node="a b" count=3')).toEqual({
      message: '"Ready" node="a b" count=3',
      component: 'kubelet.go:12',
      fields: [
        { name: 'node', value: 'a b' },
        { name: 'count', value: '3' },
      ],
    })
    expect(detailsOf('{"level":"warn","msg":"slow","took":{"ms":3}}')).toMatchObject({
      message: 'slow',
      fields: [{ name: 'level' }, { name: 'msg' }, { name: 'took', value: '{"ms":3}' }],
    })
  })

  it.each([
    [`--token K10${'a'.repeat(64)}::server:secret`, 'secret'],
    ['password=hunter2 next', 'hunter2'],
    ['"authorization": "Bearer abc.def"', 'abc.def'],
    ['https://user:pass@db.example/x', 'pass'],
    ['jwt eyJhbGciOi.eyJzdWIiOi.sIgnAtuRe', 'sIgnAtuRe'],
    ['-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----', 'MHc'],
  ])('is shared without its secrets: %j', (text, secret) => {
    expect(redacted(text)).not.toContain(secret)
  })
})

describe('a line that was written over', () => {
  it('has all that it was on demand, and where its last state begins', () => {
    expect(statesOf('1%\r\r 2% \u001b[2K\u001b[1G3%\r')).toEqual(['1%', ' 2% ', '3%'])
    expect(statesOf('plain')).toEqual(['plain'])
    const begin = (text: string) => lastStateStart(Buffer.from(`x\r${text}\ry`), 2, 2 + text.length)
    expect(['plain', '1\r2\r3', '\r1', '1\r', '1\r2\r\r'].map(begin)).toEqual([2, 6, 3, 2, 4])
  })
})

describe('a search', () => {
  it.each([
    [{ pattern: 'a.b' }, 'a.b axb', [[0, 3]]],
    [
      { pattern: 'a.b', isRegex: true },
      'a.b axb',
      [
        [0, 3],
        [4, 7],
      ],
    ],
    [
      { pattern: 'pod', isWholeWord: true },
      'pods pod-1 POD',
      [
        [5, 8],
        [11, 14],
      ],
    ],
    [{ pattern: 'Pod', isCaseSensitive: true }, 'pod Pod', [[4, 7]]],
    [{ pattern: '节点', isWholeWord: true }, '节点 节点们', [[0, 2]]],
    [{ pattern: 'x*', isRegex: true }, 'aaa', []],
  ])('finds %j', (more, text, spans) => {
    const pattern = patternOf({ ...search, ...more })
    expect(pattern instanceof RegExp && matchesIn(text, pattern)).toEqual(spans)
  })

  it('says why an expression is none', () => {
    expect(patternOf({ ...search, pattern: '(', isRegex: true })).toEqual({ error: expect.stringContaining('group') })
  })

  it('finds plain words in all lines, however busy the machine is', () => {
    const texts = Array.from({ length: 100_000 }, () => 'k3s is up and running')
    const found = new LineMatcher(/k3s/g, { canExplode: false }).in(texts, 1)
    expect(found.filter(([span]) => span?.[1] === 3)).toHaveLength(texts.length)
  })

  it('gives up on an expression that explodes, and stays so', () => {
    const matcher = new LineMatcher(/(a+)+$/g)
    const begin = performance.now()
    expect(matcher.in(['aaa', `${'a'.repeat(40)}!`, 'aaa'], 50)).toHaveLength(1)
    expect(performance.now() - begin).toBeLessThan(1000)
    expect([matcher.hasExploded, matcher.in(['aaa'])]).toEqual([true, []])
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explanationIds, mattersOf } from '#shared/log-explanations.ts'
import { explanationsEn } from '#shared/messages/explanations-en.ts'
import { explanationsZhCN } from '#shared/messages/explanations-zh-CN.ts'
import { catalogue } from '../../../electron/logs/explanations/catalogue.ts'
import { explainMessage } from '../../../electron/logs/explanations.ts'
import { levelOfBytes } from '../../../electron/logs/line-level.ts'
import { explainedText, lineLevel } from '../../../electron/logs/log-level.ts'
import { mayBeKnown } from '../../../electron/logs/may-be-known.ts'
import { knownLines } from './known-lines.ts'

const recording = (name: string) =>
  readFileSync(new URL(`../../recordings/${name}.stderr.log`, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\dT\S+Z (?=time=|\{|[IWEF]\d{4}|Flag)/, ''))
const explained = (line: string) => explainMessage(explainedText(line))
const samples = explanationIds.map((id) => [id, knownLines[id]] as const)
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

describe('the catalogue of log lines', () => {
  it('knows more than sixty kinds, each with a pattern', () => {
    expect(explanationIds.length).toBeGreaterThanOrEqual(60)
    expect(new Set(catalogue.map(({ id }) => id))).toEqual(new Set(explanationIds))
  })

  it.each(samples)('%s: takes its true lines and leaves the near miss', (id, { lines, nearMiss }) => {
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.map((line) => explained(line)?.id)).toEqual(lines.map(() => id))
    expect(explained(nearMiss)?.id).not.toBe(id)
  })

  it.each(samples)('%s: has texts in both languages, with all that they need', (id, { lines }) => {
    const [en, zh] = [explanationsEn[id], explanationsZhCN[id]]
    expect(zh.title).toMatch(/[\u4e00-\u9fff]/)
    expect(zh.meaning).toMatch(/[\u4e00-\u9fff]/)
    expect(zh.title + zh.meaning).not.toMatch(/您/)
    const used = [en, zh].flatMap(({ title, meaning }) => placeholders(title + meaning))
    for (const line of lines) expect(Object.keys(explained(line)?.params ?? {})).toEqual(expect.arrayContaining(used))
  })

  it('has each of its patterns tried by a line', () => {
    const tried = new Set(
      samples.flatMap(([, { lines }]) => lines.map((line) => explainedText(line))).flatMap(patternsFor),
    )
    expect(catalogue.filter(({ match }) => !tried.has(match)).map(({ id, match }) => `${id} ${match}`)).toEqual([])
  })

  it('goes by the message alone: the same words in a level, a file or a thread mean nothing', () => {
    expect(explained('time="2026-05-06T11:05:04Z" level=fatal msg="all is well"')).toBeUndefined()
    expect(explained('E0506 11:05:04.031622      41 exec format error.go:1] all is well')).toBeUndefined()
  })

  it('looks up as they come all lines that matter', () => {
    const lines = samples.flatMap(([id, sample]) => (mattersOf(id) === 'harmless' ? [] : sample.lines))
    const overlooked = lines.filter((line) => {
      const bytes = Buffer.from(line)
      const level = levelOfBytes(bytes, 0, bytes.length)
      return level > 0 && !mayBeKnown(bytes, 0, bytes.length, level)
    })
    expect(overlooked).toEqual([])
  })

  it.each([
    ['server-0', ['join-refused']], // an agent with a wrong token was tried at the same time
    ['agent-0', []],
    ['restart-s0', []],
    ['restart-a0', ['pod-network-failed']], // the machine of the recording could make no bridges
    ['v1.36.3-server-boot', []],
    ['v1.36.3-server-restart', []],
    ['v1.36.3-agent-join', []],
    ['v1.36.3-server-no-registry', ['pause-image-missing']],
  ])('explains every warning and error of a boot, and finds in it only what there was to do (%s)', (name, faults) => {
    const bad = recording(name).filter((line) => ['warn', 'error', 'fatal'].includes(lineLevel(line) ?? ''))
    expect(bad.length).toBeGreaterThan(10)
    expect(bad.filter((line) => explained(line) === undefined)).toEqual([])
    const ids = new Set(bad.map((line) => explained(line)?.id ?? ''))
    expect([...ids].filter((id) => mattersOf(id) === 'act')).toEqual(faults)
  })
})

function patternsFor(message: string): RegExp[] {
  const id = explainMessage(message)?.id
  const [first] = catalogue.filter(({ match }) => match.test(message))
  return first && first.id === id ? [first.match] : []
}

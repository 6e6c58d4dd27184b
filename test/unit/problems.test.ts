import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { problemsEn } from '#shared/messages/problems-en.ts'
import { problemsZhCN } from '#shared/messages/problems-zh-CN.ts'
import { problem } from '#shared/problem.ts'
import { problemCodes, problemParameters } from '#shared/problems.ts'
import { describeProblem } from '#shared/translate.ts'

const placeholders = (texts: object) =>
  new Set([...JSON.stringify(texts).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))

describe('the catalogue of problems', () => {
  it.each(problemCodes)('says in both languages what happened, why and what to do: %s', (code) => {
    for (const texts of [problemsEn[code], problemsZhCN[code]]) {
      expect(Object.values(texts).every((text) => text.trim() !== '')).toBe(true)
      const unknown = [...placeholders(texts)].filter(
        (name) => name === undefined || !problemParameters[code].includes(name),
      )
      expect(unknown).toEqual([])
    }
    expect(placeholders(problemsZhCN[code])).toEqual(placeholders(problemsEn[code]))
  })

  it('is really translated', () => {
    const same = problemCodes.filter((code) => problemsEn[code].title === problemsZhCN[code].title)
    expect(same).toEqual([])
  })

  it('has no code that nothing ever fails with', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const text = ['electron', 'renderer', 'shared']
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
      .filter(({ name, parentPath }) => /\.tsx?$/.test(name) && !/^problems/.test(name) && !/messages/.test(parentPath))
      .map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'utf8'))
      .join('\n')
    expect(problemCodes.filter((code) => !text.includes(`'${code}'`))).toEqual([])
  })
})

describe('what a Problem says', () => {
  it('names an operation and a time in the reader’s language', () => {
    const busy = problem('cluster.busy', {
      cluster: 'demo',
      operation: 'create',
      maker: 'laptop/42',
      since: '2026-11-27T07:36:45.747Z',
    })
    expect([describeProblem('en', busy).cause, describeProblem('zh-CN', busy).cause]).toEqual([
      expect.stringMatching(
        /^"Creating demo" has been running since Nov 2\d, 2026, \d\d:\d\d:\d\d \(process laptop\/42\)\.$/,
      ),
      expect.stringMatching(/^“正在创建 demo”自 2026年11月2\d日 .* 起一直在运行（进程 laptop\/42）。$/),
    ])
  })
})

it('says in the reader’s language which rule of registries.yaml is broken', () => {
  const ignored = problem('registries.ignored', {
    line: 3,
    column: 5,
    reason: 'registriesRule.unknown_key',
    subject: 'mirrros',
  })
  expect(describeProblem('en', ignored).cause).toBe('Line 3, column 5: k3s ignores the unknown key mirrros.')
  expect(describeProblem('zh-CN', ignored).cause).toContain('mirrros')
  expect(describeProblem('zh-CN', ignored).cause).not.toContain('unknown_key')
})

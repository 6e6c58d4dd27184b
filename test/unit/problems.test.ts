import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { problemsEn } from '#shared/messages/problems-en.ts'
import { problemsZhCN } from '#shared/messages/problems-zh-CN.ts'
import { problemCodes, problemParameters } from '#shared/problems.ts'

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

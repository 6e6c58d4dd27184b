import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { en } from '#shared/messages/en.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const catalogue: Readonly<Record<string, string>> = en

/** What the text of a key, or each of its plural forms, has to be given. */
function placeholdersOf(key: string, isPlural: boolean): string[] {
  const texts = (isPlural ? [`${key}.one`, `${key}.other`] : [key]).flatMap((each) => catalogue[each] ?? [])
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)))]
}

/** The keys that an argument names; with `a ? 'x' : 'y'` both. */
function keysIn(node: ts.Expression): string[] {
  if (ts.isParenthesizedExpression(node)) return keysIn(node.expression)
  if (ts.isConditionalExpression(node)) return [...keysIn(node.whenTrue), ...keysIn(node.whenFalse)]
  return ts.isStringLiteral(node) ? [node.text] : []
}

/** The names that an argument gives values; undefined where that is not written in the call. */
function namesIn(node: ts.Expression | undefined): string[] | undefined {
  if (node === undefined) return []
  if (!ts.isObjectLiteralExpression(node)) return undefined
  const names = node.properties.map(({ name }) => name?.getText())
  return names.every((name) => name !== undefined) ? names : undefined
}

/** The functions that make text of a key. */
const speaking = ['translate', 'translatePlural', 'say', 'text', 'plural']

/** Each call that leaves a placeholder of its text without a value, and how many calls were looked at. */
function unfilledIn(file: string, code: string): { unfilled: string[]; calls: number } {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true)
  const unfilled: string[] = []
  let calls = 0
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit)
    if (!ts.isCallExpression(node) || !speaking.includes(node.expression.getText())) return
    for (const [index, argument] of node.arguments.entries()) {
      for (const key of keysIn(argument)) {
        const given = namesIn(node.arguments[index + 1])
        const wanted = placeholdersOf(key, /plural$/i.test(node.expression.getText()))
        if (given === undefined || wanted.length === 0) continue
        calls += 1
        for (const name of wanted)
          if (!given.includes(name)) unfilled.push(`${relative(root, file)}: ${key} lacks ${name}`)
      }
    }
  }
  visit(source)
  return { unfilled, calls }
}

const sources = ['electron', 'renderer', 'shared'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).flatMap((path) =>
    /\.tsx?$/.test(path) ? [join(root, folder, path)] : [],
  ),
)

describe('a call for a text', () => {
  it('gives each of its placeholders a value', () => {
    const found = sources.map((file) => unfilledIn(file, readFileSync(file, 'utf8')))
    expect(found.flatMap(({ unfilled }) => unfilled)).toEqual([])
    expect(found.reduce((sum, { calls }) => sum + calls, 0)).toBeGreaterThan(100)
  })

  it('is found out where it does not, in any of its forms', () => {
    const planted = [
      "say('cli.images.removed', { count: 1 })",
      "translate(language, 'cli.images.removed')",
      "text(isDone ? 'cli.images.nothing' : 'cli.images.removed', {})",
      "say('cli.images.removed', { images })",
      "say('cli.images.removed', params)",
    ].map((code) => unfilledIn(join(root, 'planted.ts'), code).unfilled)
    const lacking = ['planted.ts: cli.images.removed lacks images']
    expect(planted).toEqual([lacking, lacking, lacking, [], []])
  })
})

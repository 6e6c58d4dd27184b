import { readFile } from 'node:fs/promises'
import { text as allOf } from 'node:stream/consumers'
import type { Language } from '#shared/preferences.ts'
import { translate } from '#shared/translate.ts'
import { specsIn, type WrittenSpec } from '../cluster/model/written-spec.ts'
import { fileProblem } from '../files/file-problem.ts'

export async function readText(path: string): Promise<string> {
  try {
    return path === '-' || path === '/dev/stdin' ? await allOf(process.stdin) : await readFile(path, 'utf8')
  } catch (error) {
    throw fileProblem(path, error)
  }
}

/** The specs of a YAML or JSON file, one a document, or of standard input for `-`, which has its name in this language. */
export async function readSpecs(path: string, language: Language): Promise<WrittenSpec[]> {
  const text = await readText(path)
  return specsIn(text, path === '-' || path === '/dev/stdin' ? translate(language, 'cli.standardInput') : path).map(
    ({ spec }) => spec,
  )
}

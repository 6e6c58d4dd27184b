import { readFile } from 'node:fs/promises'
import { text as allOf } from 'node:stream/consumers'
import { problem } from '#shared/problem.ts'
import { translate } from '#shared/translate.ts'
import { specsIn, type WrittenSpec } from '../cluster/model/written-spec.ts'
import { fileProblem } from '../files/file-problem.ts'
import type { Output } from './output.ts'

export async function readText(path: string): Promise<string> {
  try {
    return path === '-' || path === '/dev/stdin' ? await allOf(process.stdin) : await readFile(path, 'utf8')
  } catch (error) {
    throw fileProblem(path, error)
  }
}

/**
 * The specs of a YAML or JSON file, one a document, or of standard input for `-`, which has its name in the language of the output. What
 * another tool's file has beside is named.
 */
export async function readSpecs(path: string, output: Pick<Output, 'language' | 'warning'>): Promise<WrittenSpec[]> {
  const text = await readText(path)
  const source = path === '-' || path === '/dev/stdin' ? translate(output.language, 'cli.standardInput') : path
  return specsIn(text, source).map(({ spec, leftOut }) => {
    if (leftOut.length > 0) output.warning(problem('spec.left_out', { path: source, keys: leftOut.join(', ') }))
    return spec
  })
}

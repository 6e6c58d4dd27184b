import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { type CliContext, createProgram } from '../../../electron/cli/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'sampan-registries-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())
const nobody = () => Promise.reject(new Error('nothing is run here'))

it.each([
  ['try', '--image'],
  ['test', '--pull'],
])('registries %s asks nobody for what is no image', async (action, option) => {
  const file = join(folder, 'registries.yaml')
  writeFileSync(file, 'mirrors: {}\n')
  let said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => {
    said += String(piece)
    return true
  })
  const codes: number[] = []
  const context = {
    version: '0',
    openEngine: nobody,
    advise: () => Promise.resolve(undefined),
    setExitCode: (code: number) => codes.push(code),
  } as unknown
  const program = createProgram({ ...(context as CliContext), signal: new AbortController().signal })
  const args = ['registries', action, '-f', file, option, 'BAD IMAGE!!']
  await program.parseAsync(args, { from: 'user' })
  expect([said.split('\n')[0], codes]).toEqual(['"BAD IMAGE!!" is not a valid image name [image.invalid]', [1]])
})

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { writeBundle } from '../../../electron/images/write-bundle.ts'
import { inChunks } from '../../fakes/image-archives.ts'

const folder = mkdtempSync(join(tmpdir(), 'sampan-bundle-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('names the folder of a bundle where that does not exist', async () => {
  const missing = join(folder, 'nosuch')
  const file = { path: join(missing, 'b.tar'), chunks: inChunks(Buffer.alloc(10)), totalBytes: 10 }
  const writing = writeBundle(file, { signal: new AbortController().signal, onBytes: () => undefined })
  expect(await writing.catch(problemOf)).toMatchObject({ code: 'file.missing', params: { path: missing } })
  expect(readdirSync(folder)).toEqual([])
})

import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ProblemError } from '#shared/problem.ts'
import { replaceFile } from '../../../electron/files/replace-file.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A rename that somebody who has the file open refuses some times. */
function refusing(code: string, times: number) {
  const counted = { calls: 0, move }
  async function move(from: string, to: string): Promise<void> {
    counted.calls += 1
    if (counted.calls <= times) throw Object.assign(new Error(`${code}: operation not permitted, rename`), { code })
    await rename(from, to)
  }
  return counted
}

it.each(['EPERM', 'EACCES', 'EBUSY'])(
  'a file that is open on Windows (%s) is replaced when it is closed',
  async (code) => {
    const path = join(folder, 'config')
    await writeFile(path, 'old')
    const { move } = refusing(code, 3)
    await replaceFile(path, 'new', undefined, { platform: 'win32', move })
    expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['new', ['config']])
  },
)

it('a file that stays open is a Problem after some tries, and stays as it is', async () => {
  const path = join(folder, 'config')
  await writeFile(path, 'old')
  const renaming = refusing('EBUSY', Number.POSITIVE_INFINITY)
  const replacing = replaceFile(path, 'new', undefined, { platform: 'win32', move: renaming.move })
  await expect(replacing).rejects.toBeInstanceOf(ProblemError)
  expect([await readFile(path, 'utf8'), await readdir(folder), renaming.calls]).toEqual(['old', ['config'], 6])
})

it('a refusal that lasts is met once: on another system, and for another error', async () => {
  const path = join(folder, 'config')
  const elsewhere = refusing('EBUSY', 1)
  await expect(replaceFile(path, 'new', undefined, { platform: 'linux', move: elsewhere.move })).rejects.toThrow()
  const other = refusing('ENOSPC', 1)
  await expect(replaceFile(path, 'new', undefined, { platform: 'win32', move: other.move })).rejects.toThrow()
  expect([elsewhere.calls, other.calls, await readdir(folder)]).toEqual([1, 1, []])
})

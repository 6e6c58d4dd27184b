import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { demo } from './entry.ts'
import { readable, refused } from './odd-files.ts'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-odd-'))
  path = join(folder, 'config')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const user = () => new UserKubeconfig({ env: { KUBECONFIG: path, XDG_DATA_HOME: join(folder, 'data') }, home: folder })

describe.each([true, false])('what kubectl reads (made current: %s)', (isCurrent) => {
  it.each(readable)('is merged into, and is byte for byte as before without the cluster: %s', async (_, file) => {
    const before = Buffer.from(file)
    await writeFile(path, before)
    expect(await user().merge(demo, { isCurrent, onClash: 'fail' })).toMatchObject({ isChanged: true })
    expect(await user().merge(demo, { isCurrent, onClash: 'fail' })).toMatchObject({ isChanged: false })
    expect((await user().status()).files).toMatchObject([{ merged: [{ cluster: 'demo', name: 'sampan-demo' }] }])
    await user().unmerge(demo)
    expect((await readFile(path)).equals(before)).toBe(true)
  })
})

it.each(refused)('what kubectl refuses is refused with its line and stays as it is: %s', async (_, file, line) => {
  await writeFile(path, file)
  await expect(user().merge(demo, { isCurrent: false, onClash: 'fail' })).rejects.toMatchObject({
    problem: { code: expect.stringMatching(/unreadable|unparsable/), params: { path, line } },
  })
  expect((await readFile(path)).equals(Buffer.from(file))).toBe(true)
})

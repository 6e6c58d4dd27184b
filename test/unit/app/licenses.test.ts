import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { shippedLicenses } from '../../../electron/app/licenses.ts'

it('the licenses of all parts of the app are one list, each package once, by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-licenses-'))
  try {
    const zod = { name: 'zod', version: '4.6.7', identifier: 'MIT', text: 'MIT License' }
    await mkdir(join(folder, 'preload'))
    await mkdir(join(folder, 'renderer'))
    await writeFile(join(folder, 'licenses.json'), JSON.stringify([zod, { name: 'dockerode', version: '5.0.1' }]))
    await writeFile(join(folder, 'preload/licenses.json'), '[]')
    await writeFile(join(folder, 'renderer/licenses.json'), JSON.stringify([{ name: '@a/b', version: '1.0.0' }, zod]))
    expect((await shippedLicenses(folder)).map(({ name }) => name)).toEqual(['@a/b', 'dockerode', 'zod'])
  } finally {
    await rm(folder, { recursive: true })
  }
})

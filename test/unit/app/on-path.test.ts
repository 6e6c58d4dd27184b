import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineForPath } from '../../../electron/app/on-path.ts'

describe('the line that puts sampan onto PATH', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sampan's path-"))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('links the launcher, whatever the path has in it', () => {
    expect(
      lineForPath({ platform: 'darwin', resourcesPath: '/Applications/Sampan.app/Contents/Resources', env: {} }),
    ).toBe(
      'sudo mkdir -p /usr/local/bin && sudo ln -sf /Applications/Sampan.app/Contents/Resources/bin/sampan /usr/local/bin/sampan',
    )
    expect(lineForPath({ platform: 'linux', resourcesPath: "/home/o'neil/my apps", env: {} })).toContain(
      `ln -sf '/home/o'\\''neil/my apps/bin/sampan' /usr/local/bin/sampan`,
    )
  })

  it('is not needed where a package has put it there', () => {
    const place = { platform: 'linux', resourcesPath: '/opt/Sampan/resources', env: {} } as const
    expect(lineForPath(place, () => true)).toBeNull()
    expect(lineForPath(place, () => false)).toContain('ln -sf /opt/Sampan/resources/bin/sampan')
  })

  it('writes a launcher for an AppImage, which has no place of its own to link to', () => {
    const image = join(folder, 'Sampan 1.AppImage')
    writeFileSync(image, '#!/bin/sh\nfor each in "$@"; do echo "$each"; done\n')
    chmodSync(image, 0o755)
    const line = lineForPath({ platform: 'linux', resourcesPath: '/tmp/.mount/resources', env: { APPIMAGE: image } })
    const here = line?.replaceAll('sudo ', '').replaceAll('/usr/local/bin', '"$HERE"') ?? ''
    execFileSync('sh', ['-c', here], { env: { ...process.env, HERE: folder } })
    expect(readFileSync(join(folder, 'sampan'), 'utf8')).toMatch(/^#!\/bin\/sh\nexec /)
    const said = execFileSync(join(folder, 'sampan'), ['list', 'a b'], { encoding: 'utf8' })
    expect(said.trim().split('\n').slice(-4)).toEqual(['--sampan-cli', '--', 'list', 'a b'])
  })

  it('adds the folder to the PATH of the user on Windows', () => {
    const line = lineForPath({ platform: 'win32', resourcesPath: "C:\\Users\\O'Neil\\Sampan\\resources", env: {} })
    expect(line).toContain(`+ ';C:\\Users\\O''Neil\\Sampan\\resources\\bin', 'User')`)
  })
})

import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { dockerConnection, dockerMissing } from '../engine/docker.ts'
import { isAccessible } from './accessible.ts'
import { launch, test } from './fixtures.ts'
import { SampanPage } from './pages.ts'

const missing = await dockerMissing()
test.skip(missing !== undefined, missing)
test.skip(process.platform !== 'linux', 'systemd is what starts an engine here.')

/** A user whose rootless Docker is not running: its unit is there, and what stands in for systemd brings up its socket. */
test('a Docker that is not running is started by one click, and the window waits for it', async () => {
  const place = dockerConnection()
  test.skip(place.kind !== 'socket', 'A link stands in for the socket of the engine.')
  const home = await mkdtemp(join(tmpdir(), 'sampan-home-'))
  const units = join(home, '.config/systemd/user')
  const bin = join(home, 'bin')
  const called = join(home, 'called')
  await mkdir(units, { recursive: true })
  await mkdir(bin)
  await writeFile(join(units, 'docker.service'), '[Service]\nExecStart=dockerd-rootless.sh\n')
  const systemctl = (script: string) => writeFile(join(bin, 'systemctl'), `#!/bin/sh\n${script}\n`)
  await systemctl('echo "Job for docker.service failed." >&2; exit 1')
  await chmod(join(bin, 'systemctl'), 0o755)
  const socket = join(home, 'docker.sock')
  const launched = await launch(
    { language: 'en', theme: 'light' },
    { HOME: home, PATH: `${bin}:${process.env.PATH}`, DOCKER_HOST: `unix://${socket}`, XDG_CONFIG_HOME: '' },
  )
  try {
    const page = new SampanPage(launched.window)
    const { window } = page
    const start = page.button('noEngine.start', { engine: 'Docker (rootless)' })
    await expect(start).toBeVisible({ timeout: 60_000 })
    await expect(window.getByText('systemctl --user start docker', { exact: true })).toBeVisible()
    await isAccessible(window, 'start Docker')

    await start.click()
    await expect(window.getByText('Docker (rootless) could not be started')).toBeVisible()
    await window
      .getByRole('button', { name: page.text('problem.showDetail') })
      .last()
      .click()
    await expect(window.getByText('Job for docker.service failed.')).toBeVisible()

    const link = place.kind === 'socket' ? place.path : ''
    await systemctl(`echo "$@" > "${called}"; ln -s "${link}" "${socket}"`)
    await start.click()
    // By itself: nothing more is pressed.
    await expect(page.button('command.new').first()).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 })
    expect(await readFile(called, 'utf8')).toBe('--user start docker\n')
  } finally {
    await launched.close()
    await rm(home, { recursive: true, force: true })
  }
})

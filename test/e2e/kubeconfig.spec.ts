import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { createArgs } from '../engine/cli-create.ts'
import { dockerMissing, execute, sweep } from '../engine/docker.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'

const missing = await dockerMissing()
const cluster = 'e2e-kube'
const mine = `apiVersion: v1
kind: Config
# my clusters, do not touch
clusters:
- name: prod   # the real one
  cluster: {server: "https://prod.example:6443"}
contexts:
- name: prod
  context: {cluster: prod, user: ann}
current-context: prod
users:
- name: ann
  user: {token: secret}
`

test.describe('a cluster and the kubeconfig of its user', () => {
  test.skip(missing !== undefined, missing)
  test.beforeAll(async () => {
    test.setTimeout(300_000)
    await sweep(cluster)
    await arrange(createArgs(cluster))
  })
  test.afterAll(() => sweep(cluster))

  test('see each other first, are merged, tried, and parted without a trace', async () => {
    test.setTimeout(180_000)
    const folder = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
    const path = join(folder, 'config')
    await writeFile(path, mine)
    // A terminal that writes down how it was called.
    const called = join(folder, 'called')
    await writeFile(join(folder, 'x-terminal-emulator'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${called}'\n`)
    await chmod(join(folder, 'x-terminal-emulator'), 0o755)
    const { window, close } = await launch(
      { language: 'en', theme: 'light' },
      { KUBECONFIG: path, PATH: `${folder}:${process.env.PATH}`, SHELL: '/bin/sh' },
    )
    try {
      await window.getByRole('button', { name: cluster }).first().click()
      await window.getByRole('tab', { name: 'Kubeconfig' }).click()
      await window.getByRole('button', { name: 'Add to kubeconfig…' }).click()
      const dialog = window.getByRole('dialog')
      await expect(dialog.getByText(`name: sampan-${cluster}`, { exact: false }).first()).toBeVisible({
        timeout: 20_000,
      })
      await expect(dialog.getByText('# my clusters, do not touch')).toBeVisible()
      expect(await readFile(path, 'utf8')).toBe(mine)
      await inspectInEachLook(window, 'kubeconfig-merge')

      await dialog.getByLabel('Set as the current context').check()
      await dialog.getByRole('button', { name: 'Save changes' }).click()
      await expect(window.getByText('current context', { exact: true })).toBeVisible()
      const { stdout } = await execute('kubectl', ['--kubeconfig', path, 'get', 'nodes', '-o', 'name'])
      expect(stdout.trim()).toBe(`node/sampan-${cluster}-server-0`)

      // Somebody switches the context by hand: the window follows.
      await execute('kubectl', ['--kubeconfig', path, 'config', 'use-context', 'prod'])
      await expect(window.getByText('current context', { exact: true })).toBeHidden()

      await window.getByRole('button', { name: 'Test addresses' }).click()
      await expect(window.getByText('reachable', { exact: true })).toHaveCount(3, {
        timeout: 60_000,
      })
      await window.getByRole('button', { name: 'Terminal', exact: true }).click()
      await expect.poll(() => readFile(called, 'utf8').catch(() => '')).toContain(`${cluster}.yaml`)
      await inspectInEachLook(window, 'kubeconfig-merged')

      await window.getByRole('button', { name: 'Remove', exact: true }).click()
      await expect(window.getByText(`Not added to ${path} yet.`)).toBeVisible()
      // kubectl has written the file in its own way meanwhile; what it holds is what was there before.
      const left = await execute('kubectl', ['--kubeconfig', path, 'config', 'view', '--raw', '-o', 'json'])
      expect(JSON.parse(left.stdout)).toMatchObject({
        'current-context': 'prod',
        contexts: [{ name: 'prod' }],
        clusters: [{ name: 'prod' }],
        users: [{ name: 'ann' }],
      })
    } finally {
      await close()
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('part when the cluster is deleted: the file is byte for byte as before', async () => {
    test.setTimeout(180_000)
    const folder = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
    const path = join(folder, 'config')
    await writeFile(path, mine)
    const { window, close } = await launch({ language: 'en', theme: 'light' }, { KUBECONFIG: path })
    try {
      await window.getByRole('button', { name: cluster }).first().click()
      await window.getByRole('tab', { name: 'Kubeconfig' }).click()
      await window.getByRole('button', { name: 'Add to kubeconfig…' }).click()
      const dialog = window.getByRole('dialog')
      await dialog.getByLabel('Set as the current context').check()
      await dialog.getByRole('button', { name: 'Save changes' }).click()
      await expect(window.getByText('current context', { exact: true })).toBeVisible()
      expect(await readFile(path, 'utf8')).toContain(`current-context: sampan-${cluster}`)
      await window
        .getByRole('banner')
        .getByRole('button', { name: `More actions for ${cluster}` })
        .click()
      await window.getByRole('menuitem', { name: 'Delete…' }).click()
      await window
        .getByRole('dialog')
        .getByRole('button', { name: /^Delete/ })
        .click()
      await expect.poll(() => readFile(path, 'utf8'), { timeout: 60_000 }).toBe(mine)
    } finally {
      await close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})

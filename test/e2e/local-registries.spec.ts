import { expect } from '@playwright/test'
import { pushAddress, registryImage } from '#shared/local-registry.ts'
import { quickArgs } from '../engine/cli-create.ts'
import { sampan } from '../engine/cli-process.ts'
import { docker, execute } from '../engine/docker.ts'
import { missingRegistry, pushTiny } from '../engine/registry-containers.ts'
import { SecondEngine, secondEngineMissing } from '../engine/second-engine.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'

const cluster = 'shop'
const node = `sampan-${cluster}-server-0`
const slow = { timeout: 60_000 }
const missing = (await secondEngineMissing()) ?? missingRegistry
// All clusters of an engine join a new registry: none that is somebody else's.
let engine: SecondEngine

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  if (missing) return
  engine = await SecondEngine.open()
  const own = 'sampan/test-registry:latest'
  await engine.docker.loadImage(await docker.getImage(own).get())
  const [repo = '', tag = ''] = registryImage.split(':')
  await engine.docker.getImage(own).tag({ repo, tag })
  const { exitCode, stdout, stderr } = await sampan(['create', cluster, '--json', ...quickArgs], undefined, undefined, {
    more: { DOCKER_HOST: engine.address },
  })
  expect(exitCode, stdout + stderr).toBe(0)
})
test.afterAll(async () => {
  await engine?.close()
})

/** What containerd of the node reads of a registry. */
const hostsOf = async (registry: string) => {
  const path = `/var/lib/rancher/k3s/agent/etc/containerd/certs.d/${registry}/hosts.toml`
  return (await execute('docker', ['-H', engine.address, 'exec', node, 'cat', path]).catch(() => ({ stdout: '' })))
    .stdout
}

test('a registry and a cache for all clusters, from the first click to their end', async () => {
  test.skip(missing !== undefined, missing)
  const launched = await launch({ language: 'en', theme: 'light' }, { DOCKER_HOST: engine.address })
  const { window } = launched
  const page = new SampanPage(window)
  const dialog = page.dialog('preferences.title')
  const item = (name: string) => dialog.getByRole('listitem', { name, exact: true })
  const action = (name: string, key: 'action.delete' | 'localRegistries.clean') =>
    item(name).getByRole('button', { name: page.text('localRegistries.of', { action: page.text(key), name }) })
  const open = async () => {
    await page.button('preferences.title').click()
    await dialog.getByRole('tab', { name: page.text('preferences.section.localRegistries') }).click()
  }
  try {
    await page.row(cluster).waitFor(slow)
    await open()
    await expect(dialog.getByText(page.text('localRegistries.none'))).toBeVisible(slow)
    let address = ''
    await test.step('one click makes a registry, which the cluster uses at once', async () => {
      await dialog.getByRole('button', { name: page.text('localRegistries.create') }).click()
      await expect(item('registry').getByText(page.text('localRegistries.usedBy', { clusters: cluster }))).toBeVisible(
        slow,
      )
      const { Ports } =
        (await engine.docker.listContainers()).find(({ Names }) => Names.includes('/registry.sampan-registry')) ?? {}
      address = pushAddress(Ports?.[0]?.PublicPort ?? 0)
      await expect(item('registry').getByText(address, { exact: true })).toBeVisible()
      await expect.poll(() => hostsOf(address), slow).toContain('registry.sampan-registry:5000')
    })
    await test.step('and two a cache', async () => {
      await dialog.getByRole('button', { name: page.text('localRegistries.createCache') }).click()
      await window.getByRole('menuitem', { name: 'ghcr.io' }).click()
      await expect(
        item('ghcr.io').getByText(page.text('localRegistries.fetchesFrom', { upstream: 'https://ghcr.io' })),
      ).toBeVisible(slow)
      await expect(item('ghcr.io').getByText(page.text('localRegistries.usedBy', { clusters: cluster }))).toBeVisible(
        slow,
      )
      await expect.poll(() => hostsOf('ghcr.io'), slow).toContain('ghcr.io.sampan-registry:5000')
    })
    await test.step('what is pushed is seen in its size, and cleaned up', async () => {
      await pushTiny(`http://${address}`, {})
      await page.closeDialog()
      await open()
      await expect(item('registry').getByText(/^\d+(\.\d+)?\s?kB$/)).toBeVisible(slow)
      await inspectInEachLook(window, 'local-registries')
      await action('registry', 'localRegistries.clean').click()
      const said = page.text('localRegistries.freed', { size: '' }).trim()
      await expect(item('registry').getByRole('status').filter({ hasText: said })).toBeVisible(slow)
    })
    await test.step('deleted after it was said who uses it, and the cluster is without it', async () => {
      await action('registry', 'action.delete').click()
      await expect(
        item('registry').getByText(page.text('localRegistries.deleteUsed', { clusters: cluster })),
      ).toBeVisible()
      await inspectInEachLook(window, 'local-registries-delete')
      await item('registry')
        .getByRole('button', { name: page.text('localRegistries.deleteNow') })
        .click()
      await expect(item('registry')).toHaveCount(0, slow)
      expect(await hostsOf(address)).toBe('')
      await action('ghcr.io', 'action.delete').click()
      await item('ghcr.io')
        .getByRole('button', { name: page.text('localRegistries.deleteNow') })
        .click()
      await expect(dialog.getByText(page.text('localRegistries.none'))).toBeVisible(slow)
      expect(
        (await engine.docker.listVolumes()).Volumes.map(({ Name }) => Name).filter((name) => name.includes('registry')),
      ).toEqual([])
    })
  } finally {
    await launched.close()
  }
})

import { expect } from '@playwright/test'
import { quickArgs } from '../engine/cli-create.ts'
import { docker, execute, sweep } from '../engine/docker.ts'
import { openRegistryServers, type RegistryServers } from '../engine/registry-servers.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'

const cluster = 'mirrored'
const node = `sampan-${cluster}-server-0`
const slow = { timeout: 60_000 }
/** What containerd reads for repo.example.com; nothing before there is a mirror. */
const toml = async () => {
  const path = '/var/lib/rancher/k3s/agent/etc/containerd/certs.d/repo.example.com/hosts.toml'
  return (await execute('docker', ['exec', node, 'cat', path]).catch(() => ({ stdout: '' }))).stdout
}
const isAtWork = async () =>
  (await docker.listVolumes()).Volumes.some(({ Name }) => Name.startsWith(`sampan-${cluster}-claim`))
let servers: RegistryServers

test.beforeAll(async () => {
  await sweep(cluster)
  const { IPAM } = await docker.getNetwork('bridge').inspect()
  servers = await openRegistryServers(IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1')
  await arrange(['create', cluster, '--json', ...quickArgs])
})
test.afterAll(async () => {
  await sweep(cluster)
  await servers?.close()
})

test('mirrors from a preset and by hand, tested and in force without a restart', async () => {
  const launched = await launch({ language: 'en', theme: 'light' })
  const { window } = launched
  const page = new SampanPage(window)
  try {
    await test.step('a preset in the form of a new cluster', async () => {
      await page.row(cluster).waitFor(slow)
      const { dialog } = await page.customise({ name: 'other' })
      await dialog.getByRole('button', { name: page.text('tab.registries'), exact: true }).click()
      await dialog.getByRole('button', { name: page.text('registriesPreset.china') }).click()
      const hub = dialog.getByRole('group', { name: 'docker.io', exact: true })
      await expect(hub.getByRole('textbox')).toHaveCount(2)
      await dialog.getByLabel(page.text('registries.tryOut'), { exact: true }).fill('nginx:1.27')
      await expect(dialog.getByText('registry-1.docker.io')).toBeVisible()
      await inspectInEachLook(
        window,
        'registries-preset',
        dialog.getByRole('group', { name: page.text('registries.mirrors') }),
      )
      await page.closeDialog()
    })
    const row = (number: number) => page.text('registries.endpoint', { row: number, registry: 'repo.example.com' })
    const before = await docker.getContainer(node).inspect()
    await test.step('a mirror by hand, tested from the node', async () => {
      await page.open(cluster, 'registries')
      await window.getByRole('combobox', { name: page.text('registries.mirrorName') }).fill('repo.example.com')
      await page.button('registries.addMirror').click()
      await window.getByLabel(row(1), { exact: true }).fill(`http://${servers.closed}`)
      await page.button('registries.addEndpoint').click()
      await window.getByLabel(row(2), { exact: true }).fill(`http://${servers.plain}`)
      await page.button('registries.test').click()
      await expect(window.getByText(page.text('registries.testedFrom', { node }))).toBeVisible(slow)
      await expect(window.getByText(page.text('registryFault.refused'), { exact: true })).toBeVisible()
      await page.button('registries.sort').click()
      await expect(window.getByLabel(row(1), { exact: true })).toHaveValue(`http://${servers.plain}`)
      await inspectInEachLook(window, 'registries-form', page.window.getByText(page.text('registries.hint')))
    })
    await test.step('applied without a restart', async () => {
      await page.button('action.apply').click()
      await page.button('apply.confirm').click()
      await expect(page.state).toHaveText(page.text('state.ready'), slow)
      await expect.poll(async () => (await toml()).includes(servers.closed), slow).toBe(true)
      // Whoever quits before a change is done takes it back.
      await expect.poll(isAtWork, slow).toBe(false)
      const after = await docker.getContainer(node).inspect()
      expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt])
    })
  } finally {
    await launched.close()
  }
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { docker, dockerMissing, execute, isStandIn } from '../engine/docker.ts'
import { k3dContainers, makeK3dCluster, removeK3dCluster } from '../engine/k3d-cluster.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'

const missing = (await dockerMissing()) ?? (isStandIn ? undefined : 'with the stand-in only')
const cluster = 'e2e-k3d'
const slow = { timeout: 60_000 }
const mine = 'apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n'

test.describe('a cluster that k3d made', () => {
  test.skip(missing !== undefined, missing)
  test.beforeEach(async () => {
    await removeK3dCluster(cluster)
    await makeK3dCluster({ cluster, apiPort: 16_551 })
  })
  test.afterAll(() => removeK3dCluster(cluster))

  test('is listed, read, used, stopped, started and deleted in the window', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sampan-e2e-'))
    const path = join(folder, 'config')
    await writeFile(path, mine)
    const { window, close } = await launch({ language: 'en', theme: 'light' }, { KUBECONFIG: path })
    const page = new SampanPage(window)
    const inspect = (screen: string) => inspectInEachLook(window, `k3d-${screen}`)
    try {
      await test.step('it stands in the list with its mark, and says what Sampan does not do', async () => {
        await page.choose(cluster)
        await expect(page.row(cluster)).toContainText('k3d')
        await expect(page.state).toHaveText(page.text('state.ready'), slow)
        await expect(window.getByRole('note').getByText(page.text('k3d.fixed'), { exact: false })).toBeVisible()
        await expect(window.getByText(`k3d-${cluster}-agent-0`).first()).toBeVisible(slow)
        await expect(window.getByRole('table').first().getByRole('meter').first()).toBeVisible(slow)
        await inspect('overview')
      })
      await test.step('its workloads and its log are there', async () => {
        await page.open(cluster, 'workloads')
        await expect(window.getByRole('grid').getByRole('button', { name: /^kube-system/ })).toBeVisible(slow)
        await inspect('workloads')
        await page.open(cluster, 'logs')
        await expect(window.getByRole('grid')).toContainText('agent-0', slow)
        await inspect('logs')
      })
      await test.step('its kubeconfig is merged, and works', async () => {
        await page.open(cluster, 'kubeconfig')
        await inspect('kubeconfig')
        await page.button('kubeconfig.merge').click()
        const dialog = window.getByRole('dialog')
        await expect(dialog.getByText(`k3d-${cluster}`).first()).toBeVisible(slow)
        await dialog.getByRole('button', { name: page.text('kubeconfig.write') }).click()
        await expect(async () => expect(await readFile(path, 'utf8')).toContain(`k3d-${cluster}`)).toPass(slow)
        const kubectl = ['--kubeconfig', path, '--context', `k3d-${cluster}`, 'get', 'nodes', '-o', 'name']
        expect((await execute('kubectl', kubectl)).stdout).toContain(`node/k3d-${cluster}-server-0`)
      })
      await test.step('it stops, but for the registry, which may be everybody’s, and starts again', async () => {
        const banner = window.getByRole('banner')
        await banner.getByRole('button', { name: page.text('action.stop') }).click()
        await expect(page.state).toHaveText(page.text('state.stopped'), slow)
        expect(await k3dContainers(cluster)).toEqual([
          `k3d-${cluster}-agent-0 exited`,
          `k3d-${cluster}-registry running`,
          `k3d-${cluster}-server-0 exited`,
        ])
        await page.open(cluster, 'overview')
        await inspect('stopped')
        await banner.getByRole('button', { name: page.text('action.start') }).click()
        await expect(page.state).toHaveText(page.text('state.ready'), slow)
      })
      await test.step('deleting says what goes, and nothing of it is left', async () => {
        await window
          .getByRole('button', { name: page.text('command.delete', { cluster: `k3d/${cluster}` }) })
          .first()
          .click()
        const dialog = window.getByRole('dialog')
        await expect(dialog.getByText(`k3d-${cluster}-images`)).toBeVisible(slow)
        await inspect('delete')
        await dialog.getByRole('button', { name: new RegExp(`k3d/${cluster}`) }).click()
        await expect(page.row(cluster)).toHaveCount(0, slow)
        expect(await k3dContainers(cluster)).toEqual([`k3d-${cluster}-registry running`])
        const { Volumes } = await docker.listVolumes()
        expect(Volumes.filter(({ Name }) => Name.startsWith(`k3d-${cluster}`))).toEqual([])
      })
    } finally {
      await close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})

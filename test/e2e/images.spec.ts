import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { stringify } from 'yaml'
import { quickArgs } from '../engine/cli-create.ts'
import { docker, execute, isStandIn, quickBoot, sweep, testImage } from '../engine/docker.ts'
import { partsOf } from '../engine/k3s-parts.ts'
import { dockerArchive, ociArchive } from '../fakes/image-archives.ts'
import { arrange, refuseUsers } from './arrange.ts'
import { dropFiles, holdFiles } from './drop-files.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'

const cluster = 'shop'
const copy = 'shop-offline'
const nodes = ['server-0', 'agent-0'].map((node) => `sampan-${cluster}-${node}`)
const slow = { timeout: 60_000 }
const tag = /:(v[\d.]+-k3s\d+)/.exec(testImage)?.[1] ?? ''
const version = tag.replace('-', '+')
/** The image under a name that nothing else has, so that it can be taken away. */
const ownImage = `e2e.example/k3s:${tag}`

let folder = ''
const archives = { web: '', worker: '', k3s: '', parts: '', damaged: '', spec: '' }
const ids = { web: '', worker: '' }

test.beforeAll(async () => {
  for (const name of [cluster, copy]) {
    await refuseUsers(name)
    await sweep(name)
  }
  folder = await mkdtemp(join(tmpdir(), 'sampan-images-'))
  const fileOf = async (name: string, content: Buffer | string) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  const web = await dockerArchive(['shop/web:2.4.1', 'shop/web:latest'])
  const worker = await ociArchive({ 'io.containerd.image.name': 'docker.io/shop/worker:2.4.1' }, ['arm64', 'amd64'])
  ids.web = web.id
  ids.worker = worker.ids.amd64 ?? ''
  archives.web = await fileOf('shop-web.tar', web.tar)
  archives.worker = await fileOf('shop-worker.tar.gz', gzipSync(worker.tar))
  archives.damaged = await fileOf('half.tar', web.tar.subarray(0, 3000))
  archives.parts = await fileOf('k3s-airgap-images-amd64.tar', (await dockerArchive(partsOf(tag))).tar)
  archives.k3s = join(folder, 'k3s.tar')
  await execute('docker', ['tag', testImage, ownImage])
  await execute('docker', ['save', '-o', archives.k3s, ownImage])
  const env = { ...quickBoot, FAKE_K3S_FAULT: 'no-registry' }
  const disable = ['traefik', 'servicelb', 'local-storage', 'metrics-server']
  archives.spec = await fileOf('sampan.yaml', stringify({ name: copy, image: ownImage, env, disable }))
  await arrange(['create', cluster, '--agents', '1', '--json', ...quickArgs])
})
test.afterAll(async () => {
  await Promise.all([cluster, copy].map(sweep))
  await docker
    .getImage(ownImage)
    .remove()
    .catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
})

/** Which nodes have an image of that name and id, as their own containerd says. */
async function having(name: string, id: string): Promise<string[]> {
  const found = await Promise.all(
    nodes.map(async (node) => {
      const { stdout } = await execute('docker', ['exec', node, 'crictl', 'images', '-o', 'json'])
      const { images }: { images: { id: string; repoTags: string[] }[] } = JSON.parse(stdout)
      return images.some((each) => each.id === id && each.repoTags.includes(name))
    }),
  )
  return nodes.filter((_, at) => found[at])
}

test.describe.configure({ mode: 'serial' })

test('archives that are dropped onto the window are in every node', async () => {
  const launched = await launch({ language: 'en', theme: 'light' })
  const { window } = launched
  const page = new SampanPage(window)
  const files = [archives.web, archives.worker]
  const outcome = (key: 'images.loaded' | 'images.loadedNothing') => window.getByText(page.text(key), { exact: true })
  try {
    await page.row(cluster).waitFor(slow)
    await page.open(cluster, 'images')
    await expect(window.getByRole('grid')).toBeVisible(slow)
    await test.step('what would happen is said while they are held over the window', async () => {
      await holdFiles(window, files)
      await expect(window.getByText(page.text('drop.load', { cluster }))).toBeVisible()
      await inspectInEachLook(window, 'images-drop')
    })
    await test.step('once dropped, they are in each node', async () => {
      await dropFiles(window, files)
      await expect(outcome('images.loaded')).toBeVisible(slow)
      expect(await having('docker.io/shop/web:2.4.1', ids.web)).toEqual(nodes)
      expect(await having('docker.io/shop/worker:2.4.1', ids.worker)).toEqual(nodes)
      await expect(window.getByRole('grid').getByText('shop/worker:2.4.1')).toBeVisible(slow)
      const { title } = page.problem({ code: 'images.always_pulled', params: { image: 'shop/web:latest' } })
      await expect(window.getByText(title)).toBeVisible()
      await inspectInEachLook(window, 'images-loaded')
    })
    await test.step('a second time nothing is sent', async () => {
      await dropFiles(window, files)
      await expect(outcome('images.loadedNothing')).toBeVisible(slow)
    })
    await test.step('a damaged one says so', async () => {
      await dropFiles(window, [archives.damaged])
      const { title } = page.problem({ code: 'images.archive_damaged', params: { path: '', offset: 0 } })
      await expect(window.getByText(title).first()).toBeVisible(slow)
      await inspectInEachLook(window, 'images-damaged')
    })
    await test.step('from Docker, by a list', async () => {
      await page.button('images.fromDocker').click()
      const dialog = page.dialog('images.docker.title', { cluster })
      await dialog.getByRole('searchbox').fill('fake-k3s')
      await dialog.getByText(testImage, { exact: true }).click()
      await expect(dialog.getByRole('button', { name: page.plural('images.docker.load', 1) })).toBeEnabled()
      await inspectInEachLook(window, 'images-docker')
      await page.closeDialog()
    })
    await test.step('what is not used can be removed', async () => {
      await page.button('images.prune').click()
      const dialog = page.dialog('images.prune.title', { cluster })
      await expect(dialog.getByText('shop/web:2.4.1')).toBeVisible(slow)
      await inspectInEachLook(window, 'images-prune')
      await dialog
        .getByRole('button', { name: new RegExp(`^${page.plural('images.prune.confirm', 2).replace('{size}', '')}`) })
        .click()
      await expect(dialog).toBeHidden(slow)
      expect(await having('docker.io/shop/web:2.4.1', ids.web)).toEqual([])
      await expect(window.getByRole('grid').getByText('shop/web:2.4.1')).toHaveCount(0)
    })
  } finally {
    await launched.close()
  }
})

test('a cluster is made without a network, from the library', async () => {
  test.skip(!isStandIn, 'the images of a real k3s are not here')
  const launched = await launch({ language: 'en', theme: 'light' })
  const { app, window } = launched
  const page = new SampanPage(window)
  const bundle = join(folder, 'shop-offline.tar')
  const form = page.dialog('create.title')
  const create = form.getByRole('button', { name: page.text('create.submit'), exact: true })
  try {
    await page.row(cluster).waitFor(slow)
    await test.step('what is missing is named, with where it is published', async () => {
      const { dialog } = await page.customise({ name: 'other', image: 'rancher/k3s:v1.35.5-k3s1' })
      await dialog.getByRole('switch', { name: page.text('create.offline') }).click()
      await expect(dialog.getByText(/v1\.35\.5%2Bk3s1\/k3s-airgap-images-/)).toBeVisible(slow)
      await expect(create).toBeDisabled()
      await inspectInEachLook(window, 'library-missing')
      await page.closeDialog()
    })
    await test.step('archives go into the library', async () => {
      await dropFiles(window, [archives.parts])
      const dialog = page.dialog('archives.title')
      await dialog.getByLabel(page.text('archives.version')).first().fill(version)
      await window.keyboard.press('Tab')
      await inspectInEachLook(window, 'library-add')
      await dialog.getByRole('button', { name: page.text('archives.add') }).click()
      const row = page.dialog('preferences.title').getByRole('row', { name: new RegExp(version.replace('+', '\\+')) })
      await expect(row).toHaveCount(1, slow)
      await dropFiles(window, [archives.k3s])
      await expect(row).toHaveCount(2, slow)
      await inspectInEachLook(window, 'library')
      await page.closeDialog()
    })
    await test.step('and are all that is needed', async () => {
      await execute('docker', ['rmi', '--no-prune', ownImage])
      await dropFiles(window, [archives.spec])
      await form.getByRole('switch', { name: page.text('create.offline') }).click()
      await expect(create).toBeEnabled(slow)
      await inspectInEachLook(window, 'library-offline')
      await create.click()
      await expect(page.row(copy).getByText(page.text('state.ready'), { exact: true })).toBeVisible({
        timeout: 180_000,
      })
    })
    await test.step('a bundle of it is saved', async () => {
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath })
      }, bundle)
      await page.choose(copy)
      await window
        .getByRole('banner')
        .getByRole('button', { name: page.text('action.more', { cluster: copy }) })
        .click()
      await window.getByRole('menuitem', { name: page.text('action.saveBundle') }).click()
      // Its path is already told while it is being written.
      const [said = ''] = page.text('bundle.saved', { path: bundle, size: '|' }).split('|')
      await expect(window.getByText(said)).toBeVisible(slow)
    })
    await test.step('and makes the same cluster on another machine', async () => {
      await sweep(copy)
      await expect(page.row(copy)).toHaveCount(0, slow)
      await execute('docker', ['rmi', '--no-prune', ownImage])
      await dropFiles(window, [bundle])
      await expect(form.getByLabel(page.text('form.name'), { exact: true }).first()).toHaveValue(copy, slow)
      await expect(create).toBeEnabled(slow)
      await inspectInEachLook(window, 'bundle-dropped')
      await create.click()
      await expect(page.row(copy).getByText(page.text('state.ready'), { exact: true })).toBeVisible({
        timeout: 180_000,
      })
    })
  } finally {
    await launched.close()
    await sweep(copy)
    await execute('docker', ['tag', testImage, ownImage])
  }
})

import { expect } from '@playwright/test'
import type { RegistryFaultKind } from '#shared/registry-test.ts'
import { quickArgs } from '../engine/cli-create.ts'
import { docker, execute, sweep, testImage } from '../engine/docker.ts'
import { openRegistryServers, type RegistryServers } from '../engine/registry-servers.ts'
import { arrange } from './arrange.ts'
import { launch, test } from './fixtures.ts'
import { inspectInEachLook } from './looks.ts'
import { SampanPage } from './pages.ts'

const registry = 'repo.example.com'
const slow = { timeout: 60_000 }
const cluster = 'asked'
const trusting = 'trusting'
const nodeOf = (cluster: string) => `sampan-${cluster}-server-0`
const hosts = `/var/lib/rancher/k3s/agent/etc/containerd/certs.d/${registry}/hosts.toml`
const inNode = async (cluster: string, ...command: string[]) =>
  (await execute('docker', ['exec', nodeOf(cluster), ...command])).stdout
let servers: RegistryServers

test.beforeAll(async () => {
  const { IPAM } = await docker.getNetwork('bridge').inspect()
  servers = await openRegistryServers(IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1')
  for (const name of [cluster, trusting]) await sweep(name)
  await arrange(['create', cluster, '--agents', '1', '--json', ...quickArgs])
})
test.afterAll(async () => {
  for (const name of [cluster, trusting]) await sweep(name)
  await servers?.close()
})

const node = nodeOf(cluster)

test('each endpoint says what is wrong with it, and the quickest is used first', async () => {
  const launched = await launch({ language: 'en', theme: 'light' })
  const { window } = launched
  const page = new SampanPage(window)
  const row = (number: number) =>
    window.getByLabel(page.text('registries.endpoint', { row: number, registry }), { exact: true })
  const fault = (kind: RegistryFaultKind) => window.getByText(page.text(`registryFault.${kind}`), { exact: true })
  const asked = async () => {
    await page.button('registries.test').click()
    await expect(window.getByText(page.text('registries.testing'))).toHaveCount(0, slow)
    await expect(window.getByText(page.text('registries.testedFrom', { node }))).toBeVisible(slow)
  }
  const { closed, page: html, limited, hanging, secured, plain } = servers
  const endpoints = [
    `http://${closed}`,
    `http://${html}`,
    `http://${limited}`,
    `http://${hanging}`,
    'https://no-such-host.invalid',
    `https://${secured}`,
    `http://${plain}`,
  ]
  try {
    await page.row(cluster).waitFor(slow)
    await page.open(cluster, 'registries')
    await test.step('each condition has its own words', async () => {
      await window.getByRole('combobox', { name: page.text('registries.mirrorName') }).fill(registry)
      await page.button('registries.addMirror').click()
      for (const [at, endpoint] of endpoints.entries()) {
        if (at > 0) await page.button('registries.addEndpoint').click()
        await row(at + 1).fill(endpoint)
      }
      await asked()
      for (const kind of [
        ...(['refused', 'not_a_registry', 'rate_limited', 'timed_out', 'name_unknown'] as const),
        'certificate_untrusted' as const,
      ])
        await expect(fault(kind)).toBeVisible()
      await inspectInEachLook(window, 'registries-asked', window.getByText(page.text('registries.mirrorsHint')))
    })
    await test.step('the one that answers comes first, the others are kept', async () => {
      await page.button('registries.sort').click()
      await expect(row(1)).toHaveValue(`http://${plain}`)
      await expect(row(endpoints.length)).not.toHaveValue('')
    })
    await test.step('a private CA and a login make another one good', async () => {
      await window.getByRole('combobox', { name: page.text('registries.configHost') }).fill(secured)
      await page.button('registries.addConfig').click()
      await window.getByLabel(page.text('registries.caFile'), { exact: true }).evaluate((field, pem) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text', pem)
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }, servers.ca)
      await expect(window.getByText(page.text('registries.fileKept'))).toBeVisible()
      await asked()
      await expect(fault('login_missing')).toBeVisible()
      await window.getByLabel(page.text('registries.username'), { exact: true }).fill('ci')
      await window.getByLabel(page.text('registries.password'), { exact: true }).fill('correct-horse')
      await asked()
      await expect(fault('certificate_untrusted').or(fault('login_missing'))).toHaveCount(0)
      await inspectInEachLook(window, 'registries-login', window.getByText(page.text('registries.configsHint')))
      await page.button('registries.removeEntry', { name: secured }).click()
    })
    await test.step('what a node asks for, and the registry itself at last', async () => {
      await window.getByLabel(page.text('registries.tryOut'), { exact: true }).fill(`${registry}/library/tiny:1`)
      const attempts = window.getByRole('list', { name: page.text('registries.attempts') }).getByRole('listitem')
      await expect(attempts).toHaveCount(endpoints.length + 1)
      await expect(attempts.first()).toContainText(plain)
      await expect(attempts.last()).toContainText(page.text('registries.askedRegistry'))
      await expect(attempts.last()).toContainText(`https://${registry}/`)
      await inspectInEachLook(
        window,
        'registries-try-out',
        window.getByLabel(page.text('registries.tryOut'), { exact: true }),
      )
    })
    const before = await docker.getContainer(node).inspect()
    await test.step('applied without a restart, the nodes pull through it, past those that are dead', async () => {
      // As the user has it who wants the dead one asked first.
      await row(1).fill(`http://${closed}/`)
      await row(2).fill(`http://${plain}`)
      await page.button('action.apply').click()
      await page.button('apply.confirm').click()
      await expect.poll(() => inNode(cluster, 'cat', hosts).catch(() => ''), slow).toContain(plain)
      await inNode(cluster, 'crictl', 'pull', `${registry}/library/tiny:1`)
      const after = await docker.getContainer(node).inspect()
      expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt])
    })
    await test.step('what each node really uses is shown, and where that is not what was asked for', async () => {
      await expect(page.state).toHaveText(page.text('state.ready'), slow)
      await page.open(cluster, 'registries')
      const section = window.getByRole('region', { name: page.text('registries.nodes') })
      const refresh = section.getByRole('button', { name: page.text('action.refresh') })
      await refresh.click()
      await section.getByRole('button', { name: node }).click()
      const panel = section.getByRole('region', { name: node })
      await expect(panel.getByText(hosts)).toBeVisible(slow)
      await expect(panel.getByText(plain).first()).toBeVisible()
      await inspectInEachLook(window, 'registries-verified', section)
      await inNode(cluster, 'sh', '-c', `echo 'server = "https://other.example"' > ${hosts}`)
      await refresh.click()
      const { title } = page.problem({ code: 'registries.not_in_force', params: { node, files: hosts } })
      await expect(section.getByText(title)).toBeVisible(slow)
      await inspectInEachLook(window, 'registries-differ', section)
    })
  } finally {
    await launched.close()
  }
})

test('certificates of a company go into every node of a new cluster', async () => {
  const launched = await launch({ language: 'en', theme: 'light' })
  const { window } = launched
  const page = new SampanPage(window)
  try {
    await page.row(cluster).waitFor(slow)
    const { dialog, submit } = await page.customise({ name: trusting, image: testImage })
    const field = dialog.getByLabel(page.text('form.ca'), { exact: true })
    await field.fill('no certificate')
    await submit()
    const params = { field: 'caCertificates', reason: 'reason.noFile', subject: 'no certificate' }
    const { title } = page.problem({ code: 'spec.invalid', params })
    await expect(dialog.getByText(title).first()).toBeVisible(slow)
    await inspectInEachLook(window, 'form-ca', field)
    await field.fill(servers.ca)
    await submit()
    await expect(page.row(trusting).getByText(/./).first()).toBeVisible(slow)
    await expect
      .poll(() => inNode(trusting, 'cat', '/etc/sampan/ca/company.crt').catch(() => ''), slow)
      .toContain(servers.ca.trim())
    await expect(page.state).toHaveText(page.text('state.ready'), slow)
  } finally {
    await launched.close()
  }
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docker, execute } from './docker.ts'
import { realWorld } from './real-world.ts'
import { missingRegistry, pushTiny, RegistryContainers } from './registry-containers.ts'

const world = await realWorld()
const missing = world.missing ?? missingRegistry

/** A registry whose certificate only a company's own computers trust, and that no registries.yaml says anything about but its address. */
describe.skipIf(missing)(`certificates of a company${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const { engine } = world
  const spec = world.spec({ agents: 1 })
  const nodes = ['server-0', 'agent-0'].map((node) => `sampan-${spec.name}-${node}`)
  const signal = () => AbortSignal.timeout(120_000)
  let registries = ''
  let containers: RegistryContainers
  let [ca, host] = ['', '']

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    containers = new RegistryContainers(IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1')
    ca = await containers.ca()
    await containers.certificate('server')
    host = await containers.start({}, 'server')
    await pushTiny(`https://${host}`, { ca })
    registries = JSON.stringify({ mirrors: { 'repo.invalid': { endpoint: [`https://${host}`] } } })
    await engine.create({ ...spec, registries }, { signal: AbortSignal.timeout(180_000) })
  }, 240_000)
  afterAll(async () => {
    await world.sweep(spec.name)
    await containers?.close()
  })

  const pulls = () =>
    Promise.all(
      nodes.map((node) =>
        execute('docker', ['exec', node, 'crictl', 'pull', 'repo.invalid/library/tiny:1']).then(
          () => 'pulled',
          ({ stderr }: { stderr: string }) => /unknown authority|no such host/.exec(stderr)?.[0] ?? stderr,
        ),
      ),
    )
  const tested = async () => {
    const question = { name: spec.name, text: undefined, image: 'library/tiny:1' }
    const { endpoints } = await engine.testRegistries(question, signal())
    return endpoints.map(({ fault }) => fault?.kind ?? 'ok')
  }
  const applied = async (more: { caCertificates?: string }) => {
    const { generation } = await engine.spec(spec.name)
    const wanted = { ...spec, registries, ...more }
    const steps = await engine.preview(wanted, signal())
    await engine.apply(wanted, { signal: signal(), basedOn: generation })
    return steps.flatMap(({ action, target }) => (action === 'restart container' ? [target] : []))
  }

  it('are trusted by every node once it has been restarted, which is said before, and no more once they are gone', async () => {
    expect([await tested(), (await pulls()).includes('pulled')]).toEqual([['certificate_untrusted'], false])
    expect(await applied({ caCertificates: ca })).toEqual(nodes)
    expect([await tested(), await pulls()]).toEqual([['ok'], ['pulled', 'pulled']])
    expect(await engine.preview({ ...spec, registries, caCertificates: ca }, signal())).toEqual([])
    expect(await applied({})).toEqual(nodes)
    expect([await tested(), (await pulls()).includes('pulled')]).toEqual([['certificate_untrusted'], false])
  }, 240_000)

  it('are found by Go in a folder that SSL_CERT_DIR names', async () => {
    const pulledBy = async (folder: string) => {
      const accept = 'application/vnd.docker.distribution.manifest.v2+json'
      const settings = { REGISTRY_PROXY_REMOTEURL: `https://${host}`, SSL_CERT_DIR: folder }
      // One that does not trust its source ends at once.
      const proxy = await containers.start(settings).catch(() => undefined)
      for (let tries = 1; proxy !== undefined && tries < 50; tries += 1) {
        const answer = await fetch(`http://${proxy}/v2/library/tiny/manifests/1`, { headers: { accept } }).catch(
          () => undefined,
        )
        if (answer) return answer.ok
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      return false
    }
    expect([await pulledBy('/etc/tls:/etc/ssl/certs'), await pulledBy('/etc/ssl/certs')]).toEqual([true, false])
  })
})

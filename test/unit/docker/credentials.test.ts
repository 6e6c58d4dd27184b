import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dockerLogins, registryAuth, registryOf } from '../../../electron/docker/credentials.ts'

const hub = 'https://index.docker.io/v1/'
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe("the user's Docker credentials", () => {
  let home: string
  const write = async (config: object | string) => {
    await mkdir(join(home, '.docker'), { recursive: true })
    await writeFile(join(home, '.docker/config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  }
  const ask = (reference: string, env: Record<string, string> = {}) => registryAuth(reference, { env, home })
  /** A credential helper that answers as the script says. */
  const install = async (name: string, script: string) => {
    const path = join(home, `docker-credential-${name}`)
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
    return { PATH: `${home}${delimiter}${process.env.PATH}` }
  }

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'sampan-credentials-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  it('are those of the registry that an image comes from', () => {
    const references = [
      'rancher/k3s:v1',
      'docker.io/rancher/k3s',
      'busybox',
      'ghcr.io/a/b',
      'localhost/x',
      'registry:5000/x',
    ]
    expect(references.map(registryOf)).toEqual([hub, hub, hub, 'ghcr.io', 'localhost', 'registry:5000'])
  })

  it('come from a helper that the PATH of a desktop does not reach', async () => {
    await write({ credsStore: 'desktop' })
    await mkdir(join(home, '.docker/bin'))
    const helper = join(home, '.docker/bin/docker-credential-desktop')
    await writeFile(helper, '#!/bin/sh\necho \'{"Username":"me","Secret":"s"}\'\n', { mode: 0o755 })
    const auth = await ask('rancher/k3s', { PATH: '/usr/bin:/bin' })
    expect(auth).toEqual({ username: 'me', password: 's', serveraddress: hub })
  })

  it('are all told, with where each lies: in the file, in the store of all, in the program of one registry', async () => {
    await write({
      auths: { 'https://ghcr.io/v2/': { auth: base64('me:a:b') }, 'repo.example.net:5000': {}, [hub]: {} },
      credsStore: 'all',
      credHelpers: { 'cloud.example.net': 'cloud' },
    })
    const token = 'https://index.docker.io/v1/access-token'
    const list = JSON.stringify({ [hub]: 'hubby', [token]: 'x', 'repo.example.net:5000': 'ci' })
    await install(
      'all',
      `case $1 in list) echo '${list}';; get) read server; case $server in
      ${hub}) echo '{"Username":"hubby","Secret":"h"}';;
      repo*) echo '{"Username":"<token>","Secret":"t"}';; *) exit 1;; esac;; esac`,
    )
    const env = await install('cloud', 'echo \'{"Username":"cloudy","Secret":"c"}\'')
    const none = { username: '', password: '', identityToken: '' }
    expect(await dockerLogins({ env, home })).toEqual([
      { ...none, host: 'cloud.example.net', username: 'cloudy', password: 'c', source: 'docker-credential-cloud' },
      { ...none, host: 'docker.io', username: 'hubby', password: 'h', source: 'docker-credential-all' },
      { ...none, host: 'ghcr.io', username: 'me', password: 'a:b', source: join(home, '.docker/config.json') },
      { ...none, host: 'repo.example.net:5000', identityToken: 't', source: 'docker-credential-all' },
    ])
    expect(await dockerLogins({ env, home: join(home, 'nobody') })).toEqual([])
  })

  it('are none without a file, with a broken file, and for a registry without a login', async () => {
    expect(await ask('rancher/k3s')).toBeUndefined()
    await write('{ not json')
    expect(await ask('rancher/k3s')).toBeUndefined()
    await write({ auths: { 'ghcr.io': { auth: base64('me:secret') } } })
    expect(await ask('rancher/k3s')).toBeUndefined()
  })

  it('come from config.json, also with keys as old versions wrote them and colons in the password', async () => {
    await write({ auths: { 'https://ghcr.io/v2/': { auth: base64('me:a:b') }, [hub]: { identitytoken: 'token' } } })
    expect(await ask('ghcr.io/a/b')).toEqual({ username: 'me', password: 'a:b', serveraddress: 'ghcr.io' })
    expect(await ask('rancher/k3s')).toEqual({ identitytoken: 'token', serveraddress: hub })
  })

  it('come from the folder that DOCKER_CONFIG names', async () => {
    const folder = join(home, 'elsewhere')
    await mkdir(folder)
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { 'ghcr.io': { auth: base64('me:x') } } }))
    expect(await ask('ghcr.io/a/b', { DOCKER_CONFIG: folder })).toMatchObject({ username: 'me' })
  })

  it('come from a helper, which is asked for just that registry', async () => {
    await write({ credsStore: 'test', credHelpers: { 'ghcr.io': 'other' } })
    const env = await install('test', `read server; echo '{"Username":"me","Secret":"'"$server"'"}'`)
    await install('other', `echo '{"Username":"<token>","Secret":"t"}'`)
    expect(await ask('rancher/k3s', env)).toEqual({ username: 'me', password: hub, serveraddress: hub })
    expect(await ask('ghcr.io/a/b', env)).toEqual({ identitytoken: 't', serveraddress: 'ghcr.io' })
  })

  it('fall back to the file when the helper fails, talks nonsense or is not installed', async () => {
    const auths = { 'ghcr.io': { auth: base64('me:file') } }
    const expected = { username: 'me', password: 'file', serveraddress: 'ghcr.io' }
    const env = await install('failing', 'exit 1')
    await install('babbling', 'echo hello')
    for (const helper of ['failing', 'babbling', 'absent', '../evil']) {
      await write({ auths, credsStore: helper })
      expect(await ask('ghcr.io/a/b', env)).toEqual(expected)
    }
  })
})

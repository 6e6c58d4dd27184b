import { describe, expect, it } from 'vitest'
import { hostsWithoutLogin, withLogins } from '../../../electron/registry/docker-logins.ts'

const text = `mirrors:
  docker.io:
    endpoint: [ https://repo.example.net, https://other.example.net:5000/v2/hub ]
  ghcr.io: {}
configs:
  repo.example.net: # ours
    auth: { username: me, password: own }
  other.example.net:5000:
    tls: { insecure_skip_verify: true }
`
const login = (host: string) => ({ host, username: 'ci', password: `of ${host}`, identityToken: '' })

describe('logins of Docker in a registries.yaml', () => {
  it('are wanted for the hosts that it asks and has none for', () => {
    expect(hostsWithoutLogin(text)).toEqual(['other.example.net:5000', 'docker.io', 'ghcr.io'])
    expect(hostsWithoutLogin('mirrors:\n\tx: {}\n')).toEqual([])
  })

  it('are added beside what is there, and replace nothing', () => {
    const hosts = ['repo.example.net', 'other.example.net:5000', 'docker.io']
    expect(withLogins(text, hosts.map(login))).toBe(`mirrors:
  docker.io:
    endpoint: [ https://repo.example.net, https://other.example.net:5000/v2/hub ]
  ghcr.io: {}
configs:
  repo.example.net:
    # ours
    auth: { username: me, password: own }
  other.example.net:5000:
    tls: { insecure_skip_verify: true }
    auth:
      username: ci
      password: "of other.example.net:5000"
  registry-1.docker.io:
    auth:
      username: ci
      password: "of docker.io"
`)
  })

  it('may be a token', () => {
    expect(withLogins('', [{ host: 'ghcr.io', username: '', password: '', identityToken: 'abc' }])).toBe(
      'configs:\n  ghcr.io:\n    auth:\n      identity_token: abc\n',
    )
  })
})

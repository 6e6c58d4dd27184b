import { describe, expect, it } from 'vitest'
import { proxiesOf } from '../../../electron/registry/node-proxy.ts'

const gate = 'http://gate.example:3128'
const way = (env: Record<string, string>, url: string) => {
  const proxy = proxiesOf(env)(new URL(url))
  if (!proxy) return 'direct'
  return 'unsupported' in proxy ? `not ${proxy.unsupported}` : `${proxy.hostname}:${proxy.port}`
}

describe('the proxy of a node', () => {
  it.each([
    ['HTTPS alone leaves HTTP alone', { HTTPS_PROXY: gate }, 'http://repo.example/v2/', 'direct'],
    ['by its scheme', { HTTPS_PROXY: gate }, 'https://repo.example/v2/', 'gate.example:3128'],
    ['in small letters', { https_proxy: gate }, 'https://repo.example/v2/', 'gate.example:3128'],
    [
      'capitals before small letters',
      { HTTPS_PROXY: gate, https_proxy: 'http://other:1' },
      'https://r/v2/',
      'gate.example:3128',
    ],
    [
      'of containerd alone',
      { HTTPS_PROXY: 'http://other:1', CONTAINERD_HTTPS_PROXY: gate },
      'https://r/v2/',
      'gate.example:3128',
    ],
    ['none for containerd', { HTTPS_PROXY: gate, CONTAINERD_HTTPS_PROXY: '' }, 'https://r/v2/', 'direct'],
    ['ALL_PROXY says nothing to Go', { ALL_PROXY: gate }, 'https://r/v2/', 'direct'],
    ['without a scheme', { HTTP_PROXY: 'gate.example:3128' }, 'http://r/v2/', 'gate.example:3128'],
    ['without a port', { HTTP_PROXY: 'https://gate.example' }, 'http://r/v2/', 'gate.example:443'],
    ['of another kind', { HTTP_PROXY: 'socks5://gate.example:1080' }, 'http://r/v2/', 'not socks5://gate.example'],
    ['that cannot be read', { HTTP_PROXY: 'http://gate.example:no' }, 'http://r/v2/', 'direct'],
    ['never for this machine', { HTTP_PROXY: gate }, 'http://localhost:5000/v2/', 'direct'],
    ['nor its addresses', { HTTP_PROXY: gate }, 'http://127.0.0.2:5000/v2/', 'direct'],
    ['nor those of IPv6', { HTTP_PROXY: gate }, 'http://[::1]:5000/v2/', 'direct'],
  ])('%s', (_, env, url, expected) => {
    expect(way(env, url)).toBe(expected)
  })

  it.each([
    ['*', 'http://repo.example/', 'direct'],
    ['repo.example', 'http://repo.example/', 'direct'],
    ['repo.example', 'http://a.repo.example/', 'direct'],
    ['repo.example', 'http://norepo.example/', 'gate.example:3128'],
    ['.repo.example', 'http://a.repo.example/', 'direct'],
    ['.repo.example', 'http://repo.example/', 'gate.example:3128'],
    ['*.repo.example', 'http://a.repo.example/', 'direct'],
    ['*.repo.example', 'http://repo.example/', 'gate.example:3128'],
    ['repo.example:5000', 'http://repo.example:5000/', 'direct'],
    ['repo.example:5000', 'http://repo.example/', 'gate.example:3128'],
    ['repo.example:80', 'http://repo.example/', 'direct'],
    [' other , REPO.example ', 'http://repo.example/', 'direct'],
    ['10.0.0.0/8', 'http://10.1.2.3:5000/', 'direct'],
    ['10.0.0.0/8', 'http://11.1.2.3:5000/', 'gate.example:3128'],
    ['10.1.2.3', 'http://10.1.2.3:5000/', 'direct'],
    ['10.1.2.3:5001', 'http://10.1.2.3:5000/', 'gate.example:3128'],
    ['fd00::/8', 'http://[fd00::1]/', 'direct'],
    ['fd00::1', 'http://[fd00::1]/', 'direct'],
    ['10.0.0.0/99', 'http://10.1.2.3/', 'gate.example:3128'],
    [',,', 'http://repo.example/', 'gate.example:3128'],
  ])('with NO_PROXY %s for %s: %s', (exceptions, url, expected) => {
    expect(way({ HTTP_PROXY: gate, NO_PROXY: exceptions }, url)).toBe(expected)
  })

  it('is given its login, decoded', () => {
    const proxy = proxiesOf({ HTTP_PROXY: 'http://ci:p%40ss@gate.example' })(new URL('http://r/'))
    expect(proxy).toEqual({
      hostname: 'gate.example',
      port: 80,
      isSecure: false,
      authorization: `Basic ${Buffer.from('ci:p@ss').toString('base64')}`,
    })
  })
})

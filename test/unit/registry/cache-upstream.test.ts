import { describe, expect, it } from 'vitest'
import { cacheUpstream } from '../../../electron/registry/cache-upstream.ts'

describe('a cache fetches', () => {
  it.each([
    ['from the registry itself where there is no mirror', 'ghcr.io', '', { url: 'https://ghcr.io' }],
    ['Docker Hub by the name of its host', 'docker.io', 'mirrors: {}', { url: 'https://registry-1.docker.io' }],
    [
      'from the first mirror that the user has chosen',
      'docker.io',
      'mirrors: {docker.io: {endpoint: ["http://one.example:5000", "https://two.example"]}}',
      { url: 'http://one.example:5000' },
    ],
    [
      'from what is said for all registries',
      'quay.io',
      'mirrors: {"*": {endpoint: ["https://all.example"]}}',
      { url: 'https://all.example' },
    ],
    [
      'not from a path, which a cache cannot ask',
      'docker.io',
      'mirrors: {docker.io: {endpoint: ["https://one.example/v2/proxy", "https://two.example"]}}',
      { url: 'https://two.example' },
    ],
    [
      'not where a certificate of its own is needed',
      'docker.io',
      'mirrors: {docker.io: {endpoint: ["https://one.example"]}}\nconfigs: {one.example: {tls: {ca_file: /ca.crt}}}',
      { url: 'https://registry-1.docker.io' },
    ],
    [
      'from a mirror for which the nodes rewrite paths',
      'quay.io',
      'mirrors: {quay.io: {endpoint: ["https://one.example"], rewrite: {"^(.*)$": "quay/$1"}}}',
      { url: 'https://one.example' },
    ],
    [
      'with the login of the mirror',
      'docker.io',
      'mirrors: {docker.io: {endpoint: ["https://one.example"]}}\nconfigs: {one.example: {auth: {username: ci, password: pw}}}',
      { url: 'https://one.example', username: 'ci', password: 'pw' },
    ],
  ])('%s', (_, registry, text, wanted) => {
    expect(cacheUpstream(registry, text)).toEqual(wanted)
  })
})

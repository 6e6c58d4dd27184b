import { describe, expect, it } from 'vitest'
import { withPaths } from '../../../electron/registry/field-paths.ts'
import { checkRegistries } from '../../../electron/registry/registries-file.ts'

const pathsOf = (text: string) =>
  withPaths(text, checkRegistries(text)).map(({ rule, path }) => [rule, path?.join(' ') ?? 'none'])

describe('a remark about a registries.yaml', () => {
  it('leads to the field of a form that it is about', () => {
    expect(
      pathsOf(`mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.net
      - "mirror.example.org"
      -
    rewrite:
      "library/(.*)": "/hub/$1"
  https://ghcr.io:
    endpoint: [ https://ghcr.example.net, "http://localhost:5000" ]
configs:
  mirror.example.net:
    auth:
      username: ci
    tls:
      ca_file: /no/where.crt
`),
    ).toEqual([
      ['endpoint_without_scheme', 'mirrors docker.io endpoint 1'],
      ['endpoint_not_url', 'mirrors docker.io endpoint 2'],
      ['rewrite_leading_slash', 'mirrors docker.io rewrite library/(.*)'],
      ['rewrite_unanchored', 'mirrors docker.io rewrite library/(.*)'],
      ['key_has_scheme', 'mirrors https://ghcr.io'],
      ['endpoint_is_localhost', 'mirrors https://ghcr.io endpoint 1'],
      ['auth_incomplete', 'configs mirror.example.net auth username'],
      ['file_not_in_node', 'configs mirror.example.net tls ca_file'],
    ])
  })

  it('leads nowhere in a text that cannot be read', () => {
    expect(pathsOf('mirrors:\n\tdocker.io:\n')).toEqual([['tab_indentation', 'none']])
  })
})

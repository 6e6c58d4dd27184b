import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskSecrets, registrySections } from '../../../electron/registry/node-registries.ts'
import { checkRegistries } from '../../../electron/registry/registries-file.ts'

const rulesOf = (text: string) => checkRegistries(text).map(({ severity, rule, line }) => `${line} ${severity} ${rule}`)

describe('registries.yaml', () => {
  it.each([
    [''],
    ['{}'],
    ['# only a comment\n'],
    ['mirrors:\n'],
    ['mirrors:\n  docker.io:\n'],
    ['mirrors:\n  "*": {}\n'],
    [
      'mirrors:\n  docker.io:\n    endpoint:\n      - "https://mirror.example.com"\n      - http://192.168.1.10:5000\n    rewrite:\n      "^rancher/(.*)": "mirror/rancher/$1"\n',
    ],
    [
      'mirrors:\n  "192.168.1.10:5000":\n    endpoint: ["http://192.168.1.10:5000"]\nconfigs:\n  "192.168.1.10:5000":\n    auth: {username: u, password: p}\n    tls: {insecure_skip_verify: true}\n',
    ],
    ['configs:\n  registry.example.com:\n    auth:\n      identity_token: t\n'],
    // A registry that is used under its own name beside one that has a mirror.
    ['mirrors:\n  docker.io:\n    endpoint: ["https://a.example"]\nconfigs:\n  b.example:443: {}\n'],
    // Anchors, aliases, merge keys, and Go's flags in a group.
    ['mirrors:\n  docker.io: &a\n    endpoint: ["https://a.example"]\n  quay.io:\n    <<: *a\n'],
    ['mirrors:\n  docker.io:\n    endpoint: ["https://a.example"]\n    rewrite:\n      "(?i:library)/(.*)": "x/$1"\n'],
    ['mirrors:\n  a.example:443:\n    endpoint: ["https://a.example:443"]\nconfigs:\n  a.example:443: {}\n'],
    // What is in the image, and on a node's volume.
    ['configs:\n  a.example:\n    tls:\n      ca_file: /etc/ssl/certs/ca-certificates.crt\n'],
    ['configs:\n  a.example:\n    tls:\n      ca_file: /var/lib/rancher/k3s/corp.crt\n'],
    ['configs:\n  a.example:\n    tls:\n      key_file: ""\n'],
    ['configs:\n  a.example:\n    tls:\n      cert_file: \n'],
  ])('is accepted without a remark: %j', (text) => expect(checkRegistries(text)).toEqual([]))

  it.each([
    ['mirrors:\n\tdocker.io:\n', '2 error tab_indentation'],
    ['mirrors:\n  docker.io:\n    endpoint: [\n', '4 error not_yaml'],
    ['mirrors:\n  docker.io: a: b\n', '2 error not_yaml'],
    ['- a\n', '1 error wrong_type'],
    ['mirrors:\n  - docker.io\n', '2 error wrong_type'],
    ['mirrors:\n  docker.io:\n    endpoint: https://a.example\n', '3 error not_a_list'],
    ['mirrors:\n  docker.io:\n    rewrite:\n      "(": "x"\n', '4 warning rewrite_not_regex'],
    ['configs:\n  a.example:\n    tls:\n      insecure_skip_verify: maybe\n', '4 error wrong_type'],
    ['mirror:\n  docker.io: {}\n', '1 warning unknown_key'],
    ['mirrors:\n  docker.io:\n    endpoints: ["https://a.example"]\n', '3 warning unknown_key'],
    ['mirrors:\n  docker.io:\n    endpoint: ["a.example"]\n', '3 warning endpoint_without_scheme'],
    ['mirrors:\n  docker.io:\n    endpoint: ["http://localhost:5000"]\n', '3 warning endpoint_is_localhost'],
    ['mirrors:\n  docker.io:\n    endpoint: ["http://:bad:"]\n', '3 warning endpoint_not_url'],
    ['mirrors:\n  registry-1.docker.io: {}\n', '2 warning key_is_docker_hub_alias'],
    ['mirrors:\n  docker.io/library: {}\n', '2 warning key_has_path'],
    ['mirrors:\n  https://docker.io: {}\n', '2 warning key_has_scheme'],
    ['mirrors:\n  docker.io:\n    auth: {username: u}\n', '3 warning auth_under_mirrors'],
    [
      'mirrors:\n  docker.io:\n    endpoint: ["https://a.example"]\nconfigs:\n  docker.io: {}\n',
      '5 warning config_without_endpoint',
    ],
    [
      'configs:\n  a.example:\n    tls:\n      ca_file: /etc/docker/certs.d/a.example/ca.crt\n',
      '4 warning file_not_in_node',
    ],
    ['configs:\n  a.example:\n    tls:\n      cert_file: ~/certs/client.crt\n', '4 warning file_not_in_node'],
    ['configs:\n  a.example:\n    tls:\n      key_file: C:\\certs\\client.key\n', '4 warning file_not_in_node'],
    ['configs:\n  a.example:\n    tls:\n      ca_file: ./ca.pem\n', '4 warning file_not_in_node'],
    [
      'configs:\n  a.example:\n    tls:\n      ca_file: /usr/local/share/ca-certificates/corp.crt\n',
      '4 warning file_not_in_node',
    ],
    ['configs:\n  a.example:\n    tls:\n      ca_file: "/etc/ssl/certs/corp.pem"\n', '4 warning file_not_in_node'],
    ['mirrors:\n  docker.io: *nobody\n', '2 error not_yaml'],
    ['auths: {}\n', '1 warning deprecated_auths'],
  ])('is remarked upon where k3s would stumble or stay silent: %j', (text, expected) =>
    expect(rulesOf(text)).toContain(expected),
  )

  it('never makes the check throw, and every remark lies inside the text', () => {
    const piece = fc.constantFrom(
      'mirrors',
      'configs',
      'docker.io',
      ':',
      '\n',
      '  ',
      '\t',
      '- ',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '&a',
      '*a',
      '#',
      '|',
      '(',
      'endpoint',
      'auth',
      '??',
      '\u0000',
      '漢',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('')
        for (const { line, column } of checkRegistries(text)) {
          expect(line >= 1 && line <= text.split('\n').length && column >= 1).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('what containerd was given', () => {
  it('is the registry part of config.toml, without the line that only says where hosts.toml files lie, and without secrets', () => {
    const toml = [
      "[plugins.'io.containerd.cri.v1.images'.registry]",
      '  config_path = "/var/lib/rancher/k3s/agent/etc/containerd/certs.d"',
      '',
      "[plugins.'io.containerd.cri.v1.images'.registry.configs.'mirror.example.com'.auth]",
      '  username = "u"',
      '  password = "very-secret"',
      '',
      '[plugins.opt]',
      '  path = "/x"',
    ].join('\n')
    const shown = maskSecrets(registrySections(toml))
    expect([
      shown.includes('username = "u"'),
      shown.includes('very-secret'),
      shown.includes('config_path'),
      shown.includes('plugins.opt'),
    ]).toEqual([true, false, false, false])
  })

  it('is everything in the versions before hosts.toml', () => {
    const toml =
      '[plugins.cri.registry.mirrors]\n\n[plugins.cri.registry.mirrors."docker.io"]\n  endpoint = ["https://mirror.example.com"]\n'
    expect(registrySections(toml)).toContain('https://mirror.example.com')
  })
})

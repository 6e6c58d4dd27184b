// Longer than other files: a table with one entry a case.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: rewrites have them.

/** A registries.yaml, what is to be said of it, and what its fixes then write: `line severity rule → fix`. */
export interface RemarkCase {
  readonly text: string
  /** Of k3s, where it matters: another one says something else. */
  readonly version?: string
  readonly remarks: readonly string[]
  /** The text once every fix has been taken, one after the other. Undefined where there is none. */
  readonly fixed?: string
}

const recent = 'v1.36.3+k3s1'
const old = 'v1.21.2+k3s1'

const mirror = (...lines: string[]) =>
  ['mirrors:', '  docker.io:', ...lines.map((line) => `    ${line}`), ''].join('\n')
const hub = 'mirrors:\n  docker.io:\n    endpoint:\n      - https://mirror.example.net\n'
const configs = (...lines: string[]) => ['configs:', ...lines.map((line) => `  ${line}`), ''].join('\n')

/** Cases 10 to 14, and what else people write. The real k3s has been asked about each (test/recordings/registries-v1.36.3.json). */
export const remarkTable: readonly RemarkCase[] = [
  // Case 10: typos.
  {
    text: 'mirrors:\n  docker.io:\n    endpoints: # mine\n      - https://mirror.example.net\n',
    remarks: ['3 warning unknown_key endpoints → write endpoint'],
    fixed: 'mirrors:\n  docker.io:\n    endpoint: # mine\n      - https://mirror.example.net\n',
  },
  {
    text: 'mirrros:\n  docker.io:\n    endpoint:\n      - https://mirror.example.net\n',
    remarks: ['1 warning unknown_key mirrros → write mirrors'],
    fixed: hub,
  },
  {
    text: 'mirrors:\n  repo.example.net:\n    endpoint:\n      - https://repo.example.net\n    configs:\n      auth:\n        username: ci\n        password: not-a-secret\n',
    remarks: ['5 warning auth_under_mirrors configs → move configs.repo.example.net'],
    fixed:
      'mirrors:\n  repo.example.net:\n    endpoint:\n      - https://repo.example.net\nconfigs:\n  repo.example.net:\n    auth:\n      username: ci\n      password: not-a-secret\n',
  },
  {
    text: 'configs:\n  repo.example.net:\n    auth:\n      username: ci\n      password: not-a-secret\n      token: not-a-token\n',
    remarks: ['6 warning unknown_key token → write identity_token'],
    fixed:
      'configs:\n  repo.example.net:\n    auth:\n      username: ci\n      password: not-a-secret\n      identity_token: not-a-token\n',
  },
  {
    text: 'configs:\n  "https://index.docker.io/v2/":\n    auth:\n      username: ci\n      password: not-a-secret\n  index.docker.io:\n    auth:\n      username: ci\n      password: not-a-secret\n',
    remarks: [
      '2 warning key_has_scheme https://index.docker.io/v2/ → write docker.io',
      '6 warning key_is_docker_hub_alias index.docker.io → write docker.io',
    ],
    fixed:
      'configs:\n  "docker.io":\n    auth:\n      username: ci\n      password: not-a-secret\n  index.docker.io:\n    auth:\n      username: ci\n      password: not-a-secret\n',
  },
  {
    text: 'mirror:\n  docker.io: {}\nconfig:\n  a.example.net:\n    tls:\n      insecureSkipVerify: true\n',
    remarks: ['1 warning unknown_key mirror → write mirrors', '3 warning unknown_key config → write configs'],
    fixed: 'mirrors:\n  docker.io: {}\nconfigs:\n  a.example.net:\n    tls:\n      insecure_skip_verify: true\n',
  },
  {
    text: 'configs:\n  a.example.net:\n    tls:\n      ca: /var/lib/rancher/k3s/ca.crt\n      something: else\n',
    remarks: ['4 warning unknown_key ca → write ca_file', '5 warning unknown_key something'],
    fixed: 'configs:\n  a.example.net:\n    tls:\n      ca_file: /var/lib/rancher/k3s/ca.crt\n      something: else\n',
  },
  // Case 11: endpoints.
  {
    text: mirror(
      'endpoint:',
      '  - https://harbor.example.net/dockerhub/',
      '  - https://harbor.example.net/v2/dockerhub',
      '  - https://harbor.example.net/dockerhub',
      '  - git.example.net:443',
      '  - HTTPS://Mirror.Example.net',
      '  - http://[fd00:10::5]:5000',
    ),
    remarks: [
      '4 warning endpoint_path_without_v2 https://harbor.example.net/dockerhub/ ⇒ https://harbor.example.net/dockerhub/library/busybox/manifests/latest → write https://harbor.example.net/v2/dockerhub',
      '6 warning endpoint_path_without_v2 https://harbor.example.net/dockerhub ⇒ https://harbor.example.net/dockerhub/library/busybox/manifests/latest → write https://harbor.example.net/v2/dockerhub',
      '7 warning endpoint_without_scheme git.example.net:443 ⇒ https://git.example.net:443 → write https://git.example.net:443',
    ],
    fixed: mirror(
      'endpoint:',
      '  - https://harbor.example.net/v2/dockerhub',
      '  - https://git.example.net:443',
      '  - HTTPS://Mirror.Example.net',
      '  - http://[fd00:10::5]:5000',
    ),
  },
  {
    text: mirror(
      'endpoint:',
      '  - https://mirror.example.net',
      '  - https://mirror.example.net/',
      '  - https://mirror.example.net/v2',
      '  - http://mirror.example.net:80',
    ),
    version: recent,
    remarks: [
      '5 warning endpoint_duplicate https://mirror.example.net/ ⇒ 4 → remove https://mirror.example.net/',
      '6 warning endpoint_duplicate https://mirror.example.net/v2 ⇒ 4 → remove https://mirror.example.net/v2',
    ],
    fixed: mirror('endpoint:', '  - https://mirror.example.net', '  - http://mirror.example.net:80'),
  },
  {
    text: mirror('endpoint: ["docker.io", https://registry-1.docker.io]'),
    version: recent,
    remarks: [
      '3 warning endpoint_without_scheme docker.io ⇒ https://registry-1.docker.io → write https://registry-1.docker.io',
      '3 warning endpoint_duplicate https://registry-1.docker.io ⇒ 3 → remove https://registry-1.docker.io',
    ],
    fixed: mirror('endpoint: ["https://registry-1.docker.io"]'),
  },
  {
    text: mirror('endpoint: ["https://docker.io"]'),
    version: old,
    remarks: ['3 warning endpoint_is_docker_hub https://docker.io → write https://registry-1.docker.io'],
    fixed: mirror('endpoint: ["https://registry-1.docker.io"]'),
  },
  { text: mirror('endpoint: ["https://docker.io"]'), version: recent, remarks: [] },
  {
    text: `mirrors:\n  docker.io:\n    endpoint:\n      - https://git.example.net:443\nconfigs:\n  git.example.net: {tls: {insecure_skip_verify: true}}\n`,
    remarks: ['6 warning config_port_differs git.example.net ⇒ git.example.net:443 → write git.example.net:443'],
    fixed: `mirrors:\n  docker.io:\n    endpoint:\n      - https://git.example.net:443\nconfigs:\n  git.example.net:443: {tls: {insecure_skip_verify: true}}\n`,
  },
  {
    text: 'mirrors:\n  "repo.example.net:443":\n    endpoint:\n      - https://repo.example.net\nconfigs:\n  repo.example.net: {auth: {username: ci, password: not-a-secret}}\n',
    remarks: [],
  },
  { text: mirror('endpoint: ["https://a.example.net/v2/"]'), version: recent, remarks: [] },
  {
    text: mirror('endpoint: ["https://a.example.net/"]'),
    version: old,
    remarks: [
      '3 warning endpoint_trailing_slash https://a.example.net/ ⇒ https://a.example.net/library/busybox/manifests/latest → write https://a.example.net',
    ],
    fixed: mirror('endpoint: ["https://a.example.net"]'),
  },
  {
    text: mirror('endpoint: ["http://localhost:5000"]'),
    remarks: ['3 warning endpoint_is_localhost http://localhost:5000 → write http://host.docker.internal:5000'],
    fixed: mirror('endpoint: ["http://host.docker.internal:5000"]'),
  },
  {
    text: mirror("endpoint: ['127.0.0.1:5000']"),
    remarks: [
      '3 warning endpoint_is_localhost 127.0.0.1:5000 → write http://host.docker.internal:5000',
      '3 warning endpoint_without_scheme 127.0.0.1:5000 ⇒ http://127.0.0.1:5000 → write http://127.0.0.1:5000',
    ],
    fixed: mirror("endpoint: ['http://host.docker.internal:5000']"),
  },
  {
    text: mirror('endpoint:', '  - https//mirror.example.net', '  - http:/plain.example.net:5000'),
    remarks: [
      '4 warning endpoint_not_url https//mirror.example.net → write https://mirror.example.net',
      '5 warning endpoint_not_url http:/plain.example.net:5000 → write http://plain.example.net:5000',
    ],
    fixed: mirror('endpoint:', '  - https://mirror.example.net', '  - http://plain.example.net:5000'),
  },
  {
    text: mirror('endpoint: ["http://fd00:10::5:5000", ""]'),
    remarks: ['3 warning endpoint_not_url http://fd00:10::5:5000', '3 warning endpoint_not_url  → remove '],
    fixed: mirror('endpoint: ["http://fd00:10::5:5000"]'),
  },
  {
    text: mirror('endpoint:', '  - https://ci:not-a-secret@mirror.example.net'),
    remarks: ['4 warning endpoint_has_login https://mirror.example.net → move configs.mirror.example.net'],
    fixed: `${hub}configs:\n  mirror.example.net:\n    auth:\n      username: ci\n      password: not-a-secret\n`,
  },
  {
    text: mirror('endpoint: [https://mirror.example.net?x=1, "https://b.example.net/v2/p#q"]'),
    remarks: [
      '3 error not_yaml BAD_SCALAR_START → write "https://mirror.example.net?x=1"',
      '3 warning endpoint_has_query https://mirror.example.net?x=1 → write https://mirror.example.net',
      '3 warning endpoint_has_query https://b.example.net/v2/p#q → write https://b.example.net/v2/p',
    ],
    fixed: mirror('endpoint: ["https://mirror.example.net", "https://b.example.net/v2/p"]'),
  },
  {
    text: mirror('endpoint:', '  - http://a.example.net:443', '  - https://b.example.net:80'),
    remarks: [
      '4 warning endpoint_scheme_port http://a.example.net:443 → write https://a.example.net:443',
      '5 warning endpoint_scheme_port https://b.example.net:80 → write http://b.example.net:80',
    ],
    fixed: mirror('endpoint:', '  - https://a.example.net:443', '  - http://b.example.net:80'),
  },
  {
    text: mirror('endpoint: https://a.example.net # one'),
    remarks: ['3 error not_a_list endpoint → write [ https://a.example.net ]'],
    fixed: mirror('endpoint: [ https://a.example.net ] # one'),
  },
  {
    text: 'mirrors:\n  docker.io: https://a.example.net\n',
    remarks: ['2 error wrong_type docker.io → write { endpoint: [ https://a.example.net ] }'],
    fixed: 'mirrors:\n  docker.io: { endpoint: [ https://a.example.net ] }\n',
  },
  {
    text: 'mirrors:\n  docker.io:\n    - https://a.example.net\n',
    remarks: ['3 error wrong_type docker.io'],
  },
  {
    text: 'mirrors:\n  docker.io:\n\tendpoint: []\n',
    remarks: ['3 error tab_indentation OTHER → indent'],
    fixed: 'mirrors:\n  docker.io:\n    endpoint: []\n',
  },
  // Keys.
  {
    text: 'mirrors:\n  https://repo.example.net:\n    endpoint: ["https://m.example.net"]\n  quay.io/team:\n    endpoint: ["https://m.example.net"]\n  registry-1.docker.io:\n    endpoint: ["https://m.example.net"]\n',
    remarks: [
      '2 warning key_has_scheme https://repo.example.net → write repo.example.net',
      '4 warning key_has_path quay.io/team → write quay.io',
      '6 warning key_is_docker_hub_alias registry-1.docker.io → write docker.io',
    ],
    fixed:
      'mirrors:\n  repo.example.net:\n    endpoint: ["https://m.example.net"]\n  quay.io:\n    endpoint: ["https://m.example.net"]\n  docker.io:\n    endpoint: ["https://m.example.net"]\n',
  },
  {
    text: 'mirrors:\n  docker.io:\n    endpoint: ["https://a.example.net"]\n    auth: {username: ci, password: not-a-secret}\n    tls:\n      insecure_skip_verify: true\n',
    remarks: [
      '4 warning auth_under_mirrors auth → move configs.a.example.net',
      '5 warning auth_under_mirrors tls → move configs.a.example.net',
    ],
    fixed:
      'mirrors:\n  docker.io:\n    endpoint: ["https://a.example.net"]\nconfigs:\n  a.example.net:\n    auth: {username: ci, password: not-a-secret}\n    tls:\n      insecure_skip_verify: true\n',
  },
  // Case 12: credentials.
  {
    text: 'configs:\n  docker.io:\n    auth:\n      auth: dckr_pat_NotARealToken\n  repo.example.net:\n    auth:\n      auth: Y2k6bm90LWEtc2VjcmV0\n',
    remarks: ['4 warning auth_not_base64 auth'],
  },
  {
    text: 'configs:\n  repo.example.net:\n    auth:\n      auth: ci:not-a-secret\n',
    remarks: ['4 warning auth_not_base64 auth → encode base64'],
    fixed: 'configs:\n  repo.example.net:\n    auth:\n      auth: Y2k6bm90LWEtc2VjcmV0\n',
  },
  {
    text: 'mirrors:\n  docker.io:\n    endpoint:\n      - https://registry-1.docker.io\nconfigs:\n  docker.io:\n    auth:\n      username: ci\n      password: not-a-secret\n',
    version: recent,
    remarks: [],
  },
  {
    text: 'mirrors:\n  docker.io:\n    endpoint:\n      - https://registry-1.docker.io\nconfigs:\n  docker.io:\n    auth:\n      username: ci\n      password: not-a-secret\n',
    version: old,
    remarks: ['6 warning config_without_endpoint docker.io → write registry-1.docker.io'],
    fixed:
      'mirrors:\n  docker.io:\n    endpoint:\n      - https://registry-1.docker.io\nconfigs:\n  registry-1.docker.io:\n    auth:\n      username: ci\n      password: not-a-secret\n',
  },
  {
    text: 'mirrors:\n  icr.example.net:\n    endpoint:\n      - https://artifacts.example.net\nconfigs:\n  icr.example.net:\n    auth:\n      username: ci\n      password: not-a-secret\n',
    remarks: ['6 warning config_without_endpoint icr.example.net → write artifacts.example.net'],
    fixed:
      'mirrors:\n  icr.example.net:\n    endpoint:\n      - https://artifacts.example.net\nconfigs:\n  artifacts.example.net:\n    auth:\n      username: ci\n      password: not-a-secret\n',
  },
  {
    text: configs(
      'a.example.net: {auth: {username: robot$ci, password: 00123}}',
      'b.example.net: {auth: {username: 12345, password: yes}}',
      'c.example.net: {auth: {username: ci, password: 1e3}}',
      'd.example.net: {auth: {username: ci, password: "p@ss: #1"}}',
      'e.example.net:',
      '  auth:',
      '    username: ci',
      '    password: pw#1 # the blank before this makes a comment',
      "f.example.net: {auth: {username: ci, password: '$HOME ${HOME} %41 \\n'}}",
    ),
    remarks: [],
  },
  {
    text: configs('g.example.net:', '  tls: {insecure_skip_verify: "true"}'),
    remarks: ['3 error wrong_type insecure_skip_verify → write true'],
    fixed: configs('g.example.net:', '  tls: {insecure_skip_verify: true}'),
  },
  {
    text: 'mirrors:\n  "*":\n    endpoint:\n      - https://harbor.example.net\nconfigs:\n  "*":\n    auth:\n      username: ci\n      password: not-a-secret\n',
    version: recent,
    remarks: ['6 warning wildcard_config * → write harbor.example.net'],
    fixed:
      'mirrors:\n  "*":\n    endpoint:\n      - https://harbor.example.net\nconfigs:\n  "harbor.example.net":\n    auth:\n      username: ci\n      password: not-a-secret\n',
  },
  {
    text: 'mirrors:\n  "*":\n    endpoint:\n      - https://harbor.example.net\n',
    version: old,
    remarks: ['2 warning wildcard_not_docker_hub * → add docker.io'],
    fixed:
      'mirrors:\n  "*":\n    endpoint:\n      - https://harbor.example.net\n  docker.io:\n    endpoint:\n      - https://harbor.example.net\n',
  },
  { text: 'mirrors:\n  "*":\n    endpoint:\n      - https://harbor.example.net\n', version: recent, remarks: [] },
  {
    text: configs('a.example.net: {auth: {username: ci}}', 'b.example.net: {auth: {password: not-a-secret}}'),
    remarks: ['2 warning auth_incomplete password', '3 warning auth_incomplete username'],
  },
  {
    text: configs('a.example.net: {tls: {cert_file: /var/lib/rancher/k3s/c.crt}}'),
    remarks: ['2 warning client_certificate_incomplete key_file'],
  },
  // Case 13: rewrites.
  {
    text: mirror('endpoint: ["https://harbor.example.net"]', 'rewrite:', '  "^my\\.team/(.*)": "proxy/$1"'),
    remarks: ["5 error bad_escape BAD_DQ_ESCAPE → write '^my\\.team/(.*)'"],
    fixed: mirror('endpoint: ["https://harbor.example.net"]', 'rewrite:', `  '^my[.]team/(.*)': "proxy/$1"`),
  },
  {
    text: 'mirrors:\n  icr.example.net:\n    endpoint: ["https://artifacts.example.net"]\n    rewrite:\n      "cp/edge": "team-local/$1"\n',
    remarks: [
      '5 warning rewrite_without_group $1 ⇒ team-local/ → write ^cp/edge/(.*)',
      '5 warning rewrite_unanchored cp/edge ⇒ other/cp/edge → write ^cp/edge',
    ],
    fixed:
      'mirrors:\n  icr.example.net:\n    endpoint: ["https://artifacts.example.net"]\n    rewrite:\n      "^cp/edge/(.*)": "team-local/$1"\n',
  },
  {
    text: mirror(
      'endpoint: ["https://git.example.net"]',
      'rewrite:',
      '  "^(.*)$": "/group/dependency_proxy/containers/$1"',
      '  "^library/(.*)": "hub-library/$1"',
    ),
    remarks: [
      '5 warning rewrite_leading_slash /group/dependency_proxy/containers/$1 → write group/dependency_proxy/containers/$1',
      '6 warning rewrites_overlap ^library/(.*) ⇒ ^(.*)$',
    ],
    fixed: mirror(
      'endpoint: ["https://git.example.net"]',
      'rewrite:',
      '  "^(.*)$": "group/dependency_proxy/containers/$1"',
      '  "^library/(.*)": "hub-library/$1"',
    ),
  },
  {
    text: mirror(
      'endpoint: ["https://harbor.example.net"]',
      'rewrite:',
      '  "rancher/(.*)": "mirror/rancher/$1"',
      '  \'^a\\.b/(?P<rest>.*)$\': "x/${rest}"',
    ),
    remarks: [
      '5 warning rewrite_unanchored rancher/(.*) ⇒ other/rancher/x → write ^rancher/(.*)',
      '6 warning rewrite_has_backslash ^a\\.b/(?P<rest>.*)$ → write ^a[.]b/(?P<rest>.*)$',
    ],
    fixed: mirror(
      'endpoint: ["https://harbor.example.net"]',
      'rewrite:',
      '  "^rancher/(.*)": "mirror/rancher/$1"',
      '  \'^a[.]b/(?P<rest>.*)$\': "x/${rest}"',
    ),
  },
  {
    text: mirror(
      'endpoint: ["https://harbor.example.net"]',
      'rewrite:',
      "  '^docker\\.io/library/(.*)': 'hub/$1'",
      "  '^rancher/(.*):latest$': 'r/$1'",
    ),
    remarks: [
      '5 warning rewrite_has_registry ^docker\\.io/library/(.*) → write ^library/(.*)',
      '6 warning rewrite_has_tag ^rancher/(.*):latest$',
    ],
    fixed: mirror(
      'endpoint: ["https://harbor.example.net"]',
      'rewrite:',
      "  '^library/(.*)': 'hub/$1'",
      "  '^rancher/(.*):latest$': 'r/$1'",
    ),
  },
  {
    text: mirror('rewrite:', '  "^(.*)$": "x/$1"'),
    remarks: ['3 warning rewrite_without_endpoint rewrite'],
  },
  {
    text: mirror('endpoint: ["https://a.example.net"]', 'rewrite:', '  "(": "x"'),
    remarks: ['5 warning rewrite_not_regex ('],
  },
  // Go has neither look-around nor backreferences.
  ...[
    '^(?!library/)(.*)',
    '^(?=library/)(.*)',
    '^(.*)(?<!-dev)$',
    '^(.*)(?<=-dev)$',
    '^(a|b)/\\1/(.*)',
    '^(?<x>a)/\\k<x>$',
  ].map((pattern) => ({
    text: mirror('endpoint: ["https://a.example.net"]', 'rewrite:', `  '${pattern}': "proxy/$1"`),
    remarks: [`5 warning rewrite_not_regex ${pattern}`],
  })),
  ...['^([(?=!]+)$', '^([(?<!]+)$'].map((pattern) => ({
    text: mirror('endpoint: ["https://a.example.net"]', 'rewrite:', `  '${pattern}': "proxy/$1"`),
    remarks: [],
  })),
  {
    text: mirror('endpoint: ["https://a.example.net"]', 'rewrite:', "  '^(a\\\\1)$': 'proxy/$1'"),
    remarks: ['5 warning rewrite_has_backslash ^(a\\\\1)$'],
  },
  // Keys that occur twice: a real v1.36.3 takes the last of two values, and merges what has fields of its own, or is a map of patterns.
  {
    text: 'mirrors:\n  docker.io:\n    endpoint: ["https://a.example.net"]\n  docker.io:\n    endpoint: ["https://b.example.net"]\n',
    remarks: ['2 warning key_repeated docker.io ⇒ 4'],
  },
  {
    text: mirror('endpoint: ["https://a.example.net"]', 'endpoint: ["https://b.example.net"]'),
    remarks: ['3 warning key_repeated endpoint ⇒ 4'],
  },
  {
    text: 'mirrors:\n  docker.io: {}\nmirrors:\n  quay.io: {}\n',
    remarks: ['1 warning key_merged mirrors ⇒ 3'],
  },
  {
    text: configs('a.example.net:', '  auth: { username: u }', '  auth: { password: p }'),
    remarks: ['3 warning key_merged auth ⇒ 4'],
  },
  // Of several documents k3s reads the first.
  { text: `${hub}---\nmirrors:\n  quay.io: {}\n`, remarks: ['5 warning second_document ---'] },
  { text: `---\n${hub}---\n# Nothing\n`, remarks: [] },
  // Case 14: files of the laptop.
  {
    text: 'mirrors:\n  docker.io:\n    endpoint:\n      - https://registry.corp.example\nconfigs:\n  registry.corp.example:\n    tls:\n      ca_file: /etc/docker/certs.d/registry.corp.example/ca.crt\n      cert_file: ~/certs/client.crt\n      key_file: C:\\certs\\client.key\n',
    remarks: [
      '8 warning file_not_in_node /etc/docker/certs.d/registry.corp.example/ca.crt',
      '9 warning file_not_in_node ~/certs/client.crt',
      '10 warning file_not_in_node C:\\certs\\client.key',
    ],
  },
  { text: 'auths: {}\n', remarks: ['1 warning deprecated_auths auths'] },
  { text: 'mirrors: [', remarks: ['1 error not_yaml BAD_INDENT'] },
]

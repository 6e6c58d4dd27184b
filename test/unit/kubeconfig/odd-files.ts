const base = 'apiVersion: v1\nkind: Config\nclusters:\n- name: c\n  cluster: {server: x}\n'
const named = (name: string) => `clusters:\n- name: ${name}\n`
const cluster = (fields: string) => `clusters:\n- name: a\n  cluster: {${fields}}\n`
const user = (fields: string) => `users:\n- name: a\n  user: {${fields}}\n`
const wide = (text: string) => Buffer.from(text, 'utf16le')

type OddFile = readonly [what: string, file: string | Buffer]

/** What kubectl v1.32 reads, though many readers of YAML do not. */
export const readable: readonly OddFile[] = [
  ['a key twice', 'kind: Config\ncurrent-context: a\ncurrent-context: b\n'],
  ['a list twice', 'clusters:\n- name: a\nclusters:\n- name: b\nusers: []\nusers:\n- name: c\n'],
  [
    'a name twice in an entry',
    'clusters:\n- name: a\n  name: b\ncontexts:\n- context: {}\n  name: x\n  context: {cluster: b}\n',
  ],
  ['a key twice in JSON', '{"kind":"Config","users":[],"kind":"Config","users":[]}'],
  ['several documents', `${base}---\nkind: Foo\n`],
  ['a broken second document', `${base}---\nfoo: [\n`],
  ['an empty first document', `---\n---\n${base}`],
  ['anything behind the end', `${base}...\nfoo: [\n`],
  ['UTF-16 with a mark', wide(`\uFEFF${base}`)],
  ['UTF-16 the other way round', wide(`\uFEFF${base}`).swap16()],
  ['UTF-8 with a mark', `\uFEFF${base}`],
  ['null lists and entries', 'clusters: null\ncontexts: ~\nusers:\n- \n'],
  ['empty version and kind', "apiVersion: ''\nkind: ''\n"],
  ['a first key beside a question mark', '? kind\n: Config\nclusters: []\n'],
  ['the first version of YAML', '%YAML 1.1\n---\nkind: Config\n'],
  ['tabs behind a colon', 'kind:\tConfig\n'],
  [
    'text that looks like a number and is none',
    `${named('1:20')}- name: 0.0.0\n- name: 0o8\n- name: 1e\n- name: 2020-01-01\n`,
  ],
  ['numbers in quotes', `${named('"0123"')}- name: 'yes'\n- name: !!str 12\n`],
  ['words that look like others', `${named('tRue')}- name: nUll\n- name: inf\n`],
  ['yes for true', cluster('insecure-skip-tls-verify: yes')],
  [
    'base64 over several lines',
    'clusters:\n- name: a\n  cluster:\n    certificate-authority-data: |\n      QUJD\n      REVG\n',
  ],
  ['unknown keys', 'foo: {bar: [1]}\n5: a\n'],
  ['one name in several lists', 'clusters:\n- name: a\ncontexts:\n- name: a\nusers:\n- name: a\n'],
  [
    'extensions of any form',
    cluster('extensions: [{name: x, extension: 5}, {name: b}, {name: b}, {name: z, extension: [1]}]'),
  ],
  ['a date for a provider', user('auth-provider: {name: x, config: {expiry: 2020-01-01T00:00:00Z}}')],
  ['values from elsewhere', 'x: &b {server: "https://x:1"}\nclusters:\n- name: a\n  cluster: {<<: *b}\n'],
]

/** What kubectl v1.32 refuses, with the line that is at fault. */
export const refused: readonly (readonly [what: string, file: string | Buffer, line: number])[] = [
  ['two users of one name', `${user('token: x')}- name: b\n- name: a\n`, 5],
  ['two clusters of one name', `${cluster('server: x')}- name: a\n`, 4],
  ['two contexts of one name', 'contexts:\n- context: {}\n  name: x\n- {name: x}\n', 4],
  ['two entries without a name', 'clusters:\n- {}\n- name:\n', 3],
  ['two extensions of one name', cluster('extensions: [{name: x, extension: {}}, {name: x}]'), 3],
  ['an octal number as a name', `kind: Config\n${named('0123')}`, 3],
  ['yes as a name', named('yes'), 2],
  ['y as a name', named('y'), 2],
  ['an exponent as a name', named('12e3'), 2],
  ['a number with underscores as a name', named('1_000'), 2],
  ['a hexadecimal number as a name', named('0x1F'), 2],
  ['infinity', named('.inf'), 2],
  ['a number as a namespace', 'contexts:\n- name: a\n  context: {namespace: 5}\n', 3],
  ['on as a user', 'contexts:\n- name: a\n  context: {user: on}\n', 3],
  ['a number as the current context', 'kind: Config\ncurrent-context: 5\n', 2],
  ['a number as a token', user('token: 12345'), 3],
  ['a number as a password', user('password: 007'), 3],
  ['a number as an argument', user('exec: {command: x, args: [1]}'), 3],
  ['a number in the environment', user('exec: {command: x, env: [{name: A, value: 1}]}'), 3],
  ['text for true', cluster("insecure-skip-tls-verify: 'true'"), 3],
  ['a number for a provider', user('auth-provider: {name: x, config: {expiry: 5}}'), 3],
  ['what is no base64', cluster('certificate-authority-data: "not base64!"'), 3],
  ['base64 without its end', cluster('certificate-authority-data: QUI'), 3],
  ['a word for a cluster', 'clusters:\n- name: a\n  cluster: x\n', 3],
  ['a word for groups', user('as-groups: x'), 3],
  ['a number for preferences', 'kind: Config\npreferences: 3\n', 2],
  ['the second version of YAML', '%YAML 1.2\n---\nkind: Config\n', 1],
  ['a control character', 'kind: Config\n# \u0001\n', 2],
  ['a tab behind a dash', 'clusters:\n-\tname: a\n', 2],
  ['a tab in an empty line', 'clusters:\n\t\n- name: a\n', 2],
  ['a slash that JSON allows', '{"kind": "Config",\n"current-context": "a\\/b"}', 2],
  ['a list as a key', 'kind: Config\n? [a]\n: c\n', 2],
  ['nothing as a key', 'kind: Config\n~: a\n', 2],
]

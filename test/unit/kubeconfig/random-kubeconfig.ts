import fc from 'fast-check'
import { stringify } from 'yaml'

interface File {
  readonly lists: readonly {
    readonly key: string
    readonly style: 'block' | 'flow' | 'null' | 'empty' | 'absent' | 'nothing'
    readonly names: readonly string[]
    readonly isIndented: boolean
  }[]
  readonly current: string | null | undefined
  readonly comments: readonly string[]
  readonly order: readonly number[]
  readonly newline: string
  readonly isEnded: boolean
  readonly hasMarker: boolean
  readonly hasByteOrderMark: boolean
  readonly hasUnknown: boolean
  readonly hasAnchors: boolean
  readonly indent: number
  readonly noise: readonly number[]
}

const names = fc.constantFrom(
  'prod',
  'a',
  'kind-kind',
  'sampan-other',
  'arn:aws:eks:eu:1:cluster/x',
  'with space',
  '集群',
  '- dash',
  'yes',
  '1',
  'sampan-demo-1',
)

function fileOf(): fc.Arbitrary<File> {
  const list = (key: string) =>
    fc.record({
      key: fc.constant(key),
      style: fc.constantFrom('block', 'block', 'block', 'flow', 'null', 'empty', 'absent', 'nothing'),
      // kubectl refuses two entries of one name: kubectl-reads.test has those.
      names: fc.uniqueArray(names, { minLength: 1, maxLength: 4 }),
      isIndented: fc.boolean(),
    })
  return fc.record({
    lists: fc.tuple(list('clusters'), list('contexts'), list('users')),
    current: fc.oneof(names, fc.constant(null), fc.constant(undefined), fc.constant('')),
    comments: fc.array(fc.constantFrom('# c', '#', '# - name: x', '# clusters:', '#\ttab', '# "quote'), {
      minLength: 1,
      maxLength: 4,
    }),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
    newline: fc.constantFrom('\n', '\n', '\r\n'),
    isEnded: fc.boolean(),
    hasMarker: fc.boolean(),
    hasByteOrderMark: fc.boolean(),
    hasUnknown: fc.boolean(),
    hasAnchors: fc.boolean(),
    indent: fc.constantFrom(0, 0, 0, 2),
    noise: fc.array(fc.nat(9), { minLength: 40, maxLength: 40 }),
  })
}

const bodies = { clusters: 'cluster', contexts: 'context', users: 'user' } as const

function valueOfEntry(key: string, name: string, index: number): Record<string, unknown> {
  if (key === 'clusters')
    return { server: `https://${index}.example:6443`, 'certificate-authority-data': 'QUJD'.repeat(20) }
  if (key === 'contexts') return { cluster: name, user: name, namespace: 'x' }
  return index % 2 === 0
    ? { token: 'secret: #1' }
    : { exec: { apiVersion: 'v1', args: ['- a', '--b'], command: 'aws', env: null } }
}

function entry(key: string, name: string, index: number): Record<string, unknown> {
  const body = bodies[key as keyof typeof bodies]
  const value = valueOfEntry(key, name, index)
  return index % 2 === 0 ? { name, [body]: value } : { [body]: value, name }
}

function jsonText(file: File): string {
  const config: Record<string, unknown> = { apiVersion: 'v1', kind: 'Config' }
  for (const { key, style, names: entries } of file.lists) {
    if (style === 'absent') continue
    config[key] =
      style === 'null' || style === 'nothing'
        ? null
        : style === 'empty'
          ? []
          : entries.map((name, index) => entry(key, name, index))
  }
  if (file.current !== undefined) config['current-context'] = file.current
  const spaces = [undefined, 2, 4, '\t'][file.noise[0] ?? 0]
  return JSON.stringify(config, undefined, spaces).replaceAll('\n', file.newline) + (file.isEnded ? file.newline : '')
}

function blockText(file: File): string {
  let next = 0
  const noise = () => file.noise[next++ % file.noise.length] ?? 0
  const comment = () => file.comments[noise() % file.comments.length] ?? '#'
  const between = (): string[] => {
    const what = noise()
    return what < 2 ? [`${' '.repeat(noise())}${comment()}`] : what === 2 ? [''] : what === 3 ? ['', comment()] : []
  }
  const endOfLine = () => (noise() < 2 ? ` ${comment()}` : '')
  const sections: string[][] = [
    ['apiVersion: v1'],
    ['kind: "Config"'],
    ...file.lists.map((list) => listLines(list, file, { between, endOfLine, comment, noise })),
    file.current === undefined
      ? []
      : [`current-context:${file.current === null ? '' : ` ${JSON.stringify(file.current)}`}${endOfLine()}`],
  ]
  if (file.hasUnknown)
    sections.push(['preferences: {}', 'x-unknown: {a: [1, 2], b: "- c"}', 'text: |', '  clusters:', '  - name: no'])
  const ordered = [...file.order.map((index) => sections[index] ?? []), ...sections.slice(6)]
  const lines = ordered.flatMap((section) => [
    ...between(),
    ...section.map((line) => (line === '' ? line : ' '.repeat(file.indent) + line)),
  ])
  if (lines.every((line) => line.trim() === '' || line.trim().startsWith('#'))) lines.push('kind: Config')
  const text = [...(file.hasMarker ? ['---'] : []), ...lines, ...between()].join(file.newline)
  return `${file.hasByteOrderMark ? '\uFEFF' : ''}${text}${file.isEnded ? file.newline : ''}`
}

interface Tools {
  between(): string[]
  endOfLine(): string
  comment(): string
  noise(): number
}

function listLines(list: File['lists'][number], file: File, tools: Tools): string[] {
  const { key, style } = list
  const head = `${tools.noise() === 0 ? JSON.stringify(key) : key}:`
  switch (style) {
    case 'absent':
      return []
    case 'nothing':
      return [`${head}${tools.endOfLine()}`]
    case 'null':
      return [`${head} ${tools.noise() < 5 ? 'null' : '~'}${tools.endOfLine()}`]
    case 'empty':
      return [`${head} []${tools.endOfLine()}`]
    case 'flow':
      return [`${head} ${JSON.stringify(list.names.map((name, index) => entry(key, name, index)))}${tools.endOfLine()}`]
    case 'block': {
      const pad = list.isIndented ? '  ' : ''
      const items = list.names.flatMap((name, index) => {
        const lines = stringify(entry(key, name, index), { lineWidth: 0, version: '1.1' })
          .trimEnd()
          .split('\n')
        const anchor = file.hasAnchors && index === 0 ? `&${key}-anchor` : ''
        const first = anchor
          ? [`${pad}- ${anchor}`, ...lines.map((line) => `${pad}  ${line}`)]
          : lines.map((line, at) => `${pad}${at === 0 ? '- ' : '  '}${line}`)
        return [...tools.between().map((line) => (line.trim() === '' ? '' : `${pad}${line.trim()}`)), ...first]
      })
      // Under a name of its own: kubectl refuses two entries of one name.
      const alias =
        file.hasAnchors && tools.noise() < 3 ? [`${pad}- <<: *${key}-anchor`, `${pad}  name: ${key}-again`] : []
      return [`${head}${tools.endOfLine()}`, ...items, ...alias]
    }
  }
}

/** Kubeconfigs as people and tools write them, valid and odd: comments, anchors, unknown fields, other orders and styles. */
export const randomKubeconfig: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fileOf().map((file) => blockText(file)),
  },
  { weight: 2, arbitrary: fileOf().map((file) => jsonText(file)) },
  { weight: 1, arbitrary: fc.constantFrom('', '\n', '# nothing\n', '---\n', '{}', '{ }\n', 'kind: Config\n') },
)

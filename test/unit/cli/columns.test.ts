import fc from 'fast-check'
import { expect, it } from 'vitest'
import { columnsOf, table, wrapped } from '../../../electron/cli/columns.ts'

const rows = [
  ['节点', '容器', '版本'],
  ['sampan-dev-server-0', '运行中', 'v1.36.3+k3s1'],
  ['sampan-dev-agent-0', '已退出', ''],
]

it('puts what stands below a Chinese title below it', () => {
  expect(table(rows, Number.POSITIVE_INFINITY).split('\n')).toEqual([
    '节点                  容器     版本',
    'sampan-dev-server-0   运行中   v1.36.3+k3s1',
    'sampan-dev-agent-0    已退出',
  ])
})

it('cuts a Chinese cell so that the line fits, and no character in half', () => {
  const reason = '正在等待镜像仓库响应，超时后会自动重试，最长间隔为五分钟'
  const [, line = ''] = table(
    [
      ['原因', 'POD'],
      [reason, 'coredns-0123456789'],
    ],
    60,
  ).split('\n')
  expect([columnsOf(line) <= 60, line]).toEqual([true, '正在等待镜像仓库响应，超时后会自动重试…   coredns-0123456789'])
})

it('breaks Chinese between its words, and neither before a full stop nor after a bracket', () => {
  expect(wrapped('从该文件读取配置（默认为标准输入）；其他选项优先于文件。', 20).split('\n')).toEqual([
    '从该文件读取配置',
    '（默认为标准输入）；',
    '其他选项优先于文件。',
  ])
})

it('breaks English at blanks, as before', () => {
  expect(wrapped('k3s flag, --flag[=value]; repeatable', 16).split('\n')).toEqual([
    'k3s flag,',
    '--flag[=value];',
    'repeatable',
  ])
})

it('loses nothing but blanks, however long the line, and keeps to the width wherever it can', () => {
  const text = fc
    .array(fc.constantFrom('集群', '就绪', '，', '。', '（', '）', ' ', 'k3s', '--flag=value', '\n', '😀'), {
      maxLength: 40,
    })
    .map((parts) => parts.join(''))
  const without = (each: string) => each.replace(/\s/g, '')
  fc.assert(
    fc.property(text, fc.integer({ min: 20, max: 60 }), (given, columns) => {
      const lines = wrapped(given, columns)
      expect(without(lines)).toBe(without(given))
      for (const line of lines.split('\n'))
        if (/\s/.test(line.trim())) expect(columnsOf(line.trim())).toBeLessThanOrEqual(columns)
    }),
  )
})

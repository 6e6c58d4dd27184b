import { CommanderError } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Language } from '#shared/preferences.ts'
import { type CliContext, createProgram } from '../../../electron/cli/program.ts'
import { usageProblem } from '../../../electron/cli/usage.ts'

afterEach(() => vi.restoreAllMocks())

const nobody = () => Promise.reject(new Error('nothing is run here'))

/** What Commander, and what is ours of its kind, says of a command line: on stderr, and to programs. */
async function refused(language: Language, args: readonly string[]): Promise<{ said: string; reason: unknown }> {
  // Wrong usage is refused before anything of this is asked for.
  const context = { openEngine: nobody, openLogs: nobody, discover: nobody, version: '0', isJson: false } as unknown
  const signal = new AbortController().signal
  let said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => {
    said += String(piece)
    return true
  })
  const program = createProgram({ ...(context as CliContext), language, signal })
  const failure: unknown = await program.parseAsync([...args], { from: 'user' }).catch((error: unknown) => error)
  if (!(failure instanceof CommanderError)) throw new Error(`${args.join(' ')} was not refused`)
  return { said, reason: usageProblem(failure).params.reason }
}

const cases: readonly (readonly [args: readonly string[], english: string, chinese: string])[] = [
  [['start'], "missing required argument 'name'", '缺少必需的参数“name”'],
  [['create'], "missing required argument 'name'", '缺少必需的参数“name”'],
  [['launch'], "unknown command 'launch'", '未知命令“launch”'],
  [['lsit'], "unknown command 'lsit'\n(Did you mean list?)", '未知命令“lsit”\n（是否想输入 list？）'],
  [
    ['sta'],
    "unknown command 'sta'\n(Did you mean one of start, stop?)",
    '未知命令“sta”\n（是否想输入以下之一：start、stop？）',
  ],
  [['help', 'launch'], "unknown command 'launch'", '未知命令“launch”'],
  [['list', '--colour'], "unknown option '--colour'", '未知选项“--colour”'],
  [
    ['create', '-x'],
    "unknown option '-x': if -x is meant as a name, names do not begin with a hyphen",
    '未知选项“-x”：如果 -x 是名称，名称不能以连字符开头',
  ],
  [
    ['list', 'a', 'b'],
    "too many arguments for 'list'. Expected 0 arguments but got 2.",
    '命令“list”的参数过多：应为 0 个，实际为 2 个。',
  ],
  [
    ['status', 'a', 'b'],
    "too many arguments for 'status'. Expected 1 argument but got 2.",
    '命令“status”的参数过多：应为 1 个，实际为 2 个。',
  ],
  [['apply'], "required option '-f, --file <file>' not specified", '缺少必需的选项“-f, --file <file>”'],
  [['create', 'x', '--agents'], "option '--agents <n>' argument missing", '选项“--agents <n>”缺少值'],
  ...invalid('--agents <n>', 'many', 'Expected a whole number.', '应为整数。'),
  ...invalid('--cpus <n>', 'a', 'Expected a number such as 1.5.', '应为数字，例如 1.5。'),
  ...invalid('--memory <size>', '2q', 'Expected a size such as 512m or 2g.', '应为大小，例如 512m 或 2g。'),
  ...invalid('--env <name=value>', 'FOO', 'Expected NAME=VALUE.', '格式应为 NAME=VALUE。'),
  ...invalid(
    '--port <mapping>',
    '80',
    'Expected [127.0.0.1:|0.0.0.0:]HOSTPORT[-LAST]:CONTAINERPORT[-LAST][/tcp|/udp][@server-N|@agent-N], ports from 1 to 65535.',
    '格式应为 [127.0.0.1:|0.0.0.0:]HOSTPORT[-LAST]:CONTAINERPORT[-LAST][/tcp|/udp][@server-N|@agent-N]，端口为 1 到 65535。',
  ),
  ...invalid(
    '--k3s-arg <flag>',
    '--x@agent:1',
    'Expected @server, @agent, or @all: single nodes cannot have flags of their own.',
    '应为 @server、@agent 或 @all：不能为单个节点单独设置参数。',
  ),
  ...invalid(
    '--timeout <duration>',
    '90',
    'Expected a duration with its unit, such as 30s, 10m, 1h30m, 1d, 2w (units: ms, s, m, h, d, w).',
    '应为带单位的时长，例如 30s、10m、1h30m、1d、2w（单位：ms、s、m、h、d、w）。',
  ),
  [
    ['library', 'add', 'a.tar', '--for', 'garbage'],
    "option '--for <version>' argument 'garbage' is invalid. Expected a version of k3s, such as v1.36.2+k3s1.",
    '选项“--for <version>”的值“garbage”无效。应为 k3s 版本，例如 v1.36.2+k3s1。',
  ],
  ...invalid('--lang <language>', 'fr', 'Allowed choices are en, zh-CN.', '可用的值：en、zh-CN。'),
  [['kubeconfig', 'x', '--context', 'a'], "option '--context' is only for --merge", '选项“--context”仅适用于 --merge'],
  [
    ['kubeconfig', 'x', '--into', 'a'],
    "option '--into' is only for --merge or --unmerge",
    '选项“--into”仅适用于 --merge、--unmerge',
  ],
  [
    ['kubeconfig', 'x', '--merge', '--unmerge', '--output', 'a'],
    "options '--merge', '--unmerge', and '--output' exclude each other",
    '选项 --merge、--unmerge、--output 不能同时使用',
  ],
]

/** A value of an option of `create` that is none. */
function invalid(option: string, value: string, english: string, chinese: string) {
  const [flag = ''] = option.split(' ')
  return [
    [
      ['create', 'x', flag, value],
      `option '${option}' argument '${value}' is invalid. ${english}`,
      `选项“${option}”的值“${value}”无效。${chinese}`,
    ],
  ] as const
}

describe('wrong usage', () => {
  it.each(cases)('%j is said in both languages, and to programs in English', async (args, english, chinese) => {
    const [inEnglish, inChinese] = [await refused('en', args), await refused('zh-CN', args)]
    expect([inEnglish.said, inChinese.said]).toEqual([
      `error: ${english}\n(see --help)\n`,
      `错误：${chinese}\n（用法见 --help）\n`,
    ])
    expect([inEnglish.reason, inChinese.reason]).toEqual([english, english])
  })

  it('keeps a value as it was typed, whatever is in it', async () => {
    const { said } = await refused('zh-CN', ['create', 'x', '--agents', "it's\n{reason} (Did you mean 1?)"])
    expect(said).toContain("的值“it's\n{reason} (Did you mean 1?)”无效。应为整数。")
  })

  it.each([
    ['--k3s-arg', 'token=planted', "'token=********'"],
    ['--k3s-arg', 'planted', "'planted'"],
    ['--env', '=planted', "'=********'"],
  ])('does not repeat what may be secret: %s %s', async (option, typed, shown) => {
    const { said, reason } = await refused('en', ['create', 'x', option, typed])
    expect([said.includes(shown), String(reason).includes(shown)]).toEqual([true, true])
  })
})

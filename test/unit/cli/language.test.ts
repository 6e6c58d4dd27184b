import { expect, it } from 'vitest'
import { languageOf } from '../../../electron/cli/language.ts'

type Env = Readonly<Record<string, string>>

const linux = (args: readonly string[], env: Env = {}) => languageOf(args, { env, platform: 'linux' })

it.each<[language: string, env: Env]>([
  ['en', {}],
  ['zh-CN', { LANG: 'zh_CN.UTF-8' }],
  ['zh-CN', { LANG: 'zh_CN' }],
  ['zh-CN', { LANG: 'zh_TW.Big5' }],
  ['zh-CN', { LANG: 'zh_SG@pinyin' }],
  ['zh-CN', { LANG: 'zh' }],
  ['en', { LANG: 'en_US.UTF-8' }],
  ['en', { LANG: 'de_DE.UTF-8' }],
  ['en', { LANG: 'C' }],
  ['en', { LANG: 'C.UTF-8' }],
  ['en', { LANG: 'POSIX' }],
  ['zh-CN', { LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }],
  ['en', { LC_ALL: 'C', LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'zh_CN.UTF-8' }],
  ['zh-CN', { LC_ALL: '', LANG: 'zh_CN.UTF-8' }],
  ['en', { LC_CTYPE: 'zh_CN.UTF-8' }],
  ['zh-CN', { SAMPAN_LANG: 'zh-CN', LC_ALL: 'en_US.UTF-8' }],
  ['en', { SAMPAN_LANG: 'en', LANG: 'zh_CN.UTF-8' }],
])('speaks %s where the environment is %j', (language, env) => {
  expect(linux(['list'], env)).toBe(language)
})

it.each<[language: string, args: readonly string[]]>([
  ['zh-CN', ['--lang', 'zh-CN', 'list']],
  ['zh-CN', ['list', '--lang', 'zh-CN']],
  ['zh-CN', ['list', '--lang=zh-CN']],
  ['zh-CN', ['--lang', 'en', 'list', '--lang', 'zh-CN']],
  ['zh-CN', ['--lang', 'zh-CN', 'kubectl', 'dev', 'get', 'pods']],
  ['zh-CN', ['kubectl', '--lang', 'zh-CN', 'dev', 'get', 'pods']],
  ['en', ['list']],
  // Not ours to read, and nothing that we speak.
  ['en', ['kubectl', 'dev', '--lang', 'zh-CN']],
  ['en', ['create', '--', '--lang', 'zh-CN']],
  ['en', ['list', '--lang', 'fr']],
  // Programs read codes.
  ['en', ['list', '--lang', 'zh-CN', '--json']],
])('speaks %s where an English user types %j', (language, args) => {
  expect(linux(args, { LANG: 'en_US.UTF-8' })).toBe(language)
})

it('asks macOS and Windows, where no variable says anything', () => {
  const asked = (platform: NodeJS.Platform, env: Env = {}) =>
    languageOf(['list'], { env, platform, system: () => 'zh-Hans-CN' })
  expect([asked('win32'), asked('darwin'), asked('linux'), asked('win32', { LANG: 'en_US' })]).toEqual([
    'zh-CN',
    'zh-CN',
    'en',
    'en',
  ])
})

it('says what is wrong with --lang itself in the language of the environment', () => {
  expect(linux(['list', '--lang', 'fr'], { LANG: 'zh_CN.UTF-8' })).toBe('zh-CN')
})

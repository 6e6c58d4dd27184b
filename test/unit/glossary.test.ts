import { describe, expect, it } from 'vitest'
import { en } from '#shared/messages/en.ts'
import { explanationsEn } from '#shared/messages/explanations-en.ts'
import { explanationsZhCN } from '#shared/messages/explanations-zh-CN.ts'
import { problemsEn } from '#shared/messages/problems-en.ts'
import { problemsZhCN } from '#shared/messages/problems-zh-CN.ts'
import { zhCN } from '#shared/messages/zh-CN.ts'

type Catalogue = Readonly<Record<string, string | object>>

/** Every text with the key that leads to it. */
const textsOf = (...catalogues: readonly Catalogue[]): readonly (readonly [key: string, text: string])[] =>
  catalogues.flatMap((catalogue) =>
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[key, value] as const]
        : Object.entries(value).map(([part, text]) => [`${key}.${part}`, String(text)] as const),
    ),
  )

const english = textsOf(en, problemsEn, explanationsEn)
const chinese = textsOf(zhCN, problemsZhCN, explanationsZhCN)
const offending = (texts: typeof english, pattern: RegExp) => texts.filter(([, text]) => pattern.test(text))

describe('the English texts', () => {
  it.each([
    ['kubeconfig for the file', /(add|added|to|in) kubectl(?! (reads|uses|get|logs|top|config))\b/i],
    ['delete for a cluster', /\bremov\w+ (the|this|a) cluster(?!'s)(?! from)\b/i],
    ['incomplete', /\bhalf-?(made|written|done)\b/i],
    ['recreate', /\bma(ke|kes|de) (again|anew)|\b(make|makes) the (cluster|node|container)\b/i],
    ['flag for what k3s takes', /\bk3s options?\b/i],
    ['this computer', /\bth(is|e) machine\b|\bthis host\b/i],
    ['responds', /\banswer(s|ed|ing)?\b/i],
    ['create', /\b(was|were|not be) made\b|\bdid not make\b/i],
    ['automatically', /\bby (itself|themselves)\b/i],
    ['what machines do', /\b(no|some)body\b|\bwho asks\b|\bwants\b/i],
    [
      'words that read as translated',
      /(?<!there )\bis no\b(?! longer)|\bfor want of\b|\bfor ever\b|\bany more\b|\ball the same\b|\bstands?\b|\bbeside\b|\bwhenever you like\b|\bstay(s)? (well|so)\b|\bif it stays\b/i,
    ],
    ['“not running”', /\bdo(es)? not run\b/i],
    ['turn on and off', /\bswitch(es|ed)? (on|off)\b/i],
    ['username', /\buser name\b/i],
    ['folder', /\bdirector(y|ies)\b/i],
    ['pull from a registry', /\bfetch(es|ed)?\b/i],
    ['American spelling', /\b(colour|customis|cancelled|labell|recognis|licence|behaviour|initialis|synchronis)/i],
    ['lowercase as one word', /\blower-case\b|\bupper-case\b/i],
    ['no contractions', /\b(can|don|isn|doesn|won|aren|wasn|haven)['’]t\b/i],
  ])('keep to the glossary: %s', (_, pattern) => {
    expect(offending(english, pattern)).toEqual([])
  })
})

describe('the Chinese texts', () => {
  it.each([
    ['删除集群', /(?<!中)移除[^，。]{0,6}集群(?!的)/],
    ['配置', /规格/],
    ['镜像源', /镜像加速/],
    ['载入镜像和归档', /加载[^，。；：]{0,4}(镜像(?!仓库|源)|归档)|(镜像|归档)[^，。；：]{0,8}加载/],
    ['上下文', /(?<![-{]|docker )\bcontext\b/],
    ['不完整', /未完成|完成了一半/],
    ['添加到 kubeconfig', /加入 ?(kubectl|kubeconfig)/],
    ['局域网', /整个网络/],
    ['本机', /这台(电脑|主机|机器)|此电脑/],
    ['token', /令牌/],
    ['卷', /数据卷|存储卷/],
    ['测试端点', /请求(端点|，可|之后)|可请求/],
    ['回退到以前的版本', /退回/],
    ['更改', /变更/],
    ['目录', /文件夹/],
    ['计算机', /电脑/],
    ['不拟人', /认识|让位|告别|有人/],
    ['你', /您/],
    ['全角标点', /[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]|[\u4e00-\u9fff][(]|[)][\u4e00-\u9fff]/],
    ['句号之后没有空格', /[。，；：？！）」”、] /],
    ['百分号之前没有空格', /\d %/],
    ['中西文之间有空格', /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]/],
  ])('合乎术语表：%s', (_, pattern) => {
    expect(offending(chinese, pattern)).toEqual([])
  })

  it('have a blank on both sides of what is put in, except for what is Chinese itself', () => {
    const isChinese = new Set(['place', 'label', 'after', 'time', 'found', 'wanted'])
    const tight = chinese.filter(([, text]) =>
      [...text.matchAll(/(.?)\{(\w+)\}(.?)/g)].some(
        ([, before = '', name = '', after = '']) => !isChinese.has(name) && /[\u4e00-\u9fff]/.test(before + after),
      ),
    )
    expect(tight).toEqual([])
  })
})

describe('advice to free space', () => {
  it('names no command that deletes stopped clusters without saying so', () => {
    const advised = [...english, ...chinese].filter(([, text]) => {
      const warns = /(do not use|would also delete|不要使用|会连同)/i.test(text)
      const prunes = [
        ...text.matchAll(/docker (system|container|network) prune( --filter label!=dev\.sampan\.cluster)?/g),
      ]
      return prunes.some(([, kind, filter]) => !(kind === 'network' && filter) && !warns)
    })
    expect(advised).toEqual([])
  })
})

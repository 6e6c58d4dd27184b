import type { CommanderError } from 'commander'
import { cliEn } from '#shared/messages/cli-en.ts'
import type { Language } from '#shared/preferences.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { formatList, type MessageKey, translate } from '#shared/translate.ts'
import { secretMask } from '../registry/registry-secrets.ts'

/** What is wrong with a command line: in English, as Commander says it, or in another language as the catalogue has it. */
export function usageText(language: Language, message: string): string {
  const [, sentence = '', similar] = /^(.*?)(?:\n(\(Did you mean .*\)))?$/s.exec(withoutSecrets(message)) ?? []
  const said = retold(language, withAdvice(sentence))
  return similar === undefined ? said : `${said}\n${retold(language, similar)}`
}

/** Commander repeats what was typed; what may be secret of it is not to stand in the log of a CI job. */
function withoutSecrets(message: string): string {
  return message.replace(/(option '--(?:env|k3s-arg) [^']*' argument '[^=]*=).*(?=' is invalid)/s, `$1${secretMask}`)
}

/** Wrong usage as a Problem, for programs: in English, like all the text among codes. */
export function usageProblem({ message }: CommanderError): Problem {
  return problem('usage.invalid', { reason: usageText('en', message).replace(/^error: /, '') })
}

/** A single hyphen with a word is mostly meant as a name, sometimes as a negative number. */
function withAdvice(sentence: string): string {
  const [, before = '', option] = /^(error: )?unknown option '(-[^-'][^']*)'$/.exec(sentence) ?? []
  return option === undefined ? sentence : `${before}${translate('en', 'cli.usage.isName', { option })}`
}

/** Commander speaks English only. Its sentences are in the catalogue, so that they lead to those of the other language. */
function retold(language: Language, sentence: string): string {
  if (language === 'en') return sentence
  for (const key of usageKeys()) {
    const found = patternOf(translate('en', key)).exec(sentence)
    if (!found) continue
    const params = Object.entries(found.groups ?? {}).map(([name, value]) => {
      if (name === 'reason') return [name, retold(language, value)]
      return [name, lists.includes(name) ? formatList(language, listedIn(value)) : value]
    })
    return translate(language, key, Object.fromEntries(params))
  }
  return sentence
}

/** The longer ones first: they say more than those that are also true of their sentences. */
const usageKeys = (): MessageKey[] =>
  Object.keys(cliEn)
    .filter((key): key is keyof typeof cliEn => /^cli\.(usage|expected)\b/.test(key))
    .sort((left, right) => cliEn[right].length - cliEn[left].length)

/** What a text looks like with its parameters filled in; one that comes twice is the same in both places. */
function patternOf(template: string): RegExp {
  const seen = new Set<string>()
  const parts = template.split(/\{(\w+)\}/).map((part, at) => {
    if (at % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    if (seen.has(part)) return `\\k<${part}>`
    seen.add(part)
    return `(?<${part}>.*)`
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}

/** Parameters that are several words. */
const lists = ['choices', 'names', 'others', 'options']
const listedIn = (text: string) => text.replaceAll("'", '').split(/, (?:and )?| and | or /)

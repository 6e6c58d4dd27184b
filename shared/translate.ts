import { isExplanationId } from './log-explanations.ts'
import { en, type MessageKey } from './messages/en.ts'
import { explanationsEn } from './messages/explanations-en.ts'
import { explanationsZhCN } from './messages/explanations-zh-CN.ts'
import { problemsEn } from './messages/problems-en.ts'
import { problemsZhCN } from './messages/problems-zh-CN.ts'
import { zhCN } from './messages/zh-CN.ts'
import type { Language, Preferences } from './preferences.ts'
import type { Problem } from './problem.ts'

export type { MessageKey } from './messages/en.ts'

export type MessageParams = Readonly<Record<string, string | number>>

/** The stem of a text that exists as `….one` and `….other`. */
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Stem}.one` ? Stem : never) : never

const messages: Record<Language, Record<MessageKey, string>> = { en, 'zh-CN': zhCN }
const explanations = { en: explanationsEn, 'zh-CN': explanationsZhCN }
const problems = { en: problemsEn, 'zh-CN': problemsZhCN }

export function translate(language: Language, key: MessageKey, params: MessageParams = {}): string {
  return fill(messages[language][key], params)
}

/** The form of a text that suits `count`, which it may mention as `{count}`. */
export function translatePlural(
  language: Language,
  key: PluralKey,
  { count, ...params }: MessageParams & { readonly count: number },
): string {
  const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other'
  return translate(language, `${key}.${form}`, { ...params, count: new Intl.NumberFormat(language).format(count) })
}

/** What a user reads about a Problem: what happened, why, and what helps. */
export function describeProblem(language: Language, { code, params }: Problem) {
  const { title, cause, remedy } = problems[language][code]
  const shown = inWords(language, params)
  return { title: fill(title, shown), cause: fill(cause, shown), remedy: fill(remedy, shown) }
}

/** Parameters are codes and ISO times; people read them in their own language. */
function inWords(language: Language, params: MessageParams): MessageParams {
  const { operation, since, rule, subject } = params
  const ruleKey = `registriesRule.${rule}`
  const key = `operation.${operation}.running`
  const sinceMs = typeof since === 'string' ? Date.parse(since) : Number.NaN
  return {
    ...params,
    ...(isMessageKey(ruleKey) ? { rule: translate(language, ruleKey, { subject: subject ?? '' }) } : {}),
    ...(isMessageKey(key) ? { operation: translate(language, key, params) } : {}),
    ...(Number.isNaN(sinceMs)
      ? {}
      : { since: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(sinceMs) }),
  }
}

/** What a known log line means; undefined for an id that this version does not know. */
export function describeExplanation(language: Language, id: string, params: MessageParams) {
  if (!isExplanationId(id)) return undefined
  const { title, meaning } = explanations[language][id]
  return { title: fill(title, params), meaning: fill(meaning, params) }
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key)
}

/** `system` follows the operating system: Chinese of any region reads our Simplified Chinese, everybody else English. */
export function resolveLanguage(preference: Preferences['language'], systemLanguage: string): Language {
  if (preference !== 'system') return preference
  return /^zh\b/i.test(systemLanguage) ? 'zh-CN' : 'en'
}

function fill(template: string, params: MessageParams): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(params[name] ?? placeholder))
}

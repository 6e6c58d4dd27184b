import { numberFormat, pluralRules } from './intl.ts'
import { isExplanationId } from './log-explanations.ts'
import { en, type MessageKey } from './messages/en.ts'
import { explanationsEn } from './messages/explanations-en.ts'
import { explanationsZhCN } from './messages/explanations-zh-CN.ts'
import { problemsEn } from './messages/problems-en.ts'
import { problemsZhCN } from './messages/problems-zh-CN.ts'
import { zhCN } from './messages/zh-CN.ts'
import type { Language, Preferences } from './preferences.ts'
import type { Problem } from './problem.ts'
import type { RegistriesFinding, RegistriesFix } from './registry.ts'

export type { MessageKey } from './messages/en.ts'

export type MessageParams = Readonly<Record<string, string | number>>

/** The stem of a text that exists as `….one` and `….other`. */
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Stem}.one` ? Stem : never) : never

const messages: Record<Language, Record<MessageKey, string>> = { en, 'zh-CN': zhCN }
const explanations = { en: explanationsEn, 'zh-CN': explanationsZhCN }
const problems = { en: problemsEn, 'zh-CN': problemsZhCN }

export function translate(language: Language, key: MessageKey, params: MessageParams = {}): string {
  return fill(messages[language][key], { ...params, ...choicesIn(language, params) })
}

/** The form of a text that suits `count`, which it may mention as `{count}`. */
export function translatePlural(
  language: Language,
  key: PluralKey,
  { count, ...params }: MessageParams & { readonly count: number },
): string {
  const form = pluralRules(language).select(count) === 'one' ? 'one' : 'other'
  return translate(language, `${key}.${form}`, { ...params, count: numberFormat(language).format(count) })
}

/** What a user reads about a Problem: what happened, why, and what helps; in a terminal with commands, where there are any. */
export function describeProblem(
  language: Language,
  { code, params }: Problem,
  { isInTerminal = false }: { readonly isInTerminal?: boolean } = {},
) {
  const { title, cause, remedy, inTerminal = remedy } = problems[language][code]
  const { field, ...shown } = inWords(language, params)
  // In a terminal, fields have the names by which they are written.
  const all = {
    ...shown,
    ...(field === undefined ? {} : { field: isInTerminal ? field : fieldLabel(language, field) }),
  }
  return { title: fill(title, all), cause: fill(cause, all), remedy: fill(isInTerminal ? inTerminal : remedy, all) }
}

/** Several names in one sentence. In Chinese with 、 alone: the 和 of the platform sticks to Latin names. */
export function formatList(language: Language, items: readonly string[]): string {
  return language === 'zh-CN' ? items.join('、') : new Intl.ListFormat(language).format(items)
}

/** An ISO time by the clock of whoever reads it; anything else as it is. */
export function formatTime(language: Language, time: string): string {
  const atMs = Date.parse(time)
  if (Number.isNaN(atMs)) return time
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(atMs)
}

/** A title has no full stop of its own; in a paragraph it needs one. */
export function asSentence(language: Language, text: string): string {
  return /[.!?:。！？：…]$/.test(text) ? text : text + (language === 'zh-CN' ? '。' : '.')
}

/** Sentences that follow each other in one paragraph. The last one is left as it is: it may end with a command. */
export function joinSentences(language: Language, sentences: readonly string[]): string {
  const said = sentences.filter((sentence) => sentence !== '')
  return said
    .map((text, at) => (at === said.length - 1 ? text : asSentence(language, text)))
    .join(language === 'zh-CN' ? '' : ' ')
}

/** Parameters are codes, lists and ISO times; people read them in their own language. */
function inWords(language: Language, given: MessageParams): MessageParams {
  const { operation, since, reason, place, holder, subject, found, wanted, fix } = given
  const textOf = (key: string, params: MessageParams = given) =>
    isMessageKey(key) ? translate(language, key, params) : undefined
  const params = {
    ...given,
    ...listed(language, given),
    ...defined({
      subject: subject === undefined ? undefined : textOf(`yaml.${subject}`),
      found: textOf(`yamlKind.${found}`),
      wanted: textOf(`yamlKind.${wanted}`),
    }),
  }
  return {
    ...params,
    ...defined({
      operation: textOf(`operation.${operation}.running`) ?? textOf(`dockerOperation.${operation}`),
      reason: joined(language, [textOf(String(reason), params), textOf(String(fix))]),
      place: textOf(`place.${place}`),
      holder: holder === '' ? textOf('port.otherProgram') : undefined,
      since: typeof since === 'string' ? formatTime(language, since) : undefined,
    }),
  }
}

const listParams = ['nodes', 'known', 'files', 'names', 'left']

/** Lists are told with a comma and a blank between their items, which is English. */
function listed(language: Language, given: MessageParams): MessageParams {
  const lists = listParams.flatMap((name) => {
    const list = given[name]
    return typeof list === 'string' ? [[name, formatList(language, list.split(', '))]] : []
  })
  return Object.fromEntries(lists)
}

/** Values of which one may be taken, or keys of which each is meant: no "and" before the last. */
function choicesIn(language: Language, given: MessageParams): MessageParams {
  if (language === 'en') return {}
  const isChoice = given.reason === 'reason.oneOf' || given.reason === 'reason.unknownKey'
  const choices = ['choices', 'actions', ...(isChoice ? ['subject'] : [])].flatMap((name) => {
    const list = given[name]
    return typeof list === 'string' ? [[name, list.replaceAll(', ', '、')]] : []
  })
  return Object.fromEntries(choices)
}

/** A reason, and what helps against it. */
function joined(language: Language, sentences: readonly (string | undefined)[]): string | undefined {
  const said = sentences.filter((sentence) => sentence !== undefined)
  return said.length === 0 ? undefined : joinSentences(language, said)
}

const defined = (params: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** A field of a ClusterSpec by the label that it has in the form: `limits.cpus`, `ports.0.hostPort`. */
function fieldLabel(language: Language, path: string | number): string {
  const [top = '', second = ''] = String(path).split('.')
  const key = specLabels[`${top}.${second}`] ?? specLabels[top]
  return key ? translate(language, key) : String(path)
}

const specLabels: Readonly<Record<string, MessageKey>> = {
  name: 'form.name',
  image: 'form.image',
  servers: 'form.servers',
  agents: 'form.agents',
  datastore: 'form.datastore',
  'datastore.image': 'form.databaseImage',
  'datastore.endpoint': 'form.endpoint',
  apiPort: 'form.apiPort',
  apiAccess: 'form.apiAccess',
  ports: 'form.ports',
  registries: 'tab.registries',
  localRegistries: 'form.localRegistries',
  caCertificates: 'form.ca',
  env: 'form.env',
  k3sArgs: 'form.arguments',
  disable: 'form.disable',
  'limits.memoryBytes': 'form.memory',
  'limits.cpus': 'form.cpus',
}

/** What is wrong with a registries.yaml. */
export function describeFinding(
  language: Language,
  { rule, subject, becomes = '' }: Pick<RegistriesFinding, 'rule' | 'subject' | 'becomes'>,
): string {
  return translate(language, `registriesRule.${rule}`, inWords(language, { subject, becomes }))
}

/** What a button says that mends it. */
export function describeFix(language: Language, { kind, subject }: Pick<RegistriesFix, 'kind' | 'subject'>): string {
  return translate(language, `registriesFix.${kind}`, { mend: subject })
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

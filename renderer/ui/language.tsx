import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { numberFormat } from '#shared/intl.ts'
import type { Language } from '#shared/preferences.ts'
import type { Problem } from '#shared/problem.ts'
import type { RegistriesFinding, RegistriesFix } from '#shared/registry.ts'
import {
  describeExplanation,
  describeFinding,
  describeFix,
  describeProblem,
  formatList,
  joinSentences,
  type MessageKey,
  type MessageParams,
  type PluralKey,
  translate,
  translatePlural,
} from '#shared/translate.ts'

interface Texts {
  readonly language: Language
  text(key: MessageKey, params?: MessageParams): string
  plural(key: PluralKey, count: number, params?: MessageParams): string
  number(value: number): string
  list(items: readonly string[]): string
  /** One paragraph of them. */
  sentences(sentences: readonly string[]): string
  explanation(id: string, params: MessageParams): ReturnType<typeof describeExplanation>
  finding(finding: RegistriesFinding): string
  fix(fix: RegistriesFix): string
  problem(problem: Problem): ReturnType<typeof describeProblem>
}

const TextsContext = createContext<Texts | undefined>(undefined)

export function LanguageProvider({
  language,
  children,
}: {
  readonly language: Language
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const texts = useMemo(() => textsIn(language), [language])
  return <TextsContext value={texts}>{children}</TextsContext>
}

export function useTexts(): Texts {
  const texts = useContext(TextsContext)
  if (!texts) throw new Error('useTexts needs a LanguageProvider')
  return texts
}

function textsIn(language: Language): Texts {
  return {
    language,
    text: (key, params) => translate(language, key, params),
    plural: (key, count, params) => translatePlural(language, key, { ...params, count }),
    number: (value) => numberFormat(language).format(value),
    list: (items) => formatList(language, items),
    sentences: (sentences) => joinSentences(language, sentences),
    explanation: (id, params) => describeExplanation(language, id, params),
    finding: (finding) => describeFinding(language, finding),
    fix: (fix) => describeFix(language, fix),
    problem: (problem) => describeProblem(language, problem),
  }
}

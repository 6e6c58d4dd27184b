import type { RegistriesFinding, RegistriesFix, RegistriesForm } from '#shared/registry.ts'
import type { FieldKey } from './field-of-remark.ts'
import type { RegistriesTesting } from './use-registries-test.ts'

/** What every part of the form works on. */
export interface RegistriesEditing {
  readonly form: RegistriesForm
  readonly edit: (form: RegistriesForm) => void
  readonly remarksAt: (field: FieldKey) => readonly RegistriesFinding[]
  /** Undefined while the remarks are about another text. */
  readonly mend: ((fix: RegistriesFix) => void) | undefined
  readonly testing: RegistriesTesting
  readonly files: Readonly<Record<string, string>>
  readonly keepFile: (name: string, content: string) => void
}

/** A list with an item in another place. */
export function moved<T>(items: readonly T[], { from, to }: { readonly from: number; readonly to: number }): T[] {
  const rest = items.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}

export const replaced = <T>(items: readonly T[], at: number, item: T): T[] =>
  items.map((each, index) => (index === at ? item : each))

export const without = <T>(items: readonly T[], at: number): T[] => items.filter((_, index) => index !== at)

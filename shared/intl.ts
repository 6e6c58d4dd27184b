import type { Language } from './preferences.ts'

/** Makes each formatter once: to make one takes many times as long as to use it. */
function kept<Options, Format>(make: (language: Language, options?: Options) => Format) {
  const formats = new Map<string, Format>()
  return (language: Language, options?: Options): Format => {
    const key = `${language} ${JSON.stringify(options)}`
    const known = formats.get(key)
    if (known) return known
    const format = make(language, options)
    formats.set(key, format)
    return format
  }
}

// Formatters of dates are not among them: one that is kept would not follow a change of the system's time zone.
export const numberFormat = kept(
  (language, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
)
export const pluralRules = kept((language) => new Intl.PluralRules(language))
export const relativeTimeFormat = kept(
  (language, options?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(language, options),
)

import { app } from 'electron'
import type { Language, Preferences } from '#shared/preferences.ts'
import { resolveLanguage } from '#shared/translate.ts'

export function languageOf(preferences: Preferences): Language {
  return resolveLanguage(preferences.language, app.getLocale())
}

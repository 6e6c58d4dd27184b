import type { QueryClient } from '@tanstack/react-query'
import type { FirstAnswers } from '#shared/contract.ts'
import { Preferences } from '#shared/preferences.ts'
import { appInfoQuery, preferencesQuery } from './queries.ts'

/** Puts what the page has brought with it where it would be asked for. A page without it asks. */
export function takeFirstAnswers(client: QueryClient): void {
  const brought = document.querySelector<HTMLMetaElement>('meta[name="first-answers"]')?.content
  if (!brought) return
  const answers: FirstAnswers = JSON.parse(brought) // from our own main process, typed by the same contract
  client.setQueryData(appInfoQuery.queryKey, answers['app.info'])
  client.setQueryData(preferencesQuery.queryKey, Preferences.parse(answers['preferences.get'])) // each field has a default
}

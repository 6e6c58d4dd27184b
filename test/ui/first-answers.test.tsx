import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it } from 'vitest'
import type { FirstAnswers } from '#shared/contract.ts'
import { takeFirstAnswers } from '../../renderer/api/first-answers.ts'
import { appInfoQuery, preferencesQuery } from '../../renderer/api/queries.ts'
import { Preferences } from '../../shared/preferences.ts'

const answers: FirstAnswers = {
  'app.info': { version: '1.2.3', versions: {}, platform: 'linux', systemLanguage: 'zh-CN', onPath: null },
  'preferences.get': { language: 'zh-CN', theme: 'dark', window: 'wide', sails: 3 },
}

afterEach(() => {
  document.head.innerHTML = ''
})

it('is known before anything has been asked', () => {
  const client = new QueryClient()
  const meta = Object.assign(document.createElement('meta'), {
    name: 'first-answers',
    content: JSON.stringify(answers),
  })
  document.head.append(meta)
  takeFirstAnswers(client)
  expect(client.getQueryData(appInfoQuery.queryKey)).toEqual(answers['app.info'])
  expect(client.getQueryData(preferencesQuery.queryKey)).toEqual(
    Preferences.parse({ language: 'zh-CN', theme: 'dark' }),
  )
})

it('is asked for where the page has brought nothing', () => {
  const client = new QueryClient()
  takeFirstAnswers(client)
  expect(client.getQueryCache().getAll()).toEqual([])
})

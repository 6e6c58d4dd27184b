import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { en } from '#shared/messages/en.ts'
import { zhCN } from '#shared/messages/zh-CN.ts'
import { isMessageKey, resolveLanguage, translate, translatePlural } from '#shared/translate.ts'

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()

describe('the message catalogues', () => {
  it('have the same texts with the same placeholders in both languages', () => {
    expect(Object.keys(zhCN)).toEqual(Object.keys(en))
    for (const [key, text] of Object.entries(en)) {
      if (!isMessageKey(key)) throw new Error(key)
      expect([key, placeholders(zhCN[key])]).toEqual([key, placeholders(text)])
      expect(zhCN[key]).not.toBe('')
    }
  })
})

describe('translate', () => {
  it('fills in parameters and leaves unknown placeholders visible', () => {
    expect(translate('en', 'action.usePort', { port: 6444 })).toBe('Use port 6444 instead')
    expect(translate('en', 'action.usePort')).toBe('Use port {port} instead')
  })

  it('chooses the plural form of the language', () => {
    expect(translatePlural('en', 'logs.newLines', { count: 1 })).toBe('1 new line')
    expect(translatePlural('en', 'logs.newLines', { count: 1204 })).toBe('1,204 new lines')
    expect(translatePlural('zh-CN', 'logs.newLines', { count: 1 })).toBe('1 行新日志')
  })

  it('follows the system for Chinese of any region, and speaks English otherwise', () => {
    const languages = ['zh-CN', 'zh-Hant-TW', 'zh', 'de-DE', 'en-GB'].map((system) => resolveLanguage('system', system))
    expect(languages).toEqual(['zh-CN', 'zh-CN', 'zh-CN', 'en', 'en'])
    expect(resolveLanguage('en', 'zh-CN')).toBe('en')
  })
})

describe('the steps of an operation', () => {
  it('all have a text, and no text is left of one that is gone', () => {
    const folder = new URL('../../electron/cluster/', import.meta.url)
    const sources = [
      'change/apply.ts',
      'change/bring-about.ts',
      'change/load-images.ts',
      'change/preview.ts',
      'change/put-back.ts',
      'change/test-datastore.ts',
      'read/readiness.ts',
    ].map((path) => readFileSync(new URL(path, folder), 'utf8'))
    const actions = sources.flatMap((text) => [...text.matchAll(/action: '([^']+)'/g)].map(([, action]) => action))
    // Waiting is a stage of its own.
    const told = new Set(actions.filter((action) => action !== 'wait for the API'))
    const texts = Object.keys(en).flatMap((key) => (key.startsWith('step.') ? [key.slice('step.'.length)] : []))
    expect([...told].sort()).toEqual(texts.sort())
  })
})

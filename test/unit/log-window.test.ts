import { describe, expect, it } from 'vitest'
import { type LogWindow, logWindowAddress, logWindowOf, logWindowParameter } from '#shared/log-window.ts'

const shown: LogWindow = {
  id: 'a-window',
  cluster: { engineId: 'engine-1', name: 'dev' },
  sources: [{ kind: 'workload', namespace: 'shop', workload: 'Deployment', name: 'web' }],
  filters: {
    hidden: ['server-0/containerd'],
    search: { pattern: '50 % & #1 “错误”', isRegex: false, isCaseSensitive: true, isWholeWord: false },
    isOnlyMatching: true,
  },
}
const shownAt = (address: string) => logWindowOf(new URL(address).searchParams.get(logWindowParameter))

describe('the address of a log in a window of its own', () => {
  it('says what it shows, and is the page of the app', () => {
    const address = logWindowAddress('app://sampan/', shown)
    expect(shownAt(address)).toEqual(shown)
    expect(new URL(address).pathname).toBe('/')
  })

  it.each([
    ['the main window', 'app://sampan/'],
    ['nothing that can be read', 'app://sampan/?log=%7B'],
    ['a name that is none', `app://sampan/?log=${encodeURIComponent('{"id":"x","cluster":{"name":"../x"}}')}`],
  ])('is that of %s otherwise', (_, address) => expect(shownAt(address)).toBeUndefined())
})

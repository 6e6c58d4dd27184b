import { describe, expect, it } from 'vitest'
import { fakeEngine, local, refuse, serve } from './served.ts'

const filters = { hidden: [], isOnlyMatching: false }

function serveWindows() {
  const opened: unknown[] = []
  const sent: unknown[] = []
  const top = new Set<string>()
  const { ask } = serve(fakeEngine('engine-1'), {
    commands: { watch: refuse, send: (command) => sent.push(command) },
    logWindows: {
      open: (view) => opened.push(view),
      isOnTop: (id) => top.has(id),
      // As a desktop that lets no more than one window stay on top.
      keepOnTop: async (id, isOn) => {
        if (isOn && top.size === 0) top.add(id)
        if (!isOn) top.delete(id)
      },
    },
  })
  return { ask, opened, sent }
}

describe('a log in a window of its own', () => {
  it('is opened for what it is to show, with everything that was left out', async () => {
    const { ask, opened } = serveWindows()
    expect(await ask('logs.openWindow', { cluster: local('engine-1'), filters })).toMatchObject({ ok: true })
    expect(opened).toEqual([
      {
        cluster: local('engine-1'),
        filters: { ...filters, search: { pattern: '', isRegex: false, isCaseSensitive: false, isWholeWord: false } },
      },
    ])
  })

  it.each([
    ['no cluster', { filters }],
    ['a cluster without its engine', { cluster: { name: 'dev' }, filters }],
    ['a source that is none', { cluster: local('engine-1'), filters, sources: [{ kind: 'node', node: '../x' }] }],
    ['a level that is none', { cluster: local('engine-1'), filters: { ...filters, level: 'loud' } }],
  ])('is not opened for %s', async (_, input) => {
    const { ask, opened } = serveWindows()
    expect(await ask('logs.openWindow', input)).toMatchObject({ ok: false, problem: { code: 'ipc.invalid_input' } })
    expect(opened).toEqual([])
  })

  it('is told whether it is on top, and not what was wished', async () => {
    const { ask } = serveWindows()
    const keep = async (id: string, isOn: boolean) => ask('logs.keepOnTop', { id, isOn })
    expect(await keep('a', true)).toMatchObject({ value: { isOnTop: true } })
    expect(await keep('b', true)).toMatchObject({ value: { isOnTop: false } })
    expect(await ask('logs.window', { id: 'a' })).toMatchObject({ value: { isOnTop: true } })
    expect(await keep('a', false)).toMatchObject({ value: { isOnTop: false } })
  })

  it('hands what is to be done elsewhere on to the main window', async () => {
    const { ask, sent } = serveWindows()
    await ask('app.command', { command: 'tab.registries', cluster: local('engine-1') })
    await ask('app.command', { command: 'app.preferences' })
    expect(sent).toEqual([{ command: 'tab.registries', cluster: local('engine-1') }, { command: 'app.preferences' }])
  })
})

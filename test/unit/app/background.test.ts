import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Cluster, ClustersSnapshot } from '#shared/cluster.ts'
import type { EngineStatus } from '#shared/engine.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { LoginItem } from '../../../electron/app/login-item.ts'
import { SystemNotices } from '../../../electron/app/system-notices.ts'
import { isTrayShown } from '../../../electron/app/tray-presence.ts'
import type { OperationSummary } from '../../../electron/cluster/change/operations.ts'

const dev = { engineId: 'engine-1', name: 'dev' }

function listen() {
  const told: unknown[] = []
  let isWanted = true
  const notices = new SystemNotices({
    language: () => 'en',
    isWanted: () => isWanted,
    show: ({ title, cluster }) => told.push([title, cluster?.name]),
  })
  const lookAway = (is: boolean) => {
    isWanted = is
  }
  return { told, notices, lookAway }
}

const operation = (kind: OperationSummary['operation'], isRunning: boolean, failed?: Problem): OperationSummary => ({
  cluster: dev,
  operation: kind,
  isRunning,
  startedAtMs: 0,
  ...(failed ? { problem: failed } : {}),
})

const connected: EngineStatus = {
  kind: 'connected',
  engineId: 'engine-1',
  address: 'unix:///s',
  name: 'Docker',
  version: '29',
}
const seen = (state: Cluster['state'], engine: EngineStatus = connected): ClustersSnapshot => ({
  engine,
  clusters: [{ ...dev, state, image: 'rancher/k3s:v1.36.2-k3s1', nodes: [], ports: [] }],
})

describe('the system tells', () => {
  it('how what was begun has ended, and leads there; what was cancelled is no news', () => {
    const { told, notices } = listen()
    const run = (kind: OperationSummary['operation'], failed?: Problem) => {
      notices.operations([operation(kind, true)])
      notices.operations([operation(kind, false, failed)])
    }
    // It ended before anybody listened.
    notices.operations([operation('create', false)])
    run('create')
    run('create', problem('disk.full', { path: '/' }))
    run('create', problem('cluster.cancelled', { cluster: 'dev' }))
    run('stop')
    run('delete')
    expect(told).toEqual([
      ['dev is ready.', 'dev'],
      ['Could not create dev', 'dev'],
      ['dev has stopped.', 'dev'],
      ['dev was deleted.', undefined],
    ])
  })

  it('that a cluster is no longer ready, once, and not while somebody changes it', () => {
    const { told, notices } = listen()
    for (const state of ['degraded', 'ready', 'degraded', 'degraded', 'ready'] as const) notices.clusters(seen(state))
    notices.operations([operation('restart', true)])
    notices.clusters(seen('degraded'))
    expect(told).toEqual([['dev is no longer ready', 'dev']])
  })

  it('that Docker is back, not that it was found at the start', () => {
    const { told, notices } = listen()
    const lost: EngineStatus = { kind: 'unavailable', problem: problem('docker.lost', {}) }
    for (const engine of [lost, connected, lost, { kind: 'connecting' } as const, connected]) {
      notices.clusters(seen('ready', engine))
    }
    expect(told).toEqual([['Docker is connected again', undefined]])
  })

  it('nothing to whoever looks at the window, and nothing of it later', () => {
    const { told, notices, lookAway } = listen()
    lookAway(false)
    notices.clusters(seen('ready'))
    notices.clusters(seen('degraded'))
    lookAway(true)
    notices.clusters(seen('degraded'))
    expect(told).toEqual([])
  })
})

describe('a tray', () => {
  const missing = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' })
  const ask = (answers: Readonly<Record<string, string | Error>>) => {
    const asked: string[] = []
    const shown = isTrayShown('linux', async (file) => {
      asked.push(file)
      const answer = answers[file] ?? missing
      if (answer instanceof Error) throw answer
      return answer
    })
    return shown.then((is) => [is, ...asked])
  }

  it.each([
    ['the watcher has somebody who shows it', { gdbus: '(<true>,)' }, [true, 'gdbus']],
    ['the watcher has nobody', { gdbus: '(<false>,)' }, [false, 'gdbus']],
    ['there is no session bus, or no watcher', { gdbus: new Error('ServiceUnknown') }, [false, 'gdbus']],
    ['another program can ask', { busctl: 'b true' }, [true, 'gdbus', 'busctl']],
    ['nobody can ask', {}, [false, 'gdbus', 'busctl', 'dbus-send']],
  ])('on Linux is there or not: %s', async (_, answers, found) => expect(await ask(answers)).toEqual(found))

  it('is always there on the other systems', async () => {
    const never = () => Promise.reject(new Error('must not be asked'))
    expect(await Promise.all([isTrayShown('darwin', never), isTrayShown('win32', never)])).toEqual([true, true])
  })
})

describe('starting at login', () => {
  const refuse = () => {
    throw new Error('must not be called')
  }

  it('is an entry in the autostart folder of a Linux desktop, without a window', async () => {
    const home = await mkdtemp(join(tmpdir(), 'sampan-login-'))
    try {
      const place = { platform: 'linux' as const, home, env: {}, execPath: '/opt/My "Apps"/sampan' }
      const item = new LoginItem(place, { getLoginItemSettings: refuse, setLoginItemSettings: refuse })
      expect(await item.isOn()).toBe(false)
      await item.set(true)
      const text = await readFile(join(home, '.config', 'autostart', 'sampan.desktop'), 'utf8')
      expect([await item.isOn(), text.split('\n').find((line) => line.startsWith('Exec='))]).toEqual([
        true,
        'Exec="/opt/My \\"Apps\\"/sampan" --hidden',
      ])
      await item.set(false)
      await item.set(false)
      expect(await item.isOn()).toBe(false)
    } finally {
      await rm(home, { recursive: true })
    }
  })

  it('names the file of an AppImage, whose mount is another one each time', async () => {
    const home = await mkdtemp(join(tmpdir(), 'sampan-login-'))
    try {
      const env = { APPIMAGE: '/home/u/Sampan.AppImage', XDG_CONFIG_HOME: join(home, 'conf') }
      const place = { platform: 'linux' as const, home, env, execPath: '/tmp/.mount_x/sampan' }
      await new LoginItem(place, { getLoginItemSettings: refuse, setLoginItemSettings: refuse }).set(true)
      const text = await readFile(join(home, 'conf', 'autostart', 'sampan.desktop'), 'utf8')
      expect(text).toContain('Exec="/home/u/Sampan.AppImage" --hidden')
    } finally {
      await rm(home, { recursive: true })
    }
  })

  it("is the system's own affair elsewhere", async () => {
    const asked: unknown[] = []
    const item = new LoginItem(
      { platform: 'darwin', home: '/', env: {}, execPath: '/x' },
      {
        getLoginItemSettings: () => ({ openAtLogin: true }),
        setLoginItemSettings: (settings) => asked.push(settings),
      },
    )
    await item.set(false)
    expect([await item.isOn(), asked]).toEqual([true, [{ openAtLogin: false, args: ['--hidden'] }]])
  })
})

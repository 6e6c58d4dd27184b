import { describe, expect, it } from 'vitest'
import type { Cluster } from '#shared/cluster.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { type TrayRequests, trayActions } from '../../../electron/app/tray-actions.ts'
import { asTemplate, trayTone, withDot } from '../../../electron/app/tray-icon.ts'
import { type TrayDoors, trayMenu, trayTooltip } from '../../../electron/app/tray-menu.ts'

const cluster = (name: string, state: Cluster['state']): Cluster => ({
  engineId: 'engine-1',
  name,
  state,
  image: 'rancher/k3s:v1.36.2-k3s1',
  nodes: [],
  ports: [],
})
const dev = cluster('dev', 'ready')

/** The tray, and what happens to the app when its items are chosen. */
function openTray(clusters: readonly Cluster[], refused: Partial<TrayRequests> = {}) {
  const happened: string[] = []
  const answer = (name: string) => async () => void happened.push(name)
  const actions = trayActions({
    requests: {
      'clusters.start': answer('start'),
      'clusters.stop': answer('stop'),
      'clusters.restart': answer('restart'),
      'tools.open': ({ tool }) => void happened.push(`open ${tool}`),
      'clusters.kubeconfig': async () => ({ text: 'apiVersion: v1' }),
      ...refused,
    },
    copyText: (text) => happened.push(`clipboard: ${text}`),
    notify: ({ title, body }) => happened.push(`notice: ${title}${body ? ` / ${body}` : ''}`),
    isToldOf: (_, { code }) => code === 'disk.full',
    language: () => 'en',
  })
  const doors: TrayDoors = {
    ...actions,
    open: () => happened.push('window'),
    command: (id, of) => happened.push(`window: ${id} ${of?.name ?? ''}`.trim()),
    quit: () => happened.push('quit'),
  }
  const menu = trayMenu('en', clusters, doors)
  const items = (name: string) => {
    const submenu = menu.find(({ label }) => label?.startsWith(name))?.submenu
    return Array.isArray(submenu) ? submenu : []
  }
  return { happened, menu, items, ...actions }
}

describe('the tray', () => {
  it('starts, stops, restarts, copies and opens a terminal without the window', async () => {
    const { happened, start, stop, restart, copyKubeconfig, openTerminal } = openTray([dev])
    await start(dev)
    await stop(dev)
    await restart(dev)
    await copyKubeconfig(dev)
    await openTerminal(dev)
    expect(happened).toEqual([
      'start',
      'stop',
      'restart',
      'clipboard: apiVersion: v1',
      'notice: The kubeconfig of dev was copied to the clipboard.',
      'open terminal',
    ])
  })

  it('says why something did not work, unless the operation has told it', async () => {
    const fail = (reason: Problem) => () => Promise.reject(new ProblemError(reason))
    const { happened, start, stop } = openTray([dev], {
      'clusters.start': fail(problem('docker.lost', {})),
      'clusters.stop': fail(problem('disk.full', { path: '/' })),
    })
    await start(dev)
    await stop(dev)
    expect(happened).toEqual([expect.stringMatching(/^notice: Could not complete: Start dev \/ .*Docker/s)])
  })

  it('offers what a cluster can do, and the window only for what needs one', () => {
    const { happened, menu, items } = openTray([dev, cluster('old', 'stopped')])
    const enabled = (name: string) =>
      items(name).flatMap((item) => (item.type === 'separator' ? [] : [[item.label, item.enabled]]))
    const named = (isUp: boolean) => [
      ['Copy kubeconfig', isUp],
      ['Open terminal', isUp],
      [`Go to ${isUp ? 'dev' : 'old'}`, true],
      ['Logs', true],
      ['Start', !isUp],
      ['Stop', isUp],
      ['Restart', isUp],
    ]
    expect([enabled('dev'), enabled('old')]).toEqual([named(true), named(false)])
    const choose = (item: (typeof menu)[number]) => Reflect.apply(item.click ?? (() => undefined), undefined, [])
    for (const item of items('dev')) choose(item)
    expect(happened.filter((each) => each.startsWith('window'))).toEqual([
      'window: cluster.show dev',
      'window: tab.logs dev',
    ])
    happened.length = 0
    for (const item of menu.filter(({ label }) => label === 'Stop all clusters' || label === 'New cluster'))
      choose(item)
    expect(happened).toEqual(['window: cluster.new', 'stop'])
  })

  it('says how each cluster is, as far as a tooltip goes', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => cluster(name, 'stopped'))
    expect(trayTooltip('en', [dev, cluster('old', 'stopped')])).toBe('Sampan\ndev: Ready\nold: Stopped')
    expect(trayTooltip('zh-CN', [dev])).toBe('Sampan\ndev：就绪')
    expect(trayTooltip('en', many).split('\n')).toHaveLength(6)
  })
})

describe('the icon in the tray', () => {
  it('shows the worst of all clusters', () => {
    const toneOf = (...states: Cluster['state'][]) => trayTone(states.map((state) => ({ state })))
    expect([
      toneOf(),
      toneOf('stopped'),
      toneOf('stopped', 'ready'),
      toneOf('ready', 'creating'),
      toneOf('creating', 'degraded'),
    ]).toEqual(['quiet', 'quiet', 'good', 'busy', 'bad'])
  })

  const size = 22
  const white = new Uint8Array(size * size * 4).fill(255)
  const at = (pixels: Uint8Array, x: number, y: number) => [...pixels.slice((y * size + x) * 4, (y * size + x) * 4 + 4)]

  it('has a dot in its corner, with a ring around it, and is otherwise as it was', () => {
    const drawn = withDot(white, size, 'bad')
    expect([at(drawn, 0, 0), at(drawn, 17, 17), withDot(white, size, 'quiet')]).toEqual([
      [255, 255, 255, 255],
      [0x00, 0x8c, 0xf0, 255],
      white,
    ])
    const alphas = new Set([...drawn].filter((_, index) => index % 4 === 3))
    expect(alphas).toEqual(new Set([0, 255]))
  })

  it('is on macOS what was light in it, in black', () => {
    const blue = [0x91, 0x3d, 0x0b, 255]
    const template = asTemplate(Uint8Array.from([...blue, 255, 255, 255, 255]))
    expect([...template]).toEqual([0, 0, 0, 0, 0, 0, 0, 255])
  })
})

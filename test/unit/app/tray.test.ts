import { describe, expect, it } from 'vitest'
import type { Cluster } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { type TrayRequests, trayActions } from '../../../electron/app/tray-actions.ts'
import { type TrayDoors, trayMenu } from '../../../electron/app/tray-menu.ts'

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
      'clusters.kubeconfig': async () => ({ text: 'apiVersion: v1' }),
      ...refused,
    },
    copyText: (text) => happened.push(`clipboard: ${text}`),
    notify: ({ title, body }) => happened.push(`notice: ${title}${body ? ` / ${body}` : ''}`),
    language: () => 'en',
  })
  const doors: TrayDoors = {
    ...actions,
    open: () => happened.push('window'),
    show: ({ name }) => happened.push(`window of ${name}`),
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
  it('starts, stops and copies without the window, and says so', async () => {
    const { happened, start, stop, copyKubeconfig } = openTray([dev])
    await start(dev)
    await stop(dev)
    await copyKubeconfig(dev)
    expect(happened).toEqual([
      'start',
      'notice: dev has started.',
      'stop',
      'notice: dev has stopped.',
      'clipboard: apiVersion: v1',
      'notice: The kubeconfig of dev is on the clipboard.',
    ])
  })

  it('says why something did not work', async () => {
    const lost = new ProblemError(problem('docker.lost', {}))
    const { happened, start } = openTray([dev], { 'clusters.start': () => Promise.reject(lost) })
    await start(dev)
    expect(happened).toEqual([expect.stringMatching(/^notice: Start dev.* \/ .*Docker/)])
  })

  it('offers what a cluster can do; only "Go to" and "Open" need the window', () => {
    const { happened, items } = openTray([dev, cluster('old', 'stopped')])
    expect(items('dev').map(({ enabled }) => enabled)).toEqual([true, true, false, true])
    expect(items('old').map(({ enabled }) => enabled)).toEqual([false, true, true, false])
    for (const item of items('dev')) Reflect.apply(item.click ?? (() => undefined), undefined, [])
    expect(happened.filter((each) => each.startsWith('window'))).toEqual(['window of dev'])
  })
})

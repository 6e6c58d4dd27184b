import { MantineProvider } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { spotlight } from '@mantine/spotlight'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react'
import { type UserEvent, userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, expect } from 'vitest'
import { type Cluster, type ClusterNode, type ClusterRef, refKey } from '#shared/cluster.ts'
import { App } from '../../renderer/app/App.tsx'
import { createQueryClient } from '../../renderer/app/query-client.tsx'
import { LanguageProvider } from '../../renderer/ui/language.tsx'
import { FakeBridge, suggestion } from './fake-bridge.ts'

// A deadline, not a pause: whatever is waited for comes at once where the machine is free.
configure({ asyncUtilTimeout: 10_000 })

afterEach(() => {
  spotlight.close()
  notifications.clean()
  localStorage.clear()
  sessionStorage.clear()
  cleanup()
})

/** The whole window, in front of a fake main process. */
export function openWindow(bridge: FakeBridge = new FakeBridge()) {
  install(bridge)
  const user = userEvent.setup()
  render(<App />)
  return { bridge, user }
}

/** A part of the window on its own, in English. */
export function renderPart(part: ReactNode, bridge = new FakeBridge()) {
  install(bridge)
  const user = userEvent.setup()
  const client = createQueryClient()
  const inWindow = (children: ReactNode) => (
    <QueryClientProvider client={client}>
      <MantineProvider env="test">
        <LanguageProvider language="en">{children}</LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  )
  const { rerender } = render(inWindow(part))
  return { bridge, user, update: (children: ReactNode) => rerender(inWindow(children)) }
}

function install(bridge: FakeBridge) {
  Object.defineProperty(window, 'sampan', { value: bridge, configurable: true })
}

export function cluster(name: string, state: Cluster['state'], engineId = 'engine-1'): Cluster {
  const server: ClusterNode = {
    name: `sampan-${name}-server-0`,
    role: 'server',
    index: 0,
    container: state === 'stopped' ? 'exited' : 'running',
  }
  return {
    engineId,
    name,
    state,
    image: 'rancher/k3s:v1.36.2-k3s1',
    k3sVersion: 'v1.36.2+k3s1',
    nodes: [server],
    apiPort: 6443,
    ports: [],
    createdAt: '2026-11-23T08:00:00Z',
  }
}

/** A cluster of the engine that the fake bridge is connected to. */
export const ref = (name: string, engineId = 'engine-1'): ClusterRef => ({ engineId, name })

/** A bridge to an engine that has these clusters. */
export function bridgeWith(
  clusters: ReturnType<typeof cluster>[],
  handlers: ConstructorParameters<typeof FakeBridge>[0] = {},
) {
  const bridge = new FakeBridge(handlers)
  bridge.snapshot = { ...bridge.snapshot, clusters }
  for (const each of clusters)
    bridge.stored.set(refKey(each), { spec: { ...suggestion, name: each.name }, generation: 1 })
  return bridge
}

/** The one button of the page that is there without clusters; the list has another of the same name. */
export async function welcomeButton(): Promise<HTMLElement> {
  return within(await screen.findByRole('main')).findByRole('button', { name: 'New cluster' })
}

/** Opens the form of a new cluster by its keys, as soon as the engine is there. */
export async function openNewCluster(user: UserEvent): Promise<HTMLElement> {
  await waitFor(() =>
    expect(screen.getAllByRole('button', { name: 'New cluster' })[0]?.getAttribute('aria-disabled')).toBeNull(),
  )
  await user.keyboard('{Control>}{Shift>}N{/Shift}{/Control}')
  return screen.findByRole('dialog', { name: 'New cluster' })
}

/** The text of a registries.yaml, which is shown as a form at first. */
export async function registriesText(user: UserEvent): Promise<HTMLTextAreaElement> {
  await user.click(await screen.findByRole('radio', { name: 'Text' }))
  return screen.findByRole('textbox', { name: 'registries.yaml' })
}

/** An item of the menu that is open. happy-dom lays nothing out, and so Mantine hides every menu as one whose target is out of sight. */
export function menuItem(text: string): Promise<HTMLElement> {
  return waitFor(() => {
    const found = screen.getAllByRole('menuitem', { hidden: true }).find(({ textContent }) => textContent === text)
    if (!found) throw new Error(`There is no menu item "${text}"`)
    return found
  })
}

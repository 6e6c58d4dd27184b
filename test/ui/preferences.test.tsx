import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { keptPreferences } from './fake-bridge.ts'
import { bridgeWith, cluster, openWindow } from './window.tsx'

const open = async (user: UserEvent, section: string) => {
  await screen.findByRole('heading', { name: 'dev' })
  await user.keyboard('{Control>},{/Control}')
  const dialog = within(await screen.findByRole('dialog', { name: 'Preferences' }))
  await user.click(dialog.getByRole('tab', { name: section }))
  return dialog
}

function window(own: Parameters<typeof bridgeWith>[1] = {}) {
  const { saved, handlers } = keptPreferences()
  const opened = openWindow(bridgeWith([cluster('dev', 'ready')], { ...handlers, ...own }))
  return { ...opened, saved }
}

describe('preferences', () => {
  it('decide what goes on without a window, and say where that cannot be', async () => {
    const asked: boolean[] = []
    const { user, saved } = window({ 'app.startAtLogin': ({ isOn }) => void asked.push(isOn) })
    const dialog = await open(user, 'General')
    await user.click(await dialog.findByRole('switch', { name: /^Keep running in the tray/ }))
    await user.click(dialog.getByRole('switch', { name: /^System notifications/ }))
    await user.click(dialog.getByRole('switch', { name: /^Start at login/ }))
    await waitFor(() => expect([saved().keepsRunning, saved().notifies, asked]).toEqual([false, false, [true]]))
  })

  it('offer no tray that the desktop does not show, and no login where the app is not installed', async () => {
    const { user } = window({ 'app.background': () => ({ hasTray: false, startsAtLogin: null }) })
    const dialog = await open(user, 'General')
    expect(await dialog.findByText(/This desktop does not show a tray/)).toBeDefined()
    expect(dialog.queryByRole('switch', { name: /^Start at login/ })).toBeNull()
  })

  it('say what a new cluster begins with, and take no image that is none', async () => {
    const { user, saved } = window()
    const dialog = await open(user, 'New clusters')
    await user.click(dialog.getByRole('radio', { name: /^Lean/ }))
    const image = dialog.getByLabelText('k3s version or image')
    await user.type(image, '??')
    await user.tab()
    expect(dialog.getByText(/Not a valid image name/)).toBeDefined()
    await user.clear(image)
    await user.type(image, 'corp.example/k3s:v1')
    await user.tab()
    await waitFor(() => expect([saved().preset, saved().image]).toEqual(['lean', 'corp.example/k3s:v1']))
  })

  it('say how logs are shown, and how much of each is kept', async () => {
    const { user, saved, bridge } = window()
    const dialog = await open(user, 'Logs')
    await user.click(dialog.getByRole('combobox', { name: 'Memory for logs' }))
    await user.click(await screen.findByRole('option', { name: '1 GB', hidden: true }))
    await user.click(dialog.getByRole('switch', { name: /^Wrap long lines/ }))
    await waitFor(() => expect([saved().logMemoryBytes, saved().wrapsLogs]).toEqual([1_000_000_000, true]))
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('tab', { name: 'Logs' }))
    await waitFor(() => expect(bridge.logViews()[0]?.input).toMatchObject({ capacityBytes: 1_000_000_000 }))
    expect(screen.getByRole('grid').hasAttribute('data-wrapped')).toBe(true)
  })

  it('have new clusters added to the kubeconfig only where that is wanted', async () => {
    const { user, saved } = window()
    expect(saved().addsToKubeconfig).toBe(false)
    const dialog = await open(user, 'Kubeconfig')
    await user.click(dialog.getByRole('switch', { name: /^Add every new cluster/ }))
    await waitFor(() => expect(saved().addsToKubeconfig).toBe(true))
  })

  it('show what diagnostics contain, and save exactly that', async () => {
    const { bridge, user } = window({
      'app.diagnostics': () => ({ text: '# all of it' }),
      'app.saveDiagnostics': () => ({ path: '/home/u/sampan-diagnostics.txt' }),
    })
    const dialog = await open(user, 'Diagnostics')
    expect(await dialog.findByText('# all of it')).toBeDefined()
    await user.click(dialog.getByRole('button', { name: 'Save as…' }))
    expect(await screen.findByTitle('/home/u/sampan-diagnostics.txt')).toBeDefined()
    expect(bridge.sent).toContainEqual({ name: 'app.saveDiagnostics', input: { text: '# all of it' } })
  })

  it('have versions to be copied, and say that nothing is sent', async () => {
    const { bridge, user } = window()
    const dialog = await open(user, 'About')
    expect(dialog.getByText(/Sampan sends nothing/)).toBeDefined()
    await user.click(dialog.getByRole('button', { name: 'Copy versions' }))
    const text = 'Sampan 0.1.0\nElectron 45.4.1\nDocker 29.0.1'
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text } }))
  })

  it('open at the engines from the foot of the list', async () => {
    const { user } = window()
    await user.click(await screen.findByRole('button', { name: /choose another engine$/ }))
    expect(screen.getByRole('tab', { name: 'Docker engines' }).getAttribute('aria-selected')).toBe('true')
  })
})

describe('the licenses', () => {
  const shipped = [
    {
      name: '@mantine/core',
      version: '9.7.3',
      identifier: 'MIT',
      text: 'The MIT License\n\nCopyright Vitaly Rtishchev',
    },
    { name: 'react', version: '19.3.1', identifier: 'MIT', text: 'MIT License\n\nCopyright Meta' },
    { name: 'tiny', version: '1.0.0', identifier: 'ISC' },
  ]

  it('are under About, of every package, word for word', async () => {
    const { user } = openWindow(bridgeWith([], { 'app.licenses': () => shipped }))
    await user.click(await screen.findByRole('button', { name: 'Preferences' }))
    await user.click(await screen.findByRole('tab', { name: 'About' }))
    await user.click(await screen.findByRole('button', { name: 'Show the licenses' }))
    const list = within(await screen.findByRole('region', { name: 'Open source packages in Sampan' }))
    expect(list.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      '@mantine/core 9.7.3MIT',
      'react 19.3.1MIT',
      'tiny 1.0.0ISC',
    ])
    await user.click(list.getByRole('button', { name: /^react/ }))
    expect(await list.findByText(/Copyright Meta/)).toBeDefined()
    await user.type(list.getByRole('textbox', { name: 'Find a package' }), 'TINY')
    expect(list.getByRole('status').textContent).toBe('1 package')
    await user.click(list.getByRole('button', { name: /^tiny/ }))
    expect(await list.findByText('The package has no license file. It names this license: ISC.')).toBeDefined()
  })
})

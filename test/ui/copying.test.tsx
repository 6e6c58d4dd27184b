import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { CopyButton } from '../../renderer/ui/CopyButton.tsx'
import { bridgeWith, cluster, openWindow, ref, renderPart, welcomeButton } from './window.tsx'

const copied = (bridge: { sent: readonly { name: string; input: unknown }[] }) =>
  bridge.sent.flatMap(
    ({ name, input }) => (name === 'app.copyText' ? [String(Reflect.get(input as object, 'text'))] : []), // by the contract
  )

describe('a button that copies', () => {
  it('keeps its name, and says "Copied" where the eye is and to screen readers', async () => {
    const { user, bridge } = renderPart(<CopyButton label="Copy kubeconfig" copy="text" />)
    const button = screen.getByRole('button', { name: 'Copy kubeconfig' })
    await user.click(button)
    await waitFor(() => expect(button.textContent).toBe('Copied'))
    expect(screen.getByRole('button', { name: 'Copy kubeconfig' })).toBe(button)
    expect(screen.getByRole('status').textContent).toBe('Copied')
    expect(copied(bridge)).toEqual(['text'])
  })

  it('can say what it copies where there are several of them', () => {
    renderPart(<CopyButton label="Copy" what="kubectl get nodes" copy="kubectl get nodes" />)
    expect(screen.getByRole('button', { name: 'Copy: kubectl get nodes' }).textContent).toBe('Copy')
  })

  it('has its own words in its name, for those who speak to it', () => {
    renderPart(<CopyButton label="Copy kubeconfig" what="Local network" copy="text" />)
    expect(screen.getByRole('button', { name: 'Copy kubeconfig: Local network' })).toBeDefined()
  })
})

describe('an error', () => {
  it('can be copied as a report: its code, its words, the original ones, the versions, and the log without secrets', async () => {
    const failure = problem('k3s.exited', { node: 'sampan-dev-server-0', exitCode: 1 }, { detail: 'exit status 1' })
    const { bridge, user } = openWindow(bridgeWith([]))
    await welcomeButton()
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: false, problem: failure }])
    await waitFor(() => expect(bridge.openInputs('operation.watch')).toHaveLength(1))
    const atMs = Date.now()
    bridge.emit('operation.watch', { kind: 'started', operation: 'create', cluster: 'dev', stages: ['check'], atMs })
    for (const text of ['starting', 'token: hunter2'])
      bridge.emit('operation.watch', {
        kind: 'log',
        node: 'sampan-dev-server-0',
        line: { text, time: '2026-11-27T09:00:00.000Z' },
      })
    bridge.emit('operation.watch', { kind: 'problem', cluster: 'dev', undone: true, durationMs: 900, ...failure })
    await screen.findByText('starting')

    await user.click(await screen.findByRole('button', { name: 'Copy report' }))
    await waitFor(() => expect(copied(bridge)).toHaveLength(1))
    const [report = ''] = copied(bridge)
    const parts = ['k3s.exited', 'node=sampan-dev-server-0', 'exit status 1', 'Sampan 0.1.0', 'linux', 'Docker 29.0.1']
    expect([...parts, 'starting', 'token: <hidden>'].filter((part) => !report.includes(part))).toEqual([])
    expect(report).not.toContain('hunter2')
  })
})

describe('copying a kubeconfig from the palette', () => {
  it('says so', async () => {
    const { bridge } = openWindow(
      bridgeWith([cluster('dev', 'ready')], { 'clusters.kubeconfig': () => ({ text: 'apiVersion: v1' }) }),
    )
    await screen.findByRole('heading', { name: 'dev' })
    bridge.emit('app.commands', { command: 'kubeconfig.copy' })
    expect(await screen.findByText('The kubeconfig of dev was copied to the clipboard.')).toBeDefined()
    expect(copied(bridge)).toEqual(['apiVersion: v1'])
  })

  it('and saving it says where', async () => {
    const { bridge } = openWindow(
      bridgeWith([cluster('dev', 'ready')], { 'clusters.saveKubeconfig': () => ({ path: '/home/ann/dev.yaml' }) }),
    )
    await screen.findByRole('heading', { name: 'dev' })
    bridge.emit('app.commands', { command: 'kubeconfig.save' })
    expect(await screen.findByTitle('/home/ann/dev.yaml')).toBeDefined()
  })
})

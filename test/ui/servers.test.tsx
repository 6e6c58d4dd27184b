import { screen, waitFor } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { FakeBridge } from './fake-bridge.ts'
import { openWindow } from './window.tsx'

const never = () => new Promise<never>(() => undefined)

async function customise() {
  const opened = openWindow(new FakeBridge({ 'clusters.create': never, 'clusters.preflight': () => [] }))
  await opened.user.click(await screen.findByRole('button', { name: 'Customize…' }))
  await screen.findByRole('textbox', { name: 'Name' })
  return opened
}

async function choose(user: UserEvent, field: string, option: string) {
  await user.click(screen.getByRole('combobox', { name: field }))
  await user.click(await screen.findByRole('option', { name: option }))
}

async function offered(user: UserEvent, field: string): Promise<(string | null)[]> {
  await user.click(screen.getByRole('combobox', { name: field }))
  const options = await screen.findAllByRole('option')
  await user.keyboard('{Escape}')
  return options.map(({ textContent }) => textContent)
}

const created = async (bridge: FakeBridge, user: UserEvent) => {
  await user.click(screen.getByRole('button', { name: 'Create' }))
  await waitFor(() => expect(bridge.sent.map(({ name }) => name)).toContain('clusters.create'))
  return bridge.sent.find(({ name }) => name === 'clusters.create')?.input
}

describe('the number of servers', () => {
  it('takes etcd along, and offers no number that etcd does not take', async () => {
    const { bridge, user } = await customise()
    expect(await offered(user, 'Servers')).toEqual(['1', '3', '5'])
    await choose(user, 'Servers', '3')
    expect(await created(bridge, user)).toMatchObject({ spec: { servers: 3, datastore: { kind: 'etcd' } } })
  })

  it('may be any where the user has a database, whose address is typed like a password', async () => {
    const { bridge, user } = await customise()
    await choose(user, 'Datastore', 'External database')
    const address = screen.getByLabelText<HTMLInputElement>('Database address')
    expect(address.type).toBe('password')
    await user.type(address, 'postgres://k3s:pw@db:5432/k3s')
    await choose(user, 'Servers', '2')
    expect(await created(bridge, user)).toMatchObject({
      spec: { servers: 2, datastore: { kind: 'external', endpoint: 'postgres://k3s:pw@db:5432/k3s' } },
    })
  })

  it('does not go with ports that the load balancer cannot pass on', async () => {
    const { bridge, user } = await customise()
    await choose(user, 'Servers', '3')
    await user.click(screen.getByRole('button', { name: 'Add port' }))
    await user.type(screen.getByRole('textbox', { name: 'Host port' }), '5353')
    await user.type(screen.getByRole('textbox', { name: 'Container port' }), '53')
    await choose(user, 'Protocol', 'UDP')
    await user.click(screen.getByRole('button', { name: 'Create' }))
    expect(await screen.findByText(/it forwards TCP only/)).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).not.toContain('clusters.create')
  })
})

import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { refKey } from '#shared/cluster.ts'
import type { PlannedStep } from '#shared/operation.ts'
import { effectsOf } from '../../renderer/ui/planned-effects.ts'
import { FakeBridge, suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openNewCluster, openWindow, ref } from './window.tsx'

const never = () => new Promise<never>(() => undefined)

async function openForm() {
  const opened = openWindow(new FakeBridge({ 'clusters.create': never, 'clusters.preflight': () => [] }))
  await openNewCluster(opened.user)
  return opened
}

/** happy-dom lays nothing out, and so Mantine hides every list as one whose target is out of sight. */
async function optionsOf(user: UserEvent, field: string): Promise<HTMLElement[]> {
  const box = screen.getByRole('combobox', { name: field })
  await user.click(box)
  const list = await waitFor(() => {
    const found = document.getElementById(box.getAttribute('aria-controls') ?? '')
    if (!found) throw new Error(`The list of "${field}" is not open`)
    return found
  })
  return within(list).getAllByRole('option', { hidden: true })
}

async function choose(user: UserEvent, field: string, option: string) {
  const found = (await optionsOf(user, field)).find(({ textContent }) => textContent === option)
  if (!found) throw new Error(`"${field}" offers no "${option}"`)
  fireEvent.click(found)
}

async function offered(user: UserEvent, field: string): Promise<(string | null)[]> {
  const options = await optionsOf(user, field)
  await user.click(screen.getByRole('combobox', { name: field }))
  return options.map(({ textContent }) => textContent)
}

const created = async (bridge: FakeBridge, user: UserEvent) => {
  await user.click(screen.getByRole('button', { name: 'Create' }))
  await waitFor(() => expect(bridge.sent.map(({ name }) => name)).toContain('clusters.create'))
  return bridge.sent.find(({ name }) => name === 'clusters.create')?.input
}

describe('the load balancer of several servers', () => {
  const servers = [0, 1, 2].map((index) => ({
    ...{ name: `sampan-dev-server-${index}`, role: 'server' as const },
    ...{ index, container: 'running' as const },
  }))
  const lb = { name: 'sampan-dev-lb', role: 'loadbalancer' as const, container: 'exited' as const }
  const dev = { ...cluster('dev', 'degraded'), nodes: servers, companions: [lb] }

  it('is listed with the nodes, so that one sees that it is down', async () => {
    openWindow(bridgeWith([dev]))
    const row = within((await screen.findByText('sampan-dev-lb')).closest('tr') ?? document.body)
    expect(row.getByText('load balancer')).toBeDefined()
    expect(row.getByText('Exited')).toBeDefined()
  })

  it('is what interrupts the API when it is made again; one server after the other does not', () => {
    const isInterrupted = (...plan: PlannedStep[]) => effectsOf(plan, dev).interruptsApi
    expect(isInterrupted({ action: 'replace container', target: 'sampan-dev-lb' })).toBe(true)
    expect(isInterrupted({ action: 'remove container', target: 'sampan-dev-lb' })).toBe(true)
    expect(isInterrupted({ action: 'reload container', target: 'sampan-dev-lb' })).toBe(false)
    expect(isInterrupted({ action: 'restart container', target: 'sampan-dev-server-0' })).toBe(false)
    const db = { ...lb, name: 'sampan-dev-db', role: 'datastore' as const }
    const withDatabase = { ...dev, companions: [lb, db] }
    const remade = [{ action: 'replace container', target: db.name }] as const
    expect(effectsOf(remade, withDatabase).interruptsApi).toBe(true)
    const one = { nodes: servers.slice(0, 1) }
    expect(effectsOf([{ action: 'restart container', target: 'sampan-dev-server-0' }], one).interruptsApi).toBe(true)
  })
})

describe('the number of servers', () => {
  it('takes etcd along, and offers no number that etcd does not take', async () => {
    const { bridge, user } = await openForm()
    expect(await offered(user, 'Servers')).toEqual(['1', '3', '5'])
    await choose(user, 'Servers', '3')
    expect(await created(bridge, user)).toMatchObject({ spec: { servers: 3, datastore: { kind: 'etcd' } } })
  })

  it('may be any where the user has a database, whose address is typed like a password', async () => {
    const { bridge, user } = await openForm()
    await choose(user, 'Datastore', 'External database')
    const address = screen.getByLabelText<HTMLInputElement>('Database address')
    expect(address.type).toBe('password')
    await user.type(address, 'postgres://k3s:pw@db:5432/k3s')
    await choose(user, 'Servers', '2')
    expect(await created(bridge, user)).toMatchObject({
      spec: { servers: 2, datastore: { kind: 'external', endpoint: 'postgres://k3s:pw@db:5432/k3s' } },
    })
  })

  it('may be any where Sampan runs the database', async () => {
    const { bridge, user } = await openForm()
    await choose(user, 'Datastore', 'MariaDB, run by Sampan')
    await choose(user, 'Servers', '2')
    expect(await created(bridge, user)).toMatchObject({
      spec: { servers: 2, datastore: { kind: 'managed', engine: 'mariadb' } },
    })
  })

  it('names the image of such a database', async () => {
    const { bridge, user } = await openForm()
    await choose(user, 'Datastore', 'PostgreSQL, run by Sampan')
    await user.type(screen.getByLabelText('Database image'), 'repo.example/postgres:17')
    expect(await created(bridge, user)).toMatchObject({
      spec: { datastore: { kind: 'managed', engine: 'postgres', image: 'repo.example/postgres:17' } },
    })
  })

  it('shows which image its database has', async () => {
    const bridge = bridgeWith([cluster('dev', 'ready')], { 'clusters.preflight': () => [] })
    const datastore = { kind: 'managed' as const, engine: 'postgres' as const, image: 'repo.example/postgres:17' }
    bridge.stored.set(refKey(ref('dev')), { spec: { ...suggestion, name: 'dev', datastore }, generation: 1 })
    const { user } = openWindow(bridge)
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    expect((await screen.findByLabelText<HTMLInputElement>('Database image')).value).toBe('repo.example/postgres:17')
  })

  it('is copied without the address of a database, which two clusters must not share', async () => {
    const bridge = bridgeWith([cluster('dev', 'ready')], { 'clusters.preflight': () => [] })
    const datastore = { kind: 'external' as const, endpoint: 'postgres://k3s:********@db:5432/k3s' }
    bridge.stored.set(refKey(ref('dev')), { spec: { ...suggestion, name: 'dev', datastore }, generation: 1 })
    const { user } = openWindow(bridge)
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for dev' }))
    fireEvent.click(await menuItem('Duplicate…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'New cluster' }))
    expect(dialog.getByLabelText<HTMLInputElement>('Database address').value).toBe('')
    await user.click(dialog.getByRole('button', { name: 'Create' }))
    expect(await dialog.findByText('Enter the address of the database')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).not.toContain('clusters.create')
  })

  it('does not go with ports that the load balancer cannot pass on', async () => {
    const { bridge, user } = await openForm()
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

import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { withLogins } from '../../electron/registry/docker-logins.ts'
import { withPaths } from '../../electron/registry/field-paths.ts'
import { withImported } from '../../electron/registry/import-mirrors.ts'
import { checkRegistries } from '../../electron/registry/registries-file.ts'
import { readRegistries } from '../../electron/registry/registries-model.ts'
import { pullAttempts } from '../../electron/registry/rewrite-tryout.ts'
import { RegistriesField } from '../../renderer/ui/registries/RegistriesField.tsx'
import type { RegistriesValue } from '../../renderer/ui/registries/registries-value.ts'
import { bridgeWith, menuItem, openNewCluster, openWindow, renderPart } from './window.tsx'

const given = `# of the team
mirrors:
  docker.io:
    endpoint:
      - https://one.example.net # ours
      - https://two.example.net/
      - localhost:5000
    x-note: stays
`

let latest: RegistriesValue = { text: '', files: {}, withoutDefault: false }

function Field({ text }: { readonly text: string }) {
  const [value, setValue] = useState({ ...latest, text, files: {}, withoutDefault: false })
  latest = value
  return (
    <RegistriesField
      rows={9}
      image="rancher/k3s:v1.36.2-k3s1"
      value={value}
      onChange={(change) => setValue((before) => ({ ...before, ...change }))}
      from={{ engineId: 'engine-1', name: undefined }}
    />
  )
}

/** The form of this text, checked as the app does. */
async function openForm(text = given, handlers: Parameters<typeof bridgeWith>[1] = {}) {
  const bridge = bridgeWith([], {
    'registries.check': (asked) =>
      withPaths(asked.text, checkRegistries(asked.text, { isTaken: (path) => asked.files?.includes(path) === true })),
    'registries.try': ({ text: tried, image, withoutDefault }) =>
      pullAttempts(image, readRegistries(tried) ?? { mirrors: [], configs: [] }, { withoutDefault }),
    ...handlers,
  })
  const opened = renderPart(<Field text={text} />, bridge)
  await screen.findByText('Mirrors')
  return opened
}

const write = async (user: UserEvent, field: HTMLElement, words: string) => {
  await user.clear(field)
  await user.click(field)
  await user.paste(words)
}
const written = (text: string) => waitFor(() => expect(latest.text).toBe(text))

const endpoint = (row: number) =>
  screen.getByRole<HTMLInputElement>('textbox', { name: `Endpoint ${row} of docker.io` })
const press = (user: UserEvent, name: string) => user.click(screen.getByRole('button', { name }))

describe('the form of a registries.yaml', () => {
  it('writes each change into the text, where comments and unknown keys stay', async () => {
    const { user } = await openForm()
    await press(user, 'Move endpoint 1 of docker.io down')
    await press(user, 'Remove endpoint 3 of docker.io')
    await write(user, endpoint(1), 'https://three.example.net')
    await press(user, 'Add rewrite')
    await write(user, screen.getByLabelText('Pattern of rewrite 1 of docker.io'), '^(.*)$')
    await write(user, screen.getByLabelText('New name of rewrite 1 of docker.io'), 'hub/$1')
    await user.type(screen.getByRole('combobox', { name: 'Registry of the new mirror' }), '*{Enter}')
    await write(user, await screen.findByLabelText('Endpoint 1 of *'), 'https://all.example.net')
    await write(user, screen.getByRole('combobox', { name: 'Host of the new credentials' }), 'three.example.net')
    await press(user, 'Add host')
    await write(user, await screen.findByLabelText('Username'), 'ci')
    await write(user, screen.getByLabelText('Password or access token'), 'secret')
    await user.click(screen.getByRole('switch', { name: /^Do not verify the certificate/ }))
    await written(`# of the team
mirrors:
  docker.io:
    endpoint:
      - https://three.example.net
      - https://one.example.net # ours
    x-note: stays
    rewrite:
      "^(.*)$": "hub/$1"
  "*":
    endpoint:
      - https://all.example.net
configs:
  three.example.net:
    auth:
      username: ci
      password: secret
    tls:
      insecure_skip_verify: true
`)
  })

  it('shows what was changed in the text, and says when the text has to be mended first', async () => {
    const { user } = await openForm()
    await user.click(screen.getByRole('radio', { name: 'Text' }))
    const input = await screen.findByRole('textbox', { name: 'registries.yaml' })
    await write(user, input, 'mirrors:\n\tghcr.io:\n\t\tendpoint: [https://ghcr.example.net]\n')
    await user.click(screen.getByRole('radio', { name: 'Form' }))
    expect(await screen.findByText(/must be corrected before/)).toBeDefined()
    const [cure] = await screen.findAllByRole('button', { name: 'Indent with spaces' })
    if (cure) await user.click(cure)
    const found = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Endpoint 1 of ghcr.io' })
    expect(found.value).toBe('https://ghcr.example.net')
  })

  it('has each remark at its field, with its fix as a button', async () => {
    const { user } = await openForm()
    const mirrors = screen.getByRole('group', { name: 'docker.io' })
    await within(mirrors).findByText(/is the node itself/)
    await user.click(within(mirrors).getByRole('button', { name: /host\.docker\.internal/ }))
    await waitFor(() => expect(endpoint(3).value).toBe('http://host.docker.internal:5000'))
    await waitFor(() => expect(within(mirrors).queryByText(/is the node itself/)).toBeNull())
  })

  it('no longer misses a file that has been put there meanwhile, when somebody comes back', async () => {
    const text = 'configs: { repo.example: { tls: { ca_file: /home/me/ca.crt } } }\n'
    const looked: boolean[] = []
    let isThere = false
    const bridge = bridgeWith([], {
      'registries.check': (asked) => {
        looked.push(isThere)
        return withPaths(asked.text, checkRegistries(asked.text, { isTaken: () => isThere }))
      },
    })
    const { update } = renderPart(<Field text={text} />, bridge)
    expect(await screen.findByText(/is read inside the node/)).toBeDefined()
    update(<p />)
    isThere = true
    update(<Field text={text} />)
    await waitFor(() => expect(screen.queryByText(/is read inside the node/)).toBeNull())
    expect(looked.at(-1)).toBe(true)
  })

  it('shows what a node asks for, and where, without the registry itself where that is not wanted', async () => {
    const { user } = await openForm('mirrors: { docker.io: { endpoint: [https://one.example.net] } }\n')
    await write(user, screen.getByRole('textbox', { name: 'Try it out' }), 'nginx:1.27')
    const asked = () =>
      within(screen.getByRole('list', { name: 'Requests in order' }))
        .queryAllByRole('listitem')
        .map(({ textContent }) => textContent)
    const ofMirror = 'Mirrorhttps://one.example.net/v2/library/nginx/manifests/1.27?ns=docker.io'
    const ofRegistry = 'Registryhttps://registry-1.docker.io/v2/library/nginx/manifests/1.27'
    await waitFor(() => expect(asked()).toEqual([ofMirror, ofRegistry]))
    await user.click(screen.getByRole('switch', { name: /^Fall back to the registry itself/ }))
    await waitFor(() => expect(asked()).toEqual([ofMirror]))
  })

  it('tests each endpoint where it stands and sorts them by speed, the dead ones last', async () => {
    const answers = new Map([
      ['https://one.example.net', 90],
      ['https://two.example.net/', 9],
    ])
    const { user, bridge } = await openForm(given, {
      'registries.test': ({ text, only }) => ({
        endpoints: (readRegistries(text)?.mirrors ?? []).flatMap(({ name: registry, endpoints }) =>
          endpoints
            .filter((each) => only === undefined || each === only.endpoint)
            .map((each) => {
              const totalMs = answers.get(each)
              const test = { registry, endpoint: each, image: 'a', hops: [], totalMs: totalMs ?? 0 }
              const fault = { hop: 'connect' as const, kind: 'refused' as const, detail: 'ECONNREFUSED' }
              return totalMs === undefined ? { ...test, fault, proxy: 'gate.example:3128' } : test
            }),
        ),
      }),
    })
    await press(user, 'Move endpoint 3 of docker.io up')
    await press(user, 'Move endpoint 2 of docker.io up')
    await press(user, 'Test endpoint 2 of docker.io')
    expect(await screen.findByText('90 ms')).toBeDefined()
    expect(bridge.sent.find(({ name }) => name === 'registries.test')?.input).toMatchObject({
      only: { registry: 'docker.io', endpoint: 'https://one.example.net' },
    })
    await press(user, 'Test endpoints')
    expect(await screen.findByText('connection refused')).toBeDefined()
    expect(screen.getAllByText('through proxy gate.example:3128')).toHaveLength(1)
    await press(user, 'Sort by speed')
    await waitFor(() =>
      expect([endpoint(1).value, endpoint(2).value, endpoint(3).value]).toEqual([
        'https://two.example.net/',
        'https://one.example.net',
        'localhost:5000',
      ]),
    )
  })

  it('takes a certificate that is pasted along with the cluster', async () => {
    const { user } = await openForm('configs: { repo.example.net: { tls: {} } }\n')
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    await user.click(await screen.findByRole('textbox', { name: 'CA certificate' }))
    await user.paste(pem)
    expect(await screen.findByText('Saved with the cluster and copied to every node')).toBeDefined()
    expect(latest).toMatchObject({
      text: expect.stringContaining('ca_file: repo.example.net/ca.crt'),
      files: { 'repo.example.net/ca.crt': pem },
    })
    await waitFor(() => expect(screen.queryByText(/is read inside the node/)).toBeNull())
  })

  it('takes over the mirrors and the logins that Docker has, and says from where', async () => {
    const logins = [
      { host: 'docker.io', username: 'me', source: 'docker-credential-all', isWanted: true },
      { host: 'other.example.net', username: 'you', source: '/home/me/.docker/config.json', isWanted: false },
    ]
    const { user, bridge } = await openForm('', {
      'registries.import': ({ text }) => ({
        text: withImported(text, '{"registry-mirrors": ["https://hub.example.net/"]}'),
        path: '/etc/docker/daemon.json',
      }),
      'registries.logins': () => logins,
      'registries.useLogins': ({ text, hosts }) => ({
        text:
          withLogins(
            text,
            hosts.map((host) => ({ host, username: 'me', password: 'p', identityToken: '' })),
          ) ?? '',
      }),
    })
    await press(user, 'Import')
    await user.click(await menuItem('Mirrors of Docker on this computer'))
    await screen.findByText(/Imported from \/etc\/docker\/daemon\.json/)
    expect(endpoint(1).value).toBe('https://hub.example.net')
    await press(user, 'Import')
    await user.click(await menuItem('Use Docker logins…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Use Docker logins…' }))
    await dialog.findByText('me, from docker-credential-all')
    await user.click(dialog.getByRole('button', { name: 'Use logins' }))
    await screen.findByRole('group', { name: 'registry-1.docker.io' })
    const asked = bridge.sent.find(({ name }) => name === 'registries.useLogins')?.input
    expect(asked).toMatchObject({ hosts: ['docker.io'] })
  })

  it('is what every new cluster begins with, once it is saved in the preferences', async () => {
    let kept = { registries: '', registryFiles: {} as Record<string, string> }
    const { user, bridge } = openWindow(
      bridgeWith([], {
        'registries.default': () => ({ ...kept, place: 'none', canSeal: false }),
        'registries.setDefault': (given) => {
          kept = given
        },
      }),
    )
    await user.click(await screen.findByRole('button', { name: 'Preferences' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Preferences' }))
    await user.click(dialog.getByRole('tab', { name: 'Registries' }))
    expect(await dialog.findByText(/in a file that only you can read/)).toBeDefined()
    await user.type(await dialog.findByRole('combobox', { name: 'Registry of the new mirror' }), 'docker.io{Enter}')
    await write(user, await dialog.findByLabelText('Endpoint 1 of docker.io'), 'https://a.example')
    const save = dialog.getByRole<HTMLButtonElement>('button', { name: 'Save' })
    await waitFor(() => expect(save.disabled).toBe(false))
    await user.click(save)
    await waitFor(() => expect(save.disabled).toBe(true))
    expect(kept.registries).toBe('mirrors:\n  docker.io:\n    endpoint:\n      - https://a.example\n')
    expect(bridge.sent.filter(({ name }) => name === 'registries.setDefault')).toHaveLength(1)
  })

  it('is part of the form of a new cluster', async () => {
    const { user, bridge } = openWindow()
    const dialog = await openNewCluster(user)
    await user.click(within(dialog).getByRole('button', { name: 'Registries' }))
    await user.type(within(dialog).getByRole('combobox', { name: 'Registry of the new mirror' }), 'docker.io{Enter}')
    await write(user, await within(dialog).findByLabelText('Endpoint 1 of docker.io'), 'https://a.example')
    await user.click(within(dialog).getByRole('switch', { name: /^Fall back to the registry itself/ }))
    await user.click(within(dialog).getByRole('button', { name: 'Create' }))
    const created = () => bridge.sent.find(({ name }) => name === 'clusters.create')?.input
    await waitFor(() =>
      expect(created()).toMatchObject({
        spec: {
          registries: 'mirrors:\n  docker.io:\n    endpoint:\n      - https://a.example\n',
          k3sArgs: [{ flag: '--disable-default-registry-endpoint', on: 'all' }],
        },
      }),
    )
  })
})

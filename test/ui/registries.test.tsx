import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { RegistriesFinding } from '#shared/registry.ts'
import { bridgeWith, cluster, openWindow, registriesText } from './window.tsx'

const text = 'mirrors:\n  docker.io:\n    endpoints: ["https://harbor.example.net/hub"]\n'

/** One remark after the other, each with what mends it. */
function remarks(given: string): RegistriesFinding[] {
  const cures = [
    { rule: 'unknown_key', wrong: 'endpoints', right: 'endpoint' },
    {
      rule: 'endpoint_path_without_v2',
      wrong: 'https://harbor.example.net/hub',
      right: 'https://harbor.example.net/v2/hub',
    },
  ] as const
  return cures.flatMap(({ rule, wrong, right }): RegistriesFinding[] => {
    const start = given.indexOf(wrong)
    const fix = { kind: 'write' as const, subject: right, edits: [{ start, end: start + wrong.length, text: right }] }
    return start < 0 ? [] : [{ severity: 'warning', rule, line: 3, column: 5, subject: wrong, becomes: wrong, fix }]
  })
}

async function openRegistries(handlers: Parameters<typeof bridgeWith>[1]) {
  const opened = openWindow(bridgeWith([cluster('dev', 'ready')], handlers))
  await opened.user.click(await screen.findByRole('tab', { name: 'Registries' }))
  return { ...opened, input: await registriesText(opened.user) }
}

describe('the registries of a cluster', () => {
  it('are mended by the buttons beside the remarks, one after the other', async () => {
    const { user, input } = await openRegistries({ 'registries.check': ({ text: given }) => remarks(given) })
    await user.click(input)
    await user.paste(text)
    // While the text is checked anew, what was found in the old one cannot be pressed.
    const press = async (name: string) => {
      const isEnabled = () => expect(screen.getByRole<HTMLButtonElement>('button', { name }).disabled).toBe(false)
      await waitFor(isEnabled)
      await user.click(screen.getByRole('button', { name }))
    }
    await press('Use endpoint instead')
    await waitFor(() => expect(input.value).toContain('endpoint: ['))
    await press('Use https://harbor.example.net/v2/hub instead')
    await waitFor(() => expect(input.value).toBe(text.replace('endpoints', 'endpoint').replace('/hub', '/v2/hub')))
    expect(await screen.findByText('Valid: k3s can read this file.')).toBeDefined()
  })

  it('are asked for by a button; those that answer come first, the dead ones stay and say why', async () => {
    const hops = [{ hop: 'ping' as const, ms: 12 }]
    const { user, bridge, input } = await openRegistries({
      'registries.test': () => ({
        node: 'sampan-dev-server-0',
        endpoints: [
          {
            ...{ registry: 'docker.io', endpoint: 'https://dead.example.net', image: 'a', hops: [], totalMs: 1 },
            fault: { hop: 'connect' as const, kind: 'refused' as const, detail: 'ECONNREFUSED' },
          },
          { registry: 'docker.io', endpoint: 'https://slow.example.net', image: 'a', hops, totalMs: 300 },
          { registry: 'docker.io', endpoint: 'https://quick.example.net', image: 'a', hops, totalMs: 12 },
        ],
      }),
    })
    await user.click(input)
    await user.paste(text)
    await user.click(screen.getByRole('button', { name: 'Test endpoints' }))
    expect(await screen.findByText('Tested from sampan-dev-server-0 · responding: 2 of 3')).toBeDefined()
    const rows = screen.getAllByRole('row')
    expect(rows.map((row) => within(row).getByText(/^https:/).textContent)).toEqual([
      'https://quick.example.net',
      'https://slow.example.net',
      'https://dead.example.net',
    ])
    expect(within(rows[2] as HTMLElement).getByText('connection refused')).toBeDefined()
    expect(bridge.sent.find(({ name }) => name === 'registries.test')?.input).toMatchObject({ name: 'dev', text })
  })
})

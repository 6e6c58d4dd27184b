import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LibraryEntry } from '#shared/images.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { FakeBridge, foundFile } from './fake-bridge.ts'
import { openNewCluster, openWindow } from './window.tsx'

const entry: LibraryEntry = {
  id: 'one',
  k3sVersion: 'v1.36.2+k3s1',
  platform: 'linux/amd64',
  forEngine: ['rancher/k3s:v1.36.2-k3s1'],
  forNodes: ['rancher/mirrored-pause:3.6', 'rancher/mirrored-coredns-coredns:1.12'],
  addedAt: '2026-11-28T08:00:00Z',
  sizeBytes: 310_000_000,
  isDuplicate: false,
}
const asked = (bridge: FakeBridge, name: string) => bridge.sent.filter((each) => each.name === name)
const archive = (name: string) => new File(['tar'], name)

/** A library that keeps what it is told. */
function library(entries: LibraryEntry[] = []) {
  return {
    'library.list': () => [...entries],
    'library.add': () => {
      entries.push(entry)
      return [entry]
    },
    'library.remove': ({ id }: { id: string }) => {
      entries.splice(
        entries.findIndex((each) => each.id === id),
        1,
      )
    },
  }
}

async function openLibrary(handlers: ConstructorParameters<typeof FakeBridge>[0]) {
  const opened = openWindow(new FakeBridge(handlers))
  await opened.user.click(await screen.findByRole('button', { name: 'Preferences' }))
  await opened.user.click(await screen.findByRole('tab', { name: 'Image library' }))
  return opened
}

describe('the image library', () => {
  it('says for which k3s and architecture its archives are, and how large', async () => {
    const { user, bridge } = await openLibrary(library([entry]))
    const row = within(await screen.findByRole('row', { name: /v1\.36\.2\+k3s1/ }))
    expect(row.getAllByRole('cell').map(({ textContent }) => textContent)).toEqual([
      'amd64',
      'rancher/k3s:v1.36.2-k3s1 · 2 images for the nodes',
      '310 MB',
      '',
    ])
    await user.click(row.getByRole('button', { name: 'Remove the archive of v1.36.2+k3s1 for amd64' }))
    expect(asked(bridge, 'library.remove')).toEqual([])
    await user.click(await screen.findByRole('button', { name: 'Remove 310 MB', hidden: true }))
    expect(await screen.findByText('The image library is empty.')).toBeDefined()
  })

  it('says which archives have nothing of their own, and removes all of these at once', async () => {
    const entries = [{ ...entry, id: 'old', sizeBytes: 60_000_000, isDuplicate: true }, entry]
    const { user, bridge } = await openLibrary(library(entries))
    const rows = await screen.findAllByRole('row', { name: /v1\.36\.2\+k3s1/ })
    const marks = rows.map((row) => within(row).queryByText('Other archives have all of these images, too.') !== null)
    expect(marks).toEqual([true, false])
    await user.click(screen.getByRole('button', { name: 'Remove duplicates, 60 MB' }))
    expect(await screen.findByText('Duplicates removed from the image library, 60 MB.')).toBeDefined()
    expect(asked(bridge, 'library.remove').map(({ input }) => input)).toEqual([{ id: 'old' }])
    expect(screen.queryByRole('button', { name: /Remove duplicates/ })).toBeNull()
  })

  it('takes archives that say their version, and shows what keeps others from it', async () => {
    const { user, bridge } = await openLibrary({
      ...library(),
      'files.look': ({ files }) => files.map((name) => foundFile(name, { k3sVersion: 'v1.36.2+k3s1', isOfK3s: true })),
    })
    await user.upload(await screen.findByLabelText('Add archives…', { selector: 'input' }), [archive('k3s.tar')])
    expect(await screen.findByRole('row', { name: /v1\.36\.2\+k3s1/ })).toBeDefined()
    expect(asked(bridge, 'library.add')[0]?.input).toEqual({ files: ['k3s.tar'] })
  })

  it('says why an archive was not added', async () => {
    const { user } = await openLibrary({
      ...library(),
      'files.look': ({ files }) => files.map((name) => foundFile(name, { k3sVersion: 'v1.36.2+k3s1' })),
      'library.add': () => {
        throw new ProblemError(problem('disk.full', { path: '/home' }))
      },
    })
    await user.upload(await screen.findByLabelText('Add archives…', { selector: 'input' }), [archive('k3s.tar')])
    expect((await screen.findByRole('alert')).dataset.problem).toBe('disk.full')
  })
})

describe('a new cluster that is offline', () => {
  it('names the file that is missing; once it was added nothing is in the way', async () => {
    const entries: LibraryEntry[] = []
    const source = 'https://github.com/k3s-io/k3s/releases/download/v1.36.2%2Bk3s1/k3s-airgap-images-amd64.tar.zst'
    const gap = problem('offline.archive_missing', {
      ...{ version: 'v1.36.2+k3s1', file: 'k3s-airgap-images-amd64.tar.zst', source },
    })
    const { user, bridge } = openWindow(
      new FakeBridge({
        ...library(entries),
        'clusters.create': () => new Promise<never>(() => undefined),
        'clusters.preflight': ({ isOffline }) =>
          isOffline && entries.length === 0 ? [{ id: 'image', result: 'blocking', found: '', problem: gap }] : [],
      }),
    )
    const dialog = within(await openNewCluster(user))
    await user.click(dialog.getByRole('switch', { name: /^Offline/ }))
    expect(await dialog.findByText('The image library has nothing for k3s v1.36.2+k3s1.')).toBeDefined()
    expect(await dialog.findByText(new RegExp(source.replaceAll(/[.+]/g, '\\$&')))).toBeDefined()
    await waitFor(() => expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Create' }).disabled).toBe(true))
    await user.upload(dialog.getByLabelText('Add archives…', { selector: 'input' }), [archive('airgap.tar.zst')])
    expect(await dialog.findByText('The image library has 310 MB for k3s v1.36.2+k3s1.')).toBeDefined()
    expect(asked(bridge, 'library.add')[0]?.input).toEqual({ files: ['airgap.tar.zst'], k3sVersion: 'v1.36.2+k3s1' })
    const create = dialog.getByRole<HTMLButtonElement>('button', { name: 'Create' })
    await waitFor(() => expect(create.disabled).toBe(false))
    await user.click(create)
    await waitFor(() => expect(asked(bridge, 'clusters.create')[0]?.input).toMatchObject({ isOffline: true }))
  })
})

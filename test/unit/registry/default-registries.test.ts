import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { DefaultRegistries } from '../../../electron/registry/default-registries.ts'

const mirrors = 'mirrors:\n  docker.io:\n    endpoint:\n      - https://mirror.example.net\n'
const secret = `${mirrors}configs:\n  mirror.example.net:\n    auth:\n      username: ci\n      password: planted-secret\n`
const masked = secret.replace('planted-secret', '"********"')
const key = '-----BEGIN PRIVATE KEY-----\nplanted-key\n'
/** Not readable, but no more. */
const sealing = {
  seal: (text: string) => Buffer.from(text).toString('base64'),
  open: (sealed: string) => Buffer.from(sealed, 'base64').toString(),
}

describe('the default registries', () => {
  let folder = ''
  const path = () => join(folder, 'sampan/default-registries.json')
  const window = () => new DefaultRegistries(path(), () => sealing)
  const terminal = () => new DefaultRegistries(path())
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'nothing',
      (error: unknown) => problemOf(error).code,
    )

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sampan-default-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('of the window are those of the terminal, too, where nothing in them is secret', async () => {
    expect(await terminal().read()).toEqual({ registries: '', registryFiles: {} })
    await window().write({ registries: mirrors, registryFiles: { 'a/ca.crt': 'CERTIFICATE' } })
    expect(await terminal().read()).toEqual({ registries: mirrors, registryFiles: { 'a/ca.crt': 'CERTIFICATE' } })
    expect((await window().shown()).place).toBe('none')
    await window().write({ registries: '', registryFiles: {} })
    expect(await terminal().read()).toEqual({ registries: '', registryFiles: {} })
  })

  it('have their secrets in the keychain alone, which the terminal cannot open', async () => {
    await window().write({ registries: secret, registryFiles: { 'a/client.key': key } })
    expect(readFileSync(path(), 'utf8')).not.toMatch(/planted/)
    expect(await window().read()).toEqual({ registries: secret, registryFiles: { 'a/client.key': key } })
    const shown = { registries: masked, registryFiles: { 'a/client.key': '********' }, place: 'sealed' }
    expect(await window().shown()).toEqual({ ...shown, canSeal: true })
    expect(await terminal().shown()).toEqual({ ...shown, canSeal: false })
    expect(await codeOf(terminal().read())).toBe('registries.default_sealed')
  })

  it('of the terminal lie in a file that only its user can read, and say so', async () => {
    await terminal().write({ registries: secret })
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(await terminal().shown()).toMatchObject({ registries: masked, place: 'open' })
    expect((await window().read()).registries).toBe(secret)
  })

  it('keep what is masked when they come back, wherever they are used', async () => {
    await window().write({ registries: secret, registryFiles: { 'a/client.key': key } })
    const changed = masked.replace('https://', 'http://')
    await window().write({ registries: changed, registryFiles: { 'a/client.key': '********' } })
    const meant = { registries: secret.replace('https://', 'http://'), registryFiles: { 'a/client.key': key } }
    expect(await window().read()).toEqual(meant)
    expect(await window().meant({ registries: changed, registryFiles: { 'a/client.key': '********' } })).toEqual(meant)
    // Another place has another secret.
    const elsewhere = masked.replaceAll('mirror.example.net:', 'evil.example.net:')
    expect((await window().meant({ registries: elsewhere })).registries).not.toContain('planted')
  })

  it('that are damaged are no reason to forget them', async () => {
    await window().write({ registries: mirrors })
    writeFileSync(path(), '{ not json')
    expect(await codeOf(window().shown())).toBe('registries.default_unreadable')
    expect(readFileSync(path(), 'utf8')).toBe('{ not json')
  })
})

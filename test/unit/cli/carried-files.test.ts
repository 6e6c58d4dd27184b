import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { carry } from '../../../electron/cli/carried-files.ts'

describe('what kubectl in a node is given', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sampan-carry-'))
    mkdirSync(join(folder, 'base', 'nested'), { recursive: true })
    writeFileSync(join(folder, 'a.yaml'), 'a')
    writeFileSync(join(folder, 'b.yaml'), 'b')
    writeFileSync(join(folder, 'base', 'kustomization.yaml'), 'k')
    writeFileSync(join(folder, 'base', 'nested', 'c.yaml'), 'c')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** What kubectl is called with and finds, with the folder's random name left out. */
  async function carried(args: string[], input?: string) {
    const stdin = Readable.from(input === undefined ? [] : [input])
    const found = await carry(args, Object.assign(stdin, { isTTY: input === undefined }))
    const plain = (text: string) => text.replaceAll(/\/tmp\/sampan-[0-9a-f-]{36}/g, '')
    const files = (found.carried?.files ?? []).map(({ path, content }) => [plain(path), content.toString()])
    return { args: found.args.map(plain), files: Object.fromEntries(files), stdin: plain(found.carried?.stdin ?? '') }
  }
  const here = (name: string) => join(folder, name)

  it.each([
    [
      ['apply', '-f', 'a.yaml'],
      ['apply', '-f', '/0/a.yaml'],
    ],
    [
      ['apply', '-fa.yaml'],
      ['apply', '-f=/0/a.yaml'],
    ],
    [
      ['apply', '--filename=a.yaml'],
      ['apply', '--filename=/0/a.yaml'],
    ],
    [
      ['create', 'secret', 'generic', 's', '--from-file=key=a.yaml'],
      ['create', 'secret', 'generic', 's', '--from-file=key=/0/a.yaml'],
    ],
  ])('the file of %j', async (args, expected) => {
    const given = args.map((arg) => arg.replace('a.yaml', here('a.yaml')))
    expect(await carried(given)).toEqual({ args: expected, files: { '/0/a.yaml': 'a' }, stdin: '' })
  })

  it('several files, in one option or in many', async () => {
    const files = { '/0/a.yaml': 'a', '/1/b.yaml': 'b' }
    expect(await carried(['apply', '-f', `${here('a.yaml')},${here('b.yaml')}`])).toMatchObject({
      args: ['apply', '-f', '/0/a.yaml,/1/b.yaml'],
      files,
    })
    expect(await carried(['apply', '-f', here('a.yaml'), '-f', here('b.yaml')])).toMatchObject({ files })
  })

  it('a folder whole', async () => {
    expect(await carried(['apply', '-k', `${here('base')}/`])).toEqual({
      args: ['apply', '-k', '/0/base'],
      files: { '/0/base/kustomization.yaml': 'k', '/0/base/nested/c.yaml': 'c' },
      stdin: '',
    })
  })

  it.each([
    [['apply', '-f', '-']],
    [['create', '--filename=-']],
    [['apply', '-f', '/dev/stdin']],
    [['exec', '-i', 'pod', '--', 'cat']],
    [['run', 'x', '--stdin', '--image', 'busybox']],
  ])('its input, where %j asks for it', async (args) => {
    expect(await carried(args, 'hello')).toEqual({ args, files: { '/stdin': 'hello' }, stdin: '/stdin' })
  })

  it.each([
    [['get', 'pods', '-o', 'json']],
    [['logs', '-f', 'pod']],
    [['apply', '-f', 'https://example.com/a.yaml']],
    [['apply', '-f', '/no/such/file']],
    [['exec', 'pod', '--', 'tail', '-f', '/etc/hostname']],
  ])('nothing, and not its input either, where %j names nothing of this machine', async (args) => {
    const stdin = new Readable({
      read() {
        throw new Error('nobody asked for it')
      },
    })
    expect(await carry(args, stdin)).toEqual({ args, carried: undefined })
  })
})

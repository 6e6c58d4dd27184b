import { readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { contentSecurityPolicy, contentType, fillPage, resolveAsset } from '../../../electron/app/assets.ts'
import { isTrustedSender } from '../../../electron/app/trusted-sender.ts'

const text = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

describe('the page', () => {
  it.each([
    ['app://sampan/', 'index.html'],
    ['app://sampan/assets/index-1a.js', 'assets/index-1a.js'],
    ['app://sampan/assets/a.css?x#y', 'assets/a.css'],
  ])('is served from its folder: %s', (address, path) => expect(resolveAsset(address)).toBe(path))

  it.each([
    'app://sampan/..%2f..%2fpackage.json',
    'app://sampan/%2e%2e/%2e%2e/etc/passwd%00',
    'app://sampan/a\\..\\b',
    'app://sampan/%5c..%5cb',
    'app://sampan/a%00b',
    'app://sampan/assets/..%2F..%2fx',
    'app://sampan/assets/%2e%2e%5c..%5cx',
    'app://sampan:80/index.html',
    'http://app://sampan/',
    'app://other/index.html',
    'https://sampan/index.html',
    'file:///etc/passwd',
    'app://sampan/%',
    'nonsense',
  ])('is served from nowhere else: %s', (address) => expect(resolveAsset(address)).toBeUndefined())

  it('never leads out of its folder, whatever the address', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '%2e',
      '%2E',
      '%2f',
      '%5c',
      '%252e',
      '\\',
      'a',
      '',
      '?',
      '#',
      '%00',
      '~',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = resolveAsset(`app://sampan/${pieces.join('')}`)
        const isWithin = path === undefined || `${resolve('/folder', path)}${sep}`.startsWith(resolve('/folder') + sep)
        expect(isWithin, path).toBe(true)
      }),
    )
  })

  it('runs its own scripts only, allows no inline code and connects to nothing', () => {
    const policy = contentSecurityPolicy('secret')
    expect(policy).not.toContain('unsafe')
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'none'",
        "style-src 'self' 'nonce-secret'",
        "frame-ancestors 'none'",
      ]),
    )
  })

  it('says what its files are, so that nothing has to be guessed', () => {
    expect([contentType('a.js'), contentType('a.unknown')]).toEqual([
      'text/javascript; charset=utf-8',
      'application/octet-stream',
    ])
  })

  it.each([
    [null, false],
    [{ url: 'app://sampan/', parent: null }, true],
    [{ url: 'app://sampan/', parent: { url: 'app://sampan/', parent: null } }, false],
    [{ url: 'app://sampan.evil/', parent: null }, false],
    [{ url: 'app://evil/', parent: null }, false],
    [{ url: 'app://sampan:80/', parent: null }, false],
    [{ url: 'file:///etc/passwd', parent: null }, false],
    [{ url: 'about:blank', parent: null }, false],
    [{ url: 'https://sampan/', parent: null }, false],
    [{ url: 'data:text/html,x', parent: null }, false],
    [{ url: '', parent: null }, false],
  ])('is the only one that may ask: %o', (frame, isTrusted) =>
    expect(isTrustedSender(frame, 'app://sampan')).toBe(isTrusted),
  )

  it('opens only fixed https addresses in the browser', () => {
    const addresses = [...text('electron/app/links.ts').matchAll(/'([a-z]+:\/\/[^']+)'/g)].map(
      ([, address]) => address ?? '',
    )
    expect(addresses.length).toBeGreaterThan(3)
    expect(addresses.filter((address) => !address.startsWith('https://'))).toEqual([])
  })

  it('is packaged with every fuse blown', () => {
    expect(parse(text('electron-builder.yml')).electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })
})

describe('what comes with the page', () => {
  it.each(['{"a":"b"}', `"><script>alert('x')</script><meta content="`, '&quot;&amp;&lt;', "$& $1 $'", '中文 \u2028'])(
    'is the very text in its attribute, and nothing else of the page: %s',
    (brought) => {
      const filled = fillPage('<meta name="a" content="__A__" />', { __A__: brought })
      const [, content] = /^<meta name="a" content="([^"<]*)" \/>$/.exec(filled) ?? []
      const read = content?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
      expect(read).toBe(brought)
    },
  )

  it('has its place in the page, for each of it', () => {
    const page = text('renderer/index.html')
    for (const name of ['__STYLE_NONCE__', '__FIRST_ANSWERS__'])
      expect(page.split(`content="${name}"`), name).toHaveLength(2)
  })
})

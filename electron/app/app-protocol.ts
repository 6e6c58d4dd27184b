import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { protocol } from 'electron'
import type { FirstAnswers } from '#shared/contract.ts'
import { contentSecurityPolicy, contentType, fillPage, resolveAsset } from './assets.ts'

export const appOrigin = 'app://sampan'

/** Must run before the app is ready: only then can a scheme become as good as https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // The second start finds the page's code compiled (since Electron 28).
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built window, and nothing else, from `folder`. What every page asks first comes with it. */
export function serveApp(folder: string, firstAnswers: () => FirstAnswers): void {
  protocol.handle('app', async (request) => {
    const path = resolveAsset(request.url)
    if (path === undefined) return new Response('Not found', { status: 404 })
    const bytes = await readFile(join(folder, path)).catch(() => undefined)
    if (bytes === undefined) return new Response('Not found', { status: 404 })
    if (path.endsWith('.html')) return respondPage(bytes, firstAnswers())
    return new Response(bytes, { headers: headersOf(path) })
  })
}

const headersOf = (path: string) => ({
  'content-type': contentType(path),
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
})

function respondPage(bytes: Buffer, answers: FirstAnswers): Response {
  // Mantine makes style tags; each load allows them by a secret of its own.
  const nonce = randomBytes(16).toString('base64')
  const page = fillPage(bytes.toString('utf8'), { __STYLE_NONCE__: nonce, __FIRST_ANSWERS__: JSON.stringify(answers) })
  return new Response(page, {
    headers: { ...headersOf('index.html'), 'content-security-policy': contentSecurityPolicy(nonce) },
  })
}

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { protocol } from 'electron'
import { contentSecurityPolicy, contentType, resolveAsset } from './assets.ts'

export const appOrigin = 'app://sampan'

/** Must run before the app is ready: only then can a scheme become as good as https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built window, and nothing else, from `folder`. */
export function serveApp(folder: string): void {
  protocol.handle('app', async (request) => {
    const path = resolveAsset(request.url)
    if (path === undefined) return new Response('Not found', { status: 404 })
    try {
      return respond(path, await readFile(join(folder, path)))
    } catch {
      return new Response('Not found', { status: 404 })
    }
  })
}

function respond(path: string, bytes: Buffer): Response {
  const headers = {
    'content-type': contentType(path),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  }
  if (!path.endsWith('.html')) return new Response(bytes, { headers })
  // Mantine makes style tags; each load allows them by a secret of its own.
  const nonce = randomBytes(16).toString('base64')
  const page = bytes.toString('utf8').replaceAll('__STYLE_NONCE__', nonce)
  return new Response(page, { headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce) } })
}

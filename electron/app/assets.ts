import { extname, posix } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

export function contentType(path: string): string {
  return types[extname(path)] ?? 'application/octet-stream'
}

/** The file that a URL of the app means, relative to its folder; undefined for what does not lie in it. */
export function resolveAsset(address: string): string | undefined {
  try {
    const url = new URL(address)
    if (url.protocol !== 'app:' || url.host !== 'sampan') return undefined
    const path = decodeURIComponent(url.pathname)
    const isOdd = path.includes('\0') || path.includes('\\') || path.split('/').includes('..')
    if (isOdd) return undefined
    return path === '/' ? 'index.html' : posix.normalize(path).slice(1)
  } catch {
    return undefined // No URL, or a broken escape in it.
  }
}

/** Own scripts only, no inline code, no connections: the window talks to the main process and to nobody else. */
export function contentSecurityPolicy(styleNonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The page with `texts` in the attributes where their names stand. */
export function fillPage(page: string, texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts).reduce((filled, [name, text]) => filled.replaceAll(name, () => asAttribute(text)), page)
}

const asAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

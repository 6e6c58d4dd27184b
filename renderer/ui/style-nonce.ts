/** The nonce with which this page's Content-Security-Policy allows style tags. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''
}

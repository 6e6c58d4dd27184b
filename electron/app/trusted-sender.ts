/** The part of Electron's WebFrameMain that is looked at. */
export interface SenderFrame {
  readonly url: string
  readonly parent: SenderFrame | null
}

/** Only the main frame of our own page may ask anything; a frame that is already gone may not. */
export function isTrustedSender(frame: SenderFrame | null, origin: string): boolean {
  if (!frame || frame.parent !== null) return false
  try {
    const url = new URL(frame.url)
    return `${url.protocol}//${url.host}` === origin
  } catch {
    return false
  }
}

import { safeStorage } from 'electron'
import type { Sealing } from '../registry/default-registries.ts'

/** The system's keychain, once the app is ready. Undefined where there is none: then Chromium would only disguise what it is given. */
export function keychain(): Sealing | undefined {
  const isNone = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (isNone || !safeStorage.isEncryptionAvailable()) return undefined
  return {
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  }
}

import { safeStorage } from 'electron'
import type { Sealing } from '../registry/default-registries.ts'

/** The system's keychain, once the app is ready. Undefined where there is none: then Chromium would only disguise what it is given. */
export function keychain(): Sealing | undefined {
  if (!hasBackend() || !safeStorage.isEncryptionAvailable()) return undefined
  return {
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  }
}

/** On Linux there may be none. Electron before 26 cannot say so: what it would seal with is not known to hide anything. */
function hasBackend(): boolean {
  if (process.platform !== 'linux') return true
  return 'getSelectedStorageBackend' in safeStorage && safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

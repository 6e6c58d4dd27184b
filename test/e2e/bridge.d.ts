import type { Bridge } from '#shared/contract.ts'

declare global {
  interface Window {
    /** What the preload script puts there. */
    readonly sampan: Bridge
  }
}

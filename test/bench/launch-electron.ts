import { _electron, type ElectronApplication } from '@playwright/test'

/** Electron as the bench starts it, through Playwright: the app (`.`) or another main file. */
export function launchElectron(args: string[]): Promise<ElectronApplication> {
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return _electron.launch({ args, env })
}

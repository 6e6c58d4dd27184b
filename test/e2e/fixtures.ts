import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { testImage } from '../engine/docker.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Launched {
  readonly app: ElectronApplication
  readonly window: Page
  readonly userData: string
  close(): Promise<void>
}

/** Starts the real app with a user-data folder of its own, or again with one that is there. */
export async function launch(
  preferences: object | undefined,
  env: Record<string, string> = {},
  earlier?: string,
): Promise<Launched> {
  const userData = earlier ?? (await mkdtemp(join(tmpdir(), 'sampan-e2e-')))
  if (preferences) await writeFile(join(userData, 'preferences.json'), JSON.stringify(preferences))
  const inherited = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const app = await _electron.launch({
    args: [root, `--user-data-dir=${userData}`],
    env: {
      ...Object.fromEntries(inherited),
      SAMPAN_K3S_IMAGE: testImage,
      // Neither the user's kubeconfig nor Sampan's own are touched by tests.
      KUBECONFIG: join(userData, 'kubeconfig'),
      XDG_DATA_HOME: userData,
      ...env,
    },
  })
  const window = await app.firstWindow()
  return {
    app,
    window,
    userData,
    close: async () => {
      await app.close()
      await rm(userData, { recursive: true, force: true })
    },
  }
}

interface Fixtures {
  /** What the user has set before the app starts. */
  preferences: object
  launched: Launched
  app: ElectronApplication
  window: Page
}

export const test = base.extend<Fixtures>({
  preferences: [{ language: 'en', theme: 'light' }, { option: true }],
  launched: async ({ preferences }, use) => {
    const launched = await launch(preferences)
    await use(launched)
    await launched.close()
  },
  app: async ({ launched }, use) => use(launched.app),
  window: async ({ launched }, use) => use(launched.window),
})

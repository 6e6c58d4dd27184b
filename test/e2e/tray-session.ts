import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Launched, launch } from './fixtures.ts'

const english = { language: 'en', theme: 'light' }

/** The app on a desktop whose panel shows a tray, or on one that has none: what the session bus is asked is answered so. */
export async function launchWithTray({
  hasTray,
  ...preferences
}: {
  hasTray: boolean
  keepsRunning: boolean
}): Promise<Launched> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bus-'))
  const gdbus = join(folder, 'gdbus')
  await writeFile(gdbus, hasTray ? "#!/bin/sh\necho '(<true>,)'\n" : '#!/bin/sh\nexit 1\n')
  await chmod(gdbus, 0o755)
  const launched = await launch({ ...english, ...preferences }, { PATH: `${folder}:${process.env.PATH ?? ''}` })
  const close = async () => {
    await launched.close()
    await rm(folder, { recursive: true })
  }
  return { ...launched, close }
}

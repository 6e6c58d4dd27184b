import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ShippedLicense } from '#shared/license.ts'

/** One for each part of the app that is bundled; electron.vite.config.ts names them. */
const files = ['licenses.json', 'preload/licenses.json', 'renderer/licenses.json']

/** The packages in the app, each once, by name. `folder` is the one of the build. */
export async function shippedLicenses(folder: string): Promise<ShippedLicense[]> {
  const parts = await Promise.all(
    files.map(async (file) => z.array(ShippedLicense).parse(JSON.parse(await readFile(join(folder, file), 'utf8')))),
  )
  const once = new Map(parts.flat().map((license) => [`${license.name}@${license.version}`, license]))
  return [...once.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

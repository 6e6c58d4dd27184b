import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse } from 'yaml'
import { execute } from '../engine/docker.ts'
import { root } from './fixtures.ts'

const require = createRequire(import.meta.url)

/** Came with Electron 29; electron-builder refuses to set what a binary does not have. */
const youngFuse = { name: 'grantFileProtocolExtraPrivileges', electron: 29 }

/** Packs the built app into a folder, as `npm run package` does, around the Electron that runs the other tests. Gives the folder of the app. */
export async function packageApp(folder: string): Promise<string> {
  const electronDist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist')
  const config = parse(await readFile(join(root, 'electron-builder.yml'), 'utf8'))
  const { stdout } = await execute(join(electronDist, 'electron'), ['--no-sandbox', '--version'])
  if (Number(/^v(\d+)/.exec(stdout)?.[1]) < youngFuse.electron) delete config.electronFuses[youngFuse.name]
  const own = join(folder, 'electron-builder.json')
  await writeFile(
    own,
    JSON.stringify({
      ...config,
      electronDist,
      directories: { ...config.directories, output: folder },
    }),
  )
  // No registry and no proxy: everything that it needs is here.
  const proxy = 'http://127.0.0.1:9'
  await execute(
    process.execPath,
    [require.resolve('electron-builder/cli.js'), '--dir', '--publish', 'never', '--config', own],
    { cwd: root, env: { ...process.env, HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ELECTRON_MIRROR: `${proxy}/` } },
  )
  return join(folder, 'linux-unpacked')
}

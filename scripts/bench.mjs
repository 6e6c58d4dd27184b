// `npm run bench [-- overhead detection bare agents shapes return list images kubeconfig logwindow logs workloads window idle]`: measures on this machine, prints JSON and a table, judges nothing.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './prepare/build.mjs'
import { prepareDependencies } from './prepare/dependencies.mjs'
import { prepareDisplay } from './prepare/display.mjs'
import { prepareDocker } from './prepare/docker.mjs'
import { prepareElectron } from './prepare/electron.mjs'
import { PrepareError, root } from './prepare/steps.mjs'
import { prepareTestTools } from './prepare/test-tools.mjs'

try {
  await prepareDependencies()
  const dist = await prepareElectron()
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist
  await prepareDocker()
  await prepareTestTools()
  const display = await prepareDisplay(dist)
  await build()
  const child = spawn(process.execPath, [join(root, 'out', 'bench.cjs'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  child.once('exit', (code) => {
    display.close()
    process.exit(code ?? 1)
  })
} catch (error) {
  console.error(error instanceof PrepareError ? error.message : error)
  process.exit(1)
}

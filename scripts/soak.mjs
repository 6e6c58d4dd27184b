// `npm run soak [-- --minutes 60]`: whether anything grows in the app's engine over an hour of failing starts and restarts of Docker.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './prepare/build.mjs'
import { prepareDependencies } from './prepare/dependencies.mjs'
import { prepareDocker } from './prepare/docker.mjs'
import { PrepareError, root } from './prepare/steps.mjs'
import { prepareTestTools } from './prepare/test-tools.mjs'

try {
  await prepareDependencies()
  await prepareDocker()
  await prepareTestTools()
  await build()
  const child = spawn(process.execPath, [join(root, 'out', 'soak.cjs'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  // Ctrl-C goes to the whole group: the soak ends its engine by itself, and this one waits for it.
  process.on('SIGINT', () => undefined)
  child.once('exit', (code) => process.exit(code ?? 1))
} catch (error) {
  console.error(error instanceof PrepareError ? error.message : error)
  process.exit(1)
}

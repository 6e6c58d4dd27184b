import { createRequire } from 'node:module'
import { join } from 'node:path'
import { launchedArguments } from './cli/launched.ts'
import { runInThread } from './cli/run-in-thread.ts'

/**
 * Where the packaged app begins: as the window, or as a command that resources/bin/ has started. A command is at its end before
 * Electron is ready, so it needs no display and makes no GPU process, no profile and no single instance.
 */
const args = launchedArguments(process.argv)
if (args) process.exit(runInThread(join(__dirname, 'terminal.cjs'), args))
// By its path and not as an import: a command does not load the window's code.
createRequire(__filename)(join(__dirname, 'main.cjs'))

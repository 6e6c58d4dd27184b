import { createRequire } from 'node:module'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'
import { reportTo } from './cli/run-in-thread.ts'
import { standAsProcess } from './cli/stand-as-process.ts'

// The thread in which the packaged app runs a command. The terminal front end itself knows nothing of it.
reportTo(workerData)
standAsProcess()
createRequire(__filename)(join(__dirname, 'cli.cjs'))

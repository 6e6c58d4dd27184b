import { parentPort } from 'node:worker_threads'
import { type SearchTask, search } from './search-lines.ts'

// The thread that looks at lines. It shares the memory with the log, and may be ended at any moment when an expression explodes.
parentPort?.on('message', (task: SearchTask) => {
  const lines = search(task)
  parentPort?.postMessage(lines, [lines.buffer])
})

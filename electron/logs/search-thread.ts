import { parentPort } from 'node:worker_threads'
import { harmless } from './line-text.ts'
import type { SearchAnswer, SearchTask } from './search-run.ts'

// The thread that looks at lines, as they are shown. It shares the memory with the log, and may be ended at any moment when an
// expression explodes.
parentPort?.on('message', (task: SearchTask) => {
  const pattern = new RegExp(task.source, task.flags.replace('g', ''))
  const bytes = Buffer.from(task.bytes)
  const found: number[] = []
  for (let at = task.from; at < task.until; at += 1) {
    const text = harmless(bytes.toString('utf8', task.starts[at], task.starts[at + 1]))
    if (pattern.test(text)) found.push(task.first + at)
  }
  const lines = Uint32Array.from(found)
  const answer: SearchAnswer = { lines }
  parentPort?.postMessage(answer, [lines.buffer])
})

import { Worker } from 'node:worker_threads'
import { harmless } from './line-text.ts'

/** Lines that are to be looked at, in memory that is shared. */
export interface SearchTask {
  readonly first: number
  readonly bytes: SharedArrayBuffer
  readonly starts: Uint32Array
  readonly from: number
  readonly until: number
  readonly source: string
  readonly flags: string
}

/** Whoever looks at lines, one task at a time. */
export interface SearchThread {
  search(task: SearchTask): void
  end(): void
}

export interface SearchListener {
  readonly found: (lines: Uint32Array<ArrayBuffer>) => void
  readonly failed: () => void
}

/** The numbers of the lines in which the expression is found, in their text as it is shown: colours are no part of it. */
export function search(task: SearchTask): Uint32Array<ArrayBuffer> {
  const pattern = new RegExp(task.source, task.flags.replace('g', ''))
  const bytes = Buffer.from(task.bytes)
  const found: number[] = []
  for (let at = task.from; at < task.until; at += 1) {
    const text = harmless(bytes.toString('utf8', task.starts[at], task.starts[at + 1]))
    if (pattern.test(text)) found.push(task.first + at)
  }
  return Uint32Array.from(found)
}

/** Begins a thread whose code lies there. */
export function openSearchThread(path: string, { found, failed }: SearchListener): SearchThread {
  const worker = new Worker(path)
  worker.on('message', found)
  worker.on('error', failed)
  worker.unref()
  return {
    search: (task) => worker.postMessage(task),
    end: () => void worker.terminate(),
  }
}

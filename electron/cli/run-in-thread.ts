import { SHARE_ENV, Worker } from 'node:worker_threads'

/** A busy machine loads a small file within this. */
const loadingMs = 60_000

/** One word of shared memory: where the thread is, and then its exit code. */
const isLoading = -2
const isRunning = -1

/**
 * Runs a command in a thread and gives its exit code, while the main thread sleeps: until Electron is ready nobody turns the main
 * thread's event loop, and making it ready takes a display.
 */
export function runInThread(file: string, args: readonly string[]): number {
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(isLoading)
  new Worker(file, { argv: [...args], env: SHARE_ENV, workerData: state })
  if (Atomics.wait(state, 0, isLoading, loadingMs) === 'timed-out') throw new Error(`${file} does not start`)
  Atomics.wait(state, 0, isRunning)
  return Atomics.load(state, 0)
}

/** In the thread: says that it runs, and with which code it has ended. */
export function reportTo(state: unknown): void {
  if (!(state instanceof Int32Array)) throw new Error('This thread was not started by runInThread')
  const say = (value: number) => {
    Atomics.store(state, 0, value)
    Atomics.notify(state, 0)
  }
  say(isRunning)
  process.once('exit', (code) => {
    say(code)
    // From here on the main thread takes the process down. A thread that cleans up meanwhile uses what is no longer there, and aborts.
    Atomics.wait(state, 0, code)
  })
}

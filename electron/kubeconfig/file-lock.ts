import { randomUUID } from 'node:crypto'
import { access, constants, link, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import { delay } from '../async/delay.ts'
import { fileProblem } from '../files/file-problem.ts'
import { newBeside } from '../files/new-beside.ts'
import { isRunning, isSamePlace, thisIdentity } from '../host/process-identity.ts'

const patienceMs = 5000
const shortestWaitMs = 10
/** Two who wait do not always come at the same time. */
const jitterMs = 40
/** kubectl holds its lock for some milliseconds. One that is older than this was left by a program that died. */
const staleAfterMs = 60_000

/** What stands in our own lock; kubectl's is empty. */
const Holder = z.object({
  program: z.literal('sampan'),
  /** See ProcessIdentity. An older Sampan's lock has others, and is judged by its age as anybody's. */
  maker: z.string(),
  place: z.string(),
  started: z.string(),
  id: z.string(),
})

export interface Locking {
  readonly signal: AbortSignal
  /** Where the lock lies instead for a file that can be written to in a folder that takes no new files. kubectl gives up there. */
  readonly elsewhere?: string | undefined
}

/**
 * Does something while kubectl is kept out by its own lock: a file `<path>.lock` that is made exclusively (client-go, tools/clientcmd/
 * loader.go). Waits up to five seconds, then fails with `kubeconfig.locked`. A lock of a Sampan that was killed holds nobody up.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, { signal, elsewhere }: Locking): Promise<T> {
  const holder = JSON.stringify({ program: 'sampan', ...thisIdentity(), id: randomUUID() })
  const lock = await acquireSomewhere(path, { holder, elsewhere, signal })
  try {
    return await work()
  } finally {
    // Somebody may have removed our lock for a stale one, and another program have made its own meanwhile.
    const found = await readFile(lock, 'utf8').catch(() => '')
    if (found === holder) await rm(lock, { force: true })
  }
}

async function acquireSomewhere(
  path: string,
  { holder, elsewhere, signal }: { holder: string } & Locking,
): Promise<string> {
  const lock = `${path}.lock`
  try {
    await acquire({ path, lock, holder }, signal)
    return lock
  } catch (error) {
    const isRefused = error instanceof ProblemError && error.problem.code === 'file.read_only'
    if (elsewhere === undefined || !isRefused || !(await isWritable(path))) throw error
    await acquire({ path, lock: elsewhere, holder }, signal)
    return elsewhere
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
}

async function acquire(
  { path, lock, holder }: { path: string; lock: string; holder: string },
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + patienceMs
  for (;;) {
    try {
      await mkdir(dirname(lock), { recursive: true, mode: 0o700 })
      await makeLock(lock, holder)
      return
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw fileProblem(path, error)
      if (await isHolderDead(lock)) await discard(lock)
      else if (Date.now() >= until) throw await lockedProblem(path, lock, error)
    }
    await delay(shortestWaitMs + Math.random() * jitterMs, signal)
  }
}

/** Appears with its content, in one step, or not at all. */
async function makeLock(lock: string, holder: string): Promise<void> {
  const prepared = newBeside(lock)
  try {
    await writeFile(prepared, holder, { flag: 'wx', mode: 0o600 })
    await link(prepared, lock)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EROFS' || codeOf(error) === 'EACCES') throw error
    // File systems without hard links (FAT, some shares).
    const file = await open(lock, 'wx', 0o600)
    await file.writeFile(holder).finally(() => file.close())
  } finally {
    await rm(prepared, { force: true })
  }
}

/** Whether the Sampan that made a lock still runs; undefined where that cannot be told, and for anybody else's. */
async function holderState(lock: string): Promise<'alive' | 'dead' | undefined> {
  const text = await readFile(lock, 'utf8').catch(() => '')
  const holder = Holder.safeParse(parseJson(text)).data
  if (!holder) return undefined
  const own = thisIdentity()
  // A process of its number that runs here, since whenever, is believed.
  const lives = isRunning(holder, own) ?? (isSamePlace(holder, own) || undefined)
  return lives === undefined ? undefined : lives ? 'alive' : 'dead'
}

/** What a Sampan that was killed has left, be it a lock or one that was only prepared. */
export async function isHolderDead(lock: string): Promise<boolean> {
  return (await holderState(lock)) === 'dead'
}

/** Moved away first: of two who see the same dead lock, the slower one must not remove the new lock of the other. */
async function discard(lock: string): Promise<void> {
  const aside = newBeside(lock)
  try {
    await rename(lock, aside)
    if (await isHolderDead(aside)) return
    await link(aside, lock).catch(() => undefined) // It was a living one after all: back with it.
  } catch {
    return // Somebody else was quicker.
  } finally {
    await rm(aside, { force: true })
  }
}

async function lockedProblem(path: string, lock: string, cause: unknown): Promise<ProblemError> {
  const since = await stat(lock).catch(() => undefined)
  const ageMs = since ? Math.max(0, Date.now() - since.mtimeMs) : 0
  const actions = ageMs > staleAfterMs ? [{ kind: 'removeLock' as const, path }] : []
  return new ProblemError(problem('kubeconfig.locked', { path, seconds: Math.round(ageMs / 1000) }, { actions }), {
    cause,
  })
}

/** Removes a lock that nobody can be holding any more. A younger one stays, and is `kubeconfig.locked`. */
export async function removeStaleLock(path: string): Promise<void> {
  const lock = `${path}.lock`
  const found = await stat(lock).catch(() => undefined)
  if (!found) return
  const isYoung = Date.now() - found.mtimeMs <= staleAfterMs
  if (isYoung || (await holderState(lock)) === 'alive') throw await lockedProblem(path, lock, undefined)
  // What is removed must be what was looked at: moved away first, and put back if it is another one.
  const aside = newBeside(lock)
  await rename(lock, aside).catch(() => undefined)
  const moved = await stat(aside).catch(() => undefined)
  if (moved && moved.ino !== found.ino) await link(aside, lock).catch(() => undefined)
  await rm(aside, { force: true })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // Not ours.
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

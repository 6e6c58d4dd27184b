import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import { jsonLines } from '../async/json-lines.ts'
import { within } from '../async/scope.ts'
import { Made } from './container-answers.ts'
import type { ExecResult, LogOptions, LogRecord, TakeOutput } from './container-runtime.ts'
import { watchedEvents } from './docker-events.ts'
import { type DockerFrame, demultiplex, splitTerminalLines, toLogRecord } from './docker-frames.ts'
import type { DockerGateway, DockerRequest } from './docker-gateway.ts'
import { newestThenMore, podmanMoment } from './podman-logs.ts'

const WithTerminal = z.object({ Config: z.object({ Tty: z.boolean() }) })

/** The longest that a command may take which somebody waits for: `kubectl wait` and its like. */
const commandLimitMs = 10 * 60_000

// Docker's answers without a length. All of them end quietly when aborted; a connection that breaks is a Problem, never an end.

export async function* readLog(
  gateway: DockerGateway,
  id: string,
  { follow, tailLines, sinceMs }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogRecord, void, undefined> {
  const path = `/containers/${encodeURIComponent(id)}`
  const about = { operation: 'read log', subject: id } as const
  const inspect = gateway.json({ method: 'GET', path: `${path}/json`, ...about, signal }, WithTerminal)
  const container = await unlessAborted(signal, inspect)
  if (!container) return
  const seconds = sinceMs === undefined ? undefined : (sinceMs / 1000).toFixed(3)
  const { isPodman } = await gateway.greeting()
  const since = seconds !== undefined && isPodman ? podmanMoment(seconds) : seconds
  const query = { follow, stdout: true, stderr: true, timestamps: true, tail: tailLines, since }
  const chunks = chunksFor(gateway, { method: 'GET', path: `${path}/logs`, query, ...about, signal })
  const frames = container.Config.Tty ? splitTerminalLines(chunks) : demultiplex(chunks)
  for await (const frame of frames) yield toLogRecord(frame)
}

/** Where a log is to begin. */
export interface LogPlace {
  /** Seconds since 1970. */
  readonly since?: string | undefined
  /** So many of its newest records. */
  readonly tailLines?: number | undefined
  readonly follow: boolean
}

/**
 * A log as Docker sends it, frames and times included, for a reader that is in a hurry. An empty piece says that
 * Docker has answered: a log may be silent for long.
 */
export async function* logChunks(
  gateway: DockerGateway,
  id: string,
  { since, tailLines, follow }: LogPlace,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const path = `/containers/${encodeURIComponent(id)}/logs`
  const about = { operation: 'read log', subject: id, signal } as const
  const greeting = await unlessAborted(signal, gateway.greeting(signal))
  if (!greeting) return
  const { isPodman } = greeting
  const read = (options: { since?: string | undefined; follow: boolean; tail?: number | undefined }) => {
    const from = options.since !== undefined && isPodman ? podmanMoment(options.since) : options.since
    const query = { stdout: true, stderr: true, timestamps: true, ...options, since: from }
    return chunksFor(gateway, { method: 'GET', path, query, ...about })
  }
  if (since !== undefined && tailLines !== undefined) {
    // Docker decodes its whole log for `since`, and finds the last lines at once. Podman loses lines that come while it follows with `tail`.
    yield* read(isPodman ? { since, follow } : { tail: tailLines, follow })
  } else if (isPodman && follow && tailLines !== undefined) yield* newestThenMore(read, tailLines)
  else yield* read({ since, follow, tail: tailLines })
}

/** Docker has answered, or a line of its event stream, not yet read. */
export type EventPiece = { readonly kind: 'connected' } | { readonly kind: 'line'; readonly line: unknown }

/** All of Docker's events. Throws `docker.lost` when the stream breaks. */
export async function* eventPieces(
  gateway: DockerGateway,
  signal: AbortSignal,
): AsyncGenerator<EventPiece, void, undefined> {
  const request: DockerRequest = {
    method: 'GET',
    path: '/events',
    query: { filters: watchedEvents },
    operation: 'watch events',
    signal,
  }
  const response = await unlessAborted(signal, gateway.stream(request))
  if (!response) return
  yield { kind: 'connected' }
  for await (const line of jsonLines(chunksOf(response, signal))) yield { kind: 'line', line }
  // The stream has no end of its own: an engine that shuts down in good order ends it.
  if (!signal.aborted) throw new ProblemError(problem('docker.lost', {}))
}

/** Docker cannot stop a command that it has begun: after an abort it runs on, and only its output is no longer read. */
export async function runCommand(
  gateway: DockerGateway,
  id: string,
  command: readonly string[],
  caller?: AbortSignal,
): Promise<ExecResult> {
  const about = { operation: 'run command', subject: `${command[0] ?? ''} (${id})` } as const
  return within(caller ?? new AbortController().signal, { timeoutMs: commandLimitMs }, async (signal, hasExpired) => {
    try {
      return await runToEnd(gateway, { id, command, about, signal })
    } catch (error) {
      if (!hasExpired()) throw error
      const detail = `> ${commandLimitMs / 1000} s`
      throw new ProblemError(problem('docker.failed', about, { detail }), { cause: error })
    }
  })
}

async function runToEnd(
  gateway: DockerGateway,
  { id, command, about, signal }: { id: string; command: readonly string[]; about: About; signal: AbortSignal },
): Promise<ExecResult> {
  const body = { Cmd: command, AttachStdout: true, AttachStderr: true }
  const exec = await createExec(gateway, { id, body, about, signal })
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  for await (const { stream, data } of outputOf(gateway, exec, about, signal)) output[stream].push(data)
  const exitCode = await exitCodeOf(gateway, exec, about, signal)
  const [stdout, stderr] = [Buffer.concat(output.stdout).toString(), Buffer.concat(output.stderr).toString()]
  return { exitCode, stdout, stderr }
}

export type About = Pick<DockerRequest, 'operation' | 'subject'>

/** The path of an exec that is yet to be started. */
async function createExec(
  gateway: DockerGateway,
  { id, body, about, signal }: { id: string; body: object; about: About; signal: AbortSignal },
): Promise<string> {
  const path = `/containers/${encodeURIComponent(id)}/exec`
  const { Id } = await gateway.json({ method: 'POST', path, body, ...about, signal }, Made)
  return `/exec/${Id}`
}

/** An exec that runs, and the connection to it, both ways. */
export async function attachExec(
  gateway: DockerGateway,
  { id, command, ...more }: { id: string; command: readonly string[]; Tty: boolean; Env?: readonly string[] },
  signal: AbortSignal,
): Promise<{ exec: string; about: About; connection: Duplex }> {
  const about = { operation: 'run command', subject: `${command[0] ?? ''} (${id})` } as const
  const body = { Cmd: command, AttachStdin: true, AttachStdout: true, AttachStderr: true, ...more }
  const exec = await createExec(gateway, { id, body, about, signal })
  const start = { method: 'POST', path: `${exec}/start`, body: { Detach: false, Tty: more.Tty } } as const
  return { exec, about, connection: await gateway.hijack({ ...start, ...about, signal }) }
}

function outputOf(gateway: DockerGateway, exec: string, about: About, signal: AbortSignal): AsyncIterable<DockerFrame> {
  const start = { method: 'POST' as const, path: `${exec}/start`, body: { Detach: false, Tty: false } }
  return demultiplex(chunksFor(gateway, { ...start, ...about, signal }))
}

export async function exitCodeOf(
  gateway: DockerGateway,
  exec: string,
  about: About,
  signal: AbortSignal,
): Promise<number> {
  const request = { method: 'GET', path: `${exec}/json`, ...about, signal } as const
  // Docker closes the connection a moment before it knows of the end.
  for (const limit = Date.now() + commandLimitMs; ; await pause(exitLookMs, undefined, { signal })) {
    signal.throwIfAborted()
    const { ExitCode, Running } = await gateway.json(request, Ended)
    if (ExitCode !== null) return ExitCode
    if (!Running || Date.now() > limit) return -1
  }
}

const exitLookMs = 20
const Ended = z.object({ ExitCode: z.number().nullable(), Running: z.boolean().catch(false) })

/**
 * Docker cannot stop a command, but it closes the input of one whose connection has gone: a command is run beside a reader of its input,
 * which takes it along.
 */
function mortal(command: readonly string[]): object {
  const script = 'exec 3<&0; "$@" & child=$!; { cat <&3; kill $child; } >/dev/null 2>&1 & wait $child'
  return { Cmd: ['/bin/sh', '-c', script, 'sh', ...command], AttachStdin: true, AttachStdout: true }
}

/** Runs a command for as long as it takes, and hands over what it prints. Rejects with the signal's reason, which ends the command. */
export async function runWithOutput(
  gateway: DockerGateway,
  { id, command, take }: { id: string; command: readonly string[]; take: TakeOutput },
  signal: AbortSignal,
): Promise<number> {
  const about = { operation: 'run command', subject: `${command[0] ?? ''} (${id})` } as const
  const exec = await createExec(gateway, { id, body: { ...mortal(command), AttachStderr: true }, about, signal })
  for await (const { stream, data } of outputOf(gateway, exec, about, signal)) await take(stream, data)
  return exitCodeOf(gateway, exec, about, signal)
}

/** What a command prints, for as long as it is read. */
export async function* followCommand(
  gateway: DockerGateway,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const about = { operation: 'run command', subject: `${command[0] ?? ''} (${id})` } as const
  const body = { ...mortal(command), AttachStderr: false }
  const exec = await unlessAborted(signal, createExec(gateway, { id, body, about, signal }))
  if (exec === undefined) return
  yield Buffer.alloc(0)
  for await (const { data } of outputOf(gateway, exec, about, signal)) yield data
}

async function* chunksFor(
  gateway: DockerGateway,
  request: DockerRequest & { readonly signal: AbortSignal },
): AsyncGenerator<Buffer, void, undefined> {
  const response = await unlessAborted(request.signal, gateway.stream(request))
  if (!response) return
  yield Buffer.alloc(0)
  yield* chunksOf(response, request.signal)
}

async function* chunksOf(
  response: AsyncIterable<Buffer>,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* response
  } catch (error) {
    if (!signal.aborted) throw new ProblemError(problem('docker.lost', {}), { cause: error })
  }
}

/** Undefined instead of the abort's error: a stream that nobody wants any more ends, it does not fail. */
async function unlessAborted<T>(signal: AbortSignal, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

import { Writable } from 'node:stream'
import { ProblemError, problem } from '#shared/problem.ts'
import type { FedCommand } from './container-runtime.ts'
import { FrameSplitter } from './docker-frames.ts'
import type { DockerGateway } from './docker-gateway.ts'
import { attachExec, exitCodeOf } from './docker-streams.ts'

/** Some chunks on their way, so that neither side waits for the other at each of them. */
const underwayBytes = 1024 ** 2

/** Starts a command in a container that reads what it is given. */
export async function feedCommand(
  gateway: DockerGateway,
  { id, command }: { id: string; command: readonly string[] },
  signal: AbortSignal,
): Promise<FedCommand> {
  const { exec, about, connection } = await attachExec(gateway, { id, command, Tty: false }, signal)
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  const splitter = new FrameSplitter((bytes, from, to, stream) => {
    output[stream === 2 ? 'stderr' : 'stdout'].push(Buffer.from(bytes.subarray(from, to)))
  })
  const input = new Writable({
    highWaterMark: underwayBytes,
    write: (chunk: Buffer, _encoding, done) => void connection.write(chunk, done),
    final: (done) => void connection.end(done),
    // Node destroys it when it is finished, too: then the command has yet to answer.
    destroy(error, done) {
      if (!this.writableFinished) connection.destroy()
      done(error)
    },
  })
  // Told by `ended`: a command may end before it has read all.
  input.on('error', () => undefined)
  const ended = new Promise<void>((resolve, reject) => {
    connection.on('data', (chunk: Buffer) => splitter.push(chunk))
    connection.once('end', resolve)
    connection.once('close', resolve)
    connection.once('error', (error) => reject(new ProblemError(problem('docker.lost', {}), { cause: error })))
  }).finally(() => {
    input.destroy()
    connection.destroy()
  })
  const result = ended.then(async () => ({
    exitCode: await exitCodeOf(gateway, exec, about, signal),
    stdout: Buffer.concat(output.stdout).toString(),
    stderr: Buffer.concat(output.stderr).toString(),
  }))
  // Whoever feeds it hears of it when it asks.
  result.catch(() => undefined)
  return { input, ended: result }
}

import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ProblemError } from '#shared/problem.ts'
import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { fileProblem } from '../files/file-problem.ts'
import { newBeside } from '../files/new-beside.ts'
import { megabytes } from './columns.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'

interface Options extends CommonOptions {
  output: string
}

const tellEveryMs = 250

/** Everything that a cluster needs elsewhere, in one file. */
export function addBundleCommand(command: AddCommand, { signal, language = 'en' }: CliContext): void {
  const say = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  command<[string], Options>('bundle <name>', say('cli.bundle'), async ({ engine: open, options, output }, cluster) => {
    const { output: path } = options
    const { description, forNodes, totalBytes, chunks } = await (await open()).bundle(cluster, signal)
    let doneBytes = 0
    async function* counted() {
      let toldMs = 0
      for await (const chunk of chunks) {
        doneBytes += chunk.length
        const atMs = Date.now()
        if (atMs - toldMs >= tellEveryMs) {
          toldMs = atMs
          output.event({ kind: 'load', source: path, doneBytes, totalBytes: Math.max(totalBytes, doneBytes), atMs })
        }
        yield chunk
      }
    }
    // It has its name when it is complete.
    const part = newBeside(path)
    try {
      await pipeline(Readable.from(counted(), { objectMode: false }), createWriteStream(part, { flags: 'wx' }), {
        signal,
      })
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      if (error instanceof ProblemError || signal.aborted) throw error
      throw fileProblem(path, error)
    }
    const { k3sVersion, forEngine } = description
    output.result(
      { kind: 'bundle', path, sizeBytes: doneBytes, k3sVersion, forEngine, forNodes: [...forNodes] },
      say('cli.bundle.done', { path, size: megabytes(doneBytes), count: forEngine.length + forNodes.length }),
    )
  }).requiredOption('-o, --output <file>', say('cli.bundle.output'))
}

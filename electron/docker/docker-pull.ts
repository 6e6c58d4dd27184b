import { jsonLines } from '../async/json-lines.ts'
import type { PullProgress } from './container-runtime.ts'
import type { DockerGateway, DockerRequest } from './docker-gateway.ts'

/** A pull that says nothing for so long hangs: the engine itself gives up on a registry that does not answer much sooner. */
const longestSilenceMs = 180_000

export async function pullImage(
  gateway: DockerGateway,
  {
    reference,
    auth,
    onProgress,
    signal,
    silenceMs = longestSilenceMs,
  }: {
    reference: string
    auth: Readonly<Record<string, string>> | undefined
    onProgress: (progress: PullProgress) => void
    signal: AbortSignal | undefined
    silenceMs?: number | undefined
  },
): Promise<void> {
  const request: DockerRequest = {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: withTag(reference) },
    registryAuth: auth,
    operation: 'pull image',
    subject: reference,
    image: reference,
    signal,
    timeoutMs: silenceMs,
  }
  const response = await gateway.stream(request)
  const silence = setTimeout(() => response.destroy(new Error('i/o timeout: the pull came to a standstill')), silenceMs)
  const tally = new PullTally()
  try {
    for await (const line of jsonLines(response)) {
      silence.refresh()
      if (tally.read(line)) onProgress(tally.progress)
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw gateway.problemError(error, request)
  } finally {
    clearTimeout(silence)
  }
}

interface Layer {
  doneBytes: number
  totalBytes: number
}

/**
 * Adds up what the lines of a pull say of its layers. Only downloading counts: the sizes of layers that wait are not known yet, so
 * the total grows for a while, and unpacking has no bytes of its own.
 */
export class PullTally {
  #layers = new Map<string, Layer>()

  /** True when the line changed the sum. Throws the words of a line that reports an error. */
  read(line: unknown): boolean {
    if (typeof line !== 'object' || line === null) return false
    const { id, status, progressDetail, error, errorDetail } = line as PullLine // every field is checked where it is used
    if (error || errorDetail) throw new Error(String(errorDetail?.message ?? error))
    if (typeof id !== 'string') return false
    const layer = this.#layers.get(id)
    if (status === 'Downloading' && Number.isInteger(progressDetail?.current)) {
      const doneBytes = Number(progressDetail?.current)
      const totalBytes = Math.max(Number(progressDetail?.total) || 0, doneBytes)
      this.#layers.set(id, { doneBytes, totalBytes })
      return true
    }
    if (layer && (status === 'Download complete' || status === 'Pull complete') && layer.doneBytes < layer.totalBytes) {
      layer.doneBytes = layer.totalBytes
      return true
    }
    return false
  }

  get progress(): PullProgress {
    const sum = { doneBytes: 0, totalBytes: 0 }
    for (const layer of this.#layers.values()) {
      sum.doneBytes += layer.doneBytes
      sum.totalBytes += layer.totalBytes
    }
    return sum
  }
}

interface PullLine {
  id?: unknown
  status?: unknown
  progressDetail?: { current?: unknown; total?: unknown } | null
  error?: unknown
  errorDetail?: { message?: unknown } | null
}

/** Docker pulls every tag of a repository when it is asked without one. */
export function withTag(reference: string): string {
  const lastPart = reference.slice(reference.lastIndexOf('/') + 1)
  return lastPart.includes(':') || lastPart.includes('@') ? reference : `${reference}:latest`
}

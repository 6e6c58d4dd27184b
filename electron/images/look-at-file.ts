import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { k3sVersionOfImage } from '#shared/image-reference.ts'
import type { FoundFile } from '#shared/images.ts'
import { ProblemError, problemOf } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { readArchiveFile } from './archive-file.ts'
import { familiarReference, isOfK3s } from './references.ts'

/** No configuration that somebody has written is larger. */
const largestTextBytes = 2_000_000

type Look = Pick<FoundFile, 'kind' | 'images' | 'k3sVersion' | 'isOfK3s' | 'problem'>

/** Says what is in a file by its content, whatever its name. */
export async function lookAtFile(path: string, sizeBytes: number, signal: AbortSignal): Promise<Look> {
  const nothing = { images: [], isOfK3s: false }
  try {
    if (sizeBytes <= largestTextBytes && isText(await readFile(path))) return { ...nothing, kind: 'text' }
    const { images, description } = await readArchiveFile(path, signal)
    const names = images.flatMap((image) => image.names)
    const versions = new Set(names.flatMap((name) => k3sVersionOfImage(name) ?? []))
    const [only] = versions.size === 1 ? versions : []
    const k3sVersion = description?.k3sVersion ?? only
    return {
      kind: description ? 'bundle' : 'images',
      images: [...new Set(names.map(familiarReference))].sort(),
      isOfK3s: names.some((name) => isOfK3s(name) || k3sVersionOfImage(name) !== undefined),
      ...(k3sVersion === undefined ? {} : { k3sVersion }),
    }
  } catch (error) {
    signal.throwIfAborted()
    const known = error instanceof ProblemError ? error : fileProblem(path, error)
    return { ...nothing, kind: 'problem', problem: problemOf(known) }
  }
}

/** No text has a zero in it, every header of a tar has; what is compressed begins with bytes that no text has. */
const isText = (content: Buffer) => !content.includes(0) && isUtf8(content)

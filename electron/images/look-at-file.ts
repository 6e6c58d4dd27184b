import { open } from 'node:fs/promises'
import { k3sVersionOfImage } from '#shared/image-reference.ts'
import type { FoundFile } from '#shared/images.ts'
import { problemOf } from '#shared/problem.ts'
import { readArchiveFile } from './archive-file.ts'
import { familiarReference, isOfK3s } from './references.ts'

/** No configuration that somebody has written is larger. */
const largestTextBytes = 2_000_000

type Look = Pick<FoundFile, 'kind' | 'images' | 'k3sVersion' | 'isOfK3s' | 'problem'>

/** Says what is in a file by its content, whatever its name. */
export async function lookAtFile(path: string, sizeBytes: number): Promise<Look> {
  try {
    const { images, description } = await readArchiveFile(path)
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
    const found = { images: [], isOfK3s: false }
    const problem = problemOf(error)
    const isText =
      problem.code === 'images.not_an_archive' && sizeBytes <= largestTextBytes && (await hasOnlyText(path))
    return isText ? { ...found, kind: 'text' } : { ...found, kind: 'problem', problem }
  }
}

/** No text has a zero in it. */
async function hasOnlyText(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    return !buffer.subarray(0, bytesRead).includes(0)
  } finally {
    await file.close()
  }
}

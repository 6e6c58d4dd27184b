import { ProblemError, problem } from '#shared/problem.ts'
import { readArchiveFile } from '../../images/archive-file.ts'
import type { ImageLibrary } from '../../images/library.ts'
import { type ReadSpec, specsIn } from '../model/written-spec.ts'

/** Keeps the images of a bundle in the library. Gives the spec of its cluster. Fails with `library.not_a_bundle` where it has none. */
export async function openBundle(library: ImageLibrary, path: string, signal: AbortSignal): Promise<ReadSpec> {
  const { description } = await readArchiveFile(path, signal)
  const [read] = description ? specsIn(JSON.stringify(description.spec), path) : []
  if (!read) throw new ProblemError(problem('library.not_a_bundle', { path }))
  await library.add([path], {}, signal)
  return read
}

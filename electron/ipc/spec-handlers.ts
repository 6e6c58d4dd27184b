import type { ClusterSpec } from '#shared/cluster.ts'
import { openBundle } from '../cluster/change/open-bundle.ts'
import { leftToSampan, parseSpec } from '../cluster/model/spec.ts'
import { type ReadSpec, specsIn, specText } from '../cluster/model/written-spec.ts'
import type { ChosenFiles } from '../files/chosen-files.ts'
import type { ImageLibrary } from '../images/library.ts'
import type { Limits, Read } from './engine-of.ts'
import type { RequestHandlers } from './serve.ts'

interface Dependencies {
  readonly files: Pick<ChosenFiles, 'of'>
  readonly library: ImageLibrary
  readonly suggested: (signal: AbortSignal) => Promise<{ readonly engineId: string; readonly spec: ClusterSpec }>
  readonly read: Read
  readonly limits: Limits
  /** Asks where to and writes it for its owner only. */
  readonly save: (suggestedName: string, text: string) => Promise<string | null>
}

/** Specs in files. */
export function specHandlers({ files, library, suggested, read, limits, save }: Dependencies) {
  /** What the first of them leaves open is suggested. */
  const completed = async ([first, ...others]: readonly ReadSpec[], signal: AbortSignal) => {
    const { engineId, spec: suggestion } = await suggested(signal)
    const written = first?.spec
    const spec = parseSpec({ ...leftToSampan(suggestion), ...written })
    const choose: 'apiPort'[] = written?.apiPort === undefined ? ['apiPort'] : []
    return { engineId, spec, choose, leftOut: [...(first?.leftOut ?? [])], count: others.length + 1 }
  }
  return {
    'specs.read': ({ text, source }, signal) => completed(specsIn(text, source), signal),
    'bundles.open': async ({ file }, signal) =>
      completed([await openBundle(library, files.of(file).path, signal)], signal),
    'clusters.saveSpec': async ({ cluster }, signal) => {
      const { spec } = await read(cluster, signal, limits.brief, (its, limited) => its.spec(cluster.name, limited))
      return { path: await save(`${cluster.name}.sampan.yaml`, specText(spec)) }
    },
  } satisfies Partial<RequestHandlers>
}

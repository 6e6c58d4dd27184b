import type { ClusterSpec, StoredSpec } from '#shared/cluster.ts'
import { openBundle } from '../cluster/change/open-bundle.ts'
import { parseSpec } from '../cluster/model/spec.ts'
import { type ReadSpec, specsIn, specText } from '../cluster/model/written-spec.ts'
import type { ChosenFiles } from '../files/chosen-files.ts'
import type { ImageLibrary } from '../images/library.ts'
import type { RequestHandlers } from './serve.ts'

interface Dependencies {
  readonly files: Pick<ChosenFiles, 'of'>
  readonly library: ImageLibrary
  readonly suggested: (signal: AbortSignal) => Promise<{ readonly engineId: string; readonly spec: ClusterSpec }>
  readonly stored: (
    cluster: Parameters<RequestHandlers['clusters.saveSpec']>[0]['cluster'],
    signal: AbortSignal,
  ) => Promise<StoredSpec>
  /** Asks where to and writes it for its owner only. */
  readonly save: (suggestedName: string, text: string) => Promise<string | null>
}

/** Specs in files. */
export function specHandlers({ files, library, suggested, stored, save }: Dependencies) {
  /** What the first of them leaves open is suggested. */
  const completed = async ([first, ...others]: readonly ReadSpec[], signal: AbortSignal) => {
    const { engineId, spec: suggestion } = await suggested(signal)
    const { version, image, apiPort, token } = suggestion
    const written = first?.spec
    const spec = parseSpec({ version, image, apiPort, token, ...written })
    const choose: 'apiPort'[] = written?.apiPort === undefined ? ['apiPort'] : []
    return { engineId, spec, choose, leftOut: [...(first?.leftOut ?? [])], count: others.length + 1 }
  }
  return {
    'specs.read': ({ text, source }, signal) => completed(specsIn(text, source), signal),
    'bundles.open': async ({ file }, signal) =>
      completed([await openBundle(library, files.of(file).path, signal)], signal),
    'clusters.saveSpec': async ({ cluster }, signal) => {
      const { spec } = await stored(cluster, signal)
      return { path: await save(`${cluster.name}.sampan.yaml`, specText(spec)) }
    },
  } satisfies Partial<RequestHandlers>
}

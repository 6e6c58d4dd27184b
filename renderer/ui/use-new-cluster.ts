import { useMutation } from '@tanstack/react-query'
import { type ClusterRef, nearestName, refOf } from '#shared/cluster.ts'
import type { FoundFile } from '#shared/images.ts'
import { request } from '../api/client.ts'
import type { ActionVariables } from '../api/cluster-actions.ts'
import { useClusterEntries } from '../api/queries.ts'
import { formatBytes } from './format.ts'
import { useTexts } from './language.tsx'
import { useNavigation } from './navigation.tsx'
import { showNotice } from './notice.tsx'

/** The ways into the form of a new cluster that begin with what is there already. Nothing is made by them. */
export function useNewCluster() {
  const { go } = useNavigation()
  const entries = useClusterEntries() ?? []
  const { language } = useTexts()
  const { mutate } = useMutation({ mutationFn: (work: () => Promise<void>) => work() })
  // The operation tells of its failure.
  const { mutate: save } = useMutation({ mutationFn: ({ send }: ActionVariables) => send() })
  return {
    /** Another one like it, under a name and a port of its own. */
    copyOf: (cluster: ClusterRef) =>
      mutate(async () => {
        const [{ engineId, spec: free }, { spec }] = await Promise.all([
          request('clusters.suggest'),
          request('clusters.spec', { cluster: refOf(cluster) }),
        ])
        const name = nameOfCopy(
          spec.name,
          entries.map(({ ref }) => ref.name),
        )
        const { datastore } = spec
        const copy = {
          ...{ ...spec, name, apiPort: free.apiPort, desired: 'running' as const },
          // The token of another cluster is not shown, and nobody needs it here.
          token: { kind: 'generated' as const },
          // Two clusters in one database would take each other's place.
          ...(datastore.kind === 'external' ? { datastore: { ...datastore, endpoint: '' } } : {}),
        }
        go({
          dialog: { kind: 'create', attempt: { kind: 'create', engineId, spec: copy, choose: ['apiPort', 'name'] } },
        })
      }),
    /** What a file says: one of ours, or of k3d. */
    fromFile: (file: File) =>
      mutate(async () => {
        const { leftOut, count, ...read } = await request('specs.read', { text: await file.text(), source: file.name })
        go({ dialog: { kind: 'create', attempt: { kind: 'create', ...read }, leftOut } })
        if (count > 1) showNotice('create.firstOf', { file: file.name, count })
      }),
    /** What a bundle was made of. Its images are in the library then, and nothing else is needed. */
    fromBundle: async ({ token }: FoundFile, signal: AbortSignal) => {
      const { leftOut, count: _, ...read } = await request('bundles.open', { file: token }, { signal })
      go({ dialog: { kind: 'create', attempt: { kind: 'create', ...read, isOffline: true }, leftOut } })
    },
    saveBundle: (cluster: ClusterRef) =>
      save({
        cluster,
        send: async () => {
          const { path, sizeBytes } = await request('clusters.saveBundle', { cluster: refOf(cluster) })
          if (path !== null) showNotice('bundle.saved', { path, size: formatBytes(language, sizeBytes) }, cluster)
        },
      }),
    saveSpec: (cluster: ClusterRef) =>
      mutate(async () => {
        const { path } = await request('clusters.saveSpec', { cluster: refOf(cluster) })
        if (path !== null) showNotice('kubeconfig.saved', { path }, cluster)
      }),
  }
}

/** `dev` → `dev-2`, or the next one that is free. */
export function nameOfCopy(name: string, taken: readonly string[]): string {
  const stem = name.replace(/-\d+$/, '')
  for (let number = 2; ; number += 1) {
    const candidate = nearestName(`${stem.slice(0, 32 - `-${number}`.length)}-${number}`)
    if (!taken.includes(candidate)) return candidate
  }
}

import { afterEach, expect, it, vi } from 'vitest'
import { type Cluster, type ClusterRef, type ClusterState, type ClustersSnapshot, refKey } from '#shared/cluster.ts'
import { isOfK3d } from '#shared/cluster-origin.ts'
import { keepKubeconfigs } from '../../../electron/app/kubeconfig-keeper.ts'
import type { KubeconfigSource } from '../../../electron/kubeconfig/kubeconfigs.ts'
import { engineWith } from '../kubeconfig/entry.ts'

// Files share one process.
afterEach(() => vi.restoreAllMocks())

const engine = { kind: 'connected', engineId: 'desktop', address: 'a', name: 'Docker', version: '1' } as const
const cluster = (engineId: string, name: string, state: ClusterState): Cluster => ({
  engineId,
  name,
  state,
  image: '',
  nodes: [],
  ports: [],
})

/** What is refreshed while these pictures come one after the other. */
async function refreshedDuring(
  pictures: Cluster[][],
  fails: (nth: number) => boolean = () => false,
): Promise<string[]> {
  const refreshed: string[] = []
  const both = { ...engineWith('desktop', {}), k3d: engineWith('k3d@desktop', {}) }
  const refresh = async (source: KubeconfigSource, ref: ClusterRef) => {
    // Each from those who have it.
    if ((await source.id()) === ref.engineId || !isOfK3d(ref)) refreshed.push(refKey(ref))
    if (fails(refreshed.length)) throw new Error('The disk is full')
    return { path: '', context: '' }
  }
  async function* snapshots(): AsyncGenerator<ClustersSnapshot> {
    for (const clusters of pictures) yield { engine, clusters }
  }
  await keepKubeconfigs(snapshots(), { engine: () => both, kubeconfigs: { refresh } })
  return refreshed
}

it('a cluster is refreshed each time that it becomes Ready, and not in between', async () => {
  const ready = cluster('desktop', 'local', 'ready')
  const pictures = [[], [ready], [ready], [cluster('desktop', 'local', 'starting')], [ready]]
  expect(await refreshedDuring(pictures)).toEqual(['desktop/local', 'desktop/local'])
})

it('a cluster of k3d is another one than that of Sampan, and its kubeconfig is k3d’s', async () => {
  const pictures = [[cluster('desktop', 'local', 'ready'), cluster('k3d@desktop', 'local', 'ready')]]
  expect(await refreshedDuring(pictures)).toEqual(['desktop/local', 'k3d@desktop/local'])
})

it('a cluster of the same name on another engine is another one', async () => {
  const pictures = [[cluster('desktop', 'local', 'ready')], [cluster('colima', 'local', 'ready')]]
  expect(await refreshedDuring(pictures)).toEqual(['desktop/local', 'colima/local'])
})

it('one that failed is tried again with the next picture, and the others do not wait for it', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const both = [cluster('desktop', 'a', 'ready'), cluster('desktop', 'b', 'ready')]
  expect(await refreshedDuring([both, both], (nth) => nth === 1)).toEqual(['desktop/a', 'desktop/b', 'desktop/a'])
  expect(said).toHaveBeenCalledTimes(1)
})

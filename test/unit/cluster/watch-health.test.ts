import { describe, expect, it } from 'vitest'
import type { ClusterHealth, NodeHealth } from '#shared/health.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { watchClusterHealth } from '../../../electron/cluster/read/watch-health.ts'
import { ApiStatusError } from '../../../electron/kubernetes/api-connection.ts'
import { FakeKubeApi } from '../../fakes/fake-kube-api.ts'

const node = (name: string): NodeHealth => ({
  name,
  isReady: true,
  roles: [],
  kubeletVersion: 'v1.36.2+k3s1',
  containerRuntime: '',
  osImage: '',
})

describe('the health of a cluster', () => {
  /** A cluster whose kubeconfig names the API that is in use; every API ever connected to is kept. */
  const clusterWith = (kubeconfig: string) => {
    const cluster = {
      kubeconfig,
      failure: undefined as ProblemError | undefined,
      apis: [] as { kubeconfig: string; api: FakeKubeApi }[],
      script: (api: FakeKubeApi, kubeconfig: string) => api.health.set({ nodes: [node(kubeconfig)], pods: [] }),
      watch: (signal: AbortSignal) =>
        watchClusterHealth(
          {
            cluster: 'demo',
            readKubeconfig: async () => {
              if (cluster.failure) throw cluster.failure
              return cluster.kubeconfig
            },
            connectApi: (kubeconfig) => {
              const api = new FakeKubeApi()
              cluster.script(api, kubeconfig)
              cluster.apis.push({ kubeconfig, api })
              return api
            },
          },
          signal,
        ),
    }
    return cluster
  }
  const names = (health: ClusterHealth | undefined) => health?.nodes?.map(({ name }) => name)

  it('goes over to another port and another CA, and says meanwhile that it shows the past', async () => {
    const cluster = clusterWith('port 1')
    const controller = new AbortController()
    const pictures = cluster.watch(controller.signal)
    expect(names((await pictures.next()).value ?? undefined)).toEqual(['port 1'])
    const refused = new Error('connect ECONNREFUSED')
    const { nodes, pods } = { nodes: [node('port 1')], pods: [] }
    cluster.apis[0]?.api.health.set({ nodes, pods, failure: { sinceMs: 1, error: refused } })
    expect((await pictures.next()).value).toEqual({
      nodes,
      pods,
      unknown: {
        sinceMs: 1,
        problem: { code: 'api.unreachable', params: { cluster: 'demo' }, detail: 'connect ECONNREFUSED' },
      },
    })
    cluster.kubeconfig = 'port 2'
    const now = (await pictures.next()).value
    expect([names(now ?? undefined), now && 'unknown' in now]).toEqual([['port 2'], false])
    controller.abort()
    expect(await pictures.next()).toMatchObject({ done: true })
    expect(cluster.apis.map(({ api }) => api.isClosed)).toEqual([true, true])
    expect(cluster.apis.map(({ api }) => api.health.waiting)).toEqual([0, 0])
  })

  it('tells nothing of a cluster before that had the same name', async () => {
    const kubeconfigOf = (authority: string) => `clusters:\n- cluster:\n    certificate-authority-data: ${authority}\n`
    const cluster = clusterWith(kubeconfigOf('one'))
    const controller = new AbortController()
    const pictures = cluster.watch(controller.signal)
    await pictures.next()
    const failure = { sinceMs: 1, error: new Error('connect ECONNREFUSED') }
    cluster.script = (api) => api.health.set({ failure })
    cluster.kubeconfig = kubeconfigOf('another')
    cluster.apis[0]?.api.health.set({ failure })
    expect(names((await pictures.next()).value ?? undefined)).toEqual([kubeconfigOf('one')])
    const now = (await pictures.next()).value
    controller.abort()
    expect(now).toMatchObject({ unknown: { problem: { code: 'api.unreachable' } } })
    expect(now && 'nodes' in now).toBe(false)
  })

  it('says why from the beginning, once, when the API refuses everything, and keeps no connection of a try', async () => {
    const cluster = clusterWith('one')
    cluster.script = (api) =>
      api.health.set({ failure: { sinceMs: 5, error: new ApiStatusError(403, '/api/v1/nodes') } })
    const controller = new AbortController()
    const pictures = cluster.watch(controller.signal)
    expect((await pictures.next()).value).toEqual({
      unknown: { sinceMs: 5, problem: { code: 'api.refused', params: { cluster: 'demo', status: 403 } } },
    })
    cluster.script = (api, kubeconfig) => {
      if (cluster.apis.length >= 3) api.health.set({ nodes: [node(kubeconfig)], pods: [] })
      else api.health.set({ failure: { sinceMs: 9, error: new ApiStatusError(403, '/api/v1/nodes') } })
    }
    expect(names((await pictures.next()).value ?? undefined)).toEqual(['one'])
    expect(cluster.apis.map(({ api }) => api.isClosed)).toEqual([true, true, true, false])
    await pictures.return()
    expect(cluster.apis.at(-1)?.api.isClosed).toBe(true)
  })

  it('waits for a kubeconfig that is not there yet, but not for a cluster that is gone', async () => {
    const cluster = clusterWith('one')
    cluster.failure = new ProblemError(problem('kubeconfig.unavailable', { cluster: 'demo' }))
    const pictures = cluster.watch(new AbortController().signal)
    expect((await pictures.next()).value).toMatchObject({ unknown: { problem: { code: 'kubeconfig.unavailable' } } })
    cluster.failure = undefined
    expect(names((await pictures.next()).value ?? undefined)).toEqual(['one'])
    cluster.failure = new ProblemError(problem('cluster.not_found', { cluster: 'demo' }))
    cluster.apis[0]?.api.health.set({ failure: { sinceMs: 1, error: new Error('gone') } })
    expect((await pictures.next()).value).toMatchObject({ unknown: { sinceMs: 1 } })
    await expect(pictures.next()).rejects.toMatchObject({ problem: { code: 'cluster.not_found' } })
  })
})

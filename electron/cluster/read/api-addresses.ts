import type { ApiAddress, ApiPlace } from '#shared/api-address.ts'
import { problemOf } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { helperContainer } from '../model/helper-container.ts'
import { networkName, registrationAlias } from '../model/labels.ts'
import { nodeArchive } from '../model/node-archive.ts'

export interface ApiServer {
  readonly place: ApiPlace
  readonly server: string
}

/** Under which address each place can call the API. The LAN only where it was let in. */
export function apiServers({ spec, api }: Pick<ClusterRecord, 'spec' | 'api'>): ApiServer[] {
  const at = (place: ApiPlace, host: string, port: number): ApiServer => ({ place, server: `https://${host}:${port}` })
  return [
    at('local', '127.0.0.1', spec.apiPort),
    at('network', registrationAlias(spec.name), 6443),
    at('docker', 'host.docker.internal', spec.apiPort),
    ...(spec.apiAccess === 'lan' ? api.names.map((name) => at('lan', name, spec.apiPort)) : []),
  ]
}

const probeTimeoutMs = 8000
const probePath = '/etc/sampan/kubeconfig.yaml'

/** Calls the API from each place with a client that is really there: this process, or kubectl in a container of its own. */
export async function probeApiServers(
  servers: readonly ApiServer[],
  {
    runtime,
    connectApi,
    record,
    kubeconfigFor,
    signal,
  }: {
    runtime: ContainerRuntime
    connectApi: ConnectKubeApi
    record: ClusterRecord
    /** The cluster's kubeconfig with another server. */
    kubeconfigFor: (server: string) => string
    signal: AbortSignal
  },
): Promise<ApiAddress[]> {
  return Promise.all(
    servers.map(async ({ place, server }) => {
      const kubeconfig = kubeconfigFor(server)
      // What keeps one from being tried says nothing about the others.
      const call = isHere(place) ? callFromHere(kubeconfig) : callFromContainer(place, kubeconfig)
      const failure = await call.catch((error: unknown) => {
        signal.throwIfAborted()
        const { code, detail } = problemOf(error)
        return detail ?? code
      })
      return {
        place,
        server,
        isReachable: failure === undefined,
        ...(failure === undefined ? {} : { detail: failure }),
      }
    }),
  )

  async function callFromHere(kubeconfig: string): Promise<string | undefined> {
    const api = connectApi(kubeconfig)
    try {
      const answer = await api.ready(signal)
      return answer === 'ready' ? undefined : answer
    } finally {
      api.close()
    }
  }

  async function callFromContainer(place: ApiPlace, kubeconfig: string): Promise<string | undefined> {
    const name = place === 'network' ? networkName(record.spec.name) : 'bridge'
    const options = helperContainer(record.spec.name, 'probe', {
      image: record.spec.image,
      entrypoint: ['/bin/sleep', String(probeTimeoutMs / 1000 + 5)],
      network: { name, ipv4: '', aliases: [] },
      extraHosts: place === 'docker' ? ['host.docker.internal:host-gateway'] : [],
    })
    const id = await runtime.createContainer(options)
    try {
      const file = { path: probePath, mode: 0o600, content: kubeconfig }
      await runtime.putArchive(id, await nodeArchive([file]), signal)
      await runtime.startContainer(id, signal)
      const timeout = `--request-timeout=${probeTimeoutMs / 1000}s`
      const command = ['kubectl', '--kubeconfig', probePath, timeout, 'get', '--raw', '/readyz']
      const { exitCode, stdout, stderr } = await runtime.exec(id, command, signal)
      return exitCode === 0 ? undefined : (stderr || stdout).trim()
    } finally {
      await runtime.removeContainer(id)
    }
  }
}

const isHere = (place: ApiPlace) => place === 'local' || place === 'lan'

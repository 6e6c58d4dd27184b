// Longer than a file should be because it is one interface, a few lines a method; what needs thought lies beside it.
import { isIPv4 } from 'node:net'
import { homedir, hostname, release } from 'node:os'
import type Dockerode from 'dockerode'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { retryWhileBusy } from './busy.ts'
import type {
  ContainerDetails,
  ContainerOptions,
  ContainerRuntime,
  ContainerSummary,
  ContainerUsage,
  ExecResult,
  ImageDetails,
  LabelFilter,
  LogOptions,
  LogRecord,
  NetworkOptions,
  NetworkSummary,
  PublishedPort,
  PullProgress,
  RuntimeEvent,
  RuntimeInfo,
  VolumeOptions,
  VolumeSummary,
} from './container-runtime.ts'
import { registryAuth } from './credentials.ts'
import { readContainerFile } from './docker-archive.ts'
import { createBody, publishedPorts, toDetails, toSummary } from './docker-containers.ts'
import type { DockerConnection } from './docker-endpoint.ts'
import { DockerGateway } from './docker-gateway.ts'
import { toInfo } from './docker-info.ts'
import { pullImage } from './docker-pull.ts'
import { followCommand, logChunks, readLog, runCommand, watchEvents } from './docker-streams.ts'
import { readSample } from './docker-usage.ts'

const transferTimeoutMs = 120_000
const slowTimeoutMs = 120_000

/** A Docker Engine as the cluster engine needs it. */
export class DockerRuntime implements ContainerRuntime {
  readonly connection: DockerConnection
  #gateway: DockerGateway

  constructor(connection: DockerConnection) {
    this.connection = connection
    this.#gateway = new DockerGateway(connection)
  }

  /** Closes the connections that wait for a next request. */
  close(): void {
    this.#gateway.close()
  }

  async info(signal?: AbortSignal): Promise<RuntimeInfo> {
    const { apiVersion } = await this.#gateway.greeting(signal)
    const info = await this.#gateway.json<Record<string, unknown>>({
      method: 'GET',
      path: '/info',
      operation: 'ask for its properties',
      signal,
    })
    return toInfo(info, {
      apiVersion,
      isSocket: this.connection.kind === 'socket',
      hostname: hostname(),
      kernel: release(),
    })
  }

  async listContainers(filter: LabelFilter, signal?: AbortSignal): Promise<ContainerSummary[]> {
    const query = { all: true, filters: labelFilters(filter) }
    const found = await this.#get<Dockerode.ContainerInfo[]>('/containers/json', 'list containers', signal, query)
    return found.map(toSummary)
  }

  async listPublishedPorts(signal?: AbortSignal): Promise<PublishedPort[]> {
    const found = await this.#get<Dockerode.ContainerInfo[]>('/containers/json', 'list ports', signal)
    return found.flatMap(publishedPorts)
  }

  async inspectContainer(id: string, signal?: AbortSignal): Promise<ContainerDetails | undefined> {
    const found = await this.#inspect(id, signal)
    return found && toDetails(found)
  }

  async createContainer(options: ContainerOptions, signal?: AbortSignal): Promise<string> {
    const { Id } = await this.#gateway.json<{ Id: string }>({
      method: 'POST',
      path: '/containers/create',
      query: { name: options.name },
      body: createBody(options),
      operation: `create container ${options.name}`,
      signal,
      timeoutMs: slowTimeoutMs,
    })
    return Id
  }

  async renameContainer(id: string, name: string): Promise<void> {
    const path = `/containers/${encodeURIComponent(id)}/rename`
    await this.#gateway.send({ method: 'POST', path, query: { name }, operation: `rename container ${id}` })
  }

  async startContainer(id: string, signal?: AbortSignal): Promise<void> {
    const path = `/containers/${encodeURIComponent(id)}/start`
    try {
      await this.#gateway.send(
        { method: 'POST', path, operation: `start container ${id}`, signal, timeoutMs: slowTimeoutMs },
        [304],
      )
    } catch (error) {
      throw await this.#withHolder(error, signal)
    }
  }

  async stopContainer(id: string, timeoutSeconds: number, signal?: AbortSignal): Promise<void> {
    await this.#gateway.send(
      {
        method: 'POST',
        path: `/containers/${encodeURIComponent(id)}/stop`,
        query: { t: timeoutSeconds },
        operation: `stop container ${id}`,
        signal,
        timeoutMs: timeoutSeconds * 1000 + slowTimeoutMs,
      },
      [304, 404],
    )
  }

  async removeContainer(id: string): Promise<void> {
    await retryWhileBusy(() => this.#removeContainer(id))
  }

  async #removeContainer(id: string): Promise<void> {
    const path = `/containers/${encodeURIComponent(id)}`
    const operation = `remove container ${id}`
    try {
      await this.#gateway.send(
        { method: 'DELETE', path, query: { v: true, force: true }, operation, timeoutMs: slowTimeoutMs },
        [404],
      )
    } catch (error) {
      // 409: somebody else is removing it. Gone is what matters.
      if (!(error instanceof ProblemError && /removal .* already in progress/.test(error.message))) throw error
      const query = { condition: 'removed' }
      await this.#gateway.send(
        { method: 'POST', path: `${path}/wait`, query, operation, timeoutMs: slowTimeoutMs },
        [404],
      )
    }
  }

  async putArchive(id: string, tar: Buffer, signal?: AbortSignal): Promise<void> {
    const path = `/containers/${encodeURIComponent(id)}/archive`
    const operation = `write files into container ${id}`
    await this.#gateway.send({
      method: 'PUT',
      path,
      query: { path: '/' },
      tar,
      operation,
      signal,
      timeoutMs: transferTimeoutMs,
    })
  }

  readFile(id: string, path: string, signal?: AbortSignal): Promise<Buffer | undefined> {
    return readContainerFile(this.#gateway, id, path, signal)
  }

  exec(id: string, command: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    return runCommand(this.#gateway, id, command, signal)
  }

  logs(id: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogRecord> {
    return readLog(this.#gateway, id, options, signal)
  }

  /** Not part of the interface: only the log process needs it, and it knows Docker alone. Frames and times as Docker sends them. */
  logChunks(
    id: string,
    options: { since?: string | undefined; tailLines?: number | undefined; follow: boolean },
    signal: AbortSignal,
  ): AsyncIterable<Buffer> {
    return logChunks(this.#gateway, id, options, signal)
  }

  /** Not part of the interface either. What a command prints until it ends, or until nobody reads it any more. */
  followCommand(id: string, command: readonly string[], signal: AbortSignal): AsyncIterable<Buffer> {
    return followCommand(this.#gateway, id, command, signal)
  }

  async usage(id: string, signal?: AbortSignal): Promise<ContainerUsage | undefined> {
    // One-shot (API 1.41): an older engine takes a second for a sample to compare it with, which is not needed.
    const answer = await this.#gateway.find({
      method: 'GET',
      path: `/containers/${encodeURIComponent(id)}/stats`,
      query: { stream: false, 'one-shot': true },
      operation: `measure container ${id}`,
      signal,
    })
    return readSample(answer)
  }

  async listNetworks(signal?: AbortSignal): Promise<NetworkSummary[]> {
    const found = await this.#get<Dockerode.NetworkInspectInfo[]>('/networks', 'list networks', signal)
    return found.map(({ Id, Name, IPAM, Labels }) => ({
      id: Id,
      name: Name,
      subnets: (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []),
      gateway: IPAM?.Config?.find(({ Gateway }) => Gateway !== undefined && isIPv4(Gateway))?.Gateway,
      labels: Labels ?? {},
    }))
  }

  async createNetwork(options: NetworkOptions, signal?: AbortSignal): Promise<string> {
    const { Id } = await this.#gateway.json<{ Id: string }>({
      method: 'POST',
      path: '/networks/create',
      body: {
        Name: options.name,
        Driver: 'bridge',
        // Below API 1.44 Docker would otherwise make a second network of the same name.
        CheckDuplicate: true,
        IPAM: { Config: [{ Subnet: options.subnet, Gateway: options.gateway }] },
        Labels: options.labels,
      },
      operation: `create network ${options.name}`,
      signal,
    })
    return Id
  }

  async removeNetwork(id: string): Promise<void> {
    await this.#gateway.send(
      { method: 'DELETE', path: `/networks/${encodeURIComponent(id)}`, operation: `remove network ${id}` },
      [404],
    )
  }

  async listVolumes(filter: LabelFilter, signal?: AbortSignal): Promise<VolumeSummary[]> {
    const query = { filters: labelFilters(filter) }
    const { Volumes } = await this.#get<{ Volumes: Dockerode.VolumeInspectInfo[] | null }>(
      '/volumes',
      'list volumes',
      signal,
      query,
    )
    return (Volumes ?? []).map(toVolume)
  }

  async createVolume({ name, labels }: VolumeOptions, signal?: AbortSignal): Promise<VolumeSummary> {
    const operation = `create volume ${name}`
    const body = { Name: name, Driver: 'local', Labels: labels }
    try {
      return toVolume(await this.#gateway.json({ method: 'POST', path: '/volumes/create', body, operation, signal }))
    } catch (error) {
      // Docker answers with the volume that is there; Podman refuses whoever comes a moment too late.
      const path = `/volumes/${encodeURIComponent(name)}`
      const there = /already exists/.test(problemOf(error).detail ?? '')
        ? await this.#gateway.find<Dockerode.VolumeInspectInfo>({ method: 'GET', path, operation, signal })
        : undefined
      if (!there) throw error
      return toVolume(there)
    }
  }

  async removeVolume(name: string): Promise<void> {
    const path = `/volumes/${encodeURIComponent(name)}`
    const request = { method: 'DELETE', path, operation: `remove volume ${name}`, timeoutMs: slowTimeoutMs } as const
    await retryWhileBusy(() => this.#gateway.send(request, [404]))
  }

  async volumeSizes(signal?: AbortSignal): Promise<Map<string, number>> {
    const { Volumes } = await this.#gateway.json<{ Volumes: Dockerode.VolumeInspectInfo[] | null }>({
      method: 'GET',
      path: '/system/df',
      // Older engines than API 1.42 do not know it and measure everything.
      query: { type: 'volume' },
      operation: 'measure volumes',
      signal,
      timeoutMs: slowTimeoutMs,
    })
    // -1 stands for unknown.
    return new Map(
      (Volumes ?? []).flatMap(({ Name, UsageData }) =>
        UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size]] : [],
      ),
    )
  }

  async inspectImage(reference: string, signal?: AbortSignal): Promise<ImageDetails | undefined> {
    const path = `/images/${encodeURI(reference)}/json`
    const image = await this.#gateway.find<Dockerode.ImageInspectInfo>({
      method: 'GET',
      path,
      operation: `look at image ${reference}`,
      signal,
    })
    return (
      image && {
        id: image.Id,
        architecture: image.Architecture,
        os: image.Os,
        entrypoint: [image.Config?.Entrypoint ?? []].flat(),
        labels: image.Config?.Labels ?? {},
      }
    )
  }

  async pullImage(
    reference: string,
    onProgress: (progress: PullProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const auth = await registryAuth(reference, { env: process.env, home: homedir() })
    await pullImage(this.#gateway, { reference, auth, onProgress, signal })
  }

  events(filter: LabelFilter, signal: AbortSignal): AsyncIterable<RuntimeEvent> {
    return watchEvents(this.#gateway, filter, signal)
  }

  #get<T>(path: string, operation: string, signal?: AbortSignal, query?: Record<string, unknown>): Promise<T> {
    return this.#gateway.json<T>({ method: 'GET', path, operation, signal, ...(query ? { query } : {}) })
  }

  #inspect(id: string, signal?: AbortSignal): Promise<Dockerode.ContainerInspectInfo | undefined> {
    return this.#gateway.find({
      method: 'GET',
      path: `/containers/${encodeURIComponent(id)}/json`,
      operation: `look at container ${id}`,
      signal,
    })
  }

  /** Docker does not say who has a port; when it is another container, the list tells. */
  async #withHolder(error: unknown, signal?: AbortSignal): Promise<unknown> {
    if (!(error instanceof ProblemError) || error.problem.code !== 'port.taken') return error
    const { port = 0 } = error.problem.params
    const published = await this.listPublishedPorts(signal)
    const holder = published.find(({ hostPort }) => hostPort === port)?.container
    const { detail } = error.problem
    return holder ? new ProblemError(problem('port.taken', { port, holder }, { detail }), { cause: error }) : error
  }
}

function labelFilters({ label, value }: LabelFilter): { label: string[] } {
  return { label: [value === undefined ? label : `${label}=${value}`] }
}

function toVolume({ Name, Labels }: Dockerode.VolumeInspectInfo): VolumeSummary {
  return { name: Name, labels: Labels ?? {} }
}

import { homedir, hostname, release } from 'node:os'
import type { Duplex } from 'node:stream'
import type { TerminalSize } from '#shared/access.ts'
import { SharedStream } from '../async/shared-stream.ts'
import { toDetails } from './container-answers.ts'
import type {
  ContainerDetails,
  ContainerOptions,
  ContainerRuntime,
  ContainerSummary,
  ContainerUsage,
  ExecResult,
  FedCommand,
  FileStat,
  ImageDetails,
  ImageSummary,
  LabelFilter,
  LogOptions,
  LogRecord,
  NetworkMember,
  NetworkOptions,
  NetworkSummary,
  PublishedPort,
  PullOptions,
  PullProgress,
  RuntimeEvent,
  RuntimeInfo,
  StreamTarget,
  TakeOutput,
  VolumeOptions,
  VolumeSummary,
} from './container-runtime.ts'
import { registryAuth } from './credentials.ts'
import { putArchive, readContainerFile, statContainerFile } from './docker-archive.ts'
import * as containers from './docker-containers.ts'
import { type DockerConnection, isOnThisMachine } from './docker-endpoint.ts'
import { toRuntimeEvent } from './docker-events.ts'
import { DockerGateway } from './docker-gateway.ts'
import { inspectImage, listImages, saveImages } from './docker-images.ts'
import { DockerInfo, toInfo } from './docker-info.ts'
import { feedCommand } from './docker-input.ts'
import * as networks from './docker-networks.ts'
import { openPipe } from './docker-pipe.ts'
import { pullImage } from './docker-pull.ts'
import * as registry from './docker-registry.ts'
import {
  type EventPiece,
  eventPieces,
  followCommand,
  type LogPlace,
  logChunks,
  readLog,
  runCommand,
  runWithOutput,
} from './docker-streams.ts'
import { DockerTerminal } from './docker-terminal.ts'
import { loadImages, putStream } from './docker-upload.ts'
import { readSample } from './docker-usage.ts'
import * as volumes from './docker-volumes.ts'
import { mayRaiseLimits } from './raised-limits.ts'

const ownAuth = (reference: string) => registryAuth(reference, { env: process.env, home: homedir() })

/** A Docker Engine as the cluster engine needs it: one line a method, what needs thought lies beside it, by subject. */
export class DockerRuntime implements ContainerRuntime {
  readonly connection: DockerConnection
  #gateway: DockerGateway
  /** One for everybody who wants to hear of this engine. */
  readonly #events = new SharedStream<EventPiece>((signal) => eventPieces(this.#gateway, signal))

  constructor(connection: DockerConnection) {
    this.connection = connection
    this.#gateway = new DockerGateway(connection)
  }

  /** Breaks off whatever is being asked: the engine is gone, or nobody waits for an answer. */
  close(): void {
    this.#gateway.close()
  }

  /** Keeps no connection open any more. Whoever is in the middle of something with the engine can bring it to its end. */
  leave(): void {
    this.#gateway.leave()
  }

  async info(signal?: AbortSignal): Promise<RuntimeInfo> {
    const operation = 'read info'
    const [greeting, answer, bridgeAddress] = await Promise.all([
      this.#gateway.greeting(signal),
      this.#gateway.json({ method: 'GET', path: '/info', operation, signal }, DockerInfo),
      networks.bridgeAddress(this.#gateway, signal),
    ])
    return toInfo(answer, {
      ...greeting,
      bridgeAddress,
      isSocket: this.connection.kind === 'socket',
      publishesHere: isOnThisMachine(this.connection),
      hostname: hostname(),
      kernel: release(),
    })
  }

  listContainers(filter: LabelFilter, signal?: AbortSignal): Promise<ContainerSummary[]> {
    return containers.listContainers(this.#gateway, filter, signal)
  }

  listPublishedPorts(signal?: AbortSignal): Promise<PublishedPort[]> {
    return containers.listPublishedPorts(this.#gateway, signal)
  }

  async inspectContainer(id: string, signal?: AbortSignal): Promise<ContainerDetails | undefined> {
    const found = await containers.inspectContainer(this.#gateway, id, signal)
    return found && toDetails(found)
  }

  async createContainer(options: ContainerOptions, signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted()
    await volumes.makeVolumesOf(this.#gateway, options)
    const { openFiles, ...rest } = options
    const isRefused = openFiles !== undefined && this.connection.kind === 'socket' && !mayRaiseLimits()
    return containers.createContainer(this.#gateway, isRefused ? rest : options)
  }

  renameContainer(id: string, name: string): Promise<void> {
    return containers.renameContainer(this.#gateway, id, name)
  }

  startContainer(id: string, signal?: AbortSignal): Promise<void> {
    return containers.startContainer(this.#gateway, id, signal)
  }

  stopContainer(id: string, timeoutSeconds: number, signal?: AbortSignal): Promise<void> {
    return containers.stopContainer(this.#gateway, id, timeoutSeconds, signal)
  }

  removeContainer(id: string): Promise<void> {
    return containers.removeContainer(this.#gateway, id)
  }

  putArchive(id: string, tar: Buffer, signal?: AbortSignal): Promise<void> {
    return putArchive(this.#gateway, id, tar, signal)
  }

  putStream(id: string, target: StreamTarget, signal?: AbortSignal): Promise<void> {
    return putStream(this.#gateway, id, target, signal)
  }

  readFile(id: string, path: string, signal?: AbortSignal): Promise<Buffer | undefined> {
    return readContainerFile(this.#gateway, id, path, signal)
  }

  statFile(id: string, path: string, signal?: AbortSignal): Promise<FileStat | undefined> {
    return statContainerFile(this.#gateway, { id, path }, signal)
  }

  exec(id: string, command: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    return runCommand(this.#gateway, id, command, signal)
  }

  run(id: string, command: readonly string[], take: TakeOutput, signal: AbortSignal): Promise<number> {
    return runWithOutput(this.#gateway, { id, command, take }, signal)
  }

  pipe(id: string, command: readonly string[], signal: AbortSignal): Promise<Duplex> {
    return openPipe(this.#gateway, { id, command }, signal)
  }

  feed(id: string, command: readonly string[], signal: AbortSignal): Promise<FedCommand> {
    return feedCommand(this.#gateway, { id, command }, signal)
  }

  logs(id: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogRecord> {
    return readLog(this.#gateway, id, options, signal)
  }

  /** Not part of the interface: only the log process needs it, and it knows Docker alone. Frames and times as Docker sends them. */
  logChunks(id: string, place: LogPlace, signal: AbortSignal): AsyncIterable<Buffer> {
    return logChunks(this.#gateway, id, place, signal)
  }

  /** Not part of the interface either. What a command prints until it ends, or until nobody reads it any more. */
  followCommand(id: string, command: readonly string[], signal: AbortSignal): AsyncIterable<Buffer> {
    return followCommand(this.#gateway, id, command, signal)
  }

  /** For the window's shells alone. Fails with `docker.failed` where the container does not run. */
  terminal(
    of: { id: string; command: readonly string[]; size: TerminalSize },
    signal: AbortSignal,
  ): Promise<DockerTerminal> {
    return DockerTerminal.open(this.#gateway, of, signal)
  }

  usage(id: string, signal?: AbortSignal): Promise<ContainerUsage | undefined> {
    return readSample(this.#gateway, id, signal)
  }

  listNetworks(signal?: AbortSignal): Promise<NetworkSummary[]> {
    return networks.listNetworks(this.#gateway, signal)
  }

  async createNetwork(options: NetworkOptions, signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted()
    return networks.createNetwork(this.#gateway, options)
  }

  networkMembers(network: string, signal?: AbortSignal): Promise<NetworkMember[]> {
    return networks.networkMembers(this.#gateway, network, signal)
  }

  connect(network: string, container: string): Promise<void> {
    return networks.connect(this.#gateway, network, container)
  }

  disconnect(network: string, container: string): Promise<void> {
    return networks.disconnect(this.#gateway, network, container)
  }

  disconnectAll(network: string, signal?: AbortSignal): Promise<string[]> {
    return networks.disconnectAll(this.#gateway, network, signal)
  }

  removeNetwork(id: string): Promise<void> {
    return networks.removeNetwork(this.#gateway, id)
  }

  listVolumes(filter: LabelFilter, signal?: AbortSignal): Promise<VolumeSummary[]> {
    return volumes.listVolumes(this.#gateway, filter, signal)
  }

  async createVolume(options: VolumeOptions, signal?: AbortSignal): Promise<VolumeSummary> {
    signal?.throwIfAborted()
    return volumes.createVolume(this.#gateway, options)
  }

  removeVolume(name: string): Promise<void> {
    return volumes.removeVolume(this.#gateway, name)
  }

  volumeSizes(signal?: AbortSignal): Promise<Map<string, number>> {
    return volumes.volumeSizes(this.#gateway, signal)
  }

  listImages(signal?: AbortSignal): Promise<ImageSummary[]> {
    return listImages(this.#gateway, signal)
  }

  inspectImage(reference: string, signal?: AbortSignal): Promise<ImageDetails | undefined> {
    return inspectImage(this.#gateway, reference, signal)
  }

  saveImages(references: readonly string[], signal: AbortSignal): AsyncIterable<Buffer> {
    return saveImages(this.#gateway, references, signal)
  }

  loadImages(tar: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void> {
    return loadImages(this.#gateway, tar, signal)
  }

  async pullImage(
    reference: string,
    onProgress: (progress: PullProgress) => void,
    signal?: AbortSignal,
    { auth, silenceMs }: PullOptions = {},
  ): Promise<void> {
    const login = auth ?? (await ownAuth(reference))
    await pullImage(this.#gateway, { reference, auth: login, onProgress, signal, silenceMs })
  }

  tagImage(reference: string, name: string, signal?: AbortSignal): Promise<void> {
    return registry.tagImage(this.#gateway, { reference, name }, signal)
  }

  untagImage(reference: string, signal?: AbortSignal): Promise<void> {
    return registry.untagImage(this.#gateway, reference, signal)
  }

  async registryDigest(reference: string, signal?: AbortSignal): Promise<string | undefined> {
    return registry.registryDigest(this.#gateway, { reference, auth: await ownAuth(reference) }, signal)
  }

  async *events(filter: LabelFilter, signal: AbortSignal): AsyncIterable<RuntimeEvent> {
    for await (const piece of this.#events.read(signal)) {
      if (piece.kind === 'connected') {
        yield piece
        continue
      }
      const read = toRuntimeEvent(piece.line, filter)
      // The reader lists the containers after this end. If that fails too, the stream breaks by itself.
      if (read?.endedId) await containers.untilListed(this.#gateway, read.endedId, signal).catch(() => undefined)
      if (read) yield read.event
    }
  }

  /** Stays as long as the engine does: calls `onConnected` once it listens to the engine, and throws when the engine goes away. */
  async stay(onConnected: () => void, signal: AbortSignal): Promise<void> {
    for await (const { kind } of this.#events.read(signal)) if (kind === 'connected') onConnected()
  }
}

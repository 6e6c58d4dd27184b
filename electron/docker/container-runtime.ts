// Longer than a file should be because it is one interface.
import type { Duplex, Writable } from 'node:stream'
import type { ContainerState } from '#shared/cluster.ts'

/** What the engine needs of a container runtime, and no more. Implemented by docker-runtime.ts and by test/fakes/fake-runtime.ts. */
export interface ContainerRuntime {
  /** Who answers there. Fails with `docker.*` Problems when nobody does. */
  info(signal?: AbortSignal): Promise<RuntimeInfo>

  listContainers(filter: LabelFilter, signal?: AbortSignal): Promise<ContainerSummary[]>
  /** Every container's published TCP and UDP ports, ours or not: who holds a port is answered from here. */
  listPublishedPorts(signal?: AbortSignal): Promise<PublishedPort[]>
  /** Undefined when there is no such container. */
  inspectContainer(id: string, signal?: AbortSignal): Promise<ContainerDetails | undefined>
  /**
   * Returns the container's id. The image must be present; fails with `image.not_found` when it is not.
   * What makes something is never cut off: the signal counts before the request is sent, then the answer is waited for, so that whoever
   * undoes finds all there is. Only `docker.lost`, `docker.silent` and `docker.unreachable` leave open whether Docker has made it, or still does: then
   * look again by label once the engine answers. The same holds for networks and volumes.
   */
  createContainer(options: ContainerOptions, signal?: AbortSignal): Promise<string>
  renameContainer(id: string, name: string): Promise<void>
  /** Already running is not an error, a paused one goes on. Fails with `port.taken` when a published port is held by somebody else. */
  startContainer(id: string, signal?: AbortSignal): Promise<void>
  /** Already stopped and already gone are not errors. From then on the list says so, too. */
  stopContainer(id: string, timeoutSeconds: number, signal?: AbortSignal): Promise<void>
  /** Force, with its anonymous volumes. Already gone is not an error. */
  removeContainer(id: string): Promise<void>
  /** Unpacks an uncompressed tar at `/` of a container in any state, into its volumes as well. */
  putArchive(id: string, tar: Buffer, signal?: AbortSignal): Promise<void>
  /** Unpacks an uncompressed tar in a volume of a container in any state, as it comes. */
  putStream(id: string, target: StreamTarget, signal?: AbortSignal): Promise<void>
  /** The bytes of a regular file, in a container of any state. Undefined when the file or the container is not there. */
  readFile(id: string, path: string, signal?: AbortSignal): Promise<Buffer | undefined>
  /**
   * What lies at a path, in a container of any state, for which nothing is packed up: 2 ms where reading takes 80. Undefined when there
   * is nothing, or no container.
   */
  statFile(id: string, path: string, signal?: AbortSignal): Promise<FileStat | undefined>
  /** Runs a command in a running container to its end, for ten minutes at most. */
  exec(id: string, command: readonly string[], signal?: AbortSignal): Promise<ExecResult>
  /** The same for as long as it takes, with what it prints handed over as it comes. Gives its exit code. The signal ends the command. */
  run(id: string, command: readonly string[], take: TakeOutput, signal: AbortSignal): Promise<number>
  /** What a command reads and writes, as one stream of bytes, which fails with what it said on its standard error where that is all. */
  pipe(id: string, command: readonly string[], signal: AbortSignal): Promise<Duplex>
  /** Runs a command that reads what it is given, for as long as it takes. The signal cuts it off from that. */
  feed(id: string, command: readonly string[], signal: AbortSignal): Promise<FedCommand>
  /** Raw log records as Docker has them. Ends when the container stops (or, without `follow`, at the end of the backlog). */
  logs(id: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogRecord>
  /** What a running container has used until now; undefined when it does not run or is not there. */
  usage(id: string, signal?: AbortSignal): Promise<ContainerUsage | undefined>

  listNetworks(signal?: AbortSignal): Promise<NetworkSummary[]>
  /** Returns the network's id. Fails with `subnet.none_free` when the pool overlaps with another network's. */
  createNetwork(options: NetworkOptions, signal?: AbortSignal): Promise<string>
  /** What runs on a network, ours or not; nothing where there is no such network. */
  networkMembers(network: string, signal?: AbortSignal): Promise<NetworkMember[]>
  /** Puts a container, which need not run, on a network besides those that it is on. Already on it is not an error. */
  connect(network: string, container: string): Promise<void>
  /** Takes one container off a network. Not on it is not an error. */
  disconnect(network: string, container: string): Promise<void>
  /** Takes every container off the network, ours or not. Returns their names. */
  disconnectAll(network: string, signal?: AbortSignal): Promise<string[]>
  /** Already gone is not an error. */
  removeNetwork(id: string): Promise<void>

  listVolumes(filter: LabelFilter, signal?: AbortSignal): Promise<VolumeSummary[]>
  /**
   * The volume of that name as it now is. One that was there already stays as it is, and is told by its own labels: of several who
   * create one name at the same time, each learns whose it became.
   */
  createVolume(options: VolumeOptions, signal?: AbortSignal): Promise<VolumeSummary>
  /** Already gone is not an error. */
  removeVolume(name: string): Promise<void>
  /** Bytes used by each volume; slow on engines with much in them, so only asked when somebody wants to see it. */
  volumeSizes(signal?: AbortSignal): Promise<Map<string, number>>

  /** Every image that has a name, by its names. */
  listImages(signal?: AbortSignal): Promise<ImageSummary[]>
  /** Undefined when the image is not present. */
  inspectImage(reference: string, signal?: AbortSignal): Promise<ImageDetails | undefined>
  /** An archive of images that are present, as `docker save` writes it, while it is being made. Fails with `image.not_found`. */
  saveImages(references: readonly string[], signal: AbortSignal): AsyncIterable<Buffer>
  /** Takes the images out of an archive as `docker save` writes it, as it comes. */
  loadImages(tar: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void>
  /** Pulls with the user's Docker credentials, or those that are given. Fails with `image.*` Problems. */
  pullImage(
    reference: string,
    onProgress: (progress: PullProgress) => void,
    signal?: AbortSignal,
    options?: PullOptions,
  ): Promise<void>
  /** Gives an image that is present another name besides. */
  tagImage(reference: string, name: string, signal?: AbortSignal): Promise<void>
  /** Takes a name from an image that has others. Nothing happens where it has not got it. */
  untagImage(reference: string, signal?: AbortSignal): Promise<void>
  /** The digest under which its registry has an image now; undefined where the engine cannot ask that. */
  registryDigest(reference: string, signal?: AbortSignal): Promise<string | undefined>

  /**
   * Docker's events about objects with our label, and `connected` once the stream is established. When a container's end is told, the
   * list already knows of it. Throws `docker.lost` when the stream breaks.
   */
  events(filter: LabelFilter, signal: AbortSignal): AsyncIterable<RuntimeEvent>
}

/** Objects that carry a label, whatever its value, or with this value. */
export interface LabelFilter {
  readonly label: string
  readonly value?: string
}

/** As Docker's own filters do it. */
export function hasLabel(own: Readonly<Record<string, string>>, { label, value }: LabelFilter): boolean {
  return value === undefined ? own[label] !== undefined : own[label] === value
}

export interface RuntimeInfo {
  readonly engineId: string
  readonly name: string
  readonly version: string
  readonly apiVersion: string
  readonly operatingSystem: string
  readonly architecture: string
  readonly cgroupVersion: 1 | 2
  readonly isRootless: boolean
  readonly isPodman: boolean
  /** It writes its firewall rules with iptables. Docker 29 can have tables of nftables in their place. */
  readonly usesIptables: boolean
  /**
   * The host's IPv4 address in the engine's default bridge, which is what `host-gateway` stands for; undefined where there is none.
   * Podman's is only there while a container is on it.
   */
  readonly bridgeAddress: string | undefined
  readonly cpus: number
  readonly memoryBytes: number
  readonly dataRoot: string
  /** The engine's clock, milliseconds since the epoch. */
  readonly systemTimeMs: number
  /** Its published ports are this machine's, also where they are forwarded from a virtual machine. */
  readonly publishesHere: boolean
  /** The engine runs on this machine's own kernel, so that its disk and limits can be looked at from here. */
  readonly isLocal: boolean
}

export interface ContainerSummary {
  readonly id: string
  readonly name: string
  readonly image: string
  readonly state: ContainerState
  readonly labels: Readonly<Record<string, string>>
  readonly createdAtMs: number
  /** The names of the networks that it is on, or will be when it runs. */
  readonly networks: readonly string[]
}

export interface PublishedPort {
  readonly container: string
  readonly hostIp: string
  readonly hostPort: number
  readonly containerPort: number
  readonly protocol: 'tcp' | 'udp'
}

export interface ContainerDetails {
  readonly id: string
  readonly name: string
  readonly state: ContainerState
  readonly exitCode: number
  readonly isOutOfMemory: boolean
  readonly restartCount: number
  /** Milliseconds since the epoch; undefined when it was never started. */
  readonly startedAtMs: number | undefined
  /** When it last ended, also while it runs again; undefined before the first time. */
  readonly finishedAtMs: number | undefined
  readonly error: string
  readonly labels: Readonly<Record<string, string>>
  /** A new file is begun for its log when this is reached; undefined where none ever is. */
  readonly logFileBytes: number | undefined
}

export interface ContainerOptions {
  readonly name: string
  readonly hostname: string
  readonly image: string
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** `none` stands for no network at all, as in `docker run --network none`. Without an `ipv4` Docker chooses one. */
  readonly network: { readonly name: string; readonly ipv4: string; readonly aliases: readonly string[] }
  /** `labels`: of one that is not there; Docker makes it. */
  readonly volumes: readonly {
    readonly name: string
    readonly path: string
    readonly labels?: Readonly<Record<string, string>>
  }[]
  /** What is not Sampan's: files, folders and volumes of the user's. Fails with `mount.missing` where there is no such file or folder. */
  readonly mounts?: readonly { readonly source: string; readonly path: string; readonly isReadOnly: boolean }[]
  readonly tmpfs: readonly string[]
  readonly ports: readonly {
    readonly hostIp: string
    readonly hostPort: number
    readonly containerPort: number
    readonly protocol: 'tcp' | 'udp'
  }[]
  readonly extraHosts: readonly string[]
  readonly isPrivileged: boolean
  /** A cgroup namespace of its own, whatever the engine's default is; cgroup v2 only. */
  readonly hasOwnCgroups: boolean
  readonly hasInit: boolean
  /** Whoever is not root in it may use ports below 1024, too. Docker allows it by itself from 20.10 on, Podman does not. */
  readonly hasLowPorts?: boolean
  readonly restartPolicy: 'no' | 'unless-stopped'
  readonly stopTimeoutSeconds: number
  readonly logLimits: { readonly maxSizeMb: number; readonly maxFiles: number }
  readonly memoryBytes: number | undefined
  readonly cpus: number | undefined
  /** How many files its processes may have open. Undefined: as many as the engine's own. */
  readonly openFiles?: { readonly soft: number; readonly hard: number } | undefined
}

/** Is waited for before more is read. */
export type TakeOutput = (stream: 'stdout' | 'stderr', data: Buffer) => Promise<void> | void

export interface FileStat {
  /** No folder, link or device. */
  readonly isFile: boolean
  readonly sizeBytes: number
  /** When it was last written, by its own account: nanoseconds since the epoch. */
  readonly modifiedNs: bigint
}

export interface ExecResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface StreamTarget {
  /** Where the volume is mounted; the names in the tar are from there. */
  readonly path: string
  readonly tar: AsyncIterable<Buffer>
}

/** A command that reads its input. */
export interface FedCommand {
  /** Takes as fast as the command reads. Destroyed when the command has ended, whether or not it has read all. */
  readonly input: Writable
  readonly ended: Promise<ExecResult>
}

export interface LogOptions {
  readonly follow: boolean
  /** Newest lines first to send; undefined: all there are. */
  readonly tailLines?: number
  /** Only what came at or after this time, milliseconds since the epoch. */
  readonly sinceMs?: number
}

/** One record of Docker's log: a line, or up to 16 KB of one. */
export interface LogRecord {
  readonly stream: 'stdout' | 'stderr'
  /** RFC 3339 with nanoseconds. */
  readonly time: string
  /** The bytes, with the newline where the record ends a line. */
  readonly data: Buffer
}

export interface ContainerUsage {
  /** When it was read, by the engine's clock. */
  readonly readAtMs: number
  /** Since the container's start, over all cores. */
  readonly cpuMs: number
  readonly memoryBytes: number
  /** Undefined where the engine does not say, or says a number that stands for none. */
  readonly memoryLimitBytes: number | undefined
}

export interface NetworkOptions {
  readonly name: string
  readonly subnet: string
  readonly gateway: string
  readonly labels: Readonly<Record<string, string>>
}

export interface NetworkSummary {
  readonly id: string
  readonly name: string
  readonly subnets: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

export interface NetworkMember {
  readonly name: string
  /** Its address there; empty where it has none. */
  readonly ipv4: string
}

export interface VolumeOptions {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export interface VolumeSummary {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export interface ImageSummary {
  /** `repository:tag`, as it can be given to `createContainer`. */
  readonly names: readonly string[]
  readonly sizeBytes: number
}

export interface ImageDetails {
  /** Of its configuration, or in an image store of containerd, of its manifest or index. */
  readonly id: string
  /** As the engine calls it: `amd64`, `arm64`; undefined where it does not say. */
  readonly architecture?: string | undefined
  readonly sizeBytes?: number | undefined
  /** Under which registries have it: `name@sha256:…`. */
  readonly digests?: readonly string[]
}

export interface PullOptions {
  /** As the header X-Registry-Auth wants it. */
  readonly auth?: Readonly<Record<string, string>> | undefined
  /** Of one that says nothing for so long nobody expects anything any more, milliseconds. */
  readonly silenceMs?: number | undefined
}

export interface PullProgress {
  readonly doneBytes: number
  readonly totalBytes: number
}

export type RuntimeEvent =
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'changed'
      readonly object: 'container' | 'network' | 'volume'
      readonly action: string
      /** Empty where the engine does not tell. */
      readonly name: string
      readonly labels: Readonly<Record<string, string>>
    }

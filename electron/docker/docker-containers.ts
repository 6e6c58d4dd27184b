import type Dockerode from 'dockerode'
import { ContainerState } from '#shared/cluster.ts'
import type { ContainerDetails, ContainerOptions, ContainerSummary, PublishedPort } from './container-runtime.ts'

/** The body of `POST /containers/create`. */
export function createBody(options: ContainerOptions): Dockerode.ContainerCreateOptions {
  const { network, ports } = options
  const key = (port: { containerPort: number; protocol: string }) => `${port.containerPort}/${port.protocol}`
  const bindings = Object.fromEntries(
    ports.map((port) => [
      key(port),
      ports
        .filter((other) => key(other) === key(port))
        .map(({ hostIp, hostPort }) => ({ HostIp: hostIp, HostPort: String(hostPort) })),
    ]),
  )
  return {
    Hostname: options.hostname,
    Image: options.image,
    Entrypoint: [...options.entrypoint],
    Cmd: [...options.command],
    Env: Object.entries(options.env).map(([name, value]) => `${name}=${value}`),
    Labels: { ...options.labels },
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((port) => [port, {}])),
    StopTimeout: options.stopTimeoutSeconds,
    // Without a terminal standard output and error stay apart in the log.
    Tty: false,
    NetworkingConfig: {
      EndpointsConfig:
        network.name === 'none'
          ? {}
          : {
              [network.name]:
                network.ipv4 === '' ? {} : { IPAMConfig: { IPv4Address: network.ipv4 }, Aliases: [...network.aliases] },
            },
    },
    HostConfig: {
      NetworkMode: network.name,
      Mounts: options.volumes.map(({ name, path }) => ({ Type: 'volume' as const, Source: name, Target: path })),
      Tmpfs: Object.fromEntries(options.tmpfs.map((path) => [path, ''])),
      PortBindings: bindings,
      ExtraHosts: [...options.extraHosts],
      Privileged: options.isPrivileged,
      // Docker refuses privileged containers under userns-remap otherwise (k3d.md 2.2).
      ...(options.isPrivileged ? { UsernsMode: 'host' } : {}),
      ...(options.hasOwnCgroups ? { CgroupnsMode: 'private' as const } : {}),
      Init: options.hasInit,
      RestartPolicy: { Name: options.restartPolicy },
      LogConfig: {
        Type: 'json-file',
        Config: { 'max-size': `${options.logLimits.maxSizeMb}m`, 'max-file': String(options.logLimits.maxFiles) },
      },
      ...(options.memoryBytes === undefined ? {} : { Memory: options.memoryBytes }),
      ...(options.cpus === undefined ? {} : { NanoCpus: Math.round(options.cpus * 1e9) }),
    },
  }
}

export function toSummary(container: Dockerode.ContainerInfo): ContainerSummary {
  return {
    id: container.Id,
    name: nameOf(container),
    image: container.Image,
    state: toState(container.State),
    labels: container.Labels ?? {},
    createdAtMs: container.Created * 1000,
    ports: publishedPorts(container),
    addresses: Object.fromEntries(
      Object.entries(container.NetworkSettings?.Networks ?? {}).map(([network, { IPAddress }]) => [
        network,
        IPAddress ?? '',
      ]),
    ),
  }
}

export function publishedPorts(container: Dockerode.ContainerInfo): PublishedPort[] {
  return (container.Ports ?? []).flatMap(({ IP, PublicPort, PrivatePort, Type }) =>
    PublicPort && (Type === 'tcp' || Type === 'udp')
      ? [
          {
            container: nameOf(container),
            hostIp: IP ?? '',
            hostPort: PublicPort,
            containerPort: PrivatePort,
            protocol: Type,
          },
        ]
      : [],
  )
}

export function toDetails(container: Dockerode.ContainerInspectInfo): ContainerDetails {
  const { State: state } = container
  // Go's zero time, year 1, stands for never.
  const moment = (time: string) => (Date.parse(time) > 0 ? Date.parse(time) : undefined)
  return {
    id: container.Id,
    name: container.Name.replace(/^\//, ''),
    state: toState(state.Status),
    exitCode: state.ExitCode,
    isOutOfMemory: state.OOMKilled,
    restartCount: container.RestartCount,
    startedAtMs: moment(state.StartedAt),
    finishedAtMs: moment(state.FinishedAt),
    error: state.Error,
    labels: container.Config.Labels ?? {},
  }
}

/** A container with several names (legacy links) has the names with more slashes after its own. */
function nameOf({ Names, Id }: Dockerode.ContainerInfo): string {
  const own = Names?.find((name) => name.lastIndexOf('/') === 0) ?? Names?.[0]
  return own?.replace(/^\//, '') ?? Id.slice(0, 12)
}

/** Podman knows states that Docker does not (`initialized`, `stopping`): at rest is the safest thing to say of them. */
function toState(state: string): ContainerState {
  return ContainerState.safeParse(state.toLowerCase()).data ?? 'exited'
}

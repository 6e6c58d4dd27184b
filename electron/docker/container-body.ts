import type Dockerode from 'dockerode'
import { isFolder } from '#shared/node-placement.ts'
import type { ContainerOptions } from './container-runtime.ts'

const localDriver = { Name: 'local', Options: {} }

/**
 * The body of `POST /containers/create`. Podman knows one file for a log and empties it at its largest size: it gets as much as all
 * files of Docker's are together, so that this happens as rarely as may be.
 */
export function createBody(
  options: ContainerOptions,
  { isPodman }: { readonly isPodman: boolean },
): Dockerode.ContainerCreateOptions {
  const { network, ports, logLimits } = options
  const [maxSizeMb, maxFiles] = isPodman
    ? [logLimits.maxSizeMb * logLimits.maxFiles, 1]
    : [logLimits.maxSizeMb, logLimits.maxFiles]
  const key = (port: { containerPort: number; protocol: string }) => `${port.containerPort}/${port.protocol}`
  const bindings = Object.fromEntries(
    ports.map((port) => [
      key(port),
      ports
        .filter((other) => key(other) === key(port))
        .map(({ hostIp, hostPort }) => ({ HostIp: hostIp, HostPort: String(hostPort) })),
    ]),
  )
  const hasAddress = network.ipv4 !== ''
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
    // The mode alone is enough where Docker chooses the address; Podman does not know its own `bridge` by this way (engines.md F9).
    NetworkingConfig: {
      EndpointsConfig: hasAddress
        ? { [network.name]: { IPAMConfig: { IPv4Address: network.ipv4 }, Aliases: [...network.aliases] } }
        : {},
    },
    HostConfig: {
      NetworkMode: network.name,
      Mounts: [
        ...options.volumes.map(({ name, path, labels }) => ({
          Type: 'volume' as const,
          Source: name,
          Target: path,
          ...(labels && { VolumeOptions: { NoCopy: false, Labels: { ...labels }, DriverConfig: localDriver } }),
        })),
        ...(options.mounts ?? []).map(({ source, path, isReadOnly }) => ({
          Type: isFolder(source) ? ('bind' as const) : ('volume' as const),
          Source: source,
          Target: path,
          ReadOnly: isReadOnly,
        })),
      ],
      Tmpfs: Object.fromEntries(options.tmpfs.map((path) => [path, ''])),
      PortBindings: bindings,
      ExtraHosts: [...options.extraHosts],
      Privileged: options.isPrivileged,
      // Docker refuses privileged containers under userns-remap otherwise (k3d.md 2.2).
      ...(options.isPrivileged ? { UsernsMode: 'host' } : {}),
      ...(options.hasOwnCgroups ? { CgroupnsMode: 'private' as const } : {}),
      Init: options.hasInit,
      ...(options.hasLowPorts ? { Sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' } } : {}),
      ...(options.openFiles
        ? { Ulimits: [{ Name: 'nofile', Soft: options.openFiles.soft, Hard: options.openFiles.hard }] }
        : {}),
      // No limit: Podman's own default of 2048 is soon used up by a node's pods.
      PidsLimit: -1,
      RestartPolicy: { Name: options.restartPolicy },
      LogConfig: {
        Type: 'json-file',
        Config: { 'max-size': `${maxSizeMb}m`, 'max-file': String(maxFiles) },
      },
      ...(options.memoryBytes === undefined ? {} : { Memory: options.memoryBytes }),
      ...(options.cpus === undefined ? {} : { NanoCpus: Math.round(options.cpus * 1e9) }),
    },
  }
}

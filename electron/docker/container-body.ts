import type Dockerode from 'dockerode'
import type { ContainerOptions } from './container-runtime.ts'

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
      Mounts: options.volumes.map(({ name, path }) => ({ Type: 'volume' as const, Source: name, Target: path })),
      Tmpfs: Object.fromEntries(options.tmpfs.map((path) => [path, ''])),
      PortBindings: bindings,
      ExtraHosts: [...options.extraHosts],
      Privileged: options.isPrivileged,
      // Docker refuses privileged containers under userns-remap otherwise (k3d.md 2.2).
      ...(options.isPrivileged ? { UsernsMode: 'host' } : {}),
      ...(options.hasOwnCgroups ? { CgroupnsMode: 'private' as const } : {}),
      Init: options.hasInit,
      // No limit: Podman's own default of 2048 is soon used up by a node's pods.
      PidsLimit: -1,
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

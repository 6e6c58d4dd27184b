/** What the engine asks of the machine that it runs on. Implemented by host/local-host.ts and by fakes. */
export interface Host {
  /** Milliseconds since the epoch. */
  now(): number
  /** Really tries to listen there. */
  isPortFree(port: number, hostIp: string, protocol: 'tcp' | 'udp'): Promise<boolean>
  /** The process that listens there: `nginx (pid 812)`; empty where it cannot be told. */
  portHolder(port: number, protocol: 'tcp' | 'udp', signal?: AbortSignal): Promise<string>
  /** Really tries to listen on some port of that address. Interfaces without a carrier are in no list, and can all the same. */
  canListenOn(ip: string): Promise<boolean>
  /** IPv4 networks that this machine has an address in or a route to, as CIDR. */
  subnets(): string[]
  /** This machine's IPv4 addresses in the networks around it, without loopback and Docker's bridges. */
  lanAddresses(): string[]
  /** Undefined where the path does not exist or cannot be asked. */
  disk(path: string): Promise<{ freeBytes: number; totalBytes: number } | undefined>
  /** Undefined on systems without inotify. */
  inotifyLimits(): Promise<{ instances: number; watches: number } | undefined>
}

import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { readFile, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Host } from './host.ts'
import { findPortHolder } from './port-holder.ts'

/** The machine that this process runs on. */
export function localHost(): Host {
  return {
    now: () => Date.now(),
    isPortFree: (port, hostIp, protocol) => (protocol === 'udp' ? canBind(port, hostIp) : canListen(port, hostIp)),
    portHolder: findPortHolder,
    canListenOn: async (ip) => (await listening(0, ip)) === undefined,
    subnets: () => [...interfaceSubnets(), ...routedSubnets()],
    lanAddresses,
    disk: async (path) => {
      try {
        const { bavail, blocks, bsize } = await statfs(path)
        return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
      } catch {
        return undefined // Not there, or not for us: the engine may keep its data where only root can look.
      }
    },
    inotifyLimits: async () => {
      try {
        const read = async (name: string) => Number(await readFile(`/proc/sys/fs/inotify/${name}`, 'utf8'))
        return { instances: await read('max_user_instances'), watches: await read('max_user_watches') }
      } catch {
        return undefined // No Linux.
      }
    },
  }
}

async function canListen(port: number, host: string): Promise<boolean> {
  const error = await listening(port, host)
  return error === undefined || !isInUse(error)
}

/** Why nothing can listen there; undefined where it can. */
function listening(port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

function canBind(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', (error) => {
      socket.close()
      resolve(!isInUse(error))
    })
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)))
  })
}

/** Only EADDRINUSE counts. Other errors (an ordinary user cannot listen below 1024) do not concern Docker. */
function isInUse(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EADDRINUSE'
}

/** Bridges and pairs that container engines and virtual machines make lead to no other machine. */
const virtualInterface = /^(docker|br-|veth|virbr|cni|flannel|podman|lxc|bridge\d)/

function lanAddresses(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !virtualInterface.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : []))
}

function interfaceSubnets(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return addresses.flatMap(({ family, cidr }) => (family === 'IPv4' && cidr ? [cidr] : []))
}

/** Routes of VPNs often have no interface address of their own. The default route is no network. */
function routedSubnets(): string[] {
  try {
    const [, ...lines] = readFileSync('/proc/net/route', 'utf8').trim().split('\n')
    return lines.flatMap((line) => {
      const [, destination = '', , , , , , mask = ''] = line.split('\t')
      const address = littleEndian(destination)
      const bits = littleEndian(mask).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
      // A VPN for all traffic has two halves of everything in place of a default route.
      return bits <= 1 ? [] : [`${address.join('.')}/${bits}`]
    })
  } catch {
    return [] // No Linux.
  }
}

function littleEndian(hex: string): number[] {
  return [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}

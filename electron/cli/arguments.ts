import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { type Datastore, K3sArgument, type PortMapping } from '#shared/cluster.ts'
import { HostAlias, type NodeVolume } from '#shared/node-placement.ts'
import { bytesOf } from '../cluster/model/written-limits.ts'
import { portsIn, volumeIn } from '../cluster/model/written-parts.ts'

/** Whether JSON is asked for, before anything else is understood: what follows `--` or `kubectl NAME` is another program's. */
export function isJsonWanted(args: readonly string[]): boolean {
  const until = args.indexOf('--')
  const own = until < 0 ? args : args.slice(0, until)
  const command = own.findIndex((arg, index) => !arg.startsWith('-') && own[index - 1] !== '--engine')
  return (own[command] === 'kubectl' ? own.slice(0, command) : own).includes('--json')
}

/** `12` → 12. Whether 12 agents are allowed is the spec's business, whether it is a number is ours. */
export function integer(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number.')
  return Number(text)
}

/** `sqlite`, `etcd`, a database that Sampan runs, or the address of one. What is wrong with an address is said later and without it: a password is in it. */
export function datastore(text: string): Datastore {
  const [, engine] = /^managed-(postgres|mariadb)$/.exec(text) ?? []
  if (engine === 'postgres' || engine === 'mariadb') return { kind: 'managed', engine }
  return text === 'sqlite' || text === 'etcd' ? { kind: text } : { kind: 'external', endpoint: text }
}

export function decimal(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Expected a number such as 1.5.')
  return Number(text)
}

/** `2g`, `512m`, `1.5GiB` → bytes, as `docker run --memory` takes it. */
export function bytes(text: string): number {
  const size = bytesOf(text)
  if (size === undefined) throw new InvalidArgumentError('Expected a size such as 512m or 2g.')
  return size
}

/** `traefik,servicelb` or the option several times. */
export function collectList(value: string, previous: readonly string[] = []): string[] {
  return [...previous, ...value.split(',').filter((item) => item !== '')]
}

/** `8080:80`, `0.0.0.0:8080:80`, `5353:53/udp`, `8000-8005:8000-8005@agent-0`: as `docker run --publish` takes it, for one node where that is said. */
export function collectPort(text: string, previous: readonly PortMapping[] = []): PortMapping[] {
  const ports = portsIn(text)
  if (ports === undefined)
    throw new InvalidArgumentError(
      'Expected [127.0.0.1:|0.0.0.0:]HOSTPORT[-LAST]:CONTAINERPORT[-LAST][/tcp|/udp][@server-N|@agent-N], ports from 1 to 65535.',
    )
  return [...previous, ...ports]
}

/** `./data:/data`, `cache:/var/cache:ro`, `/srv:/srv@agents`. A folder is named from where the command runs. */
export function collectVolume(text: string, previous: readonly NodeVolume[] = []): NodeVolume[] {
  const volume = volumeIn(text, (path) => resolve(path))
  if (volume === undefined)
    throw new InvalidArgumentError('Expected SOURCE:PATH[:ro][@all|@servers|@agents|@server-N|@agent-N].')
  return [...previous, volume]
}

/** `10.0.0.5:registry.local,git.local`. */
export function collectHostAlias(text: string, previous: readonly HostAlias[] = []): HostAlias[] {
  const at = text.lastIndexOf(':')
  const { data } = HostAlias.safeParse({ ip: text.slice(0, at), names: text.slice(at + 1).split(',') })
  if (at < 0 || data === undefined) throw new InvalidArgumentError('Expected IP:NAME[,NAME…].')
  return [...previous, data]
}

export function collectEnv(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected NAME=VALUE.')
  return { ...previous, [name]: value }
}

/**
 * `--flag=value`, for servers; `…@agent` or `…@all` for other nodes. k3d's `@server:*` is understood, and its `@server:0` where that is
 * the only one; a flag for some agents alone is not. What ends an address (`postgres://k3s:pw@server:5432`) belongs to it.
 */
export function collectK3sArgument(text: string, previous: readonly K3sArgument[] = []): K3sArgument[] {
  const [, before = text, node, numbers] = /^(.*)@(server|agent|all|loadbalancer)s?(?::([\d,*-]+))?$/s.exec(text) ?? []
  const isFilter = node !== undefined && !isOfAddress(before, numbers)
  const { flag, on, index = '*' } = isFilter ? { flag: before, on: node, index: numbers } : { flag: text, on: 'server' }
  if (index !== '*' && !(on === 'server' && index === '0'))
    throw new InvalidArgumentError('Expected @server, @agent or @all: single nodes cannot have flags of their own.')
  const parsed = K3sArgument.safeParse({ flag, on })
  if (!parsed.success)
    throw new InvalidArgumentError('Expected --flag or --flag=value, optionally followed by @server, @agent or @all.')
  return [...previous, parsed.data]
}

/** More nodes than this nobody has here; ports are above it. */
const highestIndex = 99

/** Whether what follows the last @ is the host of a data source: after a name and password, or before a port. */
function isOfAddress(before: string, numbers: string | undefined): boolean {
  const [, scheme, rest] = /=(\w[\w+.-]*):\/\/([^@]*)$/s.exec(before) ?? []
  if (scheme === undefined || numbers?.includes('*')) return false
  // Of a web address, host:port looks the same as name:password; of a database, only the latter is likely.
  const isLogin = !/^https?$/.test(scheme) && rest !== '' && !/\//.test(rest ?? '')
  return isLogin || Number(numbers) > highestIndex
}

/** A value that a schema accepts. */
export function checked(schema: z.ZodType<string>, expected: string): (text: string) => string {
  return (text) => {
    const { data } = schema.safeParse(text)
    if (data === undefined) throw new InvalidArgumentError(`Expected ${expected}.`)
    return data
  }
}

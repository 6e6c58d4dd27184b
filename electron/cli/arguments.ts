import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { type Datastore, K3sArgument, type PortMapping } from '#shared/cluster.ts'
import { K3sVersion } from '#shared/images.ts'
import { HostAlias, type NodeVolume } from '#shared/node-placement.ts'
import { type MessageKey, translate } from '#shared/translate.ts'
import { bytesOf } from '../cluster/model/written-limits.ts'
import { portsIn, volumeIn } from '../cluster/model/written-parts.ts'

/** Options that may stand before the command, and take a value. */
const valued = ['--engine', '--lang']

/** What is said to us: what follows `--` or `kubectl NAME` is another program's. */
export function ownArguments(args: readonly string[]): readonly string[] {
  const until = args.indexOf('--')
  const own = until < 0 ? args : args.slice(0, until)
  const isWord = (arg: string, at: number) => !arg.startsWith('-') && !valued.includes(own[at - 1] ?? '')
  const command = own.findIndex(isWord)
  if (own[command] !== 'kubectl') return own
  const name = own.findIndex((arg, at) => at > command && isWord(arg, at))
  return name < 0 ? own : own.slice(0, name)
}

/** Whether JSON is asked for, before anything else is understood. */
export const isJsonWanted = (args: readonly string[]): boolean => ownArguments(args).includes('--json')

type ExpectedKey = Extract<MessageKey, `cli.expected.${string}`>

/** What is wrong with a value: in English, as Commander passes it on; `usage.ts` tells it in the language of the command. */
export const unexpected = (expected: ExpectedKey): InvalidArgumentError =>
  new InvalidArgumentError(translate('en', expected))

/** `12` → 12. Whether 12 agents are allowed is the spec's business, whether it is a number is ours. */
export function integer(text: string): number {
  if (!/^\d+$/.test(text)) throw unexpected('cli.expected.integer')
  return Number(text)
}

/** `sqlite`, `etcd`, a database that Sampan runs, or the address of one. What is wrong with an address is said later and without it: a password is in it. */
export function datastore(text: string): Datastore {
  const [, engine] = /^managed-(postgres|mariadb)$/.exec(text) ?? []
  if (engine === 'postgres' || engine === 'mariadb') return { kind: 'managed', engine }
  return text === 'sqlite' || text === 'etcd' ? { kind: text } : { kind: 'external', endpoint: text }
}

/** `v1.36.2+k3s1`, or with the hyphen that tags have instead. */
export function k3sVersion(text: string): string {
  const { success, data } = K3sVersion.safeParse(text.replace(/-(k3s\d+)$/, '+$1'))
  if (!success) throw unexpected('cli.expected.k3sVersion')
  return data
}

export function decimal(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw unexpected('cli.expected.decimal')
  return Number(text)
}

/** `2g`, `512m`, `1.5GiB` → bytes, as `docker run --memory` takes it. */
export function bytes(text: string): number {
  const size = bytesOf(text)
  if (size === undefined) throw unexpected('cli.expected.size')
  return size
}

/** `traefik,servicelb` or the option several times. */
export function collectList(value: string, previous: readonly string[] = []): string[] {
  return [...previous, ...value.split(',').filter((item) => item !== '')]
}

/** `8080:80`, `0.0.0.0:8080:80`, `5353:53/udp`, `8000-8005:8000-8005@agent-0`: as `docker run --publish` takes it, for one node where that is said. */
export function collectPort(text: string, previous: readonly PortMapping[] = []): PortMapping[] {
  const ports = portsIn(text)
  if (ports === undefined) throw unexpected('cli.expected.port')
  return [...previous, ...ports]
}

/** `./data:/data`, `cache:/var/cache:ro`, `/srv:/srv@agents`. A folder is named from where the command runs. */
export function collectVolume(text: string, previous: readonly NodeVolume[] = []): NodeVolume[] {
  const volume = volumeIn(text, (path) => resolve(path))
  if (volume === undefined) throw unexpected('cli.expected.volume')
  return [...previous, volume]
}

/** `10.0.0.5:registry.local,git.local`. */
export function collectHostAlias(text: string, previous: readonly HostAlias[] = []): HostAlias[] {
  const at = text.lastIndexOf(':')
  const { data } = HostAlias.safeParse({ ip: text.slice(0, at), names: text.slice(at + 1).split(',') })
  if (at < 0 || data === undefined) throw unexpected('cli.expected.hostAlias')
  return [...previous, data]
}

export function collectEnv(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw unexpected('cli.expected.variable')
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
  if (index !== '*' && !(on === 'server' && index === '0')) throw unexpected('cli.expected.nodeOfFlag')
  const parsed = K3sArgument.safeParse({ flag, on })
  if (!parsed.success) throw unexpected('cli.expected.flag')
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
export function checked(schema: z.ZodType<string>, expected: ExpectedKey): (text: string) => string {
  return (text) => {
    const { data } = schema.safeParse(text)
    if (data === undefined) throw unexpected(expected)
    return data
  }
}

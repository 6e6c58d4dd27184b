// Who this node is: name, addresses, node password.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { fatal } from './log.mjs'

const NODE_DIR = '/etc/rancher/node'

function fileOnce(path, make) {
  if (!existsSync(path)) {
    mkdirSync(NODE_DIR, { recursive: true })
    writeFileSync(path, `${make()}\n`, { mode: 0o600 })
  }
  return readFileSync(path, 'utf8').trim()
}

function firstAddress() {
  const all = Object.entries(networkInterfaces()).flatMap(([name, entries]) => (name === 'lo' ? [] : entries))
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}

/** @returns {{ name: string, ip: string, externalIp?: string, password: string }} */
export function nodeIdentity(settings) {
  const base = (settings.nodeName ?? hostname()).toLowerCase()
  const name = settings.withNodeId
    ? `${base}-${fileOnce(`${NODE_DIR}/id`, () => randomBytes(4).toString('hex'))}`
    : base
  const ip = settings.nodeIp?.[0] ?? firstAddress()
  if (!ip) fatal('Error: no default routes found in "/proc/net/route" or "/proc/net/ipv6_route"')
  const password = fileOnce(`${NODE_DIR}/password`, () => randomBytes(16).toString('hex'))
  return { name, ip, externalIp: settings.nodeExternalIp?.[0], password }
}

// A server's first contact with the cluster that it joins: its checks, its errors, and what it gets.
import { lookup } from 'node:dns/promises'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sleep } from './clock.mjs'
import { basicAuth, goError, httpsRequest } from './http.mjs'
import { fatal, info, warning } from './log.mjs'
import { importAuthorities } from './pki.mjs'
import { caHash, parseToken } from './token.mjs'
import { criticalValues } from './validation.mjs'

const PREFIX = 'Error: preparing server: failed to bootstrap cluster data:'
const CHECK = `${PREFIX} failed to check if bootstrap data has been initialized:`

/** A member that was removed rejoins with an empty database when it was told where, and cannot otherwise. */
export function clearTombstone(serverDir, settings) {
  const etcd = join(serverDir, 'db/etcd')
  if (!existsSync(join(etcd, 'tombstone'))) return
  if (!settings.server)
    fatal(
      `${PREFIX} tombstone file has been detected but --server is empty, please remove ${etcd} to start a new cluster`,
    )
  info('etcd tombstone file has been found, moving the database out of the way and rejoining')
  renameSync(etcd, `${etcd}-old-${Math.floor(Date.now() / 1000)}`)
  rmSync(etcd, { recursive: true, force: true })
}

/** @returns {Promise<{ state: any, memberName: string, ca: string }>} or ends the process with k3s' own words */
export async function joinCluster({ settings, token, tlsDir, identity, memberName, port }) {
  const { server: url } = settings
  const { host } = new URL(url)
  if (!token) fatal(`${CHECK} token is required to join a cluster`)
  let parsed
  try {
    parsed = parseToken(token)
  } catch (failure) {
    return fatal(`${CHECK} failed to validate token: ${failure.message}`)
  }
  const found = await httpsRequest(`${url}/cacerts`).catch((failure) =>
    fatal(`${CHECK} failed to validate token: failed to get CA certs: Get "${url}/cacerts": ${goError(failure, host)}`),
  )
  if (found.code !== 200)
    fatal(
      `${CHECK} failed to validate token: failed to get CA certs: ${url}/cacerts: ${found.code} Service Unavailable`,
    )
  const hash = caHash(found.text)
  if (parsed.hash && parsed.hash !== hash) {
    fatal(
      `${CHECK} failed to validate token: token CA hash does not match the Cluster CA certificate hash: ${parsed.hash} != ${hash}`,
    )
  }
  await waitForOneself(host.split(':')[0], identity.ip)
  const headers = { authorization: basicAuth(parsed.user ?? 'server', parsed.password) }
  const member = { name: memberName, node: identity.name, ip: identity.ip, port, critical: criticalValues(settings) }
  const answer = await httpsRequest(`${url}/v1-k3s/server-bootstrap`, {
    method: 'POST',
    ca: found.text,
    headers,
    body: member,
  }).catch((failure) => fatal(`${PREFIX} Get "${url}/v1-k3s/server-bootstrap": ${goError(failure, host)}`))
  if (answer.code === 401) {
    warning('Skipping cluster configuration validation: not authorized')
    fatal(`${PREFIX} not authorized`)
  }
  for (const name of answer.json?.mismatched ?? []) warning(`critical configuration mismatched: ${name}`)
  if (answer.code !== 200)
    fatal(`${PREFIX} ${answer.json?.message ?? `${url}/v1-k3s/server-bootstrap: ${answer.code}`}`)
  const { files, state } = answer.json
  importAuthorities(tlsDir, files)
  return { state }
}

/**
 * A server's own supervisor answers before it has joined. Where the name that it joins by has its own address, too, it asks itself for the
 * members of the etcd that it waits for, and keeps that connection (v1.36.3).
 */
async function waitForOneself(name, ip) {
  const addresses = await lookup(name, { all: true, family: 4 }).catch(() => [])
  while (addresses.some(({ address }) => address === ip)) {
    info(
      'Waiting to retrieve etcd cluster member list: failed to get MemberList from server: Internal error occurred: failed to get etcd MemberList: context deadline exceeded',
    )
    await sleep(2000)
  }
}

export const readName = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined)

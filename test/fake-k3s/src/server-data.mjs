// What a server keeps and checks before it starts: token, datastore, external database.
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { sleep } from './clock.mjs'
import { Datastore } from './datastore.mjs'
import { goError } from './http.mjs'
import { fatal, info } from './log.mjs'
import { databasePingFailed } from './server-lines.mjs'
import { parseToken } from './token.mjs'

const SCRYPT = { N: 2 ** 12, r: 8, p: 1 }

/** The datastore is bound to the token that made it, as the real one is by encryption. */
export function checkToken(store, password) {
  if (!store.meta.token) {
    const salt = randomBytes(8).toString('hex')
    store.meta.token = { salt, hash: scryptSync(password, salt, 32, SCRYPT).toString('hex') }
    return
  }
  const { salt, hash } = store.meta.token
  if (timingSafeEqual(Buffer.from(hash, 'hex'), scryptSync(password, salt, 32, SCRYPT))) return
  fatal(
    'Error: preparing server: failed to bootstrap cluster data: bootstrap data already found and encrypted with different token',
  )
}

export function writeTokens(serverDir, { token, agentToken }) {
  writeFileSync(join(serverDir, 'token'), `${token}\n`, { mode: 0o600 })
  for (const name of ['node-token', 'agent-token']) rmSync(join(serverDir, name), { force: true })
  symlinkSync(join(serverDir, 'token'), join(serverDir, 'node-token'))
  if (agentToken) writeFileSync(join(serverDir, 'agent-token'), `${agentToken}\n`, { mode: 0o600 })
  else symlinkSync(join(serverDir, 'token'), join(serverDir, 'agent-token'))
}

/** An external database is only looked for, not used: it must answer, as the real one must. */
export async function pingDatabase(endpoint) {
  const usualPort = endpoint.startsWith('postgres') ? '5432' : '3306'
  // What comes before the last @ is name and password.
  const place = /^\w+:\/\/(?:.*@)?(?:\w*\()?([^()/:?]+)(?::(\d+))?/.exec(endpoint)
  const [, host = 'localhost', port = usualPort] = place ?? []
  for (let attempt = 1; ; attempt++) {
    const failure = await new Promise((resolve) => {
      const socket = connect({ host, port: Number(port) }, () => resolve(socket.end() && undefined))
      socket.on('error', resolve)
    })
    if (!failure) return
    const tail = goError(failure, `${host}:${port}`)
    databasePingFailed(tail)
    if (attempt >= 300)
      fatal(
        `Error: preparing server: failed to bootstrap cluster data: creating storage endpoint: failed to create driver for configured endpoint: ${tail}`,
      )
    await sleep(1000)
  }
}

export function openDatastore(serverDir, isEtcd) {
  if (!isEtcd) return new Datastore(join(serverDir, 'db/state.db'))
  const store = new Datastore(join(serverDir, 'db/etcd/member/state.json'))
  const sqlite = join(serverDir, 'db/state.db')
  if (store.isNew && existsSync(sqlite)) {
    info('Migrating content from sqlite to etcd')
    store.load(JSON.parse(readFileSync(sqlite, 'utf8')))
    renameSync(sqlite, `${sqlite}.migrated`)
  }
  return store
}

/** The password in a token; a malformed one is fatal. */
export function tokenPassword(token) {
  try {
    return parseToken(token).password
  } catch (failure) {
    return fatal(`Error: preparing server: ${failure.message}`)
  }
}

// etcd snapshots: the datastore's dump under the file names that k3s uses.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fatal, info } from './log.mjs'

const directory = (serverDir) => join(serverDir, 'db/snapshots')

function snapshotOf(serverDir, name, node) {
  const path = join(directory(serverDir), name)
  const { size, mtime } = statSync(path)
  return {
    snapshotName: name,
    nodeName: node,
    location: `file://${path}`,
    size,
    creationTime: `${mtime.toISOString().slice(0, 19)}Z`,
  }
}

export function saveSnapshot(store, serverDir, { name = 'on-demand', node }) {
  mkdirSync(directory(serverDir), { recursive: true, mode: 0o700 })
  const file = `${name}-${node}-${Math.floor(Date.now() / 1000)}`
  info(`Saving etcd snapshot to ${join(directory(serverDir), file)}`)
  writeFileSync(join(directory(serverDir), file), JSON.stringify(store.dump()), { mode: 0o600 })
  const snapshot = snapshotOf(serverDir, file, node)
  const { size, creationTime, ...spec } = snapshot
  store.put('k3s.cattle.io/v1/etcdsnapshotfiles', {
    kind: 'ETCDSnapshotFile',
    apiVersion: 'k3s.cattle.io/v1',
    metadata: { name: `local-${file}` },
    spec,
    status: { size: String(size), creationTime, readyToUse: true },
  })
  return snapshot
}

export function listSnapshots(serverDir, node) {
  if (!existsSync(directory(serverDir))) return []
  return readdirSync(directory(serverDir))
    .sort()
    .map((name) => snapshotOf(serverDir, name, node))
}

export const deleteSnapshot = (serverDir, name) => rmSync(join(directory(serverDir), name))

/** `--cluster-reset-restore-path`: the old database moves away, the snapshot takes its place. */
export function restoreSnapshot(store, serverDir, path) {
  if (!existsSync(path))
    fatal(`Error: preparing server: failed to start etcd: etcd: snapshot path does not exist: ${path}`)
  const old = join(serverDir, `db/etcd-old-${Math.floor(Date.now() / 1000)}`)
  const member = join(serverDir, 'db/etcd/member')
  if (existsSync(member)) {
    mkdirSync(old, { recursive: true })
    renameSync(member, join(old, 'member'))
    mkdirSync(member, { recursive: true })
  }
  info(`Pre-restore etcd database moved to ${old}`)
  store.load(JSON.parse(readFileSync(path, 'utf8')))
}

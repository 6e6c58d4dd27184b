// `k3s token` and `k3s etcd-snapshot`, against the server in the same container.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basicAuth, httpsRequest } from './http.mjs'
import { fatal, info } from './log.mjs'
import { deleteSnapshot } from './snapshots.mjs'
import { caHash, parseToken } from './token.mjs'

const SERVER_DIR = '/var/lib/rancher/k3s/server'
const API = 'https://127.0.0.1:6443'

function option(args, name) {
  const index = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
  if (index < 0) return undefined
  return args[index].includes('=') ? args[index].split('=')[1] : args[index + 1]
}

async function askDatabase(method, body) {
  if (!existsSync(`${SERVER_DIR}/token`))
    fatal(`Error: see server log for details: open ${SERVER_DIR}/token: no such file or directory`)
  const { password } = parseToken(readFileSync(`${SERVER_DIR}/token`, 'utf8').trim())
  const headers = { authorization: basicAuth('server', password) }
  const answer = await httpsRequest(`${API}/db/snapshot`, { method, body, headers }).catch(() =>
    fatal(`Error: Post "${API}/db/snapshot": dial tcp 127.0.0.1:6443: connect: connection refused`),
  )
  if (answer.code !== 200)
    fatal(`Error: see server log for details: ${API}/db/snapshot: ${answer.code}: ${answer.json?.message}`)
  return answer.json
}

const asObject = ({ size, creationTime, ...spec }) => ({
  apiVersion: 'k3s.cattle.io/v1',
  kind: 'ETCDSnapshotFile',
  metadata: { name: `local-${spec.snapshotName}` },
  spec,
  status: { size: String(size), creationTime, readyToUse: true },
})

async function snapshotCommand([action = 'save', ...args]) {
  if (action === 'save') {
    const { snapshotName } = await askDatabase('POST', { name: option(args, 'name') })
    return info(`Snapshot ${snapshotName} saved.`)
  }
  if (action === 'delete') {
    await askDatabase('GET')
    for (const name of args.filter((arg) => !arg.startsWith('-'))) {
      deleteSnapshot(SERVER_DIR, name)
      info(`Snapshot ${name} deleted.`)
    }
    return
  }
  const snapshots = await askDatabase('GET')
  const format = option(args, 'output') ?? (args.includes('-o') ? args[args.indexOf('-o') + 1] : undefined)
  if (format === 'json')
    return console.log(
      JSON.stringify({
        apiVersion: 'k3s.cattle.io/v1',
        kind: 'ETCDSnapshotFileList',
        metadata: {},
        items: snapshots.map(asObject),
      }),
    )
  const rows = [
    ['Name', 'Location', 'Size', 'Created'],
    ...snapshots.map(({ snapshotName, location, size, creationTime }) => [
      snapshotName,
      location,
      String(size),
      creationTime,
    ]),
  ]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join(' ')
        .trimEnd(),
    )
}

function tokenCommand([action = 'list']) {
  const make = () => `${randomBytes(3).toString('hex')}.${randomBytes(8).toString('hex')}`
  if (action === 'generate') return console.log(make())
  if (action === 'create')
    return console.log(`K10${caHash(readFileSync(`${SERVER_DIR}/tls/server-ca.crt`))}::${make()}`)
  console.log('TOKEN  TTL  EXPIRES  USAGES  DESCRIPTION')
}

export function runCommand(command, args) {
  return command === 'token' ? tokenCommand(args) : snapshotCommand(args)
}

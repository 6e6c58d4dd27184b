// The server's memory of each node's password: a scrypt hash in Secret kube-system/<node>.node-password.k3s.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = (password, salt) =>
  promisify(scrypt)(password, salt, 64, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })

export const secretName = (node) => `${node}.node-password.k3s`

async function matches(stored, password) {
  const [, salt, , , , hash] = stored.split(':')
  const [expected, actual] = [Buffer.from(hash, 'base64'), await derive(password, Buffer.from(salt, 'hex'))]
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** Remembers the password of a node seen for the first time; false when it does not match the remembered one. */
export async function verifyNodePassword(store, version, node, password) {
  const secret = store.get('v1/secrets', secretName(node), 'kube-system')
  if (secret) return matches(Buffer.from(secret.data.hash, 'base64').toString(), password)
  const salt = randomBytes(8)
  const hash = `$1:${salt.toString('hex')}:15:8:1:${(await derive(password, salt)).toString('base64')}`
  store.put('v1/secrets', {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: { name: secretName(node), namespace: 'kube-system' },
    immutable: true,
    type: version.hasTypedNodePassword ? 'k3s.cattle.io/node-password' : 'Opaque',
    data: { hash: Buffer.from(hash).toString('base64') },
  })
  return true
}

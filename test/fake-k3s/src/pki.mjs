// The cluster's certificate authorities and the certificates that they sign, kept below $D/server/tls as k3s keeps them.
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { certificatePem } from './der.mjs'
import { info } from './log.mjs'

const DAY_MS = 86_400_000
const goTime = (date) => `${date.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`

function writePair(base, cert, key) {
  mkdirSync(dirname(base), { recursive: true, mode: 0o700 })
  writeFileSync(`${base}.crt`, cert)
  writeFileSync(`${base}.key`, key, { mode: 0o600 })
}

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const keyPem = (key) => key.export({ type: 'sec1', format: 'pem' })

/** @typedef {{ cn: string, cert: string, key: import('node:crypto').KeyObject }} Authority */

/** Reads the authority stored as BASE.crt and BASE.key, or makes it. */
export function authority(base, label, quiet = false) {
  if (existsSync(`${base}.crt`) && existsSync(`${base}.key`)) {
    const cert = readFileSync(`${base}.crt`, 'utf8')
    return {
      cn: new X509Certificate(cert).subject.replace(/^CN=/, ''),
      cert,
      key: createPrivateKey(readFileSync(`${base}.key`)),
    }
  }
  const key = newKey()
  const now = new Date()
  const notAfter = new Date(now.getTime() + 3650 * DAY_MS)
  const cn = `${label}@${Math.floor(now.getTime() / 1000)}`
  const publicKey = createPublicKey(key)
  const subject = { cn }
  const cert = certificatePem({
    subject,
    publicKey,
    issuer: subject,
    issuerKey: key,
    issuerPublicKey: publicKey,
    notBefore: now,
    notAfter,
    isCa: true,
  })
  writePair(base, cert, keyPem(key))
  if (!quiet)
    info(`generated self-signed CA certificate CN=${cn}: notBefore=${goTime(now)} notAfter=${goTime(notAfter)}`)
  return { cn, cert, key }
}

/** A new leaf certificate and its key, both PEM; logs the line that k3s logs for it. */
export function issue(ca, { cn, o = [], sans, usages }) {
  const key = newKey()
  const now = new Date()
  const notAfter = new Date(now.getTime() + 365 * DAY_MS)
  const cert = certificatePem({
    subject: { cn, o },
    publicKey: createPublicKey(key),
    issuer: { cn: ca.cn },
    issuerKey: ca.key,
    issuerPublicKey: createPublicKey(ca.key),
    notBefore: now,
    notAfter,
    sans,
    usages,
  })
  const subject = [`CN=${cn}`, ...o.map((name) => `O=${name}`)].join(',')
  info(`certificate ${subject} signed by CN=${ca.cn}: notBefore=${goTime(now)} notAfter=${goTime(notAfter)}`)
  return { cert, key: keyPem(key) }
}

const CLIENT_LEAVES = [
  ['client-admin', 'system:admin', ['system:masters']],
  ['client-supervisor', 'system:k3s-supervisor', ['system:masters']],
  ['client-controller', 'system:kube-controller-manager', []],
  ['client-scheduler', 'system:kube-scheduler', []],
  ['client-kube-apiserver', 'system:apiserver', ['system:masters']],
  ['client-k3s-cloud-controller', 'k3s-cloud-controller-manager', []],
]
const CA_NAMES = ['client-ca', 'server-ca', 'request-header-ca', 'etcd/server-ca', 'etcd/peer-ca']

/** The CA files as the joining server gets them from the first one. */
export function exportAuthorities(tlsDir) {
  const files = {}
  for (const name of CA_NAMES) {
    for (const suffix of ['crt', 'key'])
      files[`${name}.${suffix}`] = readFileSync(join(tlsDir, `${name}.${suffix}`), 'utf8')
  }
  return files
}

export function importAuthorities(tlsDir, files) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(tlsDir, name)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, text, { mode: name.endsWith('.key') ? 0o600 : 0o644 })
  }
}

/**
 * All certificates of a server, in the order in which k3s makes and logs them; those on disk are used again.
 * @returns {{ clientCa: Authority, serverCa: Authority, admin: {cert: string, key: string} }}
 */
export function serverPki(tlsDir) {
  const leaf = (base, ca, request) => {
    const path = join(tlsDir, base)
    if (!existsSync(`${path}.crt`) || !existsSync(`${path}.key`)) {
      const pair = issue(ca, request)
      // k3s appends the CA, which makes the kubeconfig's certificate-data a chain.
      writePair(path, pair.cert + ca.cert, pair.key)
    }
    return { cert: readFileSync(`${path}.crt`, 'utf8'), key: readFileSync(`${path}.key`, 'utf8') }
  }
  const ca = (base, label) => authority(join(tlsDir, base), label)
  const clientCa = ca('client-ca', 'k3s-client-ca')
  const [admin] = CLIENT_LEAVES.map(([base, cn, o]) => leaf(base, clientCa, { cn, o, usages: ['clientAuth'] }))
  const serverCa = ca('server-ca', 'k3s-server-ca')
  leaf('serving-kube-apiserver', serverCa, {
    cn: 'kube-apiserver',
    sans: ['127.0.0.1', 'localhost'],
    usages: ['serverAuth'],
  })
  leaf('kube-scheduler/kube-scheduler', serverCa, {
    cn: 'kube-scheduler',
    sans: ['127.0.0.1', 'localhost'],
    usages: ['serverAuth'],
  })
  leaf('kube-controller-manager/kube-controller-manager', serverCa, {
    cn: 'kube-controller-manager',
    sans: ['127.0.0.1', 'localhost'],
    usages: ['serverAuth'],
  })
  leaf('client-auth-proxy', ca('request-header-ca', 'k3s-request-header-ca'), {
    cn: 'system:auth-proxy',
    usages: ['clientAuth'],
  })
  leaf('etcd/client', ca('etcd/server-ca', 'etcd-server-ca'), { cn: 'etcd-client', usages: ['clientAuth'] })
  const peerCa = ca('etcd/peer-ca', 'etcd-peer-ca')
  leaf('etcd/peer-server-client', peerCa, { cn: 'etcd-peer', usages: ['serverAuth', 'clientAuth'] })
  leaf('etcd/server-client', authority(join(tlsDir, 'etcd/server-ca'), 'etcd-server-ca'), {
    cn: 'etcd-server',
    usages: ['serverAuth', 'clientAuth'],
  })
  for (const name of ['client-kube-proxy', 'client-k3s-controller', 'client-kubelet', 'serving-kubelet', 'service']) {
    const path = join(tlsDir, `${name}.key`)
    if (!existsSync(path)) writeFileSync(path, keyPem(newKey()), { mode: 0o600 })
  }
  return { clientCa, serverCa, admin }
}

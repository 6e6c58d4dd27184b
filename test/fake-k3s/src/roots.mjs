// Whom containerd trusts: as Go has it, the image's own file and every file in the folders that SSL_CERT_DIR names, read once at its start.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

const FILE = '/etc/ssl/certs/ca-certificates.crt'
const READ = '/run/k3s/containerd/roots.pem'

function orNothing(read) {
  try {
    return read()
  } catch {
    return []
  }
}

export function writeRoots() {
  const folders = (process.env.SSL_CERT_DIR || '/etc/ssl/certs').split(':')
  const paths = [
    process.env.SSL_CERT_FILE || FILE,
    ...folders.flatMap((folder) => orNothing(() => readdirSync(folder).map((name) => join(folder, name)))),
  ]
  writeFileSync(READ, paths.flatMap((path) => orNothing(() => [readFileSync(path, 'utf8')])).join('\n'))
}

/** For Node's TLS, which has roots of its own: this image has none. */
export const trustedRoots = () => [...rootCertificates, ...orNothing(() => [readFileSync(READ, 'utf8')])]

// How a folder becomes an image without a registry: by `docker import`, with the hash of what it was made from as a label.
import { execFileSync, spawn } from 'node:child_process'

const HASH_LABEL = 'io.sampan.standin.hash'

/** What an image was made from; undefined where there is none. @param {string} image */
export function existingHash(image) {
  const format = `{{ index .Config.Labels "${HASH_LABEL}" }}`
  try {
    return execFileSync('docker', ['image', 'inspect', image, '--format', format], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}

/** @param {string} root @param {{ image: string, changes: string[], hash: string }} of  @returns {Promise<void>} */
export function importImage(root, { image, changes, hash }) {
  return new Promise((resolve, reject) => {
    const tar = spawn('tar', ['-C', root, '--owner=0', '--group=0', '-cf', '-', '.'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const options = [...changes, `LABEL ${HASH_LABEL}=${hash}`].flatMap((change) => ['--change', change])
    const load = spawn('docker', ['import', ...options, '-', image], { stdio: [tar.stdout, 'ignore', 'inherit'] })
    tar.on('error', reject)
    load.on('error', reject)
    load.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`docker import ended with code ${code}`))))
  })
}

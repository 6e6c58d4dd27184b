import { createHash, randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

export interface TinyRegistry {
  /** An image that is there. */
  readonly image: string
  /** One whose download never gets further than its first half. */
  readonly endless: string
  /** One that is not there. */
  readonly missing: string
  close(): Promise<void>
}

const pieceBytes = 150_000

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/**
 * A registry with two images, on a port of this machine's loopback, where Docker does without TLS. Podman does only where it was told
 * so in advance, of one port.
 */
export async function openRegistry(): Promise<TinyRegistry> {
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, Buffer>()
  const held = new Set<string>()
  for (const tag of ['whole', 'endless']) {
    const tar = pack()
    tar.entry({ name: 'noise' }, randomBytes(3_000_000))
    tar.finalize()
    const plain = await buffer(tar)
    const layer = gzipSync(plain, { level: 0 })
    const rootfs = { type: 'layers', diff_ids: [digestOf(plain)] }
    const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs, history: [] }))
    for (const blob of [layer, config]) blobs.set(digestOf(blob), blob)
    if (tag === 'endless') held.add(digestOf(layer))
    const typed = (kind: string, blob: Buffer) => ({
      mediaType: `application/vnd.docker.${kind}`,
      size: blob.length,
      digest: digestOf(blob),
    })
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        config: typed('container.image.v1+json', config),
        layers: [typed('image.rootfs.diff.tar.gzip', layer)],
      }),
    )
    manifests.set(tag, manifest)
    manifests.set(digestOf(manifest), manifest)
  }
  const server = createServer((request, response) => {
    const [, kind = '', name = ''] = /\/(manifests|blobs)\/([^/?]+)$/.exec(request.url ?? '') ?? []
    if (kind === '') return void response.end('{}')
    const found = (kind === 'blobs' ? blobs : manifests).get(name)
    if (!found) {
      response.writeHead(404, { 'content-type': 'application/json' })
      return void response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}')
    }
    const type = kind === 'blobs' ? 'application/octet-stream' : JSON.parse(String(found)).mediaType
    response.writeHead(200, {
      'content-type': type,
      'content-length': found.length,
      'docker-content-digest': digestOf(found),
    })
    send(response, request.method === 'HEAD' ? Buffer.alloc(0) : found, held.has(name))
  })
  await new Promise<void>((resolve) =>
    server.listen(Number(process.env.SAMPAN_TEST_REGISTRY_PORT ?? 0), '127.0.0.1', resolve),
  )
  const address = server.address()
  const place = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}/sampan-test/noise`
  return {
    image: `${place}:whole`,
    endless: `${place}:endless`,
    missing: `${place}:nothing`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As over a slow line, or no engine would tell of a download that it is under way. One that is held comes byte by byte in the end. */
function send(response: ServerResponse, bytes: Buffer, isHeld: boolean): void {
  if (bytes.length < pieceBytes) return void response.end(bytes)
  let offset = 0
  const timer = setInterval(() => {
    const size = isHeld && offset > bytes.length / 2 ? 1 : pieceBytes
    response.write(bytes.subarray(offset, offset + size))
    offset += size
    if (offset >= bytes.length) response.end()
  }, 100)
  response.once('close', () => clearInterval(timer))
}

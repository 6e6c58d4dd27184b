// What containerd makes of an archive of images while it reads it: `docker save` or OCI, plain or with gzip. And the way back.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { arch } from 'node:os'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

const ARCHITECTURE = { x64: 'amd64' }[arch()] ?? arch()
/** containerd's content store: a file for each blob. */
const CONTENT = '/var/lib/rancher/k3s/agent/containerd/io.containerd.content.v1.content/blobs/sha256'
const blobPath = (digest) => `${CONTENT}/${digest.replace('sha256:', '')}`

const LARGEST_TEXT = 4 * 1024 ** 2

/** Exactly so many bytes at a time, from chunks of any size. */
function reader(chunks) {
  const iterator = chunks[Symbol.asyncIterator]()
  let rest = Buffer.alloc(0)
  return {
    /** Piece by piece; fewer where the end comes first. */
    async *pieces(size) {
      for (let missing = size; missing > 0; ) {
        if (rest.length === 0) {
          const { done, value } = await iterator.next()
          if (done) return
          rest = value
        }
        const piece = rest.subarray(0, missing)
        rest = rest.subarray(piece.length)
        missing -= piece.length
        yield piece
      }
    },
    async take(size) {
      const pieces = []
      for await (const piece of this.pieces(size)) pieces.push(piece)
      return Buffer.concat(pieces)
    },
    async first() {
      const { done, value } = await iterator.next()
      rest = done ? rest : value
      return rest
    },
    async *all() {
      yield rest
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    },
  }
}

/** Each file's size and digest, and the text of what may be JSON. */
async function filesOf(tar) {
  const files = new Map()
  for (;;) {
    const header = await tar.take(512)
    if (header.length < 512 || header.every((byte) => byte === 0)) return files
    const text = (from, length) => header.toString('utf8', from, from + length).replace(/\0.*$/s, '')
    const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
    const size = Number.parseInt(text(124, 12).trim() || '0', 8)
    if (Number.parseInt(text(148, 8).trim(), 8) !== sum || Number.isNaN(size))
      throw new Error('archive/tar: invalid tar header')
    const name = text(0, 100).replace(/^\.\//, '')
    const hash = createHash('sha256')
    const pieces = []
    let read = 0
    const ingest = `${CONTENT}/.${process.pid}-${files.size}`
    mkdirSync(CONTENT, { recursive: true })
    const out = createWriteStream(ingest)
    for await (const piece of tar.pieces(size)) {
      if (!out.write(piece)) await once(out, 'drain')
      read += piece.length
      hash.update(piece)
      if (size <= LARGEST_TEXT) pieces.push(piece)
    }
    await new Promise((resolve) => out.end(resolve))
    if (read < size) rmSync(ingest)
    if (read < size)
      throw new Error(`failed to ingest "${name}": short read: expected ${size} bytes but got ${read}: unexpected EOF`)
    await tar.take((512 - (size % 512)) % 512)
    const digest = `sha256:${hash.digest('hex')}`
    const named = /^blobs\/sha256\/(.+)$/.exec(name)?.[1]
    if (named && digest !== `sha256:${named}`)
      throw new Error(
        `failed to ingest "${name}": unexpected commit digest ${digest}, expected sha256:${named}: failed precondition`,
      )
    renameSync(ingest, blobPath(digest))
    files.set(name, { size, digest, text: Buffer.concat(pieces).toString() })
  }
}

/** @param {AsyncIterable<Buffer>} chunks  @returns {Promise<{ ref: string, digest: string, id: string, size: number }[]>} Throws in ctr's words. */
export async function imagesOfArchive(chunks) {
  const outer = reader(chunks)
  const start = await outer.first()
  const isGzip = start[0] === 0x1f && start[1] === 0x8b
  const tar = isGzip ? reader(Readable.from(outer.all()).pipe(createGunzip())) : reader(outer.all())
  const files = await filesOf(tar)
  const json = (name) => JSON.parse(files.get(name)?.text ?? 'null')
  const isLayout = files.has('oci-layout') && files.has('index.json')
  if (!isLayout && !files.has('manifest.json')) throw new Error('unrecognized image format')
  const images = isLayout ? ofLayout(files, json) : ofDocker(files, json)
  if (images.length === 0) throw new Error('image might be filtered out')
  return images
}

function ofDocker(files, json) {
  return json('manifest.json').flatMap(({ Config, RepoTags, Layers }) => {
    if (json(Config).architecture && json(Config).architecture !== ARCHITECTURE) return []
    for (const part of [Config, ...Layers]) if (!files.has(part)) throw new Error(`file "${part}" not found`)
    const parts = [Config, ...Layers].map((part) => files.get(part))
    const digest = createHash('sha256')
      .update(parts.map((part) => part.digest).join(' '))
      .digest('hex')
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    const layers = parts.slice(1).map((part) => part.digest)
    return (RepoTags ?? []).map((ref) => ({ ref, digest: `sha256:${digest}`, id: parts[0].digest, size, layers }))
  })
}

function ofLayout(files, json) {
  const path = ({ digest }) => `blobs/${digest.replace(':', '/')}`
  const need = (descriptor) => {
    const found = files.get(path(descriptor))
    if (!found) throw new Error(`content digest ${descriptor.digest}: not found`)
    return found
  }
  const manifest = (descriptor) => {
    if (!files.has(path(descriptor))) return undefined
    const content = json(path(descriptor))
    if (content.manifests) return content.manifests.map(manifest).find((each) => each !== undefined)
    const { architecture } = JSON.parse(need(content.config).text)
    return architecture === ARCHITECTURE ? content : undefined
  }
  return json('index.json').manifests.flatMap((descriptor) => {
    const found = manifest(descriptor)
    const ref = descriptor.annotations?.['io.containerd.image.name']
    if (!found || !ref) return []
    const size = [found.config, ...found.layers].reduce((sum, each) => sum + need(each).size, 0)
    const layers = found.layers.map((layer) => layer.digest)
    return [{ ref, digest: descriptor.digest, id: found.config.digest, size, layers }]
  })
}

function header(name, size) {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** An archive that leads to the images as Docker's do. @param {{ ref: string, id: string, layers: string[] }[]} images */
export async function* archiveOf(images) {
  const name = (digest) => `blobs/${digest.replace(':', '/')}`
  for (const digest of new Set(images.flatMap(({ id, layers }) => [id, ...layers]))) {
    const { size } = statSync(blobPath(digest))
    yield header(name(digest), size)
    yield* createReadStream(blobPath(digest))
    yield Buffer.alloc((512 - (size % 512)) % 512)
  }
  const manifest = Buffer.from(
    JSON.stringify(
      images.map(({ ref, id, layers }) => ({ Config: name(id), RepoTags: [ref], Layers: layers.map(name) })),
    ),
  )
  yield header('manifest.json', manifest.length)
  yield Buffer.concat([manifest, Buffer.alloc(512 - (manifest.length % 512) + 1024)])
}

// containerd's image store, as a list of references, filled by air-gap archives, `ctr images import` and `crictl pull`.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { error, info } from './log.mjs'

const IMAGES_FILE = '/var/lib/rancher/k3s/agent/containerd/images.json'
const ARCHIVE = /\.(tar|tar\.lz4|tar\.bz2|tbz|tar\.gz|tgz|tar\.zst|tzst|txt)$/

/** @returns {{ ref: string, digest: string, size: number, pinned?: boolean }[]} */
export const listImages = () => (existsSync(IMAGES_FILE) ? JSON.parse(readFileSync(IMAGES_FILE, 'utf8')) : [])

export function addImages(images) {
  const all = new Map([...listImages(), ...images].map((image) => [image.ref, image]))
  mkdirSync(dirname(IMAGES_FILE), { recursive: true })
  writeFileSync(IMAGES_FILE, JSON.stringify([...all.values()]))
}

/** `app:1` → `docker.io/library/app:1`, as containerd stores it. */
export function fullReference(ref) {
  const [first, ...rest] = ref.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const named = hasHost ? ref : `docker.io/${rest.length > 0 ? ref : `library/${ref}`}`
  return /[:@][^/]*$/.test(named) ? named : `${named}:latest`
}

function* tarEntries(tar) {
  for (let offset = 0; offset + 512 <= tar.length; ) {
    const name = tar.toString('utf8', offset, offset + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(tar.toString('utf8', offset + 124, offset + 136), 8)
    if (!name) return
    if (Number.isNaN(size)) throw new Error('archive/tar: invalid tar header')
    yield { name: name.replace(/^\.\//, ''), body: tar.subarray(offset + 512, offset + 512 + size) }
    offset += 512 + Math.ceil(size / 512) * 512
  }
}

/** The images in a `docker save` or OCI archive. Throws when it is none. */
export function imagesOfArchive(archive) {
  const tar = archive[0] === 0x1f && archive[1] === 0x8b ? gunzipSync(archive) : archive
  const files = new Map()
  for (const { name, body } of tarEntries(tar))
    if (/^(manifest|index)\.json$/.test(name)) files.set(name, JSON.parse(body.toString()))
  const digest = `sha256:${createHash('sha256').update(tar).digest('hex')}`
  const manifest = files.get('manifest.json')
  const tagged = manifest?.flatMap(({ RepoTags }) => RepoTags ?? [])
  const annotated = files
    .get('index.json')
    ?.manifests?.map(({ annotations }) => annotations?.['io.containerd.image.name'])
    .filter(Boolean)
  const refs = tagged ?? annotated
  if (!refs) throw new Error('unrecognized image format')
  return refs.map((ref) => ({ ref: fullReference(ref), digest, size: tar.length }))
}

function imagesOfFile(path, version) {
  if (path.endsWith('.txt')) {
    const refs = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() && !line.startsWith('#'))
    return refs.map((ref) => ({
      ref: fullReference(ref.trim()),
      digest: `sha256:${createHash('sha256').update(ref).digest('hex')}`,
      size: 1,
    }))
  }
  if (/\.(tar|tar\.gz|tgz)$/.test(path)) return imagesOfArchive(readFileSync(path))
  // Node 20 reads neither zstd nor lz4 nor bzip2; the release's own archive is known by its name.
  const magic = readFileSync(path).subarray(0, 4).toString('hex')
  if (!['28b52ffd', '04224d18'].includes(magic) && !magic.startsWith('425a68'))
    throw new Error('archive/tar: invalid tar header')
  return Object.values(version.images).map((image) => ({
    ref: `docker.io/rancher/${image}`,
    digest: `sha256:${createHash('sha256').update(image).digest('hex')}`,
    size: statSync(path).size,
  }))
}

function archives(directory) {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ARCHIVE.test(entry.name))
    .map((entry) => join(entry.path, entry.name))
    .sort()
}

/** Imports what lies in `agent/images`; with a `.cache.json` there, only what changed since the last time. */
export async function importAirgapImages(agentDir, version) {
  const directory = join(agentDir, 'images')
  const cacheFile = join(directory, '.cache.json')
  const cache = existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8') || '{}') : undefined
  for (const path of archives(directory)) {
    const { size, mtimeMs } = statSync(path)
    const known = cache?.[basename(path)]
    if (known?.size === size && known.mtimeMs === mtimeMs) continue
    const startedAt = Date.now()
    info(`Importing images from ${path}`)
    try {
      const images = imagesOfFile(path, version).map((image) => ({ ...image, pinned: true }))
      for (const { ref } of images) info(`Imported ${ref}`)
      addImages(images)
      info(`Imported images from ${path} in ${((Date.now() - startedAt) / 1000).toFixed(3)}s`)
      if (cache) cache[basename(path)] = { size, mtimeMs }
    } catch (failure) {
      error(`Failed to process image event: failed to import ${path}: ${failure.message}`)
    }
  }
  if (cache) writeFileSync(cacheFile, JSON.stringify(cache))
}

// containerd's image store, as a list of references, filled by air-gap archives, `ctr images import` and `crictl pull`.
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { imagesOfArchive } from './image-archive.mjs'
import { error, info } from './log.mjs'

const IMAGES_FILE = '/var/lib/rancher/k3s/agent/containerd/images.json'
const ARCHIVE = /\.(tar|tar\.lz4|tar\.bz2|tbz|tar\.gz|tgz|tar\.zst|tzst|txt)$/

/** @returns {{ ref: string, digest: string, id?: string, size: number, pinned?: boolean }[]} `id`: of the configuration */
export const listImages = () => (existsSync(IMAGES_FILE) ? JSON.parse(readFileSync(IMAGES_FILE, 'utf8')) : [])

/** An image whose name another one takes stays without any, pinned or not, as its id keeps it (v1.36.3). */
export function addImages(images) {
  const ids = new Set(images.map(({ id }) => id))
  const nameless = listImages()
    .filter(({ ref, id }) => id !== undefined && !ids.has(id) && images.some((each) => each.ref === ref))
    .map((image) => ({ ...image, ref: image.id }))
  const all = [...listImages(), ...nameless, ...images].filter(({ ref }) => !ids.has(ref))
  write([...new Map(all.map((image) => [image.ref, image])).values()])
}

/** @param {(image: { ref: string, id?: string, digest: string }) => boolean} isMeant  @returns {number} how many there were */
export function removeImages(isMeant) {
  const all = listImages()
  const left = all.filter((image) => !isMeant(image))
  write(left)
  return all.length - left.length
}

/** Whoever reads it meanwhile reads all of it. */
function write(images) {
  mkdirSync(dirname(IMAGES_FILE), { recursive: true })
  writeFileSync(`${IMAGES_FILE}.${process.pid}`, JSON.stringify(images))
  renameSync(`${IMAGES_FILE}.${process.pid}`, IMAGES_FILE)
}

/** `app:1` → `docker.io/library/app:1`, as containerd stores it. */
export function fullReference(ref) {
  const [first, ...rest] = ref.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const named = hasHost ? ref : `docker.io/${rest.length > 0 ? ref : `library/${ref}`}`
  return /[:@][^/]*$/.test(named) ? named : `${named}:latest`
}

/** By the names that containerd gives them. */
export const named = (images) => images.map((image) => ({ ...image, ref: fullReference(image.ref) }))

async function imagesOfFile(path, version) {
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
  if (/\.(tar|tar\.gz|tgz)$/.test(path)) return named(await imagesOfArchive(createReadStream(path)))
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
      const images = (await imagesOfFile(path, version)).map((image) => ({ ...image, pinned: true }))
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

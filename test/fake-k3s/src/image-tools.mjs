// What crictl and ctr say and do about images.
import { createReadStream, existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { archiveOf, imagesOfArchive } from './image-archive.mjs'
import { addImages, listImages, named, removeImages } from './images.mjs'
import { fail, printRows } from './print.mjs'

export const CONTAINERD_SOCKET = '/run/k3s/containerd/containerd.sock'

/** While this file is there, the node's disk is full. */
const FULL_FILE = '/etc/fake-k3s/disk-full'
const FULL_AFTER = 64 * 1024

/** As far as anybody asks. */
const IMPORT_OPTIONS = ['--all-platforms', '--no-unpack', '--local']

const megabytes = (size) => (size > 1e6 ? `${(size / 1e6).toFixed(1)}MB` : `${(size / 1000).toFixed(1)}kB`)
const idOf = ({ id, digest }) => id ?? digest

/** One for each id, with all of its names. */
function criImages() {
  const images = new Map()
  for (const image of listImages()) {
    const known = images.get(idOf(image))
    images.set(idOf(image), { ...image, ...known, refs: [...(known?.refs ?? []), image.ref] })
  }
  return [...images.values()]
}

export function printCriImages({ output }) {
  if (output === 'json') {
    const images = criImages().map((image) => ({
      id: idOf(image),
      repoTags: image.refs.filter((ref) => !ref.startsWith('sha256:')),
      repoDigests: [],
      size: String(image.size),
      username: '',
      pinned: image.pinned === true,
    }))
    return console.log(JSON.stringify({ images }, null, 2))
  }
  const row = ({ ref, size, ...image }) => [
    ref.startsWith('sha256:') ? '<none>' : ref.replace(/:[^:/]+$/, ''),
    ref.startsWith('sha256:') ? '<none>' : ref.split(':').at(-1),
    idOf(image).slice(7, 20),
    megabytes(size),
  ]
  return printRows([['IMAGE', 'TAG', 'IMAGE ID', 'SIZE'], ...listImages().map(row)])
}

export function removeCriImages(names) {
  for (const name of names) {
    const isMeant = (image) => image.ref === name || idOf(image) === name || idOf(image) === `sha256:${name}`
    const refs = listImages()
      .filter(isMeant)
      .map(({ ref }) => ref)
    if (refs.length === 0) fail(`no such image ${name}`)
    removeImages(isMeant)
    for (const ref of refs) console.log(`Deleted: ${ref}`)
  }
}

/** As a disk ends that is full: after some of it was written. */
async function* limited(chunks) {
  let written = 0
  for await (const chunk of chunks) {
    written += chunk.length
    if (existsSync(FULL_FILE) && written > FULL_AFTER) {
      const path = '/var/lib/rancher/k3s/agent/containerd/io.containerd.content.v1.content/ingest/4d1f/data'
      throw new Error(`failed to ingest "layer.tar": failed to copy: write ${path}: no space left on device`)
    }
    yield chunk
  }
}

/** Through the transfer service the end is lost now and then, and the exit code is 0 (v1.36.3, three times of eight). */
async function* cutOff(chunks) {
  let last
  for await (const chunk of chunks) {
    if (last) yield last
    last = chunk
  }
}

async function importImages(source) {
  const images = await imagesOfArchive(limited(source === '-' ? process.stdin : createReadStream(source))).then(
    named,
    (failure) => fail(`ctr: ${failure.message}`),
  )
  addImages(images)
  for (const { ref, digest } of images)
    console.log(`${ref}\tsaved\napplication/vnd.docker.distribution.manifest.v2+json ${digest}`)
}

export async function runCtr(args, words) {
  const [group, verb, ...rest] = words
  if (!['images', 'image', 'i'].includes(group)) fail(`No help topic for '${group}' on ${hostname()}`, 3)
  if (!existsSync(CONTAINERD_SOCKET))
    fail(
      `ctr: failed to dial "${CONTAINERD_SOCKET}": context deadline exceeded: connection error: desc = "transport: error while dialing: dial unix ${CONTAINERD_SOCKET}: connect: no such file or directory"`,
    )
  if (verb === 'export' && args.includes('--help'))
    return console.log('   --local  Run export locally rather than through transfer API (default: false)')
  if (verb === 'import' && args.includes('--help'))
    return console.log(`${IMPORT_OPTIONS.map((option) => `   ${option} (default: false)`).join('\n')}`)
  const filters = rest.flatMap((word) => /^name==(.+)$/.exec(word)?.[1] ?? [])
  const images = listImages().filter(({ ref }) => filters.length === 0 || filters.includes(ref))
  const type = 'application/vnd.oci.image.index.v1+json'
  if (verb === 'import') return importImages(rest[0])
  if (verb === 'export') {
    const wanted = rest
      .slice(1)
      .map(
        (ref) =>
          listImages().find((image) => image.ref === ref) ?? fail(`ctr: unable to resolve image ${ref}: not found`),
      )
    const without = wanted.find(({ layers }) => layers === undefined)
    if (without) fail(`ctr: failed to get reader: content digest ${without.digest}: not found`)
    const archive = archiveOf(wanted)
    return pipeline(Readable.from(args.includes('--local') ? archive : cutOff(archive)), process.stdout)
  }
  if (verb === 'rm' || verb === 'remove' || verb === 'delete' || verb === 'del') {
    for (const ref of rest) if (removeImages((image) => image.ref === ref) > 0) console.log(ref)
    return
  }
  if (verb === 'check') {
    const row = ({ ref, digest, size }) => [
      ref,
      type,
      digest,
      'complete (2/2)',
      `${megabytes(size)}/${megabytes(size)}`,
      'true',
    ]
    return printRows([['REF', 'TYPE', 'DIGEST', 'STATUS', 'SIZE', 'UNPACKED'], ...images.map(row)])
  }
  if (verb === 'ls' || verb === 'list') {
    if (args.includes('-q')) return console.log(images.map(({ ref }) => ref).join('\n'))
    const row = ({ ref, digest, size, pinned }) => [
      ref,
      type,
      digest,
      megabytes(size),
      'linux/amd64',
      pinned
        ? 'io.cattle.k3s.pinned=pinned,io.cri-containerd.image=managed,io.cri-containerd.pinned=pinned'
        : 'io.cri-containerd.image=managed',
    ]
    return printRows([['REF', 'TYPE', 'DIGEST', 'SIZE', 'PLATFORMS', 'LABELS'], ...images.map(row)])
  }
  fail(`No help topic for '${verb}'`, 3)
}

import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'

/** A tar with these files in order. */
export async function tarOf(files: Iterable<readonly [string, Buffer | string]>): Promise<Buffer> {
  const tar = pack()
  for (const [name, content] of files) tar.entry({ name }, content)
  tar.finalize()
  return buffer(tar)
}

export const hexOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex')

const configOf = (architecture: string, diffIds: readonly string[]) =>
  JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: diffIds } })

/** A real one, which can be unpacked. */
const layerOf = (bytes: number) => tarOf([['data', randomBytes(bytes)]])

/** As `docker save` of Docker 20.10 writes it. */
export async function dockerArchive(
  names: readonly string[],
  { architecture = 'amd64', layer: given }: { architecture?: string; layer?: Buffer } = {},
): Promise<{ readonly tar: Buffer; readonly id: string }> {
  const layer = given ?? (await layerOf(3000))
  const config = configOf(architecture, [`sha256:${hexOf(layer)}`])
  const manifest = [{ Config: `${hexOf(config)}.json`, RepoTags: names, Layers: ['one/layer.tar'] }]
  const tar = await tarOf([
    ['one/VERSION', '1.0'],
    ['one/layer.tar', layer],
    [`${hexOf(config)}.json`, config],
    ['manifest.json', JSON.stringify(manifest)],
  ])
  return { tar, id: `sha256:${hexOf(config)}` }
}

/** Two images of one layer, which `docker save` writes once and links to. */
export async function sharedLayer(
  names: readonly [string, string],
): Promise<{ readonly tar: Buffer; readonly ids: string[] }> {
  const layer = await layerOf(3000)
  const configs = names.map((name) =>
    configOf('amd64', [`sha256:${hexOf(layer)}`]).replace('linux', `linux","name":"${name}`),
  )
  const tar = pack()
  tar.entry({ name: 'one/layer.tar' }, layer)
  tar.entry({ name: 'two/layer.tar', type: 'symlink', linkname: '../one/layer.tar' })
  for (const config of configs) tar.entry({ name: `${hexOf(config)}.json` }, config)
  const manifest = names.map((name, at) => ({
    Config: `${hexOf(configs[at] ?? '')}.json`,
    RepoTags: [name],
    Layers: [`${['one', 'two'][at]}/layer.tar`],
  }))
  tar.entry({ name: 'manifest.json' }, JSON.stringify(manifest))
  tar.finalize()
  return { tar: await buffer(tar), ids: configs.map((config) => `sha256:${hexOf(config)}`) }
}

/** An OCI layout with an index of one image for several architectures, as buildx writes it. */
export async function ociArchive(
  annotations: Readonly<Record<string, string>>,
  architectures: readonly string[] = ['amd64'],
): Promise<{ readonly tar: Buffer; readonly ids: Readonly<Record<string, string>> }> {
  const blobs = new Map<string, Buffer>()
  const put = (content: Buffer | string, mediaType: string) => {
    blobs.set(`blobs/sha256/${hexOf(content)}`, Buffer.from(content))
    return { mediaType, digest: `sha256:${hexOf(content)}`, size: content.length }
  }
  const oci = 'application/vnd.oci.image'
  const ids: Record<string, string> = {}
  const layers = await Promise.all(architectures.map(() => layerOf(2000)))
  const manifests = architectures.map((architecture, at) => {
    const layer = put(layers[at] ?? '', `${oci}.layer.v1.tar`)
    const config = put(configOf(architecture, [layer.digest]), `${oci}.config.v1+json`)
    ids[architecture] = config.digest
    const manifest = { schemaVersion: 2, mediaType: `${oci}.manifest.v1+json`, config, layers: [layer] }
    return { ...put(JSON.stringify(manifest), manifest.mediaType), platform: { os: 'linux', architecture } }
  })
  const index = put(JSON.stringify({ schemaVersion: 2, manifests }), `${oci}.index.v1+json`)
  const tar = await tarOf([
    ...blobs,
    ['index.json', JSON.stringify({ schemaVersion: 2, manifests: [{ ...index, annotations }] })],
    ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
  ])
  return { tar, ids }
}

/** A stream in chunks of so many bytes. */
export async function* inChunks(bytes: Buffer, size = 1000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

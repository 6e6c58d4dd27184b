import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ArchiveDamage } from './archive-damage.ts'
import { platformOf } from './platform.ts'
import { fullReference } from './references.ts'

/** An image in an archive, for one platform. */
export interface ArchiveImage {
  /** Full references; none where the archive does not say any. */
  readonly names: readonly string[]
  /** The digest of its configuration, by which containerd's CRI and Docker know it, too. */
  readonly id: string
  /** `linux/amd64`. */
  readonly platform: string
  /** The entries that it consists of. */
  readonly files: readonly string[]
  /** Among them. */
  readonly config: string
  readonly layerFiles: readonly string[]
  /** How its manifest is referred to in an index; of an OCI archive. */
  readonly descriptor?: Descriptor
  /** Uncompressed layers by their entries: what each has to hash to. */
  readonly layers: ReadonlyMap<string, string>
}

/** What an archive has been found to consist of: the content of its small JSON files, and how large each of its files is. */
export interface ArchiveFiles {
  readonly texts: ReadonlyMap<string, Buffer>
  readonly sizes: ReadonlyMap<string, number>
  readonly links: ReadonlyMap<string, string>
}

const Descriptor = z.looseObject({
  mediaType: z.string().optional(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number(),
  annotations: z.record(z.string(), z.string()).optional(),
})
type Descriptor = z.infer<typeof Descriptor>

const Index = z.object({ manifests: z.array(Descriptor) })
const Manifest = z.object({ config: Descriptor, layers: z.array(Descriptor) })
const Config = z.object({
  architecture: z.string(),
  variant: z.string().optional(),
  rootfs: z.object({ diff_ids: z.array(z.string()) }).optional(),
})
const Saved = z.array(
  z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullish(), Layers: z.array(z.string()) }),
)

/** Undefined where it is no archive of images at all. Fails with an ArchiveDamage where parts are missing, or cannot be read. */
export function imagesIn(files: ArchiveFiles): ArchiveImage[] | undefined {
  if (files.texts.has('index.json') && files.texts.has('oci-layout')) return ofLayout(files)
  return files.texts.has('manifest.json') ? ofDocker(files) : undefined
}

/** As `docker save` has always written it. */
function ofDocker(files: ArchiveFiles): ArchiveImage[] {
  return json(files, 'manifest.json', Saved).map(({ Config: config, RepoTags, Layers }) => {
    for (const layer of Layers) if (!files.sizes.has(layer)) throw missing(layer)
    const { architecture, variant, rootfs } = json(files, config, Config)
    const isPlain = (name: string) => /(^|\/)layer\.tar$|^[0-9a-f]{64}\.tar$/.test(name)
    const real = (layer: string) => files.links.get(layer) ?? layer
    const layers = Layers.map(real).flatMap((layer, at): [string, string][] => {
      const digest = rootfs?.diff_ids[at]
      return digest !== undefined && isPlain(layer) ? [[layer, digest]] : []
    })
    return {
      names: (RepoTags ?? []).map(fullReference),
      id: digestOf(files.texts.get(config) ?? Buffer.alloc(0)),
      platform: platformOf(architecture, variant),
      files: [...new Set([config, ...Layers, ...Layers.map(real)])],
      config,
      layerFiles: Layers,
      layers: new Map(layers),
    }
  })
}

function ofLayout(files: ArchiveFiles): ArchiveImage[] {
  const { manifests } = json(files, 'index.json', Index)
  return manifests.flatMap((descriptor) =>
    manifestsOf(files, descriptor).flatMap((each) => imageOf(files, each, namesOf(descriptor))),
  )
}

/** Those that are there: most tools leave out the platforms that they were not asked for. */
function manifestsOf(files: ArchiveFiles, descriptor: Descriptor): Descriptor[] {
  const path = blob(descriptor.digest)
  if (!files.sizes.has(path)) return []
  const index = Index.safeParse(parsed(files, path))
  return index.success ? index.data.manifests.flatMap((each) => manifestsOf(files, each)) : [descriptor]
}

/** Nothing for what is no image, such as an attestation. */
function imageOf(files: ArchiveFiles, descriptor: Descriptor, names: readonly string[]): ArchiveImage[] {
  const path = blob(descriptor.digest)
  const { config, layers } = json(files, path, Manifest)
  const parts = [config, ...layers].map(({ digest }) => blob(digest))
  const absent = parts.find((part) => !files.sizes.has(part))
  if (absent !== undefined) throw missing(absent)
  const known = Config.safeParse(parsed(files, blob(config.digest)))
  if (!known.success || known.data.architecture === 'unknown') return []
  const { architecture, variant } = known.data
  return [
    {
      names,
      id: config.digest,
      platform: platformOf(architecture, variant),
      files: [path, ...parts],
      config: blob(config.digest),
      layerFiles: layers.map(({ digest }) => blob(digest)),
      descriptor,
      layers: new Map(),
    },
  ]
}

/** A tag alone says nothing of whose it is. */
function namesOf({ annotations = {} }: Descriptor): string[] {
  const name = annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'] ?? ''
  return /[/:]/.test(name) ? [fullReference(name)] : []
}

export const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`

export const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`

function json<T>(files: ArchiveFiles, name: string, schema: z.ZodType<T>): T {
  if (!files.sizes.has(name)) throw missing(name)
  const read = schema.safeParse(parsed(files, name))
  if (read.success) return read.data
  throw new ArchiveDamage(`${name}: ${z.prettifyError(read.error)}`, 0)
}

function parsed(files: ArchiveFiles, name: string): unknown {
  try {
    return JSON.parse(files.texts.get(name)?.toString() ?? '')
  } catch {
    return undefined
  }
}

const missing = (name: string) => new ArchiveDamage(`${name} is missing`, 0)

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { TlsMaterial } from './docker-endpoint.ts'

/** A docker context other than `default`, as `docker context ls` shows it. */
export interface DockerContext {
  readonly name: string
  readonly host: string
  readonly tls?: TlsMaterial
}

const Meta = z.object({
  Name: z.string(),
  Endpoints: z.object({ docker: z.object({ Host: z.string().min(1), SkipTLSVerify: z.boolean().optional() }) }),
})

const Config = z.object({ currentContext: z.string().optional() })

/** All contexts of a Docker configuration folder, by name. Broken ones are left out. */
export async function readContexts(configFolder: string): Promise<DockerContext[]> {
  const folder = join(configFolder, 'contexts', 'meta')
  const names = await readdir(folder).catch(() => [])
  const contexts = await Promise.all(names.map((id) => readContext(configFolder, id)))
  return contexts.flatMap((context) => context ?? []).sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** The context that `docker context use` chose; undefined for `default`. */
export async function readCurrentContext(configFolder: string): Promise<string | undefined> {
  const name = Config.safeParse(await readJson(join(configFolder, 'config.json'))).data?.currentContext
  return name === 'default' ? undefined : name
}

/** The certificates in a folder, named as Docker names them. */
export async function readTls(folder: string, isVerified: boolean): Promise<TlsMaterial | undefined> {
  const read = (name: string) => readFile(join(folder, name)).catch(() => undefined)
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')])
  if (!ca && !cert && !key) return undefined
  return { isVerified, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
}

async function readContext(configFolder: string, id: string): Promise<DockerContext | undefined> {
  const meta = Meta.safeParse(await readJson(join(configFolder, 'contexts', 'meta', id, 'meta.json'))).data
  // Docker finds a context by the hash of its name: any other folder is not one.
  if (!meta || createHash('sha256').update(meta.Name).digest('hex') !== id) return undefined
  const { Host, SkipTLSVerify = false } = meta.Endpoints.docker
  const material = await readTls(join(configFolder, 'contexts', 'tls', id, 'docker'), !SkipTLSVerify)
  const tls = material ?? (SkipTLSVerify ? { isVerified: false } : undefined)
  return { name: meta.Name, host: Host, ...(tls ? { tls } : {}) }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    // Not there or not readable: Docker's own command goes on without it, too.
    return undefined
  }
}

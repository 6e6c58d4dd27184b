import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { rootCertificates } from 'node:tls'
import type { ContainerRuntime } from '../docker/container-runtime.ts'
import { proxiesOf } from './node-proxy.ts'
import { reachFromHere, reachThrough } from './reach.ts'
import type { TestPlace } from './registries-test.ts'
import { localPem, type TakenFiles } from './taken-files.ts'

/** This computer, where no node runs yet, by the proxies that the nodes will use. */
export const placeHere = (env: Readonly<Record<string, string>>): TestPlace => ({
  reach: reachFromHere,
  proxyFor: proxiesOf(env),
  readFile: (path) =>
    readFile(
      path.replace(/^~(?=\/)/, () => homedir()),
      'utf8',
    ).catch(() => undefined),
})

/** Whom k3s and its containerd trust without being told (k3s.md 2). */
const nodeRoots = ['/etc/ssl/certs/ca-certificates.crt', '/etc/sampan/ca/company.crt']

/** A node with these variables, by whose names, routes and files containerd goes. What it lacks is looked for here, whence it would be taken along. */
export function placeInNode(
  runtime: Pick<ContainerRuntime, 'pipe' | 'readFile'>,
  { id, env }: { readonly id: string; readonly env: Readonly<Record<string, string>> },
): TestPlace {
  return {
    reach: reachThrough(runtime, id),
    proxyFor: proxiesOf(env),
    readFile: async (path, signal) => (await runtime.readFile(id, path, signal))?.toString('utf8') ?? localPem(path),
    roots: async (signal) => {
      const found = await Promise.all(nodeRoots.map((path) => runtime.readFile(id, path, signal)))
      const texts = found.flatMap((text) => text?.toString('utf8') ?? [])
      // An image without any has those of this program, as far as anybody can tell.
      const [own] = found
      return own ? texts.join('\n') : [...rootCertificates, ...texts].join('\n')
    },
  }
}

/** A place that has these files besides, under the names that a text has for them. */
export function placeWith(files: TakenFiles, place: TestPlace): TestPlace {
  return { ...place, readFile: async (path, signal) => files[path] ?? place.readFile(path, signal) }
}

import { stringify } from 'yaml'
import { z } from 'zod'
import { HostPort } from '#shared/cluster.ts'
import { pushAddress } from '#shared/local-registry.ts'
import { LocalRegistryName } from '#shared/local-registry-name.ts'
import type { RegistriesForm } from '#shared/registry.ts'
import { formOf, withForm } from '../../registry/registries-form.ts'

/** A local registry as the nodes of a cluster need to know it. */
export const JoinedRegistry = z.object({
  name: LocalRegistryName,
  /** Of this computer. */
  port: HostPort.optional(),
  /** Of a cache: whose images it keeps. */
  caches: z.string().optional(),
})
export type JoinedRegistry = z.infer<typeof JoinedRegistry>

const suffix = '.sampan-registry'

/** Its container, its volume, and its name on the networks of clusters, none of which has a dot in its name. */
export const registryHost = (name: string): string => `${name}${suffix}`

export const registryName = (host: string): string => host.slice(0, -suffix.length)

export const isRegistryHost = (name: string): boolean => name.endsWith(suffix)

/** What is never to be asked for through a proxy. */
export const registryDomain = suffix

const portInside = 5000

const addressInside = (name: string) => `${registryHost(name)}:${portInside}`

/**
 * A registries.yaml by which nodes also find local registries: what is named after `localhost` there, and what a cache has, before the
 * mirrors of the user. A text that k3s cannot read is left as it is.
 */
export function withLocalRegistries(text: string, registries: readonly JoinedRegistry[]): string {
  const form = registries.length === 0 ? undefined : formOf(text)
  if (!form) return text
  const mirrors = registries.reduce((all, { name, port, caches }) => {
    const first = `http://${addressInside(name)}`
    return port === undefined ? withFirst(all, caches ?? name, first) : withFirst(all, pushAddress(port), first)
  }, form.mirrors)
  return withForm(text, { ...form, mirrors })
}

type Mirrors = RegistriesForm['mirrors']

/** A registry that has an entry of its own is not looked for under `*` any more: what is said there goes along. */
function withFirst(mirrors: Mirrors, name: string, endpoint: string): Mirrors {
  const isLocal = name.startsWith('localhost:')
  const own = mirrors.find((mirror) => mirror.name === name)
  const usual = own ?? (isLocal ? undefined : mirrors.find((mirror) => mirror.name === '*'))
  const { endpoints = [], rewrites = [] } = usual ?? {}
  const made = { name, endpoints: [endpoint, ...endpoints.filter((other) => other !== endpoint)], rewrites }
  return own ? mirrors.map((mirror) => (mirror === own ? made : mirror)) : [...mirrors, made]
}

/** k3s applies what lies there, and takes away what an emptied file said before. */
export const hostingPath = '/var/lib/rancher/k3s/server/manifests/sampan-local-registry.yaml'

/** By which tools learn where to push (KEP-1755), which knows of one registry. Undefined where there is none to push to. */
export function hostingManifest(registries: readonly JoinedRegistry[]): string | undefined {
  const registry = registries.find(({ port }) => port !== undefined)
  if (registry?.port === undefined) return undefined
  const hosting = {
    host: pushAddress(registry.port),
    hostFromContainerRuntime: addressInside(registry.name),
    hostFromClusterNetwork: addressInside(registry.name),
  }
  return stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'local-registry-hosting', namespace: 'kube-public' },
    data: { 'localRegistryHosting.v1': stringify(hosting) },
  })
}

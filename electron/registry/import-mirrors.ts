import { z } from 'zod'
import type { RegistriesForm } from '#shared/registry.ts'
import { formOf, withForm } from './registries-form.ts'

/** What of Docker's daemon.json is about registries. Its mirrors are Docker Hub's; the others are those that it asks without TLS. */
const DaemonFile = z.object({
  'registry-mirrors': z.array(z.string()).default([]),
  'insecure-registries': z.array(z.string()).default([]),
})

/**
 * A registries.yaml with what Docker's daemon.json, or another registries.yaml, has in it besides. What is there already stays and comes
 * first. Undefined for a text that is neither.
 */
export function withImported(text: string, given: string): string | undefined {
  const form = formOf(text)
  const ofDaemon = formOfDaemon(given)
  const added = ofDaemon ?? formOf(given)
  if (!form || !added || (added.mirrors.length === 0 && added.configs.length === 0)) return undefined
  // Nothing of one's own: then its comments come along, too.
  if (text.trim() === '' && !ofDaemon) return given
  const mirrors = [...form.mirrors]
  for (const mirror of added.mirrors) {
    const at = mirrors.findIndex(({ name }) => name === mirror.name)
    const own = mirrors[at]
    if (!own) mirrors.push(mirror)
    else mirrors[at] = { ...own, endpoints: [...new Set([...own.endpoints, ...mirror.endpoints])] }
  }
  const hosts = new Set(form.configs.map(({ host }) => host))
  return withForm(text, {
    mirrors,
    configs: [...form.configs, ...added.configs.filter(({ host }) => !hosts.has(host))],
  })
}

function formOfDaemon(given: string): RegistriesForm | undefined {
  let json: unknown
  try {
    json = JSON.parse(given)
  } catch {
    return undefined
  }
  const daemon = DaemonFile.safeParse(json).data
  if (!daemon) return undefined
  const { 'registry-mirrors': endpoints, 'insecure-registries': insecure } = daemon
  // Docker tries TLS without a look at the certificate, then plain HTTP; containerd does what it is told.
  const plain = insecure.filter((host) => !host.includes('/'))
  return {
    mirrors: [
      ...(endpoints.length > 0 ? [{ name: 'docker.io', endpoints: endpoints.map(bare), rewrites: [] }] : []),
      ...plain.map((host) => ({ name: host, endpoints: [`http://${host}`], rewrites: [] })),
    ],
    configs: [],
  }
}

const bare = (address: string) => address.replace(/\/+$/, '')

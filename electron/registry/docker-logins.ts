import { homedir } from 'node:os'
import { type DockerLogin, dockerLogins } from '../docker/credentials.ts'
import { endpointAddress } from './endpoint-address.ts'
import { formOf, withForm } from './registries-form.ts'

type Login = Omit<DockerLogin, 'source'>

/** Those of this machine's user. */
export const ownLogins = (): Promise<DockerLogin[]> => dockerLogins({ env: process.env, home: homedir() })

/** The hosts that a text asks and has no login for: those of its endpoints, and its registries, which are asked last. */
export function hostsWithoutLogin(text: string): string[] {
  const form = formOf(text)
  if (!form) return []
  const hosts = [
    ...form.mirrors.flatMap(({ endpoints }) => endpoints.flatMap((each) => endpointAddress(each)?.host ?? [])),
    ...form.mirrors.flatMap(({ name }) => (name === '*' ? [] : [name])),
    ...form.configs.map(({ host }) => host),
  ]
  const has = new Set(
    form.configs
      .filter((config) => config.username + config.auth + config.identityToken !== '')
      .map(({ host }) => asDockerKnows(host)),
  )
  return [...new Set(hosts.map(asDockerKnows))].filter((host) => !has.has(host))
}

/** The text with these logins, where it has none of its own. Undefined for a text that has to be mended first. */
export function withLogins(text: string, logins: readonly Login[]): string | undefined {
  const form = formOf(text)
  if (!form) return undefined
  const configs = [...form.configs]
  for (const { host, username, password, identityToken } of logins) {
    const at = configs.findIndex((config) => asDockerKnows(config.host) === host)
    const own = configs[at]
    const login = { username, password, identityToken }
    if (!own) configs.push({ ...empty, ...login, host: host === 'docker.io' ? hubHost : host })
    else if (own.username + own.auth + own.identityToken === '') configs[at] = { ...own, ...login }
  }
  return withForm(text, { ...form, configs })
}

/** By this name containerd looks a login up, in every version. */
const hubHost = 'registry-1.docker.io'
const asDockerKnows = (host: string) => (host === hubHost || host === 'index.docker.io' ? 'docker.io' : host)

const empty = { auth: '', caFile: '', certFile: '', keyFile: '', skipVerify: false }

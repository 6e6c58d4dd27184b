import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { z } from 'zod'

/** The part of Docker's config.json that tells how to log in to registries. What else stands there does not matter. */
const DockerConfig = z.object({
  auths: z
    .record(z.string(), z.object({ auth: z.string().optional(), identitytoken: z.string().optional() }))
    .optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
})

const HelperAnswer = z.object({ Username: z.string(), Secret: z.string() })
/** Names of users by server. */
const HelperList = z.record(z.string(), z.string())

/** Docker Hub is kept under the address of its first API. */
const dockerHub = 'https://index.docker.io/v1/'

const helperTimeoutMs = 10_000

export interface DockerConfigPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** What the user's `docker login` has kept for one registry. */
export interface DockerLogin {
  /** As image references have it. */
  readonly host: string
  /** Empty where there is a token in its place. */
  readonly username: string
  readonly password: string
  readonly identityToken: string
  /** Where it lies: a file, or the program that keeps it. */
  readonly source: string
}

/**
 * What the user's `docker login` has kept for an image's registry, as the X-Registry-Auth header wants it. Undefined where there is
 * nothing, or nothing readable: the registry itself then says whether it needs a login.
 */
export async function registryAuth(
  reference: string,
  place: DockerConfigPlace,
): Promise<Record<string, string> | undefined> {
  const config = await readConfig(pathOf(place))
  const server = registryOf(reference)
  const login = config && (await loginTo(server, config, place))
  if (!login) return undefined
  const { username, password, identityToken } = login
  return identityToken === ''
    ? { username, password, serveraddress: server }
    : { identitytoken: identityToken, serveraddress: server }
}

/** All of them: those of the file, and those that its helper programs tell. */
export async function dockerLogins(place: DockerConfigPlace): Promise<DockerLogin[]> {
  const config = await readConfig(pathOf(place))
  if (!config) return []
  const kept = config.credsStore === undefined ? {} : await runHelper(config.credsStore, 'list', '', place, HelperList)
  const servers = [
    ...Object.keys(config.auths ?? {}),
    ...Object.keys(config.credHelpers ?? {}),
    ...Object.keys(kept ?? {}),
  ]
  const different = new Map(servers.filter(isRegistry).map((server) => [shownHost(server), server]))
  const found = await Promise.all([...different.values()].map((server) => loginTo(server, config, place)))
  return found.filter((login) => login !== undefined).sort((one, other) => one.host.localeCompare(other.host, 'en'))
}

const pathOf = ({ env, home }: DockerConfigPlace) => join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json')

async function loginTo(
  server: string,
  config: z.infer<typeof DockerConfig>,
  place: DockerConfigPlace,
): Promise<DockerLogin | undefined> {
  const host = shownHost(server)
  const helper = config.credHelpers?.[server] ?? config.credsStore
  const answer = helper ? await runHelper(helper, 'get', server, place, HelperAnswer) : undefined
  if (helper && answer) {
    const source = `docker-credential-${helper}`
    // A helper says with this user name that its secret is a token (docker/cli, cli/config/credentials).
    if (answer.Username === '<token>') return { host, username: '', password: '', identityToken: answer.Secret, source }
    return { host, username: answer.Username, password: answer.Secret, identityToken: '', source }
  }
  const entry = Object.entries(config.auths ?? {}).find(([key]) => hostOf(key) === hostOf(server))?.[1]
  if (!entry) return undefined
  const source = pathOf(place)
  if (entry.identitytoken) return { host, username: '', password: '', identityToken: entry.identitytoken, source }
  const [, username, password] = /^([^:]*):(.*?)\0*$/s.exec(Buffer.from(entry.auth ?? '', 'base64').toString()) ?? []
  return username && password ? { host, username, password, identityToken: '', source } : undefined
}

/** Helpers of Docker Hub keep tokens of its website beside the login. */
const isRegistry = (server: string) => !/\/(access|refresh)-token$/.test(server)

const shownHost = (server: string) => hostOf(server).replace(/^index\.docker\.io$/, 'docker.io')

/** `localhost:5000/x` and `ghcr.io/x` name their registry; `rancher/k3s` is Docker Hub's. */
export function registryOf(reference: string): string {
  const [first = '', ...others] = reference.split('/')
  const isHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  return isHost && first !== 'docker.io' && first !== 'index.docker.io' ? first : dockerHub
}

/** Users and old versions of Docker wrote keys with scheme and path. */
function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

async function readConfig(path: string): Promise<z.infer<typeof DockerConfig> | undefined> {
  try {
    return DockerConfig.safeParse(JSON.parse(await readFile(path, 'utf8'))).data
  } catch {
    // No file, no permission, no JSON: docker itself then pulls without a login, too.
    return undefined
  }
}

/** An app started from a desktop has a shorter PATH than the shell of `docker login`: where helpers usually lie is looked at too. */
function helperPath({ env, home }: DockerConfigPlace): string {
  const usual = ['/usr/local/bin', '/opt/homebrew/bin', '/Applications/Docker.app/Contents/Resources/bin']
  const own = ['.docker/bin', '.rd/bin', '.orbstack/bin', '.local/bin'].map((folder) => join(home, folder))
  return [env.PATH ?? env.Path ?? '', ...usual, ...own].join(delimiter)
}

/** Runs `docker-credential-<name>`. It says nothing and exits with 1 for what it has not got. */
function runHelper<T extends z.ZodType>(
  name: string,
  action: 'get' | 'list',
  input: string,
  place: DockerConfigPlace,
  answer: T,
): Promise<z.infer<T> | undefined> {
  if (!/^[\w.-]+$/.test(name)) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${name}`, [action], {
      env: { ...place.env, PATH: helperPath(place) },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: helperTimeoutMs,
      windowsHide: true,
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    // Not installed: no credentials from there.
    child.on('error', () => resolve(undefined))
    // EPIPE of a helper that answers without reading its input; what counts is its exit code.
    child.stdin.on('error', () => undefined)
    child.on('close', (exitCode) =>
      resolve(exitCode === 0 ? parseAnswer(Buffer.concat(chunks).toString(), answer) : undefined),
    )
    child.stdin.end(input)
  })
}

function parseAnswer<T extends z.ZodType>(text: string, answer: T): z.infer<T> | undefined {
  try {
    return answer.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

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

/** Docker Hub is kept under the address of its first API. */
const dockerHub = 'https://index.docker.io/v1/'

const helperTimeoutMs = 10_000

export interface DockerConfigPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/**
 * What the user's `docker login` has kept for an image's registry, as the X-Registry-Auth header wants it. Undefined where there is
 * nothing, or nothing readable: the registry itself then says whether it needs a login.
 */
export async function registryAuth(
  reference: string,
  { env, home }: DockerConfigPlace,
): Promise<Record<string, string> | undefined> {
  const config = await readConfig(join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json'))
  if (!config) return undefined
  const server = registryOf(reference)
  const helper = config.credHelpers?.[server] ?? config.credsStore
  if (helper) {
    const answer = await askHelper(helper, server, { env, home })
    if (answer) return toAuth(server, answer)
  }
  const entry = Object.entries(config.auths ?? {}).find(([key]) => hostOf(key) === hostOf(server))?.[1]
  if (!entry) return undefined
  if (entry.identitytoken) return { identitytoken: entry.identitytoken, serveraddress: server }
  const [, username, password] = /^([^:]*):(.*?)\0*$/s.exec(Buffer.from(entry.auth ?? '', 'base64').toString()) ?? []
  return username && password ? { username, password, serveraddress: server } : undefined
}

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

function toAuth(server: string, { Username, Secret }: z.infer<typeof HelperAnswer>): Record<string, string> {
  // A helper says with this user name that its secret is a token (docker/cli, cli/config/credentials).
  if (Username === '<token>') return { identitytoken: Secret, serveraddress: server }
  return { username: Username, password: Secret, serveraddress: server }
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

/** Runs `docker-credential-<name> get`. It says nothing and exits with 1 for what it has not got. */
function askHelper(
  name: string,
  server: string,
  place: DockerConfigPlace,
): Promise<z.infer<typeof HelperAnswer> | undefined> {
  if (!/^[\w.-]+$/.test(name)) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${name}`, ['get'], {
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
    child.on('close', (exitCode) => resolve(exitCode === 0 ? parseAnswer(Buffer.concat(chunks).toString()) : undefined))
    child.stdin.end(server)
  })
}

function parseAnswer(text: string): z.infer<typeof HelperAnswer> | undefined {
  try {
    return HelperAnswer.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

import { ProblemError, problem } from '#shared/problem.ts'
import type { NodeRegistries } from '#shared/registry.ts'
import { within } from '../async/scope.ts'
import type { ContainerRuntime } from '../docker/container-runtime.ts'
import type { DockerOperation } from '../docker/docker-problems.ts'

const containerdFolder = '/var/lib/rancher/k3s/agent/etc/containerd'

/** A folder for each registry, with its hosts.toml. */
export const certsFolder = `${containerdFolder}/certs.d`

const limitMs = 20_000

/** Lists the files, whichever there are; `find` is in the image's busybox and in every other userland. */
const listing = ['/bin/sh', '-c', `find ${certsFolder} -name hosts.toml 2>/dev/null | sort`]

/**
 * What containerd on a running node was given: its hosts.toml files, and of config.toml the part about registries, where
 * credentials stand and, before 2024, everything (k3s.md 6.2). Secrets are masked.
 */
export async function readNodeRegistries(
  runtime: Pick<ContainerRuntime, 'exec' | 'readFile'>,
  { id, name }: { readonly id: string; readonly name: string },
  parent: AbortSignal = new AbortController().signal,
): Promise<NodeRegistries> {
  return within(parent, { timeoutMs: limitMs }, (signal, hasExpired) =>
    readFiles(runtime, id, signal).then(
      (files) => ({ node: name, files }),
      (error: unknown) => {
        if (!hasExpired()) throw error
        const operation: DockerOperation = 'read registries'
        throw new ProblemError(
          problem('docker.failed', { operation, subject: name }, { detail: `> ${limitMs / 1000} s` }),
          {
            cause: error,
          },
        )
      },
    ),
  )
}

async function readFiles(
  runtime: Pick<ContainerRuntime, 'exec' | 'readFile'>,
  id: string,
  signal: AbortSignal,
): Promise<NodeRegistries['files']> {
  const { stdout } = await runtime.exec(id, listing, signal)
  const read = async (path: string) => (await runtime.readFile(id, path, signal))?.toString('utf8') ?? ''
  const paths = stdout.split('\n').filter(Boolean)
  const hosts = await Promise.all(paths.map(async (path) => ({ path, text: await read(path) })))
  const config = registrySections(await read(`${containerdFolder}/config.toml`))
  const files = [...hosts, ...(config === '' ? [] : [{ path: `${containerdFolder}/config.toml`, text: config }])]
  return files.map(({ path, text }) => ({ path, text: maskSecrets(text) }))
}

/** The sections of a TOML file whose names speak of registries, and that say more than where hosts.toml files lie. */
export function registrySections(toml: string): string {
  const sections = toml.split(/^(?=\[)/m).filter((section) => /^\[[^\]]*registry/.test(section))
  return sections
    .filter((section) => /^\s*(?!config_path)[\w.-]+\s*=/m.test(section.replace(/^\[.*$/m, '')))
    .join('')
    .trim()
}

export function maskSecrets(toml: string): string {
  return toml
    .replace(/^(\s*(?:password|auth|identitytoken|identity_token)\s*=\s*)(["']).*\2/gim, '$1$2••••••$2')
    .replace(/(\/\/[^\s:/@"']*:)[^\s@"']+(?=@)/g, '$1••••••')
}

import type { NodeRegistries } from '#shared/registry.ts'
import type { ContainerRuntime } from '../docker/container-runtime.ts'

const containerdFolder = '/var/lib/rancher/k3s/agent/etc/containerd'

/** Lists the files, whichever there are; `find` is in the image's busybox and in every other userland. */
const listing = ['/bin/sh', '-c', `find ${containerdFolder}/certs.d -name hosts.toml 2>/dev/null | sort`]

/**
 * What containerd on a running node was given: its hosts.toml files, and of config.toml the part about registries, where
 * credentials stand and, before 2024, everything (k3s.md 6.2). Secrets are masked.
 */
export async function readNodeRegistries(
  runtime: Pick<ContainerRuntime, 'exec' | 'readFile'>,
  containerId: string,
  node: string,
): Promise<NodeRegistries> {
  const { stdout } = await runtime.exec(containerId, listing)
  const read = async (path: string) => (await runtime.readFile(containerId, path))?.toString('utf8') ?? ''
  const hosts = await Promise.all(
    stdout
      .split('\n')
      .filter(Boolean)
      .map(async (path) => ({ path, text: await read(path) })),
  )
  const config = registrySections(await read(`${containerdFolder}/config.toml`))
  const files = [...hosts, ...(config === '' ? [] : [{ path: `${containerdFolder}/config.toml`, text: config }])]
  return { node, files: files.map(({ path, text }) => ({ path, text: maskSecrets(text) })) }
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
  return toml.replace(/^(\s*(?:password|auth|identitytoken|identity_token)\s*=\s*)(["']).*\2/gim, '$1$2••••••$2')
}

import { stringify } from 'yaml'
import type { LocalRegistryOptions } from '#shared/local-registry.ts'
import script from '../../../resources/registry/serve.sh?raw'
import type { ContainerOptions } from '../../docker/container-runtime.ts'
import type { CacheUpstream } from '../../registry/cache-upstream.ts'
import { label } from './labels.ts'
import { registryHost } from './local-registries.ts'
import type { NodeFile } from './node-files.ts'

const scriptPath = '/etc/sampan/serve.sh'
export const configPath = '/etc/sampan/registry.yml'
/** Of a cache: by which it serves what it has. */
export const storedConfigPath = '/etc/sampan/stored.yml'
export const storePath = '/var/lib/registry'

/** Makes it clean up at its next start. In the volume, so that it outlasts whatever happens to the container. */
export const cleanNote: NodeFile = { path: `${storePath}/sampan-clean`, mode: 0o644, content: '' }

/** Ends with 0 once it serves. */
export const servesCommand = ['/bin/sh', '-c', 'wget -q -O /dev/null http://127.0.0.1:5000/v2/']

/** What it has stored, in KiB. */
export const sizeCommand = ['/bin/sh', '-c', `du -sk ${storePath} | cut -f 1`]

export function registryLabels({ name, port, caches, upstream }: LocalRegistryOptions): Record<string, string> {
  return {
    [label.registry]: name,
    ...(port === undefined ? {} : { [label.registryPort]: String(port) }),
    ...(caches === undefined ? {} : { [label.registryCaches]: caches }),
    ...(upstream === undefined ? {} : { [label.registryUpstream]: upstream }),
  }
}

/** The container of a local registry. Reached by clusters through their networks, and by this computer through its port alone. */
export function registryContainer(options: LocalRegistryOptions, labels: Record<string, string>): ContainerOptions {
  const { name, image, port } = options
  const host = registryHost(name)
  return {
    name: host,
    hostname: 'registry',
    image,
    entrypoint: ['/bin/sh', scriptPath],
    command: [],
    env: {},
    labels,
    network: { name: 'bridge', ipv4: '', aliases: [] },
    volumes: [{ name: host, path: storePath, labels }],
    tmpfs: [],
    ports:
      port === undefined
        ? []
        : [{ hostIp: '127.0.0.1', hostPort: port, containerPort: 5000, protocol: 'tcp' as const }],
    extraHosts: [],
    isPrivileged: false,
    hasOwnCgroups: false,
    hasInit: false,
    restartPolicy: 'unless-stopped',
    stopTimeoutSeconds: 5,
    logLimits: { maxSizeMb: 10, maxFiles: 2 },
    memoryBytes: undefined,
    cpus: undefined,
  }
}

/** Its program and its configuration, which may have a login. */
export function registryFiles(upstream: CacheUpstream | undefined): NodeFile[] {
  const stored = {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storePath }, delete: { enabled: true } },
    http: { addr: ':5000' },
  }
  const file = (path: string, content: unknown): NodeFile => ({ path, mode: 0o600, content: stringify(content) })
  const own: NodeFile = { path: scriptPath, mode: 0o755, content: script }
  if (!upstream) return [own, file(configPath, stored)]
  const { url, ...login } = upstream
  // A registry 3 forgets nothing; a registry 2 knows no other time than seven days.
  const proxy = { remoteurl: url, ...login, ttl: 0 }
  return [own, file(configPath, { ...stored, proxy }), file(storedConfigPath, stored)]
}

import { z } from 'zod'
import type { DockerEngine } from './engine.ts'
import type { LinkId, Problem } from './problem.ts'
import type { MessageKey } from './translate.ts'

/** What of a Linux system decides how Docker is installed and started there. */
export const LinuxSystem = z.object({
  /** What installs packages. Null where the distribution has no package of Docker, or is none that we know. */
  packages: z.enum(['apt', 'dnf', 'pacman', 'zypper', 'apk']).nullable(),
  services: z.enum(['systemd', 'openrc', 'other']),
  isWsl: z.boolean(),
})
export type LinuxSystem = z.infer<typeof LinuxSystem>

export const Platform = z.enum(['linux', 'darwin', 'win32', 'other'])
export type Platform = z.infer<typeof Platform>

export interface HostSystem {
  readonly platform: Platform
  readonly linux?: LinuxSystem | undefined
}

/** One thing that may help, with lines to be copied into a terminal. */
export interface EngineAdvice {
  readonly text: MessageKey
  readonly params?: Readonly<Record<string, string>>
  readonly commands: readonly string[]
  /** A page that says more. */
  readonly link?: LinkId
}

/** Which engine did not answer: where its address is from, and what it is called there. */
export type EngineOrigin = Pick<DockerEngine, 'source' | 'label' | 'address'>

/** What helps on this system where no engine can be used. Empty where only the Problem's own remedy fits. */
export function adviseEngine(
  { code, params }: Problem,
  system: HostSystem,
  origin?: EngineOrigin | undefined,
): EngineAdvice[] {
  if (code === 'docker.not_found') return [installing(system)]
  if (code === 'docker.context_missing') return []
  const address = String(params.endpoint ?? origin?.address ?? '')
  const path = address.replace(/^(?:unix|npipe):\/\//, '')
  return [...helping(code, path, system), ...(origin ? fromWhere(origin) : [])]
}

function helping(code: Problem['code'], path: string, system: HostSystem): EngineAdvice[] {
  switch (code) {
    case 'docker.permission_denied':
      return system.platform === 'linux' && isSystemSocket(path)
        ? [
            {
              text: 'noEngine.linux.permission',
              commands: [joinGroup(system), 'newgrp docker'],
              link: 'docker-linux-postinstall',
            },
          ]
        : []
    case 'docker.not_running':
    case 'docker.lost':
    case 'docker.silent':
      return starting(path, system)
    default:
      return []
  }
}

function fromWhere({ source, label }: EngineOrigin): EngineAdvice[] {
  switch (source) {
    case 'environment':
      return [{ text: 'noEngine.environment', commands: [] }]
    case 'context':
      return [{ text: 'noEngine.context', params: { context: label }, commands: [`docker context inspect ${label}`] }]
    case 'socket':
      return []
  }
}

const isSystemSocket = (path: string) => /^(?:\/var)?\/run\/docker\.sock$/.test(path)

const startDocker = { systemd: 'sudo systemctl enable --now docker', openrc: 'sudo rc-service docker start' }

const startService = ({ linux }: HostSystem): string =>
  linux === undefined || linux.services === 'other' ? 'sudo service docker start' : startDocker[linux.services]

/** Alpine's own tools have no usermod. */
const joinGroup = ({ linux }: HostSystem): string =>
  linux?.packages === 'apk' ? 'sudo addgroup "$USER" docker' : 'sudo usermod -aG docker "$USER"'

/** By the socket that does not answer: it tells which product it belongs to. */
function starting(path: string, system: HostSystem): EngineAdvice[] {
  const { platform, linux } = system
  const by = (command: string): EngineAdvice[] => [{ text: 'noEngine.start.command', commands: [command] }]
  const product = productCommand(path)
  if (product !== undefined) return by(product)
  switch (platform) {
    case 'linux': {
      if (/^\/run\/user\/\d+\/docker\.sock$/.test(path)) return by('systemctl --user start docker')
      if (path.endsWith('/.docker/desktop/docker.sock')) return by('systemctl --user start docker-desktop')
      if (/^\/run\/user\/\d+\/podman\/podman\.sock$/.test(path))
        return by('systemctl --user enable --now podman.socket')
      if (path === '/run/podman/podman.sock') return by('sudo systemctl enable --now podman.socket')
      if (!isSystemSocket(path)) return []
      const text = linux?.isWsl ? 'noEngine.wsl.start' : 'noEngine.linux.start'
      return [{ text, commands: [startService(system)] }]
    }
    case 'darwin':
      if (path.endsWith('/podman.sock')) return by('podman machine start')
      return isSystemSocket(path) || path.endsWith('/.docker/run/docker.sock') ? by('open -a Docker') : []
    case 'win32':
      if (path.includes('podman')) return by('podman machine start')
      return path.includes('docker') ? [{ text: 'noEngine.win32.start', commands: [] }] : []
    case 'other':
      return []
  }
}

/** Of products that have the same command on every system. */
function productCommand(path: string): string | undefined {
  const colima = /\/\.colima\/([^/]+)\/docker\.sock$/.exec(path)?.[1]
  if (colima !== undefined) return colima === 'default' ? 'colima start' : `colima start ${colima}`
  const lima = /\/\.lima\/([^/]+)\/sock\/docker\.sock$/.exec(path)?.[1]
  if (lima !== undefined) return `limactl start ${lima}`
  if (path.endsWith('/.orbstack/run/docker.sock')) return 'orb start'
  return path.endsWith('/.rd/docker.sock') ? 'rdctl start' : undefined
}

const installCommands = {
  apt: 'sudo apt-get install docker.io',
  dnf: 'sudo dnf install moby-engine',
  pacman: 'sudo pacman -S docker',
  zypper: 'sudo zypper install docker',
  apk: 'sudo apk add docker',
} as const

function installing(system: HostSystem): EngineAdvice {
  const { platform, linux } = system
  const link = 'docker-install'
  switch (platform) {
    case 'linux': {
      if (!linux?.packages) return { text: 'noEngine.linux.installOther', commands: [], link }
      // Debian's packages start what they install.
      const start = linux.packages === 'apt' && linux.services === 'systemd' ? [] : [startService(system)]
      const commands = [installCommands[linux.packages], ...start, joinGroup(system)]
      return { text: linux.isWsl ? 'noEngine.wsl.install' : 'noEngine.linux.install', commands, link }
    }
    case 'darwin':
      return { text: 'noEngine.darwin.install', commands: ['brew install colima docker', 'colima start'], link }
    case 'win32':
      return { text: 'noEngine.win32.install', commands: ['winget install Docker.DockerDesktop'], link }
    case 'other':
      return { text: 'noEngine.other', commands: [], link }
  }
}

import type { RequestOutput } from '#shared/contract.ts'
import type { ProblemCode } from '#shared/problems.ts'
import type { MessageKey } from '#shared/translate.ts'

interface Advice {
  readonly text: MessageKey
  /** To be copied into a terminal. */
  readonly commands: readonly string[]
}

/** What helps where no engine answers, by operating system and by what was found instead. */
export function advise(code: ProblemCode, platform: RequestOutput<'app.info'>['platform']): Advice {
  const isInstalled = code !== 'docker.not_found'
  switch (platform) {
    case 'linux':
      if (code === 'docker.permission_denied') {
        return { text: 'noEngine.linux.permission', commands: ['sudo usermod -aG docker "$USER"', 'newgrp docker'] }
      }
      if (isInstalled) return { text: 'noEngine.linux.start', commands: ['sudo systemctl enable --now docker'] }
      return {
        text: 'noEngine.linux.install',
        commands: ['sudo apt-get install docker.io', 'sudo usermod -aG docker "$USER"'],
      }
    case 'darwin':
      if (isInstalled) return { text: 'noEngine.darwin.start', commands: ['open -a Docker', 'colima start'] }
      return { text: 'noEngine.darwin.install', commands: ['brew install colima docker', 'colima start'] }
    case 'win32':
      if (isInstalled) return { text: 'noEngine.win32.start', commands: [] }
      return { text: 'noEngine.win32.install', commands: ['winget install Docker.DockerDesktop'] }
    case 'other':
      return { text: 'noEngine.other', commands: [] }
  }
}

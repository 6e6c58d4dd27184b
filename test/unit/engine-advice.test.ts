import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { linuxSystem } from '../../electron/host/linux-system.ts'
import { adviseEngine, type HostSystem } from '../../shared/engine-advice.ts'
import { problem } from '../../shared/problem.ts'

const linux = (packages: 'apt' | 'dnf' | 'pacman' | 'zypper' | 'apk' | null, more: object = {}): HostSystem => ({
  platform: 'linux',
  linux: { packages, services: 'systemd', isWsl: false, ...more },
})
const none = problem('docker.not_found', {})
const down = (path: string) => problem('docker.not_running', { endpoint: `unix://${path}` })
const commands = (...asked: Parameters<typeof adviseEngine>) =>
  adviseEngine(...asked).flatMap((advice) => advice.commands)

describe('what helps where no engine can be used', () => {
  it('installs Docker by the tool of the distribution, and nothing where none has it', () => {
    const installing = (system: HostSystem) => commands(none, system)[0]
    expect([
      installing(linux('apt')),
      installing(linux('dnf')),
      installing(linux('pacman')),
      installing(linux('zypper')),
      installing(linux('apk', { services: 'openrc' })),
      installing(linux(null)),
    ]).toEqual([
      'sudo apt-get install docker.io',
      'sudo dnf install moby-engine',
      'sudo pacman -S docker',
      'sudo zypper install docker',
      'sudo apk add docker',
      undefined,
    ])
  })

  it('leads to Docker’s own page where the distribution has no package of it', () => {
    expect(adviseEngine(none, linux(null))).toEqual([
      { text: 'noEngine.linux.installOther', commands: [], link: 'docker-install' },
    ])
  })

  it('starts the service in the way of the system, and says what WSL takes besides', () => {
    const starting = (more: object) => adviseEngine(down('/var/run/docker.sock'), linux('apt', more))
    expect([starting({}), starting({ services: 'openrc' }), starting({ services: 'other', isWsl: true })]).toEqual([
      [{ text: 'noEngine.linux.start', commands: ['sudo systemctl enable --now docker'] }],
      [{ text: 'noEngine.linux.start', commands: ['sudo rc-service docker start'] }],
      [{ text: 'noEngine.wsl.start', commands: ['sudo service docker start'] }],
    ])
  })

  it.each([
    ['/run/user/1000/docker.sock', 'systemctl --user start docker'],
    ['/home/ada/.docker/desktop/docker.sock', 'systemctl --user start docker-desktop'],
    ['/run/user/1000/podman/podman.sock', 'systemctl --user enable --now podman.socket'],
    ['/home/ada/.colima/default/docker.sock', 'colima start'],
    ['/home/ada/.colima/work/docker.sock', 'colima start work'],
    ['/home/ada/.rd/docker.sock', 'rdctl start'],
    ['/srv/some.sock', undefined],
  ])('starts the product whose socket is %s', (path, command) => {
    expect(commands(down(path), linux('apt'))).toEqual(command === undefined ? [] : [command])
  })

  it('never names a command of another system', () => {
    const mac: HostSystem = { platform: 'darwin' }
    expect(commands(down('/Users/ada/.docker/run/docker.sock'), mac)).toEqual(['open -a Docker'])
    expect(commands(problem('docker.permission_denied', { endpoint: 'unix:///var/run/docker.sock' }), mac)).toEqual([])
    expect(adviseEngine(down('//./pipe/docker_engine'), { platform: 'win32' })).toEqual([
      { text: 'noEngine.win32.start', commands: [] },
    ])
  })

  it('starts nothing here for an engine that somebody has named elsewhere, and says who named it', () => {
    const endpoint = 'tcp://engine.example:2375'
    const closed = problem('docker.port_closed', { endpoint })
    const origin = { label: 'work', address: endpoint }
    expect([
      adviseEngine(closed, linux('apt'), { ...origin, source: 'environment' }),
      adviseEngine(closed, linux('apt'), { ...origin, source: 'context' }),
    ]).toEqual([
      [{ text: 'noEngine.environment', commands: [] }],
      [{ text: 'noEngine.context', params: { context: 'work' }, commands: ['docker context inspect work'] }],
    ])
  })
})

it.each([
  ['ID=debian', [], '6.1.0', { packages: 'apt', services: 'other', isWsl: false }],
  [
    'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"',
    ['run/systemd/system'],
    '6.8.0',
    { packages: 'apt', services: 'systemd', isWsl: false },
  ],
  ['ID=fedora', [], '6.1.0', { packages: 'dnf', services: 'other', isWsl: false }],
  ['ID=fedora', ['run/ostree-booted'], '6.1.0', { packages: null, services: 'other', isWsl: false }],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"', [], '5.14.0', { packages: null, services: 'other', isWsl: false }],
  ['ID="amzn"\nID_LIKE="fedora"', [], '6.1.0', { packages: null, services: 'other', isWsl: false }],
  ['ID=manjaro\nID_LIKE=arch', [], '6.1.0', { packages: 'pacman', services: 'other', isWsl: false }],
  [
    'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"',
    [],
    '6.1.0',
    { packages: 'zypper', services: 'other', isWsl: false },
  ],
  ['ID=alpine', ['run/openrc'], '6.1.0', { packages: 'apk', services: 'openrc', isWsl: false }],
  ['ID=ubuntu', [], '5.15.153.1-microsoft-standard-WSL2', { packages: 'apt', services: 'other', isWsl: true }],
  ['', [], '6.1.0', { packages: null, services: 'other', isWsl: false }],
] as const)('reads how a system installs and starts things: %s', async (text, folders, kernel, expected) => {
  const root = await mkdtemp(join(tmpdir(), 'sampan-system-'))
  await mkdir(join(root, 'etc'))
  await writeFile(join(root, 'etc/os-release'), text)
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true })
  const found = linuxSystem({ root, kernel })
  await rm(root, { recursive: true })
  expect(found).toEqual(expected)
})

import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import type { HostSystem, LinuxSystem } from '#shared/engine-advice.ts'

/** This machine, as far as it decides how Docker is installed and started. */
export function hostSystem(platform: NodeJS.Platform = process.platform): HostSystem {
  if (platform === 'linux') return { platform, linux: linuxSystem() }
  return { platform: platform === 'darwin' || platform === 'win32' ? platform : 'other' }
}

/** `root` and `kernel` are others only in tests. */
export function linuxSystem({ root = '/', kernel = release() } = {}): LinuxSystem {
  const isThere = (path: string) => existsSync(join(root, path))
  const services = isThere('run/systemd/system') ? 'systemd' : isThere('run/openrc') ? 'openrc' : 'other'
  return { packages: packagesOf(readRelease(root), isThere), services, isWsl: /microsoft/i.test(kernel) }
}

/** Distributions whose packages differ from those of the one that they are like, or whose system folders are read-only. */
const without: ReadonlySet<string> = new Set(['rhel', 'centos', 'ol', 'amzn', 'steamos', 'nixos', 'opensuse-microos'])

function packagesOf(names: readonly string[], isThere: (path: string) => boolean): LinuxSystem['packages'] {
  const isAny = (...meant: string[]) => meant.some((name) => names.includes(name))
  if (isAny(...without) || isThere('run/ostree-booted')) return null
  if (isAny('debian', 'ubuntu')) return 'apt'
  if (isAny('fedora')) return 'dnf'
  if (isAny('arch')) return 'pacman'
  if (names.some((name) => name === 'suse' || name.startsWith('opensuse'))) return 'zypper'
  return isAny('alpine') ? 'apk' : null
}

/** The distribution's name and those that it is like (os-release(5): `ID` and `ID_LIKE`). */
function readRelease(root: string): string[] {
  for (const path of ['etc/os-release', 'usr/lib/os-release']) {
    try {
      const text = readFileSync(join(root, path), 'utf8')
      return [...text.matchAll(/^ID(?:_LIKE)?=["']?([^"'\n]*)/gm)].flatMap(([, names = '']) => names.split(/\s+/))
    } catch {
      // Not there: the other place, else a system without a name.
    }
  }
  return []
}

import { describe, expect, it } from 'vitest'
import { DockerInfo, toInfo } from '../../../electron/docker/docker-info.ts'

const here = {
  apiVersion: '1.41',
  isPodman: false,
  bridgeAddress: undefined,
  isSocket: true,
  publishesHere: true,
  hostname: 'laptop',
  kernel: '6.1',
}
const idOf = (answer: object) => toInfo(DockerInfo.parse(answer), here).engineId

describe('the id of an engine', () => {
  it('is the one that Docker keeps', () => {
    expect(idOf({ ID: 'AAAA:BBBB', Name: 'laptop', DockerRootDir: '/var/lib/docker' })).toBe('AAAA:BBBB')
  })

  it('is another one for a second dockerd of the same machine, which reads the same key', () => {
    const ids = ['/var/lib/docker', '/srv/docker', '/var/lib/docker/100000.100000'].map((DockerRootDir) =>
      idOf({ ID: 'AAAA:BBBB', Name: 'laptop', DockerRootDir }),
    )
    expect(new Set(ids).size).toBe(3)
  })

  it('stays the same though Podman says another one in each answer, and differs between its users', () => {
    const answer = (ID: string, DockerRootDir: string) =>
      idOf({ ID, Name: 'laptop', DockerRootDir, BuildahVersion: '1.41.5' })
    const mine = answer('5d9cbd5b-50f6-4a4c-9f6c-0f9a3f1a0001', '/home/ann/.local/share/containers/storage')
    const mineAgain = answer('5d9cbd5b-50f6-4a4c-9f6c-0f9a3f1a0002', '/home/ann/.local/share/containers/storage')
    const roots = answer('5d9cbd5b-50f6-4a4c-9f6c-0f9a3f1a0003', '/var/lib/containers/storage')
    expect([mineAgain === mine, roots === mine]).toEqual([true, false])
  })
})

describe('the firewall of an engine', () => {
  it.each([
    [undefined, true],
    [{ FirewallBackend: { Driver: 'iptables' } }, true],
    [{ FirewallBackend: { Driver: 'iptables+firewalld' } }, true],
    [{ FirewallBackend: { Driver: 'nftables' } }, false],
    [{ FirewallBackend: null }, true],
  ])('%j', (answer, usesIptables) => {
    expect(toInfo(DockerInfo.parse({ ...answer }), here).usesIptables).toBe(usesIptables)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { isRunning, startOf, thisIdentity } from '../../../electron/host/process-identity.ts'

const own = thisIdentity()
const [boot = '', ticks = ''] = own.started.split(' ')

describe('whether a process still runs', () => {
  it('is known of this one, of one that never was, and of one whose number another one has now', () => {
    expect([
      isRunning(own),
      isRunning({ ...own, maker: 'here/999999999' }),
      isRunning({ ...own, maker: 'here/nonsense' }),
      isRunning({ ...own, started: `${boot} ${ticks}1` }),
    ]).toEqual([true, false, false, false])
  })

  it('is known of one that has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const { pid = 0 } = child
    const other = { ...own, maker: `here/${pid}`, started: startOf(pid) }
    const before = isRunning(other)
    child.kill('SIGKILL')
    await once(child, 'close')
    expect([before, isRunning(other)]).toEqual([true, false])
  })

  it('cannot be told of another boot or another place, whatever number it has: two machines have the same first namespace', () => {
    expect([
      isRunning({ ...own, maker: 'here/999999999', started: `another-boot ${ticks}` }),
      isRunning({ ...own, maker: 'here/999999999', place: 'linux pid:[1]' }),
      isRunning({ ...own, maker: 'here/999999999', place: '' }),
    ]).toEqual([undefined, undefined, undefined])
  })

  it('does not depend on the name of the host, which changes with the network', () => {
    expect(isRunning({ ...own, maker: `other-network/${process.pid}` })).toBe(true)
  })

  it('cannot be told of one that is there where one side does not know since when (hidepid, macOS, Windows)', () => {
    const nowhere = { maker: own.maker, place: 'darwin', started: boot }
    expect([
      isRunning({ ...own, started: boot }),
      isRunning(nowhere, nowhere),
      isRunning({ ...nowhere, maker: own.maker.replace(/\d+$/, '999999999') }, nowhere),
    ]).toEqual([undefined, undefined, false])
  })

  it('is not told by a host’s name alone where both machines name their boot', () => {
    const theirs = { maker: 'mac/999999999', place: 'darwin', started: 'boot-of-a' }
    const ours = { maker: 'mac/1', place: 'darwin', started: 'boot-of-b' }
    expect([isRunning(theirs, ours), isRunning({ ...theirs, started: '' }, { ...ours, started: '' })]).toEqual([
      undefined,
      false,
    ])
  })
})

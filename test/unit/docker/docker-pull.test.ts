import { describe, expect, it } from 'vitest'
import { PullTally, withTag } from '../../../electron/docker/docker-pull.ts'

const downloading = (id: string, current: number, total: number) => ({
  id,
  status: 'Downloading',
  progressDetail: { current, total },
})

describe('the progress of a pull', () => {
  it('adds up the bytes of all layers and counts a finished layer whole', () => {
    const tally = new PullTally()
    const lines = [
      { status: 'Pulling from rancher/k3s', id: 'v1' },
      { status: 'Already exists', id: 'base', progressDetail: {} },
      downloading('a', 10, 100),
      downloading('b', 5, 50),
      { status: 'Extracting', id: 'b', progressDetail: { current: 1, total: 50 } },
      { status: 'Download complete', id: 'a', progressDetail: {} },
    ]
    const changes = lines.map((line) => tally.read(line))
    expect(changes).toEqual([false, false, true, true, false, true])
    expect(tally.progress).toEqual({ doneBytes: 105, totalBytes: 150 })
  })

  it('never has more done than there is, where the total is not told', () => {
    const tally = new PullTally()
    tally.read({ id: 'a', status: 'Downloading', progressDetail: { current: 7 } })
    expect(tally.progress).toEqual({ doneBytes: 7, totalBytes: 7 })
  })

  it('throws the words of an error inside the stream', () => {
    const line = { errorDetail: { message: 'manifest unknown' }, error: 'manifest unknown' }
    expect(() => new PullTally().read(line)).toThrow('manifest unknown')
  })

  it('asks for one tag, because Docker would otherwise pull them all', () => {
    const references = ['rancher/k3s', 'rancher/k3s:v1', 'host:5000/k3s', `k3s@sha256:${'0'.repeat(64)}`]
    expect(references.map(withTag)).toEqual([
      'rancher/k3s:latest',
      'rancher/k3s:v1',
      'host:5000/k3s:latest',
      `k3s@sha256:${'0'.repeat(64)}`,
    ])
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { recordPath } from '../../../electron/cluster/model/cluster-record.ts'
import { nodeArchive } from '../../../electron/cluster/model/node-archive.ts'
import { KnownTexts } from '../../../electron/cluster/read/known-texts.ts'
import type { ContainerOptions } from '../../../electron/docker/container-runtime.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const options: ContainerOptions = {
  ...{ name: '', hostname: 'node', image: 'image:1', entrypoint: [], command: [], env: {}, labels: {} },
  ...{ network: { name: 'none', ipv4: '', aliases: [] }, volumes: [], tmpfs: [], ports: [], extraHosts: [] },
  ...{ isPrivileged: false, hasOwnCgroups: false, hasInit: true, restartPolicy: 'no', stopTimeoutSeconds: 1 },
  ...{ logLimits: { maxSizeMb: 1, maxFiles: 1 }, memoryBytes: undefined, cpus: undefined },
}
let runtime: FakeRuntime
let read: string[]
const ids: string[] = []

beforeEach(async () => {
  runtime = new FakeRuntime()
  runtime.images.set('image:1', { id: 'sha256:1' })
  read = []
  ids.splice(0)
  for (const name of ['one', 'two', 'three']) ids.push(await runtime.createContainer({ ...options, name }))
})

const write = async (id: string, content: string) =>
  runtime.putArchive(id, await nodeArchive([{ path: recordPath, mode: 0o600, content }]))

const counting = () => ({
  statFile: runtime.statFile.bind(runtime),
  readFile: (id: string, path: string, signal?: AbortSignal) => {
    read.push(runtime.container(id).name)
    return runtime.readFile(id, path, signal)
  },
})
const textIn = (texts: KnownTexts, id = '') => texts.read(counting(), { id, path: recordPath })

describe('a text that a container has', () => {
  it('is not read where it is known, whoever has written it', async () => {
    await write(ids[0] ?? '', 'ours')
    const texts = new KnownTexts()
    texts.add('ours')
    expect([await textIn(texts, ids[0]), read]).toEqual(['ours', []])
  })

  it('is read again as soon as somebody else has written another one, of the same length and within the same second', async () => {
    const texts = new KnownTexts()
    const found: (string | undefined)[] = []
    for (const content of ['first', 'other', 'first']) {
      await write(ids[0] ?? '', content)
      found.push(await textIn(texts, ids[0]))
    }
    expect([found, read]).toEqual([
      ['first', 'other', 'first'],
      ['one', 'one'],
    ])
  })

  it('is read once where several have the same', async () => {
    for (const id of ids) await write(id, 'the same')
    const texts = new KnownTexts()
    expect([await Promise.all(ids.map((id) => textIn(texts, id))), read]).toEqual([
      ['the same', 'the same', 'the same'],
      ['one'],
    ])
  })

  it('is read from each of several that were written by an earlier Sampan, at one time and of one length', async () => {
    for (const [at, id] of ids.entries())
      runtime.container(id).writeFile(recordPath, Buffer.from(`text ${at}`), { modifiedNs: 1_700_000_000_000_000_000n })
    const texts = new KnownTexts()
    expect([await Promise.all(ids.map((id) => textIn(texts, id))), read]).toEqual([
      ['text 0', 'text 1', 'text 2'],
      ['one', 'two', 'three'],
    ])
  })

  it('is undefined where there is none, and where there is no container', async () => {
    const texts = new KnownTexts()
    expect([await textIn(texts, ids[0]), await textIn(texts, 'gone'), read]).toEqual([undefined, undefined, []])
  })

  it('is read by the next one where whoever reads it fails', async () => {
    for (const id of ids.slice(0, 2)) await write(id, 'the same')
    const texts = new KnownTexts()
    let failures = 1
    const failingOnce = {
      ...counting(),
      readFile: (id: string, path: string) => {
        failures -= 1
        return failures === 0 ? Promise.reject(new Error('Docker has gone')) : runtime.readFile(id, path)
      },
    }
    const asked = ids.slice(0, 2).map((id) => texts.read(failingOnce, { id, path: recordPath }))
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })
})

import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import type { ImageSource } from '../../../electron/images/image-source.ts'
import { lackedBy, loadSource } from '../../../electron/images/load-source.ts'

const name = 'docker.io/library/app:1'
const id = 'sha256:aa'
const { signal } = new AbortController()

/** Nodes in memory, each with its images by name: the id that the CRI knows, and the digest that containerd has. */
function nodesWith(images: Readonly<Record<string, { readonly id: string; readonly digest: string } | undefined>>) {
  const present = new Map(Object.entries(images))
  const fed = new Map<string, Buffer>()
  const exec = async (node: string, command: readonly string[]) => {
    const image = present.get(node)
    const words = command.join(' ')
    const answer = words.startsWith('crictl')
      ? JSON.stringify({ images: image ? [{ id: image.id, repoTags: [name], size: '5' }] : [] })
      : `REF TYPE DIGEST STATUS\n${image ? `${name} type ${image.digest} complete (2/2) 5 B/5 B false\n` : ''}`
    return { exitCode: 0, stdout: answer, stderr: 'time="…" level=warning msg="DEPRECATION"' }
  }
  const feed = async (node: string) => {
    const input = new PassThrough()
    const ended = buffer(input).then((bytes) => {
      fed.set(node, bytes)
      present.set(node, { id, digest: 'sha256:bb' })
      return { exitCode: 0, stdout: '', stderr: '' }
    })
    return { input, ended }
  }
  const inspectContainer = async () => undefined
  return {
    runtime: { exec, feed, inspectContainer },
    fed,
    nodes: [...present.keys()].map((each) => ({ id: each, name: each })),
  }
}

const source = (digests: readonly string[]): ImageSource => ({
  source: 'app:1',
  images: [{ name, digests }],
  size: () => 6,
  open: async () => ({
    chunks: (async function* () {
      yield Buffer.from('stream')
    })(),
    passed: () => [{ name, digests: [id] }],
  }),
})
const lackingNames = async (world: ReturnType<typeof nodesWith>, digests: readonly string[]) => {
  const onFailed = () => undefined
  const lacking = await lackedBy(world.runtime, world.nodes, source(digests).images, { signal, onFailed })
  return [...lacking].flatMap(([node, names]) => (names.size > 0 ? [node.name] : []))
}

describe('an image that nodes may have', () => {
  it('is known by its configuration, or by its manifest where the engine calls it by that', async () => {
    const world = nodesWith({
      one: { id, digest: 'sha256:bb' },
      two: undefined,
      three: { id: 'sha256:cc', digest: 'sha256:dd' },
    })
    expect(await lackingNames(world, [id])).toEqual(['two', 'three'])
    expect(await lackingNames(world, ['sha256:dd'])).toEqual(['one', 'two'])
  })

  it('is given to those that lack it, and then looked for', async () => {
    const world = nodesWith({ one: { id, digest: 'sha256:bb' }, two: undefined })
    const failures: string[] = []
    const onFailed = (node: { name: string }, reason: unknown) =>
      failures.push(`${node.name} ${problemOf(reason).code}`)
    const own = source([id])
    const lacking = await lackedBy(world.runtime, world.nodes, own.images, { signal, onFailed })
    await loadSource(world.runtime, { source: own, lacking }, { signal, onFailed })
    expect([[...world.fed].map(([node, bytes]) => [node, String(bytes)]), failures]).toEqual([[['two', 'stream']], []])
  })

  it('that did not come along is a failure of each node', async () => {
    const world = nodesWith({ one: undefined, two: undefined })
    const failures: string[] = []
    const onFailed = (node: { name: string }, reason: unknown) =>
      failures.push(`${node.name} ${problemOf(reason).detail}`)
    const own = {
      ...source([id]),
      open: async () => ({ ...(await source([id]).open(new Set(), signal)), passed: () => [] }),
    }
    const lacking = await lackedBy(world.runtime, world.nodes, own.images, { signal, onFailed })
    await loadSource(world.runtime, { source: own, lacking }, { signal, onFailed })
    expect(failures.sort()).toEqual([`one ${name}: not in the archive`, `two ${name}: not in the archive`])
  })

  it('cannot be given to a node whose container has ended, which is then named', async () => {
    const world = nodesWith({ one: undefined, two: undefined })
    const feed = async (node: string) => {
      if (node === 'one') throw new Error('container one is not running')
      return world.runtime.feed(node)
    }
    const failures: string[] = []
    const onFailed = (node: { name: string }, reason: unknown) =>
      failures.push(`${node.name} ${problemOf(reason).code}`)
    const own = source([id])
    const lacking = await lackedBy(world.runtime, world.nodes, own.images, { signal, onFailed })
    await loadSource({ ...world.runtime, feed }, { source: own, lacking }, { signal, onFailed })
    expect([failures, [...world.fed.keys()]]).toEqual([['one images.node_stopped'], ['two']])
  })
})

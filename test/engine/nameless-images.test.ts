import { describe, expect, it } from 'vitest'
import { uniqueName } from './docker.ts'
import { fakeDocker, image } from './fake-world.ts'

const { signal } = new AbortController()
const id = (digit: string) => `sha256:${digit.repeat(64)}`

/** As crictl says it on k3s v1.36.3, where two archives in agent/images have had the same names. */
const present = [
  { id: id('a'), repoTags: ['docker.io/rancher/mirrored-pause:3.10.2'], size: '687000', pinned: true },
  { id: id('b'), repoTags: ['repo.example/app:1'], size: '11600', pinned: true },
  { id: id('c'), repoTags: [], size: '11600', pinned: true },
  { id: id('d'), repoTags: [], size: '11600', pinned: true },
  { id: id('e'), repoTags: ['repo.example/other:1'], size: '11600', pinned: false },
]
const used = [{ imageRef: id('d'), image: { image: id('d') } }]

describe('what prune removes', () => {
  it('is what another archive took the names of, although it is pinned, and nothing that has a use', async () => {
    const { runtime, engineOver } = fakeDocker()
    const engine = engineOver(runtime, 'here/1')
    const name = uniqueName()
    await engine.create({ version: 1, name, image, apiPort: 19_333 }, { signal })
    const removed: string[] = []
    const exec = runtime.exec.bind(runtime)
    runtime.exec = async (container, command) => {
      const said = (value: unknown) => ({ exitCode: 0, stdout: JSON.stringify(value), stderr: '' })
      const words = command.join(' ')
      if (words.startsWith('crictl images')) return said({ images: present })
      if (words.startsWith('crictl ps')) return said({ containers: used })
      if (words.startsWith('crictl rmi')) removed.push(command[2] ?? '')
      return exec(container, command)
    }
    const pruned = await engine.pruneImages(name, { isDryRun: false }, signal)
    expect(pruned.map((each) => each.id)).toEqual([id('c'), id('e')])
    expect(removed.sort()).toEqual([id('c'), id('e')])
  })
})

import { describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { problem } from '#shared/problem.ts'
import { ensureImages } from '../../../electron/cluster/change/images.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const image = 'rancher/k3s:v1.36.2-k3s1'
const registries = `mirrors:
  docker.io:
    endpoint: [ "https://dead.example.net", "https://repo.example.net/v2/hub" ]
configs:
  repo.example.net: { auth: { username: ci, password: p } }
`
const mirrored = 'repo.example.net/hub/rancher/k3s:v1.36.2-k3s1'

async function pull(arrange: (runtime: FakeRuntime) => void) {
  const runtime = new FakeRuntime()
  runtime.images.clear()
  arrange(runtime)
  const events: OperationEvent[] = []
  const emit = (event: OperationEvent) => events.push(event)
  const { signal } = new AbortController()
  const work = { emit, signal, options: { signal } }
  const outcome = await ensureImages({ runtime }, [image], work, { name: 'dev', registries }).then(
    () => 'done',
    () => 'failed',
  )
  const said = events.flatMap((event) => (event.kind === 'warning' ? [`${event.code} ${event.params.mirror}`] : []))
  return { outcome, said, images: Object.fromEntries([...runtime.images].map(([name, { id }]) => [name, id])) }
}

describe("Sampan's own images", () => {
  it('come through the mirrors of the nodes in their order, and keep their own name alone', async () => {
    const found = await pull((runtime) => {
      runtime.registry.clear()
      runtime.registry.set(mirrored, { id: 'm', digests: [`${mirrored}@sha256:1`] })
    })
    expect(found).toEqual({
      outcome: 'done',
      said: ['image.mirror_failed dead.example.net'],
      images: { [image]: 'm' },
    })
  })

  it('are those of their registry: what a mirror has under that name besides is not used', async () => {
    const found = await pull((runtime) => {
      runtime.registry.clear()
      runtime.registry.set(mirrored, { id: 'forged', digests: [`x@sha256:2`] })
      runtime.registry.set(image, { id: 'true', digests: [`x@sha256:1`] })
    })
    expect(found).toEqual({
      outcome: 'done',
      said: ['image.mirror_failed dead.example.net', 'image.mirror_differs repo.example.net'],
      images: { [image]: 'true' },
    })
  })

  it('come from their registry where no mirror has them, and nothing is left where nobody has', async () => {
    const failed = ['image.mirror_failed dead.example.net', 'image.mirror_failed repo.example.net']
    const nobody = await pull((runtime) => runtime.registry.clear())
    expect(nobody).toEqual({ outcome: 'failed', said: failed, images: {} })
    const itself = await pull((runtime) => {
      runtime.registry.set(image, { id: 'own' })
      runtime.failNext('pullImage', problem('image.registry_unreachable', { image: mirrored }), mirrored)
    })
    expect(itself).toEqual({ outcome: 'done', said: failed, images: { [image]: 'own' } })
  })
})

import { afterEach } from 'vitest'
import type { World } from './world.ts'

/** Specs of clusters that are gone from the world again after each test of the suite. `made`: their names. */
export function sweptSpecs(world: World): { specOf: World['spec']; made: ReadonlySet<string> } {
  const made = new Set<string>()
  afterEach(async () => {
    await Promise.all([...made].map((name) => world.sweep(name)))
    made.clear()
  })
  const specOf: World['spec'] = (more = {}) => {
    const spec = world.spec(more)
    made.add(spec.name)
    return spec
  }
  return { specOf, made }
}

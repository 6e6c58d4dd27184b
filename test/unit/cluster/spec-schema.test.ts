import { expect, it } from 'vitest'
import { specSchema } from '../../../electron/cluster/model/spec-schema.ts'
import { specsIn, specText } from '../../../electron/cluster/model/written-spec.ts'
import { testSpec } from './record.ts'

it('resources/sampan.schema.json is what the schemas of a spec come to', async () => {
  await expect(`${JSON.stringify(specSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../resources/sampan.schema.json',
  )
})

it('a cluster as a file says what it is, and is read as that', () => {
  const spec = testSpec({
    agentLimits: { memoryBytes: 2 ** 30 },
    ports: [{ hostPort: 80, nodePort: 80, on: 'server-0' }],
  })
  const text = specText(spec)
  expect(text).toMatch(/^apiVersion: sampan.dev\/v1\nkind: Cluster\n/)
  expect(specsIn(text, 'here')[0]?.spec).toEqual(spec)
  expect(() => specsIn('apiVersion: sampan.dev/v2\nkind: Cluster\nname: a\n', 'here')).toThrow('spec.invalid')
  expect(() => specsIn('apiVersion: v1\nkind: Pod\nname: a\n', 'here')).toThrow('spec.invalid')
})

import { expect, it } from 'vitest'
import { checkRegistries } from '../../../electron/registry/registries-file.ts'
import { registryPresets } from '../../../electron/registry/registry-presets.ts'

it('the presets are dated, and k3s does all that they say', () => {
  const { asOf, presets } = registryPresets()
  expect([/^\d{4}-\d\d-\d\d$/.test(asOf), presets.map(({ id }) => id)]).toEqual([true, ['china', 'company', 'cache']])
  expect(presets.flatMap(({ text }) => checkRegistries(text, { k3sVersion: 'v1.36.2+k3s1' }))).toEqual([])
})

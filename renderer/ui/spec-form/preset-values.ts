import { PresetId, presets } from '#shared/presets.ts'
import { presetPart, type SpecValues } from './spec-values.ts'

type PresetValues = ReturnType<typeof presetPart>

export const valuesOfPreset = (id: PresetId): PresetValues => presetPart(presets[id])

/** The preset whose choices the form holds, however they came there. */
export function presetOfValues(values: SpecValues): PresetId | undefined {
  const same = (part: PresetValues) =>
    Object.entries(part).every(([field, value]) => JSON.stringify(value) === JSON.stringify(Reflect.get(values, field)))
  return PresetId.options.find((id) => same(valuesOfPreset(id)))
}

import { RegistryPresets } from '#shared/registry.ts'
import presets from '../../resources/registries/presets.json?raw'

/** Texts to begin with, by what they are for. What public mirrors do changes: none is trusted before it was asked. */
export const registryPresets = (): RegistryPresets => RegistryPresets.parse(JSON.parse(presets))

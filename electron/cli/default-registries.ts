import { problemOf } from '#shared/problem.ts'
import { translate } from '#shared/translate.ts'
import { type DefaultRegistries, registriesPart } from '../registry/default-registries.ts'
import { takenFiles } from '../registry/taken-files.ts'
import type { Output } from './output.ts'

/** What a new cluster begins with. What cannot be opened here is said, and the cluster made without it. */
export async function defaultRegistries(defaults: DefaultRegistries, output: Output) {
  try {
    const found = await defaults.read()
    if (found.registries.trim() === '') return {}
    output.say(translate(output.language, 'cli.create.defaultUsed', { path: defaults.path }))
    return registriesPart(found)
  } catch (error) {
    output.warning(problemOf(error))
    return {}
  }
}

/** Shows them without what is secret, once they are what the text says, where there is one. An empty text ends them. */
export async function changedDefault(
  defaults: DefaultRegistries,
  text: string | undefined,
  output: Output,
): Promise<string> {
  const { language } = output
  if (text !== undefined) await defaults.write({ registries: text, registryFiles: takenFiles(text, {}) })
  const { registries, place } = await defaults.shown()
  if (place === 'open') output.say(translate(language, 'cli.registries.defaultOpen', { path: defaults.path }))
  if (registries === '')
    output.say(translate(language, text === undefined ? 'cli.registries.defaultNone' : 'cli.registries.defaultGone'))
  return registries
}

import type { Command } from 'commander'
import { formatList, translate } from '#shared/translate.ts'

/** Options that mean something only together with another one: alone they would be ignored. */
export function onlyWith(command: Command, options: readonly string[], others: readonly string[]): Command {
  return command.hook('preAction', (_, called) => {
    const given = options.find((option) => isGiven(called, option))
    if (given === undefined || others.some((other) => isGiven(called, other))) return
    fail(called, translate('en', 'cli.usage.onlyFor', { option: given, others: others.join(' or ') }))
  })
}

/** Options of which only one can be meant. */
export function oneOf(command: Command, ...options: readonly string[]): Command {
  return command.hook('preAction', (_, called) => {
    const given = options.filter((option) => isGiven(called, option))
    if (given.length < 2) return
    const names = formatList(
      'en',
      given.map((option) => `'${option}'`),
    )
    fail(called, translate('en', 'cli.usage.exclude', { options: names }))
  })
}

/** In English, like all that is wrong with a command line: `usage.ts` tells it in the language of the command. */
function fail(command: Command, reason: string): never {
  command.error(translate('en', 'cli.usage', { reason }))
}

function isGiven(command: Command, option: string): boolean {
  const known = command.options.find(({ long }) => long === option)
  if (!known) throw new Error(`${command.name()} has no option ${option}`)
  return command.getOptionValueSource(known.attributeName()) === 'cli'
}

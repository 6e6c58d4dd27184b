import type { Command } from 'commander'

/** Options that mean something only together with another one: alone they would be ignored. */
export function onlyWith(command: Command, options: readonly string[], others: readonly string[]): Command {
  return command.hook('preAction', (_, called) => {
    const given = options.find((option) => isGiven(called, option))
    if (given === undefined || others.some((other) => isGiven(called, other))) return
    called.error(`error: option '${given}' is only for ${others.join(' or ')}`)
  })
}

/** Options of which only one can be meant. */
export function oneOf(command: Command, ...options: readonly string[]): Command {
  return command.hook('preAction', (_, called) => {
    const given = options.filter((option) => isGiven(called, option))
    if (given.length > 1) called.error(`error: options '${given.join("' and '")}' exclude each other`)
  })
}

function isGiven(command: Command, option: string): boolean {
  const known = command.options.find(({ long }) => long === option)
  if (!known) throw new Error(`${command.name()} has no option ${option}`)
  return command.getOptionValueSource(known.attributeName()) === 'cli'
}

import { type Command, Help, type HelpConfiguration, type Option } from 'commander'
import type { Language } from '#shared/preferences.ts'
import { type MessageKey, translate } from '#shared/translate.ts'
import { columnsOf, wrapped } from './columns.ts'

/** Commander's headings, which are English. */
const titles: Readonly<Record<string, MessageKey>> = {
  'Usage:': 'cli.title.usage',
  'Arguments:': 'cli.title.arguments',
  'Options:': 'cli.title.options',
  'Commands:': 'cli.title.commands',
}

/** How `--help` looks: its headings in this language, and Chinese as wide as it is. */
export function helpIn(language: Language): HelpConfiguration {
  return {
    // Commander puts a blank after the heading that has its text beside it; a Chinese colon is as wide as both.
    formatHelp: (command, helper) => new Help().formatHelp(command, helper).replace(/^(\S+：) /, '$1'),
    styleTitle: (title) => (titles[title] ? translate(language, titles[title]) : title),
    optionDescription: (option) => describedOption(language, option),
    displayWidth: columnsOf,
    boxWrap: wrapped,
  }
}

/** What an option does, which values it takes, and what it is without. */
export function describedOption(language: Language, { description, argChoices, defaultValue }: Option): string {
  if (defaultValue === true) return translate(language, 'cli.option.isDefault', { description })
  if (!argChoices) return description
  const choices = argChoices.join(', ')
  return typeof defaultValue === 'string'
    ? translate(language, 'cli.option.choicesWithDefault', { description, choices, value: defaultValue })
    : translate(language, 'cli.option.choices', { description, choices })
}

/** Every command has these, and they may stand before it, too. */
export function addCommonOptions(command: Command, language: Language): Command {
  const text = (key: MessageKey) => translate(language, key)
  return command
    .option('--json', text('cli.option.json'))
    .option('--verbose', text('cli.option.verbose'))
    .option('--engine <name|address>', text('cli.option.engine'))
    .addOption(command.createOption('--lang <language>', text('cli.option.lang')).choices(['en', 'zh-CN']))
}

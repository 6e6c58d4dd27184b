import type { Command } from 'commander'
import type { Language } from '#shared/preferences.ts'
import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { describedOption } from './help.ts'
import { lineSchema, lineShapes } from './json-shape.ts'
import { oneOf } from './option-rules.ts'
import type { AddCommand, CommonOptions } from './program.ts'

/** Those that every command has, and the reference tells once. */
const commonOptions: readonly (string | undefined)[] = ['--json', '--verbose', '--engine', '--lang', '--help']

const exitCodes = ['0', '1', '2', '3', '130', '143', '129', '141', 'else'] as const

export function addHelpCommand(command: AddCommand, program: Command, language: Language): void {
  const text = (key: MessageKey) => translate(language, key)
  program.helpCommand(false)
  const help = command<[string | undefined], CommonOptions & { all?: boolean; schema?: boolean }>(
    'help [command]',
    text('cli.help'),
    async ({ options, output, misused }, name) => {
      if (options.schema) {
        const schema = { stdout: lineSchema('stdout'), stderr: lineSchema('stderr') }
        return output.result({ kind: 'schema', ...schema }, JSON.stringify(schema, null, 2))
      }
      const known = program.commands.find((each) => each.name() === name || each.aliases().includes(name ?? ''))
      if (name !== undefined && !known) return misused(translate('en', 'cli.usage.unknownCommand', { command: name }))
      const shown = options.all ? reference(program, language) : (known ?? program).helpInformation()
      output.result({ kind: 'help', text: shown }, shown)
    },
  )
    .option('--all', text('cli.help.all'))
    .option('--schema', text('cli.help.schema'))
  oneOf(help, '--all', '--schema')
}

/** The whole terminal in one text, as Markdown; docs/cli.md is this. */
export function reference(program: Command, language: Language = 'en'): string {
  const text = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const shapes = lineShapes()
  return [
    '# sampan',
    '',
    program.description(),
    '',
    `## ${text('cli.reference.commands')}`,
    '',
    text('cli.reference.common'),
    '',
    text('cli.reference.engine'),
    '',
    text('cli.reference.language'),
    ...program.commands.flatMap((each) => commandText(each, language)),
    '',
    `## ${text('cli.reference.exitCodes')}`,
    '',
    ...tableHead(text('cli.reference.code'), text('cli.reference.when')),
    ...exitCodes.map((code) => {
      const shown = code === 'else' ? text('cli.reference.else') : code
      return `| ${shown} | ${text(`cli.exit.${code}`)} |`
    }),
    '',
    '## --json',
    '',
    text('cli.reference.json'),
    '',
    'stdout:',
    '',
    ...shapes.stdout.map((shape) => `- \`${shape}\``),
    '',
    'stderr:',
    '',
    ...shapes.stderr.map((shape) => `- \`${shape}\``),
    '',
    text('cli.reference.where'),
    '',
    ...shapes.nouns.map((shape) => `- \`${shape}\``),
    '',
  ].join('\n')
}

const tableHead = (left: string, right: string) => [`| ${left} | ${right} |`, '| --- | --- |']

function commandText(command: Command, language: Language): string[] {
  const text = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const words = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  const own = command.options.filter(({ long }) => !commonOptions.includes(long))
  const rows = own.map((option) => `| \`${escaped(option.flags)}\` | ${escaped(describedOption(language, option))} |`)
  const [alias] = command.aliases()
  const description = capital(command.description())
  return [
    '',
    `### sampan ${[command.name(), ...words].join(' ')}`,
    '',
    alias === undefined
      ? text('cli.reference.command', { description })
      : text('cli.reference.alias', { description, alias }),
    ...(rows.length > 0
      ? ['', ...tableHead(text('cli.reference.option'), text('cli.reference.meaning')), ...rows]
      : []),
  ]
}

const escaped = (text: string) => text.replaceAll('|', '\\|')
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

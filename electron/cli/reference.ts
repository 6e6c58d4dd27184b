import type { Command } from 'commander'
import { lineSchema, lineShapes } from './json-shape.ts'
import { oneOf } from './option-rules.ts'
import type { AddCommand, CommonOptions } from './program.ts'

const exitCodes = [
  ['0', 'done'],
  [
    '1',
    'a problem, or something refused (a name, an image, a file): the code says which. status: not Ready. doctor: something stands in the way',
  ],
  ['2', 'wrong usage: a command, option or value that cannot be read. delete without --yes: nothing was removed'],
  ['3', 'diff: something differs'],
  ['130', 'interrupted by Ctrl-C, logs -f too: the first undoes what was begun, the second does not wait for that'],
  ['143', 'the same, by SIGTERM'],
  ['129', 'the same, by its terminal, which was closed'],
  ['141', 'the same, because whoever read it has gone, as head does; what only shows something ends with 0 then'],
  ['else', "kubectl's own, of sampan kubectl"],
] as const

export function addHelpCommand(command: AddCommand, program: Command): void {
  program.helpCommand(false)
  const help = command<[string | undefined], CommonOptions & { all?: boolean; schema?: boolean }>(
    'help [command]',
    'how a command is used',
    async ({ options, output, misused }, name) => {
      if (options.schema) {
        const schema = { stdout: lineSchema('stdout'), stderr: lineSchema('stderr') }
        return output.result({ kind: 'schema', ...schema }, JSON.stringify(schema, null, 2))
      }
      const known = program.commands.find((each) => each.name() === name || each.aliases().includes(name ?? ''))
      if (name !== undefined && !known) return misused(`unknown command '${name}'`)
      const text = options.all ? reference(program) : (known ?? program).helpInformation()
      output.result({ kind: 'help', text }, text)
    },
  )
    .option('--all', 'all commands, exit codes, and what each line of --json has')
    .option('--schema', 'the JSON Schema of the lines that --json prints')
  oneOf(help, '--all', '--schema')
}

/** The whole terminal in one text, as Markdown; docs/cli.md is this. */
export function reference(program: Command): string {
  const shapes = lineShapes()
  const common = new Set(['--json', '--verbose', '--engine <name|address>', '-h, --help'])
  return [
    '# sampan',
    '',
    program.description(),
    '',
    '## Commands',
    '',
    'Every command takes `--json`, `--verbose` (every single step, and the log of the nodes meanwhile), `--engine NAME|ADDRESS`',
    'and `--help`; the first three may also stand before the command. Without `--engine` the engine is the one of DOCKER_HOST or DOCKER_CONTEXT, else the one that was chosen in the',
    'window, else the one that the docker command uses.',
    ...program.commands.flatMap((each) => commandText(each, common)),
    '',
    '## Exit codes',
    '',
    '| code | when |',
    '| --- | --- |',
    ...exitCodes.map(([code, when]) => `| ${code} | ${when} |`),
    '',
    '## --json',
    '',
    'One JSON object a line on both streams; `kind` says what it is. stdout has results and progress: the last line of an operation is',
    '`ready`, `done` or `problem`, and what went wrong is always a `problem`. stderr has what is worth knowing beside it. Only what kubectl',
    'prints is its own. `sampan help --schema` prints the same as JSON Schema.',
    '',
    'stdout:',
    '',
    ...shapes.stdout.map((shape) => `- \`${shape}\``),
    '',
    'stderr:',
    '',
    ...shapes.stderr.map((shape) => `- \`${shape}\``),
    '',
    'where',
    '',
    ...shapes.nouns.map((shape) => `- \`${shape}\``),
    '',
  ].join('\n')
}

function commandText(command: Command, common: ReadonlySet<string>): string[] {
  const words = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  const own = command.options.filter(({ flags }) => !common.has(flags))
  const aliases = command.aliases().map((alias) => ` (also \`${alias}\`)`)
  const rows = own.map(({ flags, description, argChoices, defaultValue }) => {
    const choices = argChoices ? `: ${argChoices.join(', ')}` : ''
    const fallback =
      typeof defaultValue === 'string' ? ` (default: ${defaultValue})` : defaultValue === true ? ' (default)' : ''
    return `| \`${escaped(flags)}\` | ${escaped(`${description}${choices}${fallback}`)} |`
  })
  return [
    '',
    `### sampan ${[command.name(), ...words].join(' ')}`,
    '',
    `${capital(command.description())}.${aliases.join('')}`,
    ...(rows.length > 0 ? ['', '| option | what it does |', '| --- | --- |', ...rows] : []),
  ]
}

const escaped = (text: string) => text.replaceAll('|', '\\|')
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

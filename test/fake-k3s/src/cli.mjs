// Turns command line, environment and config files into the settings of a server or an agent, by the rules of k3s:
// command line before environment before config.yaml.d before config.yaml.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { flagsOf, helpText } from './flags.mjs'
import { fatal, warning } from './log.mjs'
import { parseYaml } from './yaml.mjs'

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
// Lists of key=value arguments are taken whole; the others may hold commas.
const isSplit = (name) => !name.endsWith('-arg')

function usageError(role, message) {
  process.stdout.write(`Incorrect Usage: ${message}\n\n${helpText(role)}`)
  fatal(`Error: ${message}`)
}

function convert(role, flag, value) {
  if (flag.kind === 'boolean') {
    if (!/^(1|t|true|0|f|false)$/i.test(value))
      usageError(role, `invalid boolean value "${value}" for -${flag.name}: parse error`)
    return /^(1|t|true)$/i.test(value)
  }
  if (flag.kind === 'number') {
    if (!/^\d+$/.test(value)) usageError(role, `invalid value "${value}" for flag -${flag.name}: parse error`)
    return Number(value)
  }
  if (flag.kind === 'list') return isSplit(flag.name) ? value.split(',') : [value]
  return value
}

function parseArguments(role, flags, args) {
  const found = new Map()
  for (let index = 0; index < args.length; index++) {
    const match = /^--?([\w][\w-]*\+?)(?:=([\s\S]*))?$/.exec(args[index])
    if (!match) continue
    const [, name, inline] = match
    if (name === 'help' || name === 'h') {
      process.stdout.write(helpText(role))
      process.exit(0)
    }
    const flag = flags.get(name)
    if (!flag) usageError(role, `flag provided but not defined: -${name}`)
    if (inline === undefined && flag.kind !== 'boolean' && index + 1 >= args.length)
      usageError(role, `flag needs an argument: -${name}`)
    const text = inline ?? (flag.kind === 'boolean' ? 'true' : args[++index])
    const value = convert(role, flag, text)
    found.set(flag.name, flag.kind === 'list' ? [...(found.get(flag.name) ?? []), ...value] : value)
  }
  return found
}

function readConfig(path) {
  const files = existsSync(path) ? [path] : []
  const dropIns = `${path}.d`
  if (existsSync(dropIns)) {
    files.push(
      ...readdirSync(dropIns)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
        .map((name) => `${dropIns}/${name}`),
    )
  }
  const merged = new Map()
  for (const file of files) {
    let content
    try {
      content = parseYaml(readFileSync(file, 'utf8')).value
    } catch (error) {
      fatal(`Error: ${error.message}`)
    }
    for (const [key, value] of Object.entries(content)) {
      const name = key.replace(/\+$/, '')
      const values = Array.isArray(value) ? value : [value]
      const appends = key.endsWith('+')
      const before = appends ? (merged.get(name)?.values ?? []) : []
      merged.set(name, { values: [...before, ...values].map(String), appends: appends || merged.get(name)?.appends })
    }
  }
  return merged
}

function fromConfig(role, flags, path) {
  const found = new Map()
  const appending = new Set()
  for (const [name, { values, appends }] of readConfig(path)) {
    const flag = flags.get(name)
    if (!flag) {
      if (role === 'agent') usageError(role, `flag provided but not defined: -${name}`)
      warning(`Unknown flag --${name} found in config.yaml, skipping`)
      continue
    }
    if (appends) appending.add(flag.name)
    const converted = values.map((value) => convert(role, flag, value))
    found.set(flag.name, flag.kind === 'list' ? converted.flat() : converted[converted.length - 1])
  }
  return { found, appending }
}

/** The settings of `k3s ROLE ARGS` by camel-cased flag name; wrong input ends the process as k3s would. */
export function readSettings(role, args) {
  const flags = flagsOf(role)
  const given = parseArguments(role, flags, args)
  const configPath = given.get('config') ?? process.env.K3S_CONFIG_FILE ?? '/etc/rancher/k3s/config.yaml'
  const { found: configured, appending } = fromConfig(role, flags, configPath)
  const settings = {}
  for (const flag of new Set(flags.values())) {
    const environment = flag.env ? process.env[flag.env] : undefined
    const own = given.get(flag.name) ?? (environment ? convert(role, flag, environment) : undefined)
    const lower = configured.get(flag.name)
    const value = flag.kind === 'list' && own && appending.has(flag.name) ? [...lower, ...own] : (own ?? lower)
    if (value !== undefined) settings[camel(flag.name)] = value
    else if (flag.kind === 'list') settings[camel(flag.name)] = []
  }
  // What the node shows of its start in the annotation k3s.io/node-args.
  settings.nodeArgs = [role, ...[...configured, ...given].flatMap(([name, value]) => [`--${name}`, String(value)])]
  return settings
}

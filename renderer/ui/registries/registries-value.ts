import type { ClusterSpec } from '#shared/cluster.ts'

/** What of a spec is about registries. */
export interface RegistriesValue {
  readonly text: string
  /** Certificates and keys, by the names that the text has for them. */
  readonly files: Readonly<Record<string, string>>
  /** Only mirrors are asked, never the registry itself. */
  readonly withoutDefault: boolean
}

const flagName = '--disable-default-registry-endpoint'
const isIt = (flag: string) => flag === flagName || flag === `${flagName}=true`

type K3sArguments = readonly Readonly<ClusterSpec['k3sArgs'][number]>[]

/** A spec, or the values of a form for one. */
interface Holder {
  readonly registries: string
  readonly registryFiles?: Readonly<Record<string, string>> | undefined
  readonly k3sArgs: K3sArguments
}

export function registriesOf(spec: Holder): RegistriesValue {
  return {
    text: spec.registries,
    files: spec.registryFiles ?? {},
    withoutDefault: isWithoutDefault(spec.k3sArgs),
  }
}

export const isWithoutDefault = (args: readonly { readonly flag: string }[]): boolean =>
  args.some(({ flag }) => isIt(flag.trim()))

/** The flags with the one that says so, or without it. Those that say so already stay as they are. */
export function argumentsWith(args: K3sArguments, withoutDefault: boolean): K3sArguments {
  if (isWithoutDefault(args) === withoutDefault) return args
  return withoutDefault ? [...args, { flag: flagName, on: 'all' }] : args.filter(({ flag }) => !isIt(flag.trim()))
}

export function specWith(spec: ClusterSpec, { text, files, withoutDefault }: RegistriesValue): ClusterSpec {
  const { registryFiles: _, ...rest } = spec
  const taken = Object.keys(files).length === 0 ? {} : { registryFiles: { ...files } }
  return { ...rest, ...taken, registries: text, k3sArgs: [...argumentsWith(spec.k3sArgs, withoutDefault)] }
}

export const isSame = (one: RegistriesValue, other: RegistriesValue): boolean =>
  one.text === other.text &&
  one.withoutDefault === other.withoutDefault &&
  JSON.stringify(Object.entries(one.files).sort()) === JSON.stringify(Object.entries(other.files).sort())

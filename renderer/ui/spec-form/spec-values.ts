import { ClusterSpec, choiceOf, type Datastore, type DatastoreChoice, leastMemoryMib } from '#shared/cluster.ts'
import { type ShapeFault, shapeFault } from '#shared/cluster-shape.ts'
import type { Preset } from '#shared/presets.ts'
import type { MessageKey } from '#shared/translate.ts'

/** A ClusterSpec as the form's inputs hold it: numbers may be empty while they are typed, records are rows. */
export interface SpecValues {
  readonly name: string
  readonly image: string
  readonly servers: number
  readonly datastore: DatastoreChoice
  /** Of an external database. */
  readonly endpoint: string
  /** Of a database that Sampan runs; empty for the usual one. */
  readonly databaseImage: string
  readonly agents: number | string
  readonly apiPort: number | string
  readonly apiAccess: ClusterSpec['apiAccess']
  readonly ports: readonly {
    readonly hostIp: ClusterSpec['ports'][number]['hostIp']
    readonly hostPort: number | string
    readonly nodePort: number | string
    readonly protocol: ClusterSpec['ports'][number]['protocol']
  }[]
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly k3sArgs: readonly { readonly flag: string; readonly on: ClusterSpec['k3sArgs'][number]['on'] }[]
  readonly disable: readonly string[]
  readonly memoryMib: number | string
  readonly cpus: number | string
  readonly registries: string
  /** Empty: none. */
  readonly caCertificates: string
  readonly registryFiles: Readonly<Record<string, string>>
  readonly localRegistries: readonly string[]
}

const bytesPerMib = 1024 ** 2

/** What a preset decides, as inputs. */
export function presetPart({ servers, datastore, agents, disable, limits, k3sArgs }: Preset) {
  return {
    servers,
    datastore: choiceOf(datastore),
    agents,
    disable,
    k3sArgs,
    memoryMib: limits.memoryBytes === undefined ? '' : Math.round(limits.memoryBytes / bytesPerMib),
    cpus: limits.cpus ?? '',
  } satisfies Partial<SpecValues>
}

export function valuesOf(spec: ClusterSpec): SpecValues {
  return {
    ...presetPart(spec),
    name: spec.name,
    image: spec.image,
    endpoint: spec.datastore.kind === 'external' ? spec.datastore.endpoint : '',
    databaseImage: spec.datastore.kind === 'managed' ? (spec.datastore.image ?? '') : '',
    apiPort: spec.apiPort,
    apiAccess: spec.apiAccess,
    ports: spec.ports,
    env: Object.entries(spec.env).map(([name, value]) => ({ name, value })),
    registries: spec.registries,
    caCertificates: spec.caCertificates ?? '',
    registryFiles: spec.registryFiles ?? {},
    localRegistries: spec.localRegistries ?? [],
  }
}

/** The values as a spec, yet to be checked; what the form does not show stays as it is in `base`. */
function candidate(values: SpecValues, base: ClusterSpec) {
  const {
    memoryMib,
    cpus,
    env,
    datastore: _,
    endpoint: __,
    databaseImage: ___,
    registryFiles,
    caCertificates,
    localRegistries,
    ...rest
  } = values
  const { registryFiles: _files, caCertificates: _certificates, ...kept } = base
  return {
    ...kept,
    ...rest,
    ...(caCertificates.trim() === '' ? {} : { caCertificates }),
    ...(Object.keys(registryFiles).length === 0 ? {} : { registryFiles }),
    ...(localRegistries.length === 0 && base.localRegistries === undefined ? {} : { localRegistries }),
    datastore: isAsIn(base, values) ? base.datastore : chosen(values),
    k3sArgs: values.k3sArgs.map(({ flag, on }) => ({ flag: flag.trim(), on })),
    env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
    limits: {
      ...(memoryMib === '' ? {} : { memoryBytes: Number(memoryMib) * bytesPerMib }),
      ...(cpus === '' ? {} : { cpus: Number(cpus) }),
    },
  }
}

function isAsIn({ datastore: present }: ClusterSpec, { datastore, databaseImage }: SpecValues): boolean {
  if (choiceOf(present) !== datastore || datastore === 'external') return false
  return present.kind !== 'managed' || (present.image ?? '') === databaseImage.trim()
}

function chosen({ datastore, endpoint, databaseImage }: SpecValues): Datastore {
  const image = databaseImage.trim()
  const own = image === '' ? {} : { image }
  switch (datastore) {
    case 'external':
      return { kind: datastore, endpoint: endpoint.trim() }
    case 'managed-postgres':
      return { kind: 'managed', engine: 'postgres', ...own }
    case 'managed-mariadb':
      return { kind: 'managed', engine: 'mariadb', ...own }
    default:
      return { kind: datastore }
  }
}

const hasLittleMemory = ({ memoryMib }: SpecValues) => memoryMib !== '' && Number(memoryMib) < leastMemoryMib

/** The spec that the values make, where all of them are right. */
export function specOf(values: SpecValues, base: ClusterSpec): ClusterSpec | undefined {
  const { data } = ClusterSpec.safeParse(candidate(values, base))
  return data === undefined || hasLittleMemory(values) || shapeFault(data) ? undefined : data
}

/** A text's key, and after a blank what the text is about where it names that. */
type FormError = MessageKey | `${MessageKey} ${string}`

/** By path of the input, the text that says what it must look like. */
export function errorsOf(values: SpecValues, base: ClusterSpec): Record<string, FormError> {
  const errors: Record<string, FormError> = {}
  values.env.forEach(({ name }, row) => {
    const isRepeated = values.env.some((other, otherRow) => otherRow < row && other.name === name)
    if (isRepeated) errors[`env.${row}.name`] = 'invalid.envRepeated'
  })
  if (hasLittleMemory(values)) errors.memoryMib = 'invalid.memory'
  const { error, data } = ClusterSpec.safeParse(candidate(values, base))
  const fault = data && shapeFault(data)
  if (fault) errors[inputOfFault(fault, values)] ??= `${fault.reason} ${fault.subject}`
  for (const { path } of error?.issues ?? []) {
    const [inputPath, key] = inputOf(path, values)
    errors[inputPath] ??= key
  }
  return errors
}

/** A node that lacks is missed where the nodes are counted: what is for it may have no input. */
function inputOfFault({ field, reason, subject }: ShapeFault, values: SpecValues): string {
  if (reason === 'reason.shape.noNode') return String(subject).startsWith('server-') ? 'servers' : 'agents'
  return inputOf(field.split('.'), values)[0]
}

function inputOf(path: readonly PropertyKey[], values: SpecValues): [path: string, key: MessageKey] {
  const [field, second] = path
  switch (field) {
    case 'name':
    case 'image':
    case 'agents':
      return [field, `invalid.${field}`]
    case 'apiPort':
      return ['apiPort', 'invalid.port']
    case 'ports':
      return [path.join('.'), 'invalid.port']
    case 'servers':
      return ['servers', 'reason.shape.even']
    case 'datastore':
      return values.datastore === 'external' ? ['endpoint', 'invalid.endpoint'] : ['databaseImage', 'invalid.image']
    case 'k3sArgs':
      return [`k3sArgs.${String(second)}.flag`, 'invalid.flag']
    case 'env':
      return [`env.${values.env.findIndex(({ name }) => name === second)}.name`, 'invalid.envName']
    case 'limits':
      return second === 'cpus' ? ['cpus', 'invalid.cpus'] : ['memoryMib', 'invalid.memory']
    case 'disable':
      return ['disable', 'invalid.disable']
    default:
      return ['registries', 'invalid.registries']
  }
}

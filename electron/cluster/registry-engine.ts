import { ClusterSpec } from '#shared/cluster.ts'
import type { LocalRegistry, LocalRegistryOptions, RegistryUse } from '#shared/local-registry.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ChangeDependencies } from './change/bring-about.ts'
import { changeCluster } from './change/change.ts'
import { preview } from './change/preview.ts'
import {
  cleanRegistry,
  createRegistry,
  type RegistryOperation,
  registryNotFound,
  removeRegistry,
  startRegistry,
  stopRegistry,
} from './change/registry-changes.ts'
import { registryContainers } from './read/joined-registries.ts'
import { observeExisting } from './read/observe.ts'
import { listRegistries, usersOf } from './read/registry-list.ts'

/** The local registries of an engine, and which clusters use them. */
export function registryEngine(dependencies: ChangeDependencies) {
  const { runtime } = dependencies

  const clusters = async (signal: AbortSignal) => (await usersOf(dependencies, signal)).map(({ cluster }) => cluster)
  const usersNow = async (name: string, signal: AbortSignal) => {
    const users = await usersOf(dependencies, signal)
    return users.flatMap(({ cluster, registries }) => (registries.includes(name) ? [cluster] : []))
  }

  /** The spec of a cluster that uses a registry, or does not; undefined where it is so already. */
  async function otherSpec(cluster: string, { name, isUsed }: Use, signal: AbortSignal) {
    const { spec, generation } = await dependencies.records.read(
      await observeExisting(runtime, cluster, signal),
      signal,
    )
    const { localRegistries = [] } = spec
    if (localRegistries.includes(name) === isUsed) return undefined
    const others = localRegistries.filter((other) => other !== name)
    // In the order of the schema, in which it is read again: a record is compared by its text.
    const other = ClusterSpec.parse({ ...spec, localRegistries: isUsed ? [...others, name] : others })
    return { spec: other, generation }
  }

  /** As every change of a cluster; nobody waits until it is Ready. What goes wrong with one keeps none of the others. */
  async function use(
    names: readonly string[],
    wanted: Use & { readonly isQuiet: boolean },
    { signal, onEvent }: RegistryOperation,
  ): Promise<RegistryUse> {
    const changed: string[] = []
    const left: { cluster: string; problem: Problem }[] = []
    for (const cluster of names) {
      try {
        const other = await otherSpec(cluster, wanted, signal)
        if (!other) continue
        if (wanted.isQuiet) await refuseRestart(cluster, other.spec, signal)
        const options = { signal, wait: false, basedOn: other.generation, ...(onEvent ? { onEvent } : {}) }
        await changeCluster(dependencies, other.spec, options)
        changed.push(cluster)
      } catch (error) {
        signal.throwIfAborted()
        left.push({ cluster, problem: problemOf(error) })
      }
    }
    return { changed, left }
  }

  /** An old k3s reads its registries only when it starts: that is for its user to choose. */
  async function refuseRestart(
    cluster: string,
    spec: Parameters<typeof changeCluster>[1],
    signal: AbortSignal,
  ): Promise<void> {
    const steps = await preview(dependencies, { spec, isEdit: true }, signal)
    if (steps.some(({ action }) => action === 'restart container'))
      throw new ProblemError(problem('registry.join_restarts', { cluster }))
  }

  async function requireRegistry(name: string, signal: AbortSignal): Promise<void> {
    const known = (await listRegistries(dependencies, { isMeasured: false }, signal)).map((each) => each.name)
    if (!known.includes(name)) throw registryNotFound(name, known)
  }

  return {
    list: (options: { isMeasured: boolean }, signal?: AbortSignal): Promise<LocalRegistry[]> =>
      listRegistries(dependencies, options, signal),

    /** `joins`: all clusters that are there use it from then on, except those whose nodes would have to be restarted for it. */
    async create(
      options: LocalRegistryOptions,
      operation: RegistryOperation & { readonly joins: boolean },
    ): Promise<{ readonly registry: LocalRegistry } & RegistryUse> {
      const { signal, joins } = operation
      const made = await createRegistry(dependencies, options, operation)
      const names = joins ? await clusters(signal) : []
      const found = await use(names, { name: made.name, isUsed: true, isQuiet: true }, operation)
      return { registry: { ...made, clusters: await usersNow(made.name, signal) }, ...found }
    },

    async join(name: string, names: readonly string[], operation: RegistryOperation): Promise<RegistryUse> {
      await requireRegistry(name, operation.signal)
      return use(names, { name, isUsed: true, isQuiet: false }, operation)
    },
    leave: (name: string, names: readonly string[], operation: RegistryOperation): Promise<RegistryUse> =>
      use(names, { name, isUsed: false, isQuiet: false }, operation),

    start: (name: string, operation: RegistryOperation) => startRegistry(dependencies, name, operation),
    stop: (name: string, operation: RegistryOperation) => stopRegistry(dependencies, name, operation),
    clean: (name: string, operation: RegistryOperation) => cleanRegistry(dependencies, name, operation),

    /** The clusters that use it are without it first; those that cannot be changed now notice when they start the next time. */
    async delete(name: string, operation: RegistryOperation): Promise<RegistryUse> {
      const { signal } = operation
      const isThere = (await registryContainers(runtime, signal)).length > 0
      const names = isThere ? await usersNow(name, signal) : []
      const found = await use(names, { name, isUsed: false, isQuiet: true }, operation)
      await removeRegistry(dependencies, name, operation)
      return found
    },
  }
}

interface Use {
  readonly name: string
  readonly isUsed: boolean
}

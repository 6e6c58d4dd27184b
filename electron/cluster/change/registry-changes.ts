import { setTimeout as delay } from 'node:timers/promises'
import { nearestName } from '#shared/cluster.ts'
import type { LocalRegistry, LocalRegistryOptions } from '#shared/local-registry.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ContainerRuntime, ContainerSummary } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import type { ImageLibrary } from '../../images/library.ts'
import { type CacheUpstream, cacheUpstream } from '../../registry/cache-upstream.ts'
import { label, networkName } from '../model/labels.ts'
import { registryHost, registryName } from '../model/local-registries.ts'
import { nodeArchive } from '../model/node-archive.ts'
import type { NodeFile } from '../model/node-files.ts'
import { nextSuffix } from '../model/plan.ts'
import {
  cleanNote,
  configPath,
  registryContainer,
  registryFiles,
  registryLabels,
  servesCommand,
  storedConfigPath,
} from '../model/registry-container.ts'
import { registryContainers } from '../read/joined-registries.ts'
import { lastLines } from '../read/last-lines.ts'
import type { ClusterRecords } from '../read/records.ts'
import { describeRegistry, sizeOf, usersOf } from '../read/registry-list.ts'
import type { Claims } from './claims.ts'
import { removeDeadClaims } from './delete.ts'
import { ensureImages } from './images.ts'
import type { Emit } from './progress.ts'
import { type RegistryWork, withRegistry } from './registry-claim.ts'
import { choosePort } from './registry-port.ts'

export interface RegistryDependencies {
  readonly runtime: ContainerRuntime
  readonly claims: Claims
  readonly host: Host
  readonly records: ClusterRecords
  readonly library?: ImageLibrary | undefined
}

export interface RegistryOperation {
  readonly signal: AbortSignal
  readonly onEvent?: Emit
  /** The text of the default registries: mirrors that the image, and a cache what it keeps, are fetched through. */
  readonly mirrors?: string
}

type Described = Omit<LocalRegistry, 'clusters'>

/** Somebody else may take a port in the same moment. */
const portTries = 10

/**
 * Makes a local registry, and starts it. What a former one of that name has stored, whose container is gone, is taken over. One that fails
 * leaves nothing behind.
 */
export function createRegistry(
  dependencies: RegistryDependencies,
  wanted: LocalRegistryOptions,
  operation: RegistryOperation,
): Promise<Described> {
  const { signal, mirrors = '' } = operation
  return withRegistry(dependencies, wanted.name, signal, async (work) => {
    await removeUnfinished(work.runtime, wanted.name, signal)
    await refuseTaken(work.runtime, wanted.name, signal)
    const upstream = upstreamOf(wanted, mirrors)
    const known = { ...wanted, ...(upstream ? { upstream: upstream.url } : {}) }
    const asked = known.caches === undefined ? await choosePort(dependencies, known.port, signal) : undefined
    await fetchImage(dependencies, wanted, operation)
    const lost: number[] = []
    for (let attempt = 1; ; attempt += 1) {
      const port = lost.length === 0 ? asked : await choosePort(dependencies, undefined, signal, lost)
      const options = port === undefined ? known : { ...known, port }
      try {
        return await made(work, { options, files: registryFiles(upstream) }, signal)
      } catch (error) {
        await undo(work, wanted.name)
        const isRace = wanted.port === undefined && problemOf(error).code === 'port.taken' && port !== undefined
        if (!isRace || attempt === portTries || signal.aborted) throw error
        lost.push(port)
      }
    }
  })
}

function upstreamOf({ caches, upstream }: LocalRegistryOptions, mirrors: string): CacheUpstream | undefined {
  if (caches === undefined) return undefined
  return upstream === undefined ? cacheUpstream(caches, mirrors) : { url: upstream.replace(/\/$/, '') }
}

async function fetchImage(
  dependencies: RegistryDependencies,
  { name, image }: LocalRegistryOptions,
  { signal, onEvent, mirrors = '' }: RegistryOperation,
): Promise<void> {
  const work = { emit: onEvent ?? (() => undefined), signal, options: { signal } }
  // A warning on the way is about something with a cluster's name.
  await ensureImages(dependencies, [image], work, { name: nearestName(name), registries: mirrors })
}

/** Fails where something of that name is there, complete or somebody else's. */
async function refuseTaken(runtime: ContainerRuntime, name: string, signal: AbortSignal): Promise<void> {
  const object = registryHost(name)
  const found = await runtime.inspectContainer(object, signal)
  if (found?.labels[label.registry] === name) throw new ProblemError(problem('registry.exists', { registry: name }))
  if (found) throw new ProblemError(problem('registry.object_taken', { registry: name, object }))
}

interface Making {
  readonly options: LocalRegistryOptions
  readonly files: readonly NodeFile[]
}

async function made(work: RegistryWork, making: Making, signal: AbortSignal): Promise<Described> {
  const { runtime, operationId } = work
  const { name } = making.options
  const object = registryHost(name)
  const labels = { ...registryLabels(making.options), [label.operation]: operationId }
  const volume = await runtime.createVolume({ name: object, labels })
  if (volume.labels[label.registry] !== name)
    throw new ProblemError(problem('registry.object_taken', { registry: name, object }))
  await runtime.renameContainer(await filled(work, making), object)
  signal.throwIfAborted()
  await runtime.startContainer(object)
  await untilServing(runtime, making.options, signal)
  return describeRegistry(await existing(runtime, name, signal))
}

/** A container with its files, under a name that does not count yet. */
async function filled({ runtime, operationId }: RegistryWork, { options, files }: Making): Promise<string> {
  const labels = { ...registryLabels(options), [label.operation]: operationId }
  const container = registryContainer(options, labels)
  const id = await runtime.createContainer({ ...container, name: `${container.name}${nextSuffix}` })
  await runtime.putArchive(id, await nodeArchive(files))
  return id
}

/** What this operation has made, and nothing else. */
async function undo({ runtime, operationId }: RegistryWork, name: string): Promise<void> {
  for (const { id, labels } of await runtime.listContainers({ label: label.registry, value: name }))
    if (labels[label.operation] === operationId) await runtime.removeContainer(id)
  for (const volume of await runtime.listVolumes({ label: label.registry, value: name }))
    if (volume.labels[label.operation] === operationId) await runtime.removeVolume(volume.name)
}

/** What somebody who died has left. */
async function removeUnfinished(runtime: ContainerRuntime, name: string, signal: AbortSignal): Promise<void> {
  const found = await runtime.listContainers({ label: label.registry, value: name }, signal)
  for (const container of found) if (container.name !== registryHost(name)) await runtime.removeContainer(container.id)
}

const patienceMs = 30_000
const fewestRestarts = 3

/** Fails with `registry.not_serving` where it ends, or does not answer. */
async function untilServing(
  runtime: ContainerRuntime,
  { name, image }: Pick<LocalRegistryOptions, 'name' | 'image'>,
  signal: AbortSignal,
): Promise<void> {
  const container = registryHost(name)
  const end = Date.now() + patienceMs
  for (;;) {
    const { state, restartCount = 0 } = (await runtime.inspectContainer(container, signal)) ?? {}
    if (state === 'running') {
      const asked = await runtime.exec(container, servesCommand, signal).catch(() => undefined)
      if (asked?.exitCode === 0) return
    }
    signal.throwIfAborted()
    if (restartCount >= fewestRestarts || Date.now() > end) {
      const detail = await lastLines(runtime, container, signal)
      throw new ProblemError(problem('registry.not_serving', { registry: name, container, image }, { detail }))
    }
    await delay(200, undefined, { signal })
  }
}

/** Fails with `registry.not_found`. */
async function existing(runtime: ContainerRuntime, name: string, signal: AbortSignal): Promise<ContainerSummary> {
  const all = await registryContainers(runtime, signal)
  const found = all.find(({ labels }) => labels[label.registry] === name)
  if (found) return found
  throw registryNotFound(
    name,
    all.map(({ labels }) => labels[label.registry] ?? ''),
  )
}

export const registryNotFound = (registry: string, known: readonly string[]): ProblemError =>
  new ProblemError(problem('registry.not_found', { registry, known: known.join(', ') || '–' }))

/** Starts one that was stopped. One that Docker cannot start any more is made again, with what it has stored, and put on its networks. */
export function startRegistry(
  dependencies: RegistryDependencies,
  name: string,
  { signal }: RegistryOperation,
): Promise<void> {
  return withRegistry(dependencies, name, signal, async (work) => {
    const { runtime } = work
    const container = await existing(runtime, name, signal)
    await removeUnfinished(runtime, name, signal)
    const { image } = container
    try {
      await runtime.startContainer(container.id)
    } catch (error) {
      if (!['docker.failed', 'docker.container_stuck'].includes(problemOf(error).code)) throw error
      await remake(work, container, signal)
      const users = await usersOf(dependencies, signal)
      const networks = new Set((await runtime.listNetworks(signal)).map((network) => network.name))
      for (const { cluster, registries } of users)
        if (registries.includes(name) && networks.has(networkName(cluster)))
          await runtime.connect(networkName(cluster), registryHost(name))
      await runtime.startContainer(registryHost(name))
    }
    await untilServing(runtime, { name, image }, signal)
  })
}

async function remake(work: RegistryWork, old: ContainerSummary, signal: AbortSignal): Promise<void> {
  const { runtime } = work
  const described = describeRegistry(old)
  const read = (path: string) => runtime.readFile(old.id, path, signal)
  const [config, stored] = await Promise.all([read(configPath), read(storedConfigPath)])
  const kept = [
    { path: configPath, bytes: config },
    { path: storedConfigPath, bytes: stored },
  ].flatMap(({ path, bytes }) => (bytes ? [{ path, mode: 0o600, content: bytes.toString('utf8') }] : []))
  const files = [...registryFiles(undefined).filter(({ path }) => path !== configPath || !config), ...kept]
  const id = await filled(work, { options: described, files })
  await runtime.removeContainer(old.id)
  await runtime.renameContainer(id, registryHost(described.name))
}

export function stopRegistry(
  dependencies: RegistryDependencies,
  name: string,
  { signal }: RegistryOperation,
): Promise<void> {
  return withRegistry(dependencies, name, signal, async ({ runtime }) => {
    const { id } = await existing(runtime, name, signal)
    await runtime.stopContainer(id, 5)
  })
}

/** Of a cache, all that it has; else what no tag names. Gives what was freed, in bytes. One that does not run cleans up when it starts. */
export function cleanRegistry(
  dependencies: RegistryDependencies,
  name: string,
  { signal }: RegistryOperation,
): Promise<number | undefined> {
  return withRegistry(dependencies, name, signal, async ({ runtime }) => {
    const container = await existing(runtime, name, signal)
    const before = await sizeOf(runtime, container, signal)
    await runtime.putArchive(container.id, await nodeArchive([cleanNote]))
    if (container.state !== 'running') return undefined
    await runtime.stopContainer(container.id, 5)
    await runtime.startContainer(container.id)
    await untilServing(runtime, { name, image: container.image }, signal)
    const after = await sizeOf(runtime, container, signal)
    return before === undefined || after === undefined ? undefined : Math.max(0, before - after)
  })
}

/** With all that it has stored. What somebody who died has left of one goes, too. */
export function removeRegistry(
  dependencies: RegistryDependencies,
  name: string,
  { signal }: RegistryOperation,
): Promise<void> {
  return withRegistry(dependencies, name, signal, async ({ runtime }) => {
    const filter = { label: label.registry, value: name }
    const [containers, volumes] = await Promise.all([
      runtime.listContainers(filter, signal),
      runtime.listVolumes(filter, signal),
    ])
    if (containers.length + volumes.length === 0) await existing(runtime, name, signal)
    for (const { id } of containers) await runtime.removeContainer(id)
    for (const volume of volumes) await runtime.removeVolume(volume.name)
  })
}

/** Of what `orphans` found of a local registry, by name. */
export function removeRemains(
  dependencies: Pick<RegistryDependencies, 'runtime' | 'claims'>,
  { cluster: host, names }: { readonly cluster: string; readonly names: readonly string[] },
  { signal }: RegistryOperation,
): Promise<void> {
  const filter = { label: label.registry, value: registryName(host) }
  return withRegistry(dependencies, filter.value, signal, async ({ runtime }) => {
    for (const { id, name } of await runtime.listContainers(filter, signal))
      if (names.includes(name)) await runtime.removeContainer(id)
    for (const { name } of await runtime.listVolumes(filter, signal))
      if (names.includes(name)) await runtime.removeVolume(name)
    await removeDeadClaims({ runtime, claims: dependencies.claims }, { cluster: host, names }, signal)
  })
}

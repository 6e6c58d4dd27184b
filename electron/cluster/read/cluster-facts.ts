import type { DeletionPreview, K3dCluster, LastRun, LocalImage, StoredSpec } from '#shared/cluster.ts'
import type { NodeUsage } from '#shared/health.ts'
import type { NodeRegistries } from '#shared/registry.ts'
import type { RegistriesTest } from '#shared/registry-test.ts'
import { within } from '../../async/scope.ts'
import type { ContainerRuntime, RuntimeInfo } from '../../docker/container-runtime.ts'
import { differingHosts } from '../../registry/live-hosts.ts'
import { readNodeRegistries } from '../../registry/node-registries.ts'
import { readRegistries } from '../../registry/registries-model.ts'
import { testRegistries } from '../../registry/registries-test.ts'
import { maskedRegistries, meantRegistries } from '../../registry/registry-secrets.ts'
import { type TakenFiles, withPathsInNode } from '../../registry/taken-files.ts'
import { placeHere, placeInNode, placeWith } from '../../registry/test-place.ts'
import { unreadable } from '../change/registry-findings.ts'
import { k3sVersionOfTag } from '../model/k3s-config.ts'
import { label } from '../model/labels.ts'
import { nodeEnvironment } from '../model/node-environment.ts'
import { currentContainers, currentNodes, type ObservedNode } from '../model/observed-cluster.ts'
import { hostsOf, nodeRegistries } from '../model/registries-files.ts'
import { knownFiles, shownSpec } from '../model/shown-spec.ts'
import { k3dClusters } from './k3d-clusters.ts'
import { lastRuns } from './last-runs.ts'
import { watchUsage } from './node-usage.ts'
import { observeExisting } from './observe.ts'
import type { ClusterRecords } from './records.ts'

export interface RegistriesQuestion {
  readonly name: string | undefined
  readonly text: string | undefined
  /** The same without what is secret. */
  readonly shown?: string | undefined
  readonly image?: string | undefined
  /** Variables of the nodes, where there is no cluster yet. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Certificates and keys that are to be taken along. */
  readonly files?: TakenFiles | undefined
  /** Default: all endpoints. */
  readonly only?: { readonly registry: string; readonly endpoint: string } | undefined
}

const rankOf = ({ role }: ObservedNode) => (role === 'server' ? 0 : 1)

/** What Docker and the nodes' files know of one cluster. Each fails with `cluster.not_found` where Docker has nothing of that name. */
export function clusterFacts({ runtime, records }: { runtime: ContainerRuntime; records: ClusterRecords }) {
  const nodesOf = async (name: string, signal?: AbortSignal) =>
    currentNodes(await observeExisting(runtime, name, signal))
  const isRunning = ({ state }: ObservedNode) => state === 'running'

  return {
    info: (signal?: AbortSignal): Promise<RuntimeInfo> => runtime.info(signal),

    /** The images here that look like k3s by their names, the newest name first. */
    async k3sImages(signal?: AbortSignal): Promise<LocalImage[]> {
      const images = await runtime.listImages(signal)
      return images
        .flatMap(({ names, sizeBytes }) => names.map((name) => ({ image: name, sizeBytes })))
        .filter(({ image }) => /k3s(?:[-:][^/]*)?$/.test(image))
        .sort((one, other) => other.image.localeCompare(one.image, 'en', { numeric: true }))
    },

    k3dClusters: (signal?: AbortSignal): Promise<K3dCluster[]> => k3dClusters(runtime, signal),

    /** What the user chose, without passwords unless they are asked for, and its generation, which `apply` wants to be told. */
    async spec(name: string, signal?: AbortSignal, { showSecrets = false } = {}): Promise<StoredSpec> {
      const { spec, generation } = await records.read(await observeExisting(runtime, name, signal), signal)
      return { spec: showSecrets ? spec : shownSpec(spec), generation }
    },

    /** Per node, what containerd was given, and what of it is not as it was asked for. Nodes that do not run are left out. */
    async registries(name: string, signal?: AbortSignal): Promise<NodeRegistries[]> {
      const observed = await observeExisting(runtime, name, signal)
      const record = await records.read(observed, signal)
      const wanted = hostsOf(nodeRegistries(record), k3sVersionOfTag(record.spec.image))
      const nodes = currentNodes(observed).filter(isRunning)
      return Promise.all(
        nodes.map(async (node) => {
          const found = await readNodeRegistries(runtime, node, signal)
          const differing = wanted ? differingHosts(wanted, found.files) : []
          return differing.length === 0 ? found : { ...found, differing }
        }),
      )
    },

    /**
     * Asks every endpoint of a text, or of the cluster's own, from a node that runs, else from this computer. What was hidden in the text
     * is what the cluster has.
     */
    async testRegistries(
      { name, text, shown, image, env = {}, files = {}, only }: RegistriesQuestion,
      signal: AbortSignal,
    ): Promise<RegistriesTest> {
      const observed = name === undefined ? undefined : await observeExisting(runtime, name, signal)
      const record = observed && (await records.read(observed, signal))
      const spec = record?.spec
      const stored = spec && withPathsInNode(spec.registries, spec.registryFiles ?? {})
      const meant = meantRegistries(text ?? stored ?? '', spec?.registries ?? '')
      const registries = readRegistries('text' in meant ? meant.text : (text ?? ''))
      if (!registries) throw unreadable(text ?? stored ?? '')
      // Their endpoints go by the names that whoever asks has for them: a login in an address is nothing to containerd.
      const { mirrors } = readRegistries(shown ?? text ?? maskedRegistries(stored ?? '')) ?? registries
      const running = observed ? currentNodes(observed).filter(isRunning) : []
      // Always the same one where it can be, a server first: who asks is part of the answer.
      const [node] = running.sort((one, other) => rankOf(one) - rankOf(other) || one.name.localeCompare(other.name))
      const names = observed ? currentNodes(observed).map((each) => each.name) : []
      const variables = record ? nodeEnvironment(record, names) : env
      const place = placeWith(
        knownFiles(files, spec?.registryFiles ?? {}),
        node ? placeInNode(runtime, { id: node.id, env: variables }) : placeHere(variables),
      )
      const endpoints = await testRegistries({ ...registries, mirrors }, { image, place, only }, signal)
      return { ...(node ? { node: node.name } : {}), endpoints }
    },

    async previewDeletion(name: string, signal?: AbortSignal): Promise<DeletionPreview> {
      const { containers, strays, volumes, networks } = await observeExisting(runtime, name, signal)
      return {
        containers: [...containers.map(({ containerName }) => containerName), ...strays.map((stray) => stray.name)],
        volumes: volumes.map((volume) => volume.name),
        networks: networks.map((network) => network.name),
      }
    },

    /** Bytes by volume, as far as Docker knows them. It may take a minute: nobody should have to wait for it. */
    async volumeSizes(name: string, signal?: AbortSignal, patienceMs?: number): Promise<Record<string, number>> {
      const counted = (own?: AbortSignal) => runtime.volumeSizes(own)
      const [{ volumes }, sizes] = await Promise.all([
        observeExisting(runtime, name, signal),
        signal && patienceMs !== undefined ? within(signal, { timeoutMs: patienceMs }, counted) : counted(signal),
      ])
      return Object.fromEntries(
        volumes.flatMap((volume) => {
          const sizeBytes = sizes.get(volume.name)
          return sizeBytes === undefined ? [] : [[volume.name, sizeBytes]]
        }),
      )
    },

    /** How the last run of each container ended, by its name. What runs, or never ran, is left out. */
    async lastRuns(name: string, signal?: AbortSignal): Promise<Record<string, LastRun>> {
      return lastRuns(runtime, currentContainers(await observeExisting(runtime, name, signal)), signal)
    },

    /** When the node that was started last was started, and what time it is, both on the engine's clock, milliseconds since the epoch. */
    async lastStart(
      name: string,
      signal?: AbortSignal,
    ): Promise<{ readonly startedMs: number | undefined; readonly nowMs: number }> {
      const nodes = await nodesOf(name, signal)
      const [{ systemTimeMs }, ...containers] = await Promise.all([
        runtime.info(signal),
        ...nodes.map(({ id }) => runtime.inspectContainer(id, signal)),
      ])
      const starts = containers.flatMap((container) => container?.startedAtMs ?? [])
      return { startedMs: starts.length === 0 ? undefined : Math.max(...starts), nowMs: systemTimeMs }
    },

    /** CPU and memory of the running nodes, every few seconds. */
    async *usage(name: string, signal: AbortSignal): AsyncIterable<NodeUsage[]> {
      const running = async (own: AbortSignal) => (await nodesOf(name, own)).filter(isRunning)
      yield* watchUsage({ runtime, of: { label: label.cluster, value: name }, nodesOf: running }, signal)
    },
  }
}

import type { PortForward, ShellTarget } from '#shared/access.ts'
import { type ClusterRef, type ClustersSnapshot, refOf } from '#shared/cluster.ts'
import { entryName } from '#shared/cluster-origin.ts'
import type { RequestOutput, StreamMessage } from '#shared/contract.ts'
import type { DockerEngine, EngineStarter } from '#shared/engine.ts'
import type { ShippedLicense } from '#shared/license.ts'
import type { LogWindowView } from '#shared/log-window.ts'
import type { OperationKind } from '#shared/operation.ts'
import type { Preferences } from '#shared/preferences.ts'
import { withPreset } from '#shared/presets.ts'
import { type LinkId, type Problem, ProblemError, problemOf } from '#shared/problem.ts'
import type { Tool, ToolId } from '#shared/tool.ts'
import type { Operations, OperationWork } from '../cluster/change/operations.ts'
import type { ChosenFiles } from '../files/chosen-files.ts'
import type { ImageLibrary } from '../images/library.ts'
import type { KubeconfigSource, Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'
import { type DefaultRegistries, registriesPart } from '../registry/default-registries.ts'
import { accessHandlers, type ServedForwards } from './access-handlers.ts'
import { createNamed } from './create-named.ts'
import { diagnosticsText } from './diagnostics.ts'
import { engineOf, type PresentEngine, type Read, reading, type WindowEngine } from './engine-of.ts'
import { imageHandlers } from './image-handlers.ts'
import { localRegistryHandlers } from './local-registry-handlers.ts'
import { registryHandlers } from './registry-handlers.ts'
import type { RunningRequests } from './running-requests.ts'
import type { RequestHandlers, StreamHandlers } from './serve.ts'
import { specHandlers } from './spec-handlers.ts'
import { workloadHandlers } from './workload-handlers.ts'

/** What the handlers need besides the engine: the parts of the app that are Electron's. */
export interface AppShell {
  info(): RequestOutput<'app.info'>
  background(): Promise<RequestOutput<'app.background'>>
  startAtLogin(isOn: boolean): Promise<void>
  /** What this process has complained about lately. */
  complaints(): readonly string[]
  licenses(): Promise<ShippedLicense[]>
  copyText(text: string): void
  openLink(link: LinkId): Promise<void>
  /** In the user's browser: a forward's address on the loopback, and no other. */
  browse(forward: Pick<PortForward, 'scheme' | 'localPort'>): Promise<void>
  /** Asks where to; null when the user closed the dialog. */
  askSavePath(suggestedName: string): Promise<string | null>
  /** Asks where to and writes it for its owner only; null when the user closed the dialog. */
  saveSecret(suggestedName: string, text: string): Promise<string | null>
}

export interface HandlerDependencies {
  readonly running: Pick<RunningRequests, 'cancel'>
  readonly live: PresentEngine & { watch(signal: AbortSignal): AsyncIterable<ClustersSnapshot> }
  readonly operations: Pick<Operations, 'run' | 'cancel' | 'dismiss' | 'list' | 'watch' | 'watchAll'>
  readonly preferences: {
    get(): Preferences
    set(change: Partial<Preferences>): Promise<Preferences>
    watch(signal: AbortSignal): AsyncIterable<Preferences>
  }
  readonly engines: {
    list(): Promise<DockerEngine[]>
    select(address: string): Promise<void>
    startable(signal: AbortSignal): Promise<EngineStarter[]>
    start(id: EngineStarter['id'], signal: AbortSignal): Promise<void>
  }
  readonly commands: {
    watch(signal: AbortSignal): AsyncIterable<StreamMessage<'app.commands'>>
    /** Opens the main window for it. */
    send(command: StreamMessage<'app.commands'>): void
  }
  readonly logWindows: {
    open(view: LogWindowView): void
    isOnTop(id: string): boolean
    keepOnTop(id: string, isOn: boolean): Promise<void>
  }
  readonly shell: AppShell
  readonly kubeconfigs: Pick<
    Kubeconfigs,
    'preview' | 'merge' | 'unmerge' | 'undo' | 'removeLock' | 'watch' | 'refresh' | 'forget'
  >
  readonly tools: {
    list(signal: AbortSignal): Promise<Tool[]>
    open(
      tool: ToolId,
      target: { cluster: string; kubeconfig: string; shell?: ShellTarget | undefined; dockerHost?: string | undefined },
      signal: AbortSignal,
    ): Promise<void>
  }
  readonly forwards: ServedForwards
  readonly defaults: DefaultRegistries
  readonly files: Pick<ChosenFiles, 'of'>
  readonly library: ImageLibrary
}

/** What an operation is given to work with. */
type Run = Parameters<OperationWork<unknown>>[0]

const brief = { seconds: 30 }
const lengthy = { seconds: 120 }
const limits = { brief, lengthy }
const unlimited = new AbortController().signal

/** Every request and stream of the contract, one line each. */
export function createHandlers({
  running,
  live,
  operations,
  preferences,
  engines,
  commands,
  logWindows,
  shell,
  kubeconfigs,
  tools,
  forwards,
  defaults,
  files,
  library,
}: HandlerDependencies): {
  requests: RequestHandlers
  streams: StreamHandlers
} {
  const engine = (cluster: ClusterRef): WindowEngine => engineOf(live, cluster)
  const access = accessHandlers({ engine, forwards, browse: shell.browse })
  // The engine is looked up before anything is waited for: the work is given the one that was checked.
  const run = <T>(
    cluster: ClusterRef,
    operation: OperationKind,
    work: (its: WindowEngine, options: Run) => Promise<T>,
  ) => {
    const its = engine(cluster)
    return operations.run({ cluster, operation }, (options) => work(its, options))
  }
  const read: Read = (cluster, signal, limit, look) => {
    const its = engine(cluster)
    return reading(signal, limit, (limited) => look(its, limited))
  }
  // Questions to Docker have a time limit. Writing files has none, because a half-written change is worse than a late one.
  const source = (cluster: ClusterRef): KubeconfigSource => {
    const its = engine(cluster)
    return {
      id: (signal = unlimited) => reading(signal, brief, (limited) => its.id(limited)),
      kubeconfigFor: (name, place, signal = unlimited) =>
        reading(signal, brief, (limited) => its.kubeconfigFor(name, place, limited)),
    }
  }
  const suggested = (signal: AbortSignal) => {
    const present = live.engine()
    return reading(signal, brief, async (limited) => ({
      engineId: await present.id(limited),
      spec: await present.suggest(limited),
    }))
  }
  return {
    requests: {
      'app.info': () => shell.info(),
      'app.copyText': ({ text }) => shell.copyText(text),
      'app.background': () => shell.background(),
      'app.startAtLogin': ({ isOn }) => shell.startAtLogin(isOn),
      'app.diagnostics': async () => ({
        text: diagnosticsText({
          info: shell.info(),
          preferences: preferences.get(),
          engines: await engines.list(),
          snapshot: live.snapshot(),
          operations: operations.list(),
          complaints: shell.complaints(),
          now: new Date(),
        }),
      }),
      'app.saveDiagnostics': async ({ text }) => ({ path: await shell.saveSecret('sampan-diagnostics.txt', text) }),
      'app.command': ({ command, cluster }) => commands.send({ command, ...(cluster ? { cluster } : {}) }),
      'app.licenses': () => shell.licenses(),
      'app.openLink': ({ link }) => shell.openLink(link),
      'request.cancel': ({ id }) => running.cancel(id),
      'preferences.get': () => preferences.get(),
      'preferences.set': (change) => preferences.set(withoutUndefined(change)),
      'engines.list': () => engines.list(),
      'engines.select': ({ address }) => engines.select(address),
      'engines.startable': (_, signal) => engines.startable(signal),
      'engines.start': ({ id }, signal) => engines.start(id, signal),
      'clusters.suggest': async (_, signal) => {
        const { engineId, spec } = await suggested(signal)
        const { preset, image } = preferences.get()
        const registries = registriesPart(await defaults.shown())
        return { engineId, spec: { ...withPreset(spec, preset), ...(image === '' ? {} : { image }), ...registries } }
      },
      'clusters.images': ({ engineId }, signal) =>
        read({ engineId, name: '' }, signal, brief, (its, limited) => its.k3sImages(limited)),
      'clusters.ofK3d': ({ engineId }, signal) =>
        read({ engineId, name: '' }, signal, brief, (its, limited) => its.k3dClusters(limited)),
      'clusters.preflight': ({ engineId, spec, isOffline }, signal) =>
        read({ engineId, name: spec.name }, signal, brief, (its, limited) =>
          its.preflight(spec, limited, { isOffline }),
        ),
      'clusters.create': async (input, signal) => {
        const its = engine({ engineId: input.engineId, name: input.spec.name })
        const spec = { ...input.spec, ...registriesPart(await defaults.meant(input.spec)) }
        const made = await createNamed(its, operations, { ...input, spec })
        // The cluster is there, whatever keeps it out of a kubeconfig. Whoever asked hears of that.
        if (preferences.get().addsToKubeconfig) {
          const cluster = refOf(made)
          await kubeconfigs.merge(
            source(cluster),
            { cluster, isCurrent: false, onClash: 'rename', place: 'local' },
            signal,
          )
        }
        return made
      },
      'clusters.apply': ({ cluster, spec, basedOn }) =>
        run(cluster, 'change', (its, options) => its.apply(spec, { ...options, basedOn })),
      'clusters.previewChange': ({ cluster, spec }, signal) =>
        read(cluster, signal, brief, (its, limited) => its.preview(spec, limited, { isEdit: true })),
      'clusters.repair': ({ cluster }) => run(cluster, 'start', (its, options) => its.repair(cluster.name, options)),
      'clusters.revert': ({ cluster }) => run(cluster, 'change', (its, options) => its.revert(cluster.name, options)),
      'clusters.start': ({ cluster }) => run(cluster, 'start', (its, options) => its.start(cluster.name, options)),
      'clusters.stop': ({ cluster }) => run(cluster, 'stop', (its, options) => its.stop(cluster.name, options)),
      'clusters.restart': ({ cluster }) =>
        run(cluster, 'restart', (its, options) => its.restart(cluster.name, options)),
      'clusters.delete': async ({ cluster, keepsVolumes = false }) => {
        let left: Problem | undefined
        await run(cluster, 'delete', async (its, options) => {
          await its.delete(cluster.name, { ...options, keepsVolumes })
          left = await kubeconfigs.forget(cluster).then((done) => done.left, problemOf)
        })
        // The cluster is gone, whatever a kubeconfig that cannot be written to still says of it. Whoever asked hears of that.
        if (left) throw new ProblemError(left)
      },
      'clusters.cancel': ({ cluster }) => operations.cancel(cluster),
      'clusters.previewDeletion': ({ cluster }, signal) =>
        read(cluster, signal, brief, (its, limited) => its.previewDeletion(cluster.name, limited)),
      'clusters.volumeSizes': ({ cluster }, signal) =>
        read(cluster, signal, lengthy, (its, limited) => its.volumeSizes(cluster.name, limited)),
      'clusters.lastRuns': ({ cluster }, signal) =>
        read(cluster, signal, brief, (its, limited) => its.lastRuns(cluster.name, limited)),
      'clusters.spec': ({ cluster }, signal) =>
        read(cluster, signal, brief, (its, limited) => its.spec(cluster.name, limited)),
      'clusters.kubeconfig': ({ cluster, place }, signal) =>
        read(cluster, signal, brief, async (its, limited) => ({
          text: await its.kubeconfigFor(cluster.name, place, limited),
        })),
      'clusters.apiAddresses': ({ cluster }, signal) =>
        read(cluster, signal, lengthy, (its, limited) => its.apiAddresses(cluster.name, limited)),
      'clusters.saveKubeconfig': async ({ cluster }, signal) => {
        const text = await read(cluster, signal, brief, (its, limited) => its.kubeconfig(cluster.name, limited))
        return { path: await shell.saveSecret(`${entryName(cluster)}.yaml`, text) }
      },
      'kubeconfig.preview': (merge, signal) => kubeconfigs.preview(source(merge.cluster), merge, signal),
      'kubeconfig.merge': (merge, signal) => kubeconfigs.merge(source(merge.cluster), merge, signal),
      'kubeconfig.unmerge': ({ cluster }, signal) => kubeconfigs.unmerge(cluster, {}, signal),
      'kubeconfig.undo': ({ cluster }, signal) => kubeconfigs.undo(cluster, signal),
      'kubeconfig.removeLock': ({ path }, signal) => kubeconfigs.removeLock(path, signal),
      'kubeconfig.private': ({ cluster }, signal) => kubeconfigs.refresh(source(cluster), cluster, signal),
      'logs.openWindow': (view) => logWindows.open(view),
      'logs.window': ({ id }) => ({ isOnTop: logWindows.isOnTop(id) }),
      'logs.keepOnTop': async ({ id, isOn }) => {
        await logWindows.keepOnTop(id, isOn)
        return { isOnTop: logWindows.isOnTop(id) }
      },
      'tools.list': (_, signal) => tools.list(signal),
      'tools.open': async ({ cluster, tool, shell: inside }, signal) => {
        const { path } = await kubeconfigs.refresh(source(cluster), cluster, signal)
        await tools.open(
          tool,
          { cluster: cluster.name, kubeconfig: path, shell: inside, dockerHost: live.snapshot().engine.address },
          signal,
        )
      },
      ...access.requests,
      ...workloadHandlers((cluster, signal, look) => read(cluster, signal, brief, look)),
      ...registryHandlers({ defaults, read, limits }),
      ...localRegistryHandlers({ defaults, read, limits, engine }),
      ...imageHandlers({ files, library, read, run, limits, askSavePath: shell.askSavePath }),
      ...specHandlers({ files, library, suggested, read, limits, save: shell.saveSecret }),
    },
    streams: {
      'clusters.watch': (_, signal) => live.watch(signal),
      'operation.watch': ({ cluster }, signal) => operations.watch(cluster, signal),
      'operations.watch': (_, signal) => operations.watchAll(signal),
      'cluster.health': ({ cluster }, signal) => engine(cluster).health(cluster.name, signal),
      'cluster.usage': ({ cluster }, signal) => engine(cluster).usage(cluster.name, signal),
      'cluster.workloads': ({ cluster }, signal) => engine(cluster).workloads(cluster.name, signal),
      'cluster.events': ({ cluster, of }, signal) => engine(cluster).workloadEvents(cluster.name, { of }, signal),
      'preferences.watch': (_, signal) => preferences.watch(signal),
      'kubeconfig.watch': (_, signal) => kubeconfigs.watch(signal),
      'app.commands': (_, signal) => commands.watch(signal),
      ...access.streams,
    },
  }
}

/** A key that was left out must not overwrite anything. */
function withoutUndefined(change: { [K in keyof Preferences]?: Preferences[K] | undefined }): Partial<Preferences> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

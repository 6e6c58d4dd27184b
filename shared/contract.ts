import { z } from 'zod'
import {
  ForwardChoice,
  ForwardObject,
  ForwardsEvent,
  ForwardTarget,
  PortForward,
  ShellQuery,
  ShellTarget,
  TargetPort,
} from './access.ts'
import { ApiAddress, ApiPlace } from './api-address.ts'
import {
  Cluster,
  ClusterRef,
  ClusterSpec,
  ClustersSnapshot,
  DeletionPreview,
  HostPort,
  K3dCluster,
  LastRun,
  LocalImage,
  StoredSpec,
} from './cluster.ts'
import { DockerEngine, EngineStarter } from './engine.ts'
import { LinuxSystem, Platform } from './engine-advice.ts'
import { ClusterHealth, NodeUsage } from './health.ts'
import { imageRequests } from './image-contract.ts'
import { FileToken } from './images.ts'
import { KubeconfigChange, KubeconfigMerge, KubeconfigStatus } from './kubeconfig.ts'
import { ShippedLicense } from './license.ts'
import { LogViewQuery } from './log-view.ts'
import { LogWindowId, LogWindowView } from './log-window.ts'
import { OperationEvent, OperationKind, PlannedStep } from './operation.ts'
import { Preferences } from './preferences.ts'
import { PreflightCheck } from './preflight.ts'
import { LinkId, Problem } from './problem.ts'
import { NodeRegistries } from './registry.ts'
import { localRegistryRequests, registryRequests } from './registry-contract.ts'
import { request } from './request.ts'
import { Tool, ToolId } from './tool.ts'
import { WorkloadEvents, WorkloadRef, WorkloadsChange, WorkloadTarget } from './workloads.ts'

const stream = <I extends z.ZodType, M extends z.ZodType>(input: I, message: M) => ({ input, message })

/** What a window gives a request to be able to cancel it. */
export const RequestId = z.string().min(1).max(64)

const none = z.undefined()
/** What a request answers that only does something. */
const nothing = z.void()
/** A name alone is never enough: by the time that a request arrives, another engine may be the chosen one. */
const onCluster = z.object({ cluster: ClusterRef })
/** A cluster that is yet to be made, on the engine that its user is looking at. */
const newCluster = { engineId: ClusterRef.shape.engineId, spec: ClusterSpec }

/** Nothing is downloaded: what neither the engine nor the image library has is a Problem. */
const isOffline = z.boolean().optional()

/** The first spec of a file, with what it leaves open suggested. */
const ReadSpec = z.object({
  ...newCluster,
  choose: z.array(z.enum(['apiPort', 'name'])),
  /** What was written there and has no place in a spec. */
  leftOut: z.array(z.string()),
  /** How many specs the file has. */
  count: z.int(),
})

const changedSpec = z
  .object({ cluster: ClusterRef, spec: ClusterSpec })
  .refine(({ cluster, spec }) => cluster.name === spec.name, { error: 'The spec is of another cluster' })

/** Everything that the window can ask. One line here and one handler in electron/ipc/handlers.ts make a request. */
export const requests = {
  'app.info': request(
    none,
    z.object({
      version: z.string(),
      /** Of what the app consists of and runs on, by name. */
      versions: z.record(z.string(), z.string()),
      platform: Platform,
      linux: LinuxSystem.optional(),
      systemLanguage: z.string(),
      /** The line for a terminal after which `sampan` works in every terminal. Null where it does already, or where the app is not packaged. */
      onPath: z.string().nullable(),
    }),
  ),
  'app.copyText': request(z.object({ text: z.string().max(5_000_000) }), nothing),
  /** What there is to life without a window. `startsAtLogin` is null where that cannot be chosen. */
  'app.background': request(none, z.object({ hasTray: z.boolean(), startsAtLogin: z.boolean().nullable() })),
  'app.startAtLogin': request(z.object({ isOn: z.boolean() }), nothing),
  /** All that helps somebody else to find out what is wrong, without secrets. */
  'app.diagnostics': request(none, z.object({ text: z.string() })),
  /** Asks where to; null when the user closed the dialog. What is saved is what was shown. */
  'app.saveDiagnostics': request(
    z.object({ text: z.string().max(5_000_000) }),
    z.object({ path: z.string().nullable() }),
  ),
  /** Runs one of the main window's commands there, by the id that its palette knows; it is opened for that. */
  'app.command': request(z.object({ command: z.string().max(100), cluster: ClusterRef.optional() }), nothing),
  /** Of every package that is part of the app. */
  'app.licenses': request(none, z.array(ShippedLicense)),
  'app.openLink': request(z.object({ link: LinkId }), nothing),
  /** Nobody waits any more for the request that was sent with this id: what it asks of others is broken off. */
  'request.cancel': request(z.object({ id: RequestId }), nothing),
  'preferences.get': request(none, Preferences),
  'preferences.set': request(Preferences.partial(), Preferences),
  'engines.list': request(none, z.array(DockerEngine)),
  'engines.select': request(z.object({ address: z.string() }), nothing),
  'engines.startable': request(none, z.array(EngineStarter)),
  /** Runs its command. Whether an engine answers then is told by `clusters.watch`. */
  'engines.start': request(EngineStarter.pick({ id: true }), nothing),
  /** A spec that a cluster can be made of as it is: free name, free ports, default version. */
  'clusters.suggest': request(none, z.object(newCluster)),
  /** The images of k3s that are here already. */
  'clusters.images': request(z.object({ engineId: ClusterRef.shape.engineId }), z.array(LocalImage)),
  /** What k3d has made there. Only looked at, never touched. */
  'clusters.ofK3d': request(z.object({ engineId: ClusterRef.shape.engineId }), z.array(K3dCluster)),
  /** The first spec in a text of YAML or JSON, ours or k3d's, with what it leaves open suggested. Nothing is made. */
  'specs.read': request(z.object({ text: z.string().max(2_000_000), source: z.string().max(4096) }), ReadSpec),
  /** The spec in a bundle, whose images are in the image library from then on. */
  'bundles.open': request(z.object({ file: FileToken }), ReadSpec),
  /** The cluster's spec as `sampan apply` takes it; asks where to, null when the user closed the dialog. */
  'clusters.saveSpec': request(onCluster, z.object({ path: z.string().nullable() })),
  'clusters.preflight': request(z.object({ ...newCluster, isOffline }), z.array(PreflightCheck)),
  /** Fails where anything of that name is there. What is in `choose` was only suggested: the next free one will do. */
  'clusters.create': request(
    z.object({ ...newCluster, isOffline, choose: z.array(z.enum(['apiPort', 'name'])).max(2) }),
    Cluster,
  ),
  /** Fails with `cluster.changed` unless the cluster's spec is still of the generation that this one was made from. */
  'clusters.apply': request(z.intersection(changedSpec, z.object({ basedOn: z.int().min(1) })), Cluster),
  /** What `clusters.apply` would do, in order. Nothing is touched. */
  'clusters.previewChange': request(changedSpec, z.array(PlannedStep)),
  'clusters.start': request(onCluster, Cluster),
  /** Puts right what differs from the spec, and what a start stumbles over. */
  'clusters.repair': request(onCluster, Cluster),
  /** From an upgrade that did not become Ready, to the k3s and the data of before. */
  'clusters.revert': request(onCluster, Cluster),
  'clusters.stop': request(onCluster, nothing),
  'clusters.restart': request(onCluster, Cluster),
  /** `keepsVolumes`: a start makes the cluster again. */
  'clusters.delete': request(onCluster.extend({ keepsVolumes: z.boolean().optional() }), nothing),
  'clusters.cancel': request(onCluster, nothing),
  'clusters.previewDeletion': request(onCluster, DeletionPreview),
  /** Bytes by volume. Docker may take a minute to count them. */
  'clusters.volumeSizes': request(onCluster, z.record(z.string(), z.int())),
  /** By container. What runs, or never ran, is left out. */
  'clusters.lastRuns': request(onCluster, z.record(z.string(), LastRun)),
  'clusters.spec': request(onCluster, StoredSpec),
  'clusters.kubeconfig': request(
    onCluster.extend({ place: ApiPlace.default('local') }),
    z.object({ text: z.string() }),
  ),
  /** Tries each address from where it is meant for, which takes some seconds. */
  'clusters.apiAddresses': request(onCluster, z.array(ApiAddress)),
  /** Asks where to, writes 0600; null when the user closed the dialog. */
  'clusters.saveKubeconfig': request(onCluster, z.object({ path: z.string().nullable() })),
  /** What `kubeconfig.merge` would write. */
  'kubeconfig.preview': request(KubeconfigMerge, KubeconfigChange),
  'kubeconfig.merge': request(KubeconfigMerge, KubeconfigChange),
  /** Empty where the cluster was in no file. */
  'kubeconfig.unmerge': request(onCluster, z.array(KubeconfigChange)),
  /** Puts back what the last change for this cluster has written, unless somebody has written since. */
  'kubeconfig.undo': request(onCluster, nothing),
  /** Of one of the kubeconfigs in `kubeconfig.watch`, and no other file. */
  'kubeconfig.removeLock': request(z.object({ path: z.string().max(4096) }), nothing),
  /** The cluster's own kubeconfig, which nobody else writes to: its path, its context, and when its certificates end. */
  'kubeconfig.private': request(
    onCluster,
    z.object({
      path: z.string(),
      context: z.string(),
      notBefore: z.string().optional(),
      notAfter: z.string().optional(),
    }),
  ),
  /** A window that shows nothing but this log. */
  'logs.openWindow': request(LogWindowView, nothing),
  'logs.window': request(z.object({ id: LogWindowId }), z.object({ isOnTop: z.boolean() })),
  /** `isOnTop` is what became of it: not every desktop lets a window stay above others. */
  'logs.keepOnTop': request(z.object({ id: LogWindowId, isOn: z.boolean() }), z.object({ isOnTop: z.boolean() })),
  'tools.list': request(none, z.array(Tool)),
  /** `shell`: a terminal with a shell in there, in place of the user's own. */
  'tools.open': request(onCluster.extend({ tool: ToolId, shell: ShellTarget.optional() }), nothing),
  /** Which ports of an object can be forwarded. */
  'forwards.choices': request(onCluster.extend({ object: ForwardObject }), z.array(ForwardChoice)),
  /** At the wished port of the loopback, or the next free one. One that leads there already is given instead of a second. */
  'forwards.open': request(
    onCluster.extend({ target: ForwardTarget, port: TargetPort, localPort: HostPort.optional() }),
    PortForward,
  ),
  'forwards.close': request(z.object({ id: z.string() }), nothing),
  /** In the user's browser. */
  'forwards.browse': request(z.object({ id: z.string() }), nothing),
  'clusters.registries': request(onCluster, z.array(NodeRegistries)),
  /** All that Kubernetes knows of one object but managedFields, as YAML. */
  'workloads.yaml': request(onCluster.extend({ object: WorkloadRef }), z.object({ text: z.string() })),
  /** All its pods are replaced, a few at a time. */
  'workloads.restart': request(onCluster.extend({ object: WorkloadTarget }), nothing),
  /** Fails with `workload.scaled_meanwhile` where it is no longer meant to have as many pods as its user saw. */
  'workloads.scale': request(
    onCluster.extend({ object: WorkloadTarget, from: z.int().min(0), to: z.int().min(0).max(10_000) }),
    nothing,
  ),
  'workloads.delete': request(onCluster.extend({ object: WorkloadTarget }), nothing),
  ...registryRequests,
  ...localRegistryRequests,
  ...imageRequests,
} as const

/** Everything that the window can follow. Closing the port stops the producer. */
export const streams = {
  'clusters.watch': stream(none, ClustersSnapshot),
  /** The cluster's running operation from its beginning, or the last one that failed; ends with it. */
  'operation.watch': stream(onCluster, OperationEvent),
  /** The last operation of each cluster, whoever of this app's windows began it: one that runs, or how it came out. */
  'operations.watch': stream(
    none,
    z.array(
      onCluster.extend({
        operation: OperationKind,
        isRunning: z.boolean(),
        /** Milliseconds since the epoch. */
        startedAtMs: z.number().optional(),
        /** How long it took, once it is over. */
        durationMs: z.number().optional(),
        problem: Problem.optional(),
      }),
    ),
  ),
  'cluster.health': stream(onCluster, ClusterHealth),
  'cluster.usage': stream(onCluster, z.array(NodeUsage)),
  'cluster.workloads': stream(onCluster, WorkloadsChange),
  /** As they are now, and after each change, whichever window has made it. */
  'preferences.watch': stream(none, Preferences),
  /** Of one object, or of all. */
  'cluster.events': stream(onCluster.extend({ of: WorkloadRef.optional() }), WorkloadEvents),
  /** What the user's own kubeconfig says of Sampan's clusters, also when somebody else changes it. */
  'kubeconfig.watch': stream(none, KubeconfigStatus),
  'forwards.watch': stream(none, ForwardsEvent),
  /** Commands chosen in the application menu or the tray, by the id that the palette knows. */
  'app.commands': stream(none, z.object({ command: z.string(), cluster: ClusterRef.optional() })),
} as const

/**
 * What another process answers: the main process looks at who asks for what, joins the two, and tells the window when the other one has
 * died. One line here and one in electron/run-app.ts make a view.
 */
export const views = {
  /** What runs over its port is in log-view.ts. */
  'logs.view': LogViewQuery,
  /** A shell, which the main process answers by itself; what runs over its port is in access.ts. */
  'shell.open': ShellQuery,
} as const

export type RequestName = keyof typeof requests
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>
export type RequestParsed<N extends RequestName> = z.output<(typeof requests)[N]['input']>
export type RequestOutput<N extends RequestName> = z.output<(typeof requests)[N]['output']>
export type StreamName = keyof typeof streams
export type StreamInput<N extends StreamName> = z.input<(typeof streams)[N]['input']>
export type StreamParsed<N extends StreamName> = z.output<(typeof streams)[N]['input']>
export type StreamMessage<N extends StreamName> = z.output<(typeof streams)[N]['message']>

export type ViewName = keyof typeof views
export type ViewInput<N extends ViewName> = z.input<(typeof views)[N]>
export type ViewParsed<N extends ViewName> = z.output<(typeof views)[N]>

/** What a request comes back as. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

/** What every page asks first; it is delivered with the page, which reads the preferences as they are kept (renderer/api/first-answers.ts). */
export interface FirstAnswers {
  readonly 'app.info': RequestOutput<'app.info'>
  readonly 'preferences.get': unknown
}

/** What runs over a stream's MessagePort. `end` and `failed` look different on purpose: a log that broke is not a log that ended. */
export type Frame<T> =
  | { readonly kind: 'message'; readonly message: T }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'end' }

/** What a window hears of its view from the main process. `joined` brings the port to whoever answers. */
export type ViewFrame = { readonly kind: 'joined' } | { readonly kind: 'failed'; readonly problem: Problem }

/** What the preload script puts on `window`: three doors, no feature. */
export interface Bridge {
  /** `id` is what the request can be cancelled by. */
  request(name: string, input: unknown, id?: string): Promise<unknown>
  /** The port arrives as a `message` event of the window with data `{ kind: 'sampan.port', id }`. */
  open(name: string, input: unknown, id: string): void
  /**
   * Gives files that the user chose or dropped to the main process, which answers with a Reply of ChosenFile[]. They are `File` objects
   * of the page: only the browser knows their paths, and a page cannot make one that has any.
   */
  take(files: readonly object[]): Promise<unknown>
}

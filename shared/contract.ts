import { z } from 'zod'
import { ApiAddress, ApiPlace } from './api-address.ts'
import { Cluster, ClusterName, ClusterRef, ClusterSpec, ClustersSnapshot, DeletionPreview } from './cluster.ts'
import { DockerEngine, PreflightCheck } from './engine.ts'
import { ClusterHealth, NodeUsage } from './health.ts'
import { KubeconfigChange, KubeconfigMerge, KubeconfigStatus } from './kubeconfig.ts'
import { LogViewQuery } from './log-view.ts'
import { OperationEvent, OperationKind } from './operation.ts'
import { Preferences } from './preferences.ts'
import { Problem } from './problem.ts'
import { NodeRegistries, RegistriesFinding } from './registry.ts'
import { Tool, ToolId } from './tool.ts'

interface RequestDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly input: I
  readonly output: O
}

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): RequestDefinition<I, O> => ({
  input,
  output,
})

const stream = <I extends z.ZodType, M extends z.ZodType>(input: I, message: M) => ({ input, message })

const none = z.undefined()
/** What a request answers that only does something. */
const nothing = z.void()
const byName = z.object({ cluster: ClusterName })
const byRef = z.object({ cluster: ClusterRef })

/** Everything that the window can ask. One line here and one handler in electron/ipc/handlers.ts make a request. */
export const requests = {
  'app.info': request(
    none,
    z.object({
      version: z.string(),
      platform: z.enum(['linux', 'darwin', 'win32', 'other']),
      systemLanguage: z.string(),
    }),
  ),
  'app.copyText': request(z.object({ text: z.string().max(5_000_000) }), nothing),
  'app.openLink': request(
    z.object({ link: z.enum(['docker-install', 'docker-linux-postinstall', 'k3s-registries', 'k3s-releases']) }),
    nothing,
  ),
  'preferences.get': request(none, Preferences),
  'preferences.set': request(Preferences.partial(), Preferences),
  'engines.list': request(none, z.array(DockerEngine)),
  'engines.select': request(z.object({ address: z.string() }), nothing),
  /** A spec that can be applied as it is: free name, free ports, default version. */
  'clusters.suggest': request(none, ClusterSpec),
  'clusters.preflight': request(ClusterSpec, z.array(PreflightCheck)),
  'clusters.apply': request(ClusterSpec, Cluster),
  'clusters.start': request(byName, Cluster),
  'clusters.stop': request(byName, nothing),
  'clusters.restart': request(byName, Cluster),
  'clusters.delete': request(byName, nothing),
  'clusters.cancel': request(byName, nothing),
  'clusters.previewDeletion': request(byName, DeletionPreview),
  'clusters.spec': request(byName, ClusterSpec),
  'clusters.kubeconfig': request(
    z.object({ cluster: ClusterName, place: ApiPlace.default('local') }),
    z.object({ text: z.string() }),
  ),
  /** Tries each address from where it is meant for, which takes some seconds. */
  'clusters.apiAddresses': request(byName, z.array(ApiAddress)),
  /** Asks where to, writes 0600; null when the user closed the dialog. */
  'clusters.saveKubeconfig': request(byName, z.object({ path: z.string().nullable() })),
  /** What `kubeconfig.merge` would write. */
  'kubeconfig.preview': request(KubeconfigMerge, KubeconfigChange),
  'kubeconfig.merge': request(KubeconfigMerge, KubeconfigChange),
  /** Empty where the cluster was in no file. */
  'kubeconfig.unmerge': request(byRef, z.array(KubeconfigChange)),
  /** Puts back what the last change for this cluster has written, unless somebody has written since. */
  'kubeconfig.undo': request(byRef, nothing),
  /** Only beside a kubeconfig that `kubeconfig.watch` tells of. */
  'kubeconfig.removeLock': request(z.object({ path: z.string() }), nothing),
  /** The cluster's own kubeconfig, which nobody else writes to: its path, its context, and when its certificates end. */
  'kubeconfig.private': request(
    byRef,
    z.object({
      path: z.string(),
      context: z.string(),
      notBefore: z.string().optional(),
      notAfter: z.string().optional(),
    }),
  ),
  'tools.list': request(none, z.array(Tool)),
  'tools.open': request(z.object({ cluster: ClusterRef, tool: ToolId }), nothing),
  'clusters.registries': request(byName, z.array(NodeRegistries)),
  'registries.check': request(z.object({ text: z.string().max(1_000_000) }), z.array(RegistriesFinding)),
} as const

/** Everything that the window can follow. Closing the port stops the producer. */
export const streams = {
  'clusters.watch': stream(none, ClustersSnapshot),
  /** The cluster's running operation from its beginning, or the last one that failed; ends with it. */
  'operation.watch': stream(byName, OperationEvent),
  /** Which clusters have an operation running, whoever of this app's windows began it. */
  'operations.watch': stream(
    none,
    z.array(
      z.object({ cluster: ClusterName, operation: OperationKind, isRunning: z.boolean(), problem: Problem.optional() }),
    ),
  ),
  'cluster.health': stream(byName, ClusterHealth),
  'cluster.usage': stream(byName, z.array(NodeUsage)),
  /** What the user's own kubeconfig says of Sampan's clusters, also when somebody else changes it. */
  'kubeconfig.watch': stream(none, KubeconfigStatus),
  /** Commands chosen in the application menu or the tray, by the id that the palette knows. */
  'app.commands': stream(none, z.object({ command: z.string(), cluster: ClusterName.optional() })),
} as const

/**
 * What another process answers: the main process looks at who asks for what, joins the two, and tells the window when the other one has
 * died. One line here and one in electron/main.ts make a view.
 */
export const views = {
  /** What runs over its port is in log-view.ts. */
  'logs.view': LogViewQuery,
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

/** What runs over a stream's MessagePort. `end` and `failed` look different on purpose: a log that broke is not a log that ended. */
export type Frame<T> =
  | { readonly kind: 'message'; readonly message: T }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'end' }

/** What a window hears of its view from the main process. `joined` brings the port to whoever answers. */
export type ViewFrame = { readonly kind: 'joined' } | { readonly kind: 'failed'; readonly problem: Problem }

/** What the preload script puts on `window`: two doors, no feature. */
export interface Bridge {
  request(name: string, input: unknown): Promise<unknown>
  /** The port arrives as a `message` event of the window with data `{ kind: 'sampan.port', id }`. */
  open(name: string, input: unknown, id: string): void
}

import type { StreamMessage } from '#shared/contract.ts'
import type { DockerEngine } from '#shared/engine.ts'
import type { Preferences } from '#shared/preferences.ts'
import type { ProblemAction } from '#shared/problem.ts'
import type { Tool, ToolId } from '#shared/tool.ts'
import type { ClusterEngine } from '../cluster/change/cluster-engine.ts'
import type { Operations } from '../cluster/change/operations.ts'
import type { LiveClusters } from '../cluster/read/live-clusters.ts'
import type { Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'
import { checkRegistries } from '../registry/registries-file.ts'
import type { RequestHandlers, StreamHandlers } from './serve.ts'

export type LinkId = Extract<ProblemAction, { kind: 'openLink' }>['link']

/** What the handlers need besides the engine: the parts of the app that are Electron's. */
export interface AppShell {
  info(): { version: string; platform: 'linux' | 'darwin' | 'win32' | 'other'; systemLanguage: string }
  copyText(text: string): void
  openLink(link: LinkId): Promise<void>
  /** Asks where to and writes it for its owner only; null when the user closed the dialog. */
  saveSecret(suggestedName: string, text: string): Promise<string | null>
}

export interface HandlerDependencies {
  readonly live: Pick<LiveClusters, 'engine' | 'engineId' | 'snapshot' | 'watch'>
  readonly operations: Operations
  readonly preferences: { get(): Preferences; set(change: Partial<Preferences>): Promise<Preferences> }
  readonly engines: { list(): Promise<DockerEngine[]>; select(address: string): Promise<void> }
  readonly commands: { watch(signal: AbortSignal): AsyncIterable<StreamMessage<'app.commands'>> }
  readonly shell: AppShell
  readonly kubeconfigs: Kubeconfigs
  readonly tools: {
    list(): Promise<Tool[]>
    open(tool: ToolId, target: { cluster: string; kubeconfig: string }): Promise<void>
  }
}

/** Every request and stream of the contract, one line each. */
export function createHandlers({
  live,
  operations,
  preferences,
  engines,
  commands,
  shell,
  kubeconfigs,
  tools,
}: HandlerDependencies): {
  requests: RequestHandlers
  streams: StreamHandlers
} {
  const engine = (): ClusterEngine => live.engine()
  const ref = (name: string) => ({ engineId: live.engineId ?? '', name })
  const exists = (name: string) => live.snapshot().clusters.some((cluster) => cluster.name === name)
  return {
    requests: {
      'app.info': () => shell.info(),
      'app.copyText': ({ text }) => shell.copyText(text),
      'app.openLink': ({ link }) => shell.openLink(link),
      'preferences.get': () => preferences.get(),
      'preferences.set': (change) => preferences.set(withoutUndefined(change)),
      'engines.list': () => engines.list(),
      'engines.select': ({ address }) => engines.select(address),
      'clusters.suggest': () => engine().suggest(),
      'clusters.preflight': (spec) => engine().preflight(spec),
      'clusters.apply': (spec) => {
        const isChange = exists(spec.name)
        return operations.run({ cluster: ref(spec.name), operation: isChange ? 'change' : 'create' }, (options) =>
          isChange ? engine().apply(spec, options) : engine().create(spec, options),
        )
      },
      'clusters.start': ({ cluster }) =>
        operations.run({ cluster: ref(cluster), operation: 'start' }, (options) => engine().start(cluster, options)),
      'clusters.stop': ({ cluster }) =>
        operations.run({ cluster: ref(cluster), operation: 'stop' }, (options) => engine().stop(cluster, options)),
      'clusters.restart': ({ cluster }) =>
        operations.run({ cluster: ref(cluster), operation: 'restart' }, (options) =>
          engine().restart(cluster, options),
        ),
      'clusters.delete': ({ cluster }) =>
        operations.run({ cluster: ref(cluster), operation: 'delete' }, async (options) => {
          const engineId = await engine().id()
          await engine().delete(cluster, options)
          // The cluster is gone, whatever a kubeconfig that cannot be written to still says of it.
          await kubeconfigs
            .forget({ engineId, name: cluster })
            .catch((error: unknown) => console.error('kubeconfig:', error))
        }),
      'clusters.cancel': ({ cluster }) => operations.cancel(ref(cluster)),
      'clusters.previewDeletion': ({ cluster }) => engine().previewDeletion(cluster),
      'clusters.spec': async ({ cluster }) => (await engine().spec(cluster)).spec,
      'clusters.kubeconfig': async ({ cluster, place }) => ({ text: await engine().kubeconfigFor(cluster, place) }),
      'clusters.apiAddresses': ({ cluster }) => engine().apiAddresses(cluster, AbortSignal.timeout(60_000)),
      'clusters.saveKubeconfig': async ({ cluster }) => ({
        path: await shell.saveSecret(`sampan-${cluster}.yaml`, await engine().kubeconfig(cluster)),
      }),
      'kubeconfig.preview': (merge) => kubeconfigs.preview(engine(), merge),
      'kubeconfig.merge': (merge) => kubeconfigs.merge(engine(), merge),
      'kubeconfig.unmerge': ({ cluster }) => kubeconfigs.unmerge(cluster),
      'kubeconfig.undo': ({ cluster }) => kubeconfigs.undo(cluster),
      'kubeconfig.removeLock': ({ path }) => kubeconfigs.removeLock(path),
      'kubeconfig.private': ({ cluster }) => kubeconfigs.refresh(engine(), cluster),
      'tools.list': () => tools.list(),
      'tools.open': async ({ cluster, tool }) => {
        const { path } = await kubeconfigs.refresh(engine(), cluster)
        await tools.open(tool, { cluster: cluster.name, kubeconfig: path })
      },
      'clusters.registries': ({ cluster }) => engine().registries(cluster),
      'registries.check': ({ text }) => checkRegistries(text),
    },
    streams: {
      'clusters.watch': (_, signal) => live.watch(signal),
      'operation.watch': ({ cluster }, signal) => operations.watch(ref(cluster), signal),
      'operations.watch': async function* (_, signal) {
        for await (const list of operations.watchAll(signal))
          yield list.map((operation) => ({ ...operation, cluster: operation.cluster.name }))
      },
      'cluster.health': ({ cluster }, signal) => engine().health(cluster, signal),
      'cluster.usage': ({ cluster }, signal) => engine().usage(cluster, signal),
      'kubeconfig.watch': (_, signal) => kubeconfigs.watch(signal),
      'app.commands': (_, signal) => commands.watch(signal),
    },
  }
}

/** A key that was left out must not overwrite anything. */
function withoutUndefined(change: { [K in keyof Preferences]?: Preferences[K] | undefined }): Partial<Preferences> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

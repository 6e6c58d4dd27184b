import type { ClusterSpec } from '#shared/cluster.ts'
import type { OperationKind } from '#shared/operation.ts'
import { LiveApp } from '../engine/live-app.ts'
import { countListeners, type OpenThings, openThings } from './open-things.ts'

/** What the soak asks of the process that it looks at. */
export type SoakAsk =
  | { readonly kind: 'create'; readonly spec: ClusterSpec; readonly wait: boolean }
  | { readonly kind: 'start' | 'stop'; readonly cluster: string }
  | { readonly kind: 'picture' }
  | { readonly kind: 'measure' }

export interface SoakPicture {
  readonly engine: string
  readonly clusters: Readonly<Record<string, string>>
}

export type SoakAnswer =
  | { readonly kind: 'ended'; readonly with: string }
  | ({ readonly kind: 'picture' } & SoakPicture)
  | ({ readonly kind: 'measured'; readonly warnings: readonly string[] } & OpenThings)

const options = { timeoutMs: 60_000 }

/** The engine of the app as main.ts puts it together, with as many lookers on as a window, a tray and a kubeconfig keeper are. */
async function main(socket: string): Promise<void> {
  const listeners = countListeners()
  const warnings: string[] = []
  process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`))
  const app = await LiveApp.open(`unix://${socket}`)
  const ending = new AbortController()
  for (let looker = 0; looker < 3; looker += 1) void look(app, ending.signal)

  const answer = async (ask: SoakAsk): Promise<SoakAnswer> => {
    switch (ask.kind) {
      case 'create':
        return operate('create', ask.spec.name, (engine, more) => engine.create(ask.spec, { ...more, wait: ask.wait }))
      case 'start':
        return operate('start', ask.cluster, (engine, more) => engine.start(ask.cluster, { ...more, ...options }))
      case 'stop':
        return operate('stop', ask.cluster, (engine, more) => engine.stop(ask.cluster, more))
      case 'picture': {
        const { engine, clusters } = app.snapshot()
        const states = clusters.map(({ name, state }): [string, string] => [name, state])
        return { kind: 'picture', engine: engine.kind, clusters: Object.fromEntries(states) }
      }
      case 'measure':
        return { kind: 'measured', warnings, ...openThings(listeners) }
    }
  }
  const operate = async (kind: OperationKind, cluster: string, work: Parameters<LiveApp['run']>[2]) => {
    const last = await app.run(kind, cluster, work)
    return { kind: 'ended' as const, with: last?.kind === 'problem' ? last.code : (last?.kind ?? 'nothing') }
  }

  process.on('message', ({ id, ask }: { id: number; ask: SoakAsk }) => {
    answer(ask).then(
      (value) => process.send?.({ id, value }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    )
  })
  process.once('disconnect', () => {
    ending.abort()
    void app.close().finally(() => process.exit())
  })
  process.send?.({ id: 0, value: 'ready' })
}

async function look(app: LiveApp, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of app.watch(signal)) {
      // A window would draw it.
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

void main(process.argv[2] ?? '')

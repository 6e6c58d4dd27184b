import { lstat, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { DockerEngine } from '#shared/engine.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { deadline } from '../async/deadline.ts'
import { type DockerContext, readContexts, readCurrentContext, readTls } from './docker-contexts.ts'
import { addressOf, type DockerConnection, parseAddress, type TlsMaterial } from './docker-endpoint.ts'
import { DockerGateway } from './docker-gateway.ts'
import { DockerInfo } from './docker-info.ts'
import { type DiscoveryPlace, knownSockets } from './known-sockets.ts'

/** A socket that exists is not an engine that answers, and one that hangs must not hold up the others. */
const pingLimitMs = 1500

/** A place where an engine may be. `chosen`: the docker command would use it. */
export interface EngineCandidate {
  readonly id: string
  readonly source: DockerEngine['source']
  readonly label: string
  readonly isChosen: boolean
  readonly target: { readonly connection: DockerConnection } | { readonly problem: Problem }
}

/** Every place that the environment, the docker contexts and this OS's products name, each once, the preferred first. */
export async function findCandidates(place: DiscoveryPlace): Promise<EngineCandidate[]> {
  const { env, home } = place
  const configFolder = env.DOCKER_CONFIG || join(home, '.docker')
  const [contexts, current, sockets] = await Promise.all([
    readContexts(configFolder),
    readCurrentContext(configFolder),
    knownSockets(place),
  ])
  // DOCKER_HOST overrides DOCKER_CONTEXT, which overrides `docker context use` (docker/cli, resolveContextName).
  const wanted = env.DOCKER_HOST ? undefined : env.DOCKER_CONTEXT || current
  const ordered = [...contexts].sort((left, right) => Number(right.name === wanted) - Number(left.name === wanted))
  const present = await Promise.all(
    sockets.map(async (socket) => ((await isThere(socket.path, place)) ? [socket] : [])),
  )
  const found: EngineCandidate[] = [
    ...(env.DOCKER_HOST ? [await fromEnvironment(env.DOCKER_HOST, place, configFolder)] : []),
    ...ordered.map((context) => fromContext(context, context.name === wanted)),
    ...present.flat().map(({ path, product }) => {
      const connection: DockerConnection = { kind: 'socket', path }
      return {
        id: addressOf(connection),
        source: 'socket' as const,
        label: product,
        isChosen: false,
        target: { connection },
      }
    }),
  ]
  return eachOnce(found)
}

/** Asks every candidate at once. `preferred` is the id of the engine that the user chose, if any. */
export async function discoverEngines(
  { preferred, ...place }: DiscoveryPlace & { readonly preferred?: string | undefined },
  signal: AbortSignal,
): Promise<DockerEngine[]> {
  const candidates = await findCandidates(place)
  const engines = await Promise.all(candidates.map((candidate) => ask(candidate, signal)))
  const isTold = Boolean(place.env.DOCKER_HOST || place.env.DOCKER_CONTEXT)
  const selected = selectedId(candidates, engines, { preferred, isTold })
  return engines.map((engine) => ({ ...engine, isSelected: engine.id === selected }))
}

/**
 * The user's choice, in the window or by the environment, even while it does not answer: another engine has other clusters, and
 * silently working on those would look like a loss, or be one. Without a choice what the docker command would use, else the first
 * that answers, else the first that was found.
 */
function selectedId(
  candidates: EngineCandidate[],
  engines: DockerEngine[],
  { preferred, isTold }: { preferred: string | undefined; isTold: boolean },
): string | undefined {
  const isAvailable = (engine: DockerEngine) => engine.status.kind === 'available'
  const chosen = candidates.find(({ isChosen }) => isChosen)
  const selected =
    engines.find(({ id }) => id === preferred) ??
    engines.find((engine) => engine.id === chosen?.id && (isTold || isAvailable(engine))) ??
    engines.find(isAvailable) ??
    engines[0]
  return selected?.id
}

async function ask({ id, source, label, target }: EngineCandidate, signal: AbortSignal): Promise<DockerEngine> {
  const engine = { id, source, label, address: id, isSelected: false }
  if ('problem' in target) return { ...engine, status: { kind: 'unavailable', problem: target.problem } }
  const gateway = new DockerGateway(target.connection)
  const limit = deadline(signal, pingLimitMs)
  try {
    const { apiVersion, isPodman } = await gateway.greeting(limit.signal)
    const operation = 'ask for its properties'
    const request = { method: 'GET', path: '/info', operation, signal: limit.signal } as const
    const info = await gateway.json(request, DockerInfo)
    return {
      ...engine,
      // Podman also listens where Docker's clients expect Docker.
      label: isPodman && !/podman/i.test(label) ? `${label} (Podman)` : label,
      status: {
        kind: 'available',
        version: info.ServerVersion,
        apiVersion,
        operatingSystem: info.OperatingSystem,
        architecture: info.Architecture,
      },
    }
  } catch (error) {
    signal.throwIfAborted()
    const reason = limit.hasExpired() ? problem('docker.unreachable', { endpoint: id }) : problemOf(error)
    return { ...engine, status: { kind: 'unavailable', problem: reason } }
  } finally {
    limit.dispose()
    gateway.close()
  }
}

async function fromEnvironment(host: string, { env }: DiscoveryPlace, configFolder: string): Promise<EngineCandidate> {
  const isVerified = (env.DOCKER_TLS_VERIFY ?? '') !== ''
  const hasTls = isVerified || (env.DOCKER_TLS ?? '') !== ''
  const tls = hasTls ? ((await readTls(env.DOCKER_CERT_PATH || configFolder, isVerified)) ?? { isVerified }) : undefined
  const address = host.includes('://') ? host : `tcp://${host}`
  return { ...toTarget(address, tls), source: 'environment', label: 'DOCKER_HOST', isChosen: true }
}

function fromContext({ name, host, tls }: DockerContext, isChosen: boolean): EngineCandidate {
  return { ...toTarget(host, tls), source: 'context', label: name, isChosen }
}

function toTarget(address: string, tls: TlsMaterial | undefined): Pick<EngineCandidate, 'id' | 'target'> {
  try {
    const connection = parseAddress(address, tls)
    return { id: addressOf(connection), target: { connection } }
  } catch (error) {
    if (error instanceof ProblemError) return { id: address, target: { problem: error.problem } }
    throw error
  }
}

/** Pipes cannot be looked at without opening them; asking tells. A link that leads nowhere is there: its product is not running. */
async function isThere(path: string, { platform }: DiscoveryPlace): Promise<boolean> {
  if (platform === 'win32') return true
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  )
}

/** /var/run/docker.sock is often a link to a product's own socket, and a context often names either. */
async function eachOnce(candidates: readonly EngineCandidate[]): Promise<EngineCandidate[]> {
  const places = await Promise.all(candidates.map(realPlace))
  return candidates.filter((_, index) => places.indexOf(places[index] ?? '') === index)
}

async function realPlace({ id, target }: EngineCandidate): Promise<string> {
  if (!('connection' in target) || target.connection.kind !== 'socket') return id
  const { path } = target.connection
  return realpath(path).catch(() => path)
}

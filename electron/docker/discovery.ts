import { lstat, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { DockerEngine } from '#shared/engine.ts'
import type { EngineOrigin } from '#shared/engine-advice.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { within } from '../async/scope.ts'
import { type DockerContext, readContexts, readCurrentContext, readTls } from './docker-contexts.ts'
import { addressOf, type DockerConnection, parseAddress, type TlsMaterial } from './docker-endpoint.ts'
import { DockerGateway } from './docker-gateway.ts'
import { DockerInfo } from './docker-info.ts'
import { type DiscoveryPlace, knownSockets } from './known-sockets.ts'

/** A socket that exists is not an engine that answers, and one that hangs must not hold up the others. */
const pingLimitMs = 1500
/** The chosen engine may be busy or still starting. Below the ping's own limit, so that silence is told from a refusal. */
const chosenPingLimitMs = 4500
/** A loaded engine that has answered the ping takes its time to count containers and images. */
const infoLimitMs = 10_000

/** Where an engine is looked for, and the id of the one that the user chose, if any. */
export type EngineSearch = DiscoveryPlace & { readonly preferred?: string | undefined }

/** An engine as it is shown, with what it takes to talk to it. */
export interface FoundEngine {
  readonly engine: DockerEngine
  /** Undefined where the address is not one that Sampan can use. */
  readonly connection: DockerConnection | undefined
  /** It took the connection and said nothing in time: it may be starting. */
  readonly isSilent: boolean
}

/** A place where an engine may be. `isChosen`: the docker command would use it. */
interface EngineCandidate {
  readonly id: string
  readonly source: DockerEngine['source']
  readonly label: string
  readonly isChosen: boolean
  readonly target: { readonly connection: DockerConnection } | { readonly problem: Problem }
}

/**
 * Every place that the environment, the docker contexts and this OS's products name, each once, the preferred first. The user's
 * choice is among them also when nothing names it any more: a dockerd that stops may take its socket with it.
 */
async function findCandidates(place: EngineSearch): Promise<EngineCandidate[]> {
  const { env, home, preferred } = place
  const configFolder = env.DOCKER_CONFIG || join(home, '.docker')
  const [contexts, current, sockets] = await Promise.all([
    readContexts(configFolder),
    readCurrentContext(configFolder),
    knownSockets(place),
  ])
  // DOCKER_HOST overrides DOCKER_CONTEXT, which overrides `docker context use` (docker/cli, resolveContextName).
  const wanted = env.DOCKER_HOST ? undefined : env.DOCKER_CONTEXT || current
  const isMissing = wanted !== undefined && wanted !== 'default' && !contexts.some(({ name }) => name === wanted)
  const ordered = [...contexts].sort((left, right) => Number(right.name === wanted) - Number(left.name === wanted))
  const present = await Promise.all(
    sockets.map(async (socket) => ((await isThere(socket.path, place)) ? [socket] : [])),
  )
  const found: EngineCandidate[] = [
    ...(env.DOCKER_HOST ? [await fromEnvironment(env.DOCKER_HOST, place, configFolder)] : []),
    ...(isMissing ? [missingContext(wanted, contexts)] : []),
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
  const once = await eachOnce(found)
  if (preferred === undefined || (await candidateOf(preferred, once))) return once
  const product = sockets.find(({ path }) => addressOf({ kind: 'socket', path }) === preferred)?.product
  const remembered: EngineCandidate = {
    ...toTarget(preferred, undefined),
    source: 'socket',
    label: product ?? preferred,
    isChosen: false,
  }
  return [...once, remembered]
}

/** Asks every candidate at once. */
export async function findEngines(search: EngineSearch, signal: AbortSignal): Promise<FoundEngine[]> {
  // Loaded before the clock starts: on a cold disk it takes longer than an engine has to answer.
  const [candidates] = await Promise.all([findCandidates(search), import('dockerode')])
  const preferred = search.preferred === undefined ? undefined : await candidateOf(search.preferred, candidates)
  const chosen = preferred ?? candidates.find(({ isChosen }) => isChosen) ?? onlyOneOf(candidates)
  const answers = await Promise.all(
    candidates.map((candidate) => ask(candidate, candidate === chosen ? chosenPingLimitMs : pingLimitMs, signal)),
  )
  const isTold = Boolean(search.env.DOCKER_HOST || search.env.DOCKER_CONTEXT)
  const selected = selectedOf(answers, { preferred, chosen, isTold })
  return answers.map((answer) => ({ ...answer, engine: { ...answer.engine, isSelected: answer === selected } }))
}

export async function discoverEngines(search: EngineSearch, signal: AbortSignal): Promise<DockerEngine[]> {
  return (await findEngines(search, signal)).map(({ engine }) => engine)
}

/** Where an address is named; undefined for one that nothing names. Asks no engine. */
export async function originOf(address: string, place: EngineSearch): Promise<EngineOrigin | undefined> {
  const found = (await findCandidates(place)).find(({ id }) => id === address)
  return found && { source: found.source, label: found.label, address }
}

/**
 * The user's choice, in the window or by the environment, even while it does not answer: another engine has other clusters, and
 * silently working on those would look like a loss, or be one. Without a choice what the docker command would use, else the first
 * that answers, else the first that was found.
 */
function selectedOf(
  answers: readonly FoundEngine[],
  {
    preferred,
    chosen,
    isTold,
  }: { preferred: EngineCandidate | undefined; chosen: EngineCandidate | undefined; isTold: boolean },
): FoundEngine | undefined {
  const isAvailable = ({ engine }: FoundEngine) => engine.status.kind === 'available'
  const answerOf = (candidate: EngineCandidate | undefined) => answers.find(({ engine }) => engine.id === candidate?.id)
  if (preferred) return answerOf(preferred)
  const told = answerOf(chosen)
  if (told && (isTold || isAvailable(told))) return told
  return answers.find(isAvailable) ?? answers[0]
}

async function ask(
  { id, source, label, target }: EngineCandidate,
  limitMs: number,
  signal: AbortSignal,
): Promise<FoundEngine> {
  const engine = { id, source, label, address: id, isSelected: false }
  const unavailable = (reason: Problem): DockerEngine => ({
    ...engine,
    status: { kind: 'unavailable', problem: reason },
  })
  if ('problem' in target) return { engine: unavailable(target.problem), connection: undefined, isSilent: false }
  const { connection } = target
  const gateway = new DockerGateway(connection)
  let isSilent = false
  try {
    const { apiVersion, isPodman } = await within(signal, { timeoutMs: limitMs }, async (own, hasExpired) => {
      try {
        return await gateway.greeting(own)
      } catch (error) {
        isSilent = hasExpired()
        throw error
      }
    })
    const operation = 'read info'
    const request = { method: 'GET', path: '/info', operation, signal, timeoutMs: infoLimitMs } as const
    const info = await gateway.json(request, DockerInfo)
    return {
      engine: {
        ...engine,
        // Podman also listens where Docker's clients expect Docker.
        label: isPodman && !/podman/i.test(label) ? `${label} (Podman)` : label,
        status: {
          kind: 'available',
          isPodman,
          version: info.ServerVersion,
          apiVersion,
          operatingSystem: info.OperatingSystem,
          architecture: info.Architecture,
        },
      },
      connection,
      isSilent,
    }
  } catch (error) {
    signal.throwIfAborted()
    return { engine: unavailable(reasonOf(error, id, isSilent)), connection, isSilent }
  } finally {
    gateway.close()
  }
}

function reasonOf(error: unknown, endpoint: string, isSilent: boolean): Problem {
  if (isSilent) return problem('docker.silent', { endpoint })
  const found = problemOf(error)
  // A connection that ends before anything was said was never one to an engine: nothing is lost.
  return found.code === 'docker.lost' ? problem('docker.unreachable', { endpoint }, { detail: found.detail }) : found
}

/** The candidate of an address, also where another name of the same socket came first. */
async function candidateOf(
  address: string,
  candidates: readonly EngineCandidate[],
): Promise<EngineCandidate | undefined> {
  const named = candidates.find(({ id }) => id === address)
  if (named) return named
  const place = await realPlace(toTarget(address, undefined))
  const places = await Promise.all(candidates.map(realPlace))
  return candidates[places.indexOf(place)]
}

function onlyOneOf<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined
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

/** As the docker command does, it is said that there is none: another engine has other clusters. */
function missingContext(context: string, contexts: readonly DockerContext[]): EngineCandidate {
  const known = ['default', ...contexts.map(({ name }) => name)].join(', ')
  const target = { problem: problem('docker.context_missing', { context, known }) }
  return { id: `context:${context}`, source: 'context', label: context, isChosen: true, target }
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

async function realPlace({ id, target }: Pick<EngineCandidate, 'id' | 'target'>): Promise<string> {
  if (!('connection' in target) || target.connection.kind !== 'socket') return id
  const { path } = target.connection
  return realpath(path).catch(() => path)
}

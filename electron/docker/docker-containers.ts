import { setTimeout as pause } from 'node:timers/promises'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { retryWhileBusy } from './busy.ts'
import { InspectedContainer, ListedContainer, Made, publishedPorts, toSummary } from './container-answers.ts'
import { createBody } from './container-body.ts'
import type { ContainerOptions, ContainerSummary, LabelFilter, PublishedPort } from './container-runtime.ts'
import { type DockerGateway, labelFilters } from './docker-gateway.ts'

/** Starting, stopping, removing and measuring wait for the kernel and the disk. */
export const slowTimeoutMs = 120_000

/** How long the list may say something else than the container itself. */
const lagLimitMs = 3000

const pathOf = (id: string) => `/containers/${encodeURIComponent(id)}`

export async function listContainers(
  gateway: DockerGateway,
  filter: LabelFilter,
  signal?: AbortSignal,
): Promise<ContainerSummary[]> {
  const query = { all: true, filters: labelFilters(filter) }
  const request = { method: 'GET', path: '/containers/json', query, operation: 'list containers', signal } as const
  return (await gateway.list(request, ListedContainer)).map(toSummary)
}

export async function listPublishedPorts(gateway: DockerGateway, signal?: AbortSignal): Promise<PublishedPort[]> {
  const request = { method: 'GET', path: '/containers/json', operation: 'list containers', signal } as const
  return (await gateway.list(request, ListedContainer)).flatMap(publishedPorts)
}

export function inspectContainer(
  gateway: DockerGateway,
  id: string,
  signal?: AbortSignal,
): Promise<InspectedContainer | undefined> {
  const operation = 'inspect container'
  return gateway.find({ method: 'GET', path: `${pathOf(id)}/json`, operation, subject: id, signal }, InspectedContainer)
}

export async function createContainer(gateway: DockerGateway, options: ContainerOptions): Promise<string> {
  const { name } = options
  const { Id } = await gateway.json(
    {
      method: 'POST',
      path: '/containers/create',
      query: { name },
      body: createBody(options, await gateway.greeting()),
      operation: 'create container',
      subject: name,
      timeoutMs: slowTimeoutMs,
    },
    Made,
  )
  return Id
}

export async function renameContainer(gateway: DockerGateway, id: string, name: string): Promise<void> {
  const operation = 'rename container'
  await gateway.send({ method: 'POST', path: `${pathOf(id)}/rename`, query: { name }, operation, subject: id })
}

export async function startContainer(gateway: DockerGateway, id: string, signal?: AbortSignal): Promise<void> {
  const request = {
    method: 'POST',
    operation: 'start container',
    subject: id,
    signal,
    timeoutMs: slowTimeoutMs,
  } as const
  try {
    await retryWhileBusy(() => gateway.send({ ...request, path: `${pathOf(id)}/start` }, [304]))
  } catch (error) {
    const { detail = '' } = problemOf(error)
    // It keeps the id of its network; one that somebody has made again under the same name has another.
    if (/task \S+ already exists/.test(detail.replace(':', '')) || /network [0-9a-f]{64} not found/.test(detail))
      throw new ProblemError(problem('docker.container_stuck', { container: id }, { detail }), { cause: error })
    // Podman says only which states it would start.
    const isPaused = /must be in Created or Stopped state/i.test(detail)
      ? (await inspectContainer(gateway, id, signal))?.State.Status === 'paused'
      : /cannot start a paused container|container is paused|state paused/i.test(detail)
    if (!isPaused) throw await withHolder(gateway, error, signal)
    await gateway.send({ ...request, path: `${pathOf(id)}/unpause` })
  }
}

export async function stopContainer(
  gateway: DockerGateway,
  id: string,
  timeoutSeconds: number,
  signal?: AbortSignal,
): Promise<void> {
  await gateway.send(
    {
      method: 'POST',
      path: `${pathOf(id)}/stop`,
      query: { t: timeoutSeconds },
      operation: 'stop container',
      subject: id,
      signal,
      timeoutMs: timeoutSeconds * 1000 + slowTimeoutMs,
    },
    [304, 404],
  )
  // It is stopped: that an engine under load does not say so in time must not make a failure of it.
  await untilListed(gateway, id, signal).catch(() => signal?.throwIfAborted())
}

/**
 * Waits until the list says of a container what the container says of itself. After a container has ended, Docker 26 lists it as
 * running for some milliseconds (46 of 60 stops; engines.md F1): who asked the list then would leave it stopped, or show it as up.
 */
export async function untilListed(gateway: DockerGateway, id: string, signal?: AbortSignal): Promise<void> {
  const request = { method: 'GET', operation: 'inspect container', subject: id, signal, timeoutMs: lagLimitMs } as const
  const query = { all: true, filters: { id: [id] } }
  for (
    const end = Date.now() + lagLimitMs;
    Date.now() < end;
    await pause(20, undefined, { ...(signal && { signal }) })
  ) {
    const own = await gateway.find({ ...request, path: `${pathOf(id)}/json` }, InspectedContainer)
    if (!own) return
    const listed = await gateway.list({ ...request, path: '/containers/json', query }, ListedContainer)
    if (listed.every(({ Id, State }) => Id !== own.Id || State === own.State.Status)) return
  }
}

export async function removeContainer(gateway: DockerGateway, id: string): Promise<void> {
  await retryWhileBusy(() => removeOnce(gateway, id))
}

async function removeOnce(gateway: DockerGateway, id: string): Promise<void> {
  const request = { path: pathOf(id), operation: 'remove container', subject: id, timeoutMs: slowTimeoutMs } as const
  try {
    await gateway.send({ ...request, method: 'DELETE', query: { v: true, force: true } }, [404])
  } catch (error) {
    // 409: somebody else is removing it. Gone is what matters.
    if (!(error instanceof ProblemError && /removal .* already in progress/.test(error.message))) throw error
    const query = { condition: 'removed' }
    await gateway.send({ ...request, method: 'POST', path: `${request.path}/wait`, query }, [404])
  }
}

/** Docker does not say who has a port; when it is another container, the list tells. */
async function withHolder(gateway: DockerGateway, error: unknown, signal?: AbortSignal): Promise<unknown> {
  if (!(error instanceof ProblemError) || error.problem.code !== 'port.taken') return error
  const { port = 0 } = error.problem.params
  // The holder is extra information: failing to find it must not hide the actual problem.
  const published = await listPublishedPorts(gateway, signal).catch(() => [])
  const holder = published.find(({ hostPort }) => hostPort === port)?.container
  const { detail } = error.problem
  return holder ? new ProblemError(problem('port.taken', { port, holder }, { detail }), { cause: error }) : error
}

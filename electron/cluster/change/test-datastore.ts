import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { WayToDatabase } from '../../datastore/ask-database.ts'
import { words } from '../../datastore/database-refusals.ts'
import type { Place } from '../../datastore/endpoint.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Blueprint } from '../model/blueprint.ts'
import { endpointOf } from '../model/datastore-endpoint.ts'
import { helperContainer } from '../model/helper-container.ts'
import { label, networkName } from '../model/labels.ts'
import type { ObservedCluster } from '../model/observed-cluster.ts'
import { observeCluster } from '../read/observe.ts'
import { apply } from './apply.ts'
import type { ChangeDependencies } from './bring-about.ts'
import type { Work } from './operate.ts'
import { reportStep, reportWarnings } from './progress.ts'

/** How long a connection may take to be made, seconds. */
const connectSeconds = 8
const helperKind = 'database-test'
/** No test takes longer, seconds. */
const helperSeconds = 120

/**
 * Whether the user's own database can be what the cluster needs, tried from the cluster's network, in which there is nothing else yet where it
 * is new. `isNew`: a cluster that is in the database already would be somebody else's.
 */
export async function testDatastore(
  { runtime, askDatabase }: Pick<ChangeDependencies, 'runtime' | 'askDatabase'>,
  { cluster, network, containers, record: { spec } }: Blueprint,
  { work, isNew }: { work: Work; isNew: boolean },
): Promise<void> {
  const endpoint = endpointOf(spec)
  if (endpoint === undefined || endpoint === '') return
  const { emit, signal, operationId } = work
  const answer = await reportStep(emit, { stage: 'check', action: 'test the database', target: '' }, async () => {
    const { networks } = await observeCluster(runtime, cluster, signal)
    if (!networks.some(({ name }) => name === network.name))
      await apply([{ stage: 'check', steps: [{ kind: 'createNetwork', network }] }], { ...work, runtime })
    const helper = helperContainer(cluster, helperKind, {
      image: spec.image,
      entrypoint: ['/bin/sleep', String(helperSeconds)],
      network: { name: network.name, ipv4: '', aliases: [] },
      extraHosts: containers.find(({ role }) => role === 'server')?.container.extraHosts ?? [],
    })
    const id = await runtime.createContainer({
      ...helper,
      labels: { ...helper.labels, [label.operation]: operationId },
    })
    try {
      await runtime.startContainer(id, signal)
      return await askDatabase(endpoint, wayThrough(runtime, { id, image: spec.image }), signal)
    } catch (error) {
      const isUntested = error instanceof ProblemError && error.problem.code === 'datastore.untested'
      if (!isUntested) throw error
      reportWarnings(emit, cluster, [error.problem])
      return undefined
    } finally {
      await runtime.removeContainer(id)
    }
  })
  if (isNew && answer?.hasCluster && spec.token.kind === 'generated')
    throw new ProblemError(problem('datastore.in_use', { cluster }))
}

/** Of somebody who died while testing. Whoever has claimed the cluster knows that nobody else is at it. */
export async function removeLeftTests(
  runtime: ContainerRuntime,
  { name: cluster, strays }: Pick<ObservedCluster, 'name' | 'strays'>,
): Promise<void> {
  for (const { id, name } of strays)
    if (name.startsWith(`${networkName(cluster)}-${helperKind}-`)) await runtime.removeContainer(id)
}

/** Through `nc` in a container, which every k3s image has. Nobody who looks at its command learns more than host and port. */
function wayThrough(runtime: ContainerRuntime, { id, image }: { id: string; image: string }): WayToDatabase {
  // A host may begin with a hyphen, and is no option all the same: with `-e` nc would run a program.
  const command = ({ host, port }: Place) => ['nc', '-w', String(connectSeconds), '--', host, String(port)]
  return {
    check: async (place, signal) => {
      // What it reads ends at once, and so does whoever answers.
      const script = '"$@" </dev/null >/dev/null'
      const { exitCode, stderr } = await runtime.exec(id, ['/bin/sh', '-c', script, 'sh', ...command(place)], signal)
      return exitCode === 0 ? undefined : unreachable(place, { exitCode, said: stderr.trim(), image })
    },
    open: (place, signal) => runtime.pipe(id, command(place), signal),
  }
}

function unreachable(
  place: Place,
  { exitCode, said, image }: { exitCode: number; said: string; image: string },
): Problem {
  if (exitCode === 126 || exitCode === 127) return problem('datastore.untested', { image }, { detail: said })
  if (/bad address/.test(said)) return problem('datastore.host_unknown', { host: place.host }, { detail: said })
  return problem('datastore.unreachable', { place: words(place) }, { detail: said })
}

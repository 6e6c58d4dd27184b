import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import { label } from '../model/labels.ts'
import { nextFreePort } from '../model/subnets.ts'

const firstPort = 5000

/** The port that is asked for, or the first free one. Fails with `port.taken`, which names the holder and a free one. */
export async function choosePort(
  { runtime, host }: { runtime: ContainerRuntime; host: Host },
  asked: number | undefined,
  signal: AbortSignal,
  lost: readonly number[] = [],
): Promise<number> {
  const [published, registries] = await Promise.all([
    runtime.listPublishedPorts(signal),
    runtime.listContainers({ label: label.registryPort }, signal),
  ])
  const held = new Map(published.map(({ hostPort, container }) => [hostPort, container]))
  // Those of registries that do not run are theirs all the same.
  for (const { name, labels } of registries) held.set(Number(labels[label.registryPort]), name)
  const isTaken = async (port: number) =>
    lost.includes(port) || held.has(port) || !(await host.isPortFree(port, '127.0.0.1', 'tcp'))
  if (asked !== undefined && !(await isTaken(asked))) return asked
  const free = await nextFreePort(asked === undefined ? firstPort : asked + 1, isTaken)
  if (asked !== undefined) {
    const holder = held.get(asked) ?? (await host.portHolder(asked, 'tcp', signal))
    const actions = free === undefined ? [] : [{ kind: 'usePort' as const, port: free }]
    throw new ProblemError(problem('port.taken', { port: asked, holder }, { actions }))
  }
  if (free === undefined) throw new ProblemError(problem('port.none_free', { from: firstPort }))
  return free
}

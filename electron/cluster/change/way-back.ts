import { within } from '../../async/scope.ts'
import { isEngineAway } from '../../docker/connection-problems.ts'
import type { Blueprint } from '../model/blueprint.ts'
import { touchesMajority } from '../model/membership.ts'
import type { Phase } from '../model/plan.ts'
import { segments } from './apply.ts'
import { type ChangeDependencies, untilServersReady } from './bring-about.ts'
import type { Work } from './operate.ts'
import { runPhases, withoutAfterApi } from './run-phases.ts'

/** How long the way back waits for the servers that are to be up before it takes the next one down, milliseconds. */
const serversBackMs = 30_000

/**
 * Runs a plan back to what was before. Nobody waits there for what may never come: only of several servers the next one goes down when the
 * others are up again, or have had time enough.
 */
export async function runBack(
  dependencies: ChangeDependencies,
  { wanted, phases }: { wanted: Blueprint; phases: readonly Phase[] },
  work: Work,
): Promise<void> {
  const [first = [], ...rest] = segments(phases)
  await runPhases(dependencies, withoutAfterApi(first), work)
  for (const part of rest) {
    if (touchesMajority(wanted, part)) await patientlyUntilServersReady(dependencies, wanted, work)
    await runPhases(dependencies, withoutAfterApi(part), work)
  }
}

async function patientlyUntilServersReady(
  dependencies: ChangeDependencies,
  wanted: Blueprint,
  work: Work,
): Promise<void> {
  try {
    await within(work.signal, { timeoutMs: serversBackMs }, (signal) =>
      untilServersReady(dependencies, wanted, { ...work, signal, emit: () => undefined }),
    )
  } catch (error) {
    if (work.signal.aborted || isEngineAway(error)) throw error
  }
}

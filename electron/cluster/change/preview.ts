import type { ClusterSpec } from '#shared/cluster.ts'
import type { PlannedStep } from '#shared/operation.ts'
import { imagesOf } from '../model/blueprint.ts'
import { uncopiedData } from '../model/kept-data.ts'
import { isThere, type ObservedCluster } from '../model/observed-cluster.ts'
import { type Phase, plan } from '../model/plan.ts'
import { meantSpec } from '../model/shown-spec.ts'
import { withRegistries } from '../read/joined-registries.ts'
import { observeWithFiles } from '../read/observe.ts'
import { allWordsOf } from './apply.ts'
import { type ChangeDependencies, wantedBy } from './bring-about.ts'
import { changedRecord, leftRunning, refuseChange } from './change.ts'
import { newRecord } from './create.ts'
import { missingImages } from './images.ts'
import { findSurroundings } from './surroundings.ts'

/** What making the cluster, or changing the one that is there, would do, in order. Nothing is touched. `isEdit`: the spec was made from its own. */
export async function preview(
  dependencies: ChangeDependencies,
  { spec, isEdit }: { spec: ClusterSpec; isEdit: boolean },
  signal: AbortSignal,
): Promise<PlannedStep[]> {
  const { runtime } = dependencies
  const observed = await observeWithFiles(runtime, spec.name, signal)
  const wanted = isThere(observed)
    ? await ofChange(dependencies, { spec, observed, isEdit }, signal)
    : await ofCreation(dependencies, { spec, observed }, signal)
  const phases = plan(wanted, observed)
  const uncopied = uncopiedData(wanted, observed, phases)
  const steps = [...uncopied.map((target) => ({ action: 'leave uncopied' as const, target })), ...wordsOfPlan(phases)]
  if (steps.length === 0) return steps
  const missing = await missingImages(runtime, imagesOf(wanted.record.spec), signal)
  return [...missing.map((target) => ({ action: 'pull image' as const, target })), ...steps]
}

interface Subject {
  readonly spec: ClusterSpec
  readonly observed: ObservedCluster
}

async function ofChange(
  dependencies: ChangeDependencies,
  { spec: asked, observed, isEdit }: Subject & { readonly isEdit: boolean },
  signal: AbortSignal,
) {
  const { runtime, records, host } = dependencies
  const old = await records.read(observed, signal)
  const meant = meantSpec(asked, old.spec)
  refuseChange(old, meant, undefined)
  const spec = isEdit ? leftRunning(meant, old, observed) : meant
  const { info, api, registries } = await findSurroundings({ spec, runtime, host, isChange: true }, signal)
  const record = withRegistries(changedRecord(old, spec, api), registries)
  return wantedBy(dependencies, { record, info, before: old.spec }, observed)
}

async function ofCreation(dependencies: ChangeDependencies, { spec: asked, observed }: Subject, signal: AbortSignal) {
  const { runtime, host } = dependencies
  const spec = meantSpec(asked, undefined)
  const found = await findSurroundings({ spec, runtime, host, isChange: false }, signal)
  return wantedBy(dependencies, { record: newRecord(dependencies, spec, found), info: found.info }, observed)
}

/** A server's record and its files are written one after the other, which is one thing to whoever reads it. Each wait is one of its own. */
function wordsOfPlan(phases: readonly Phase[]): PlannedStep[] {
  const written = new Set<string>()
  return phases
    .flatMap(({ steps }) => steps.flatMap(allWordsOf))
    .filter(({ action, target }) => {
      const isKnown = action === 'write files' && written.has(target)
      if (action === 'write files') written.add(target)
      return !isKnown
    })
}

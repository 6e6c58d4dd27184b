import type { OperationEvent, Stage } from '#shared/operation.ts'
import type { Problem } from '#shared/problem.ts'

export type Emit = (event: OperationEvent) => void

/** Reports a piece of work as a step with its duration: running, then done or failed. */
export async function reportStep<T>(
  emit: Emit,
  step: { stage: Stage; action?: string; target?: string },
  work: () => Promise<T>,
): Promise<T> {
  const startedMs = Date.now()
  const report = (state: 'running' | 'done' | 'failed') => {
    const atMs = Date.now()
    emit({ kind: 'step', ...step, state, atMs, ...(state === 'running' ? {} : { durationMs: atMs - startedMs }) })
  }
  report('running')
  try {
    const result = await work()
    report('done')
    return result
  } catch (error) {
    report('failed')
    throw error
  }
}

export function reportSkipped(emit: Emit, stage: Stage): void {
  emit({ kind: 'step', stage, state: 'skipped', atMs: Date.now(), durationMs: 0 })
}

export function reportWarnings(emit: Emit, cluster: string, warnings: readonly Problem[]): void {
  for (const warning of warnings) emit({ kind: 'warning', ...warning, cluster, atMs: Date.now() })
}

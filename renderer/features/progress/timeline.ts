import type { OperationEvent, OperationKind, Stage } from '#shared/operation.ts'
import type { Problem } from '#shared/problem.ts'
import { isCancelled } from '../../ui/failures.ts'
import { appendLines, emptyLog, type LogBuffer } from '../../ui/log/log-buffer.ts'

const logCapacity = 5000
const speedWindowMs = 3000

/** `cancelled` and `notRun`: how the end of the operation left what was running, and what had not begun. */
export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'cancelled' | 'notRun'

export interface TimelineStep {
  readonly action: string
  readonly target: string
  readonly state: StepState
  readonly startedAtMs: number
  readonly durationMs: number | undefined
}

export interface Pull {
  readonly image: string
  readonly doneBytes: number
  readonly totalBytes: number
  readonly bytesPerSecond: number | undefined
  /** Recent amounts, from which the speed is. */
  readonly samples: readonly { readonly atMs: number; readonly doneBytes: number }[]
}

export interface TimelineStage {
  readonly stage: Stage
  readonly state: StepState
  readonly startedAtMs: number | undefined
  readonly durationMs: number | undefined
  readonly steps: readonly TimelineStep[]
  readonly pull: Pull | undefined
}

export type Outcome =
  | { readonly kind: 'ready'; readonly warnings: readonly Problem[]; readonly durationMs: number }
  | { readonly kind: 'done'; readonly durationMs: number }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly undone: boolean; readonly durationMs: number }

/** What an operation's events add up to. */
export interface Timeline {
  readonly operation: OperationKind
  readonly startedAtMs: number
  readonly stages: readonly TimelineStage[]
  readonly log: LogBuffer
  /** Of a load: what went wrong in other nodes than the one that its Problem names. */
  readonly warnings: readonly Problem[]
  readonly outcome: Outcome | undefined
}

export function reduceTimeline(before: Timeline | undefined, event: OperationEvent): Timeline {
  if (event.kind === 'started') {
    return {
      operation: event.operation,
      startedAtMs: event.atMs,
      stages: event.stages.map(waitingStage),
      log: emptyLog,
      warnings: [],
      outcome: undefined,
    }
  }
  const timeline = before ?? {
    operation: 'change',
    startedAtMs: Date.now(),
    stages: [],
    log: emptyLog,
    warnings: [],
    outcome: undefined,
  }
  switch (event.kind) {
    case 'takenOver':
      return timeline
    case 'warning': {
      // Of a spec the form has shown it already, while it was written.
      if (timeline.operation !== 'load') return timeline
      const { kind: _, cluster: __, atMs: ___, ...warning } = event
      return { ...timeline, warnings: [...timeline.warnings, warning] }
    }
    case 'step':
      return { ...timeline, stages: withStage(timeline.stages, event.stage, (stage) => applyStep(stage, event)) }
    case 'pull':
      return {
        ...timeline,
        stages: withStage(timeline.stages, 'image', (stage) => ({ ...stage, pull: applyPull(stage.pull, event) })),
      }
    case 'load': {
      const amount = { ...event, image: event.source }
      const name = timeline.operation === 'bundle' ? 'bundle' : 'load'
      return {
        ...timeline,
        stages: withStage(timeline.stages, name, (stage) => ({ ...stage, pull: applyPull(stage.pull, amount) })),
      }
    }
    case 'log':
      return { ...timeline, log: appendLines(timeline.log, [{ ...event.line, node: event.node }], logCapacity) }
    case 'ready':
      return { ...timeline, outcome: { kind: 'ready', warnings: event.warnings, durationMs: event.durationMs } }
    case 'done':
      return { ...timeline, outcome: { kind: 'done', durationMs: event.durationMs } }
    case 'problem': {
      const { undone, durationMs, ...problem } = event
      const atMs = timeline.startedAtMs + durationMs
      const stages = timeline.stages.map((stage) => endedStage(stage, { atMs, wasCancelled: isCancelled(problem) }))
      return { ...timeline, stages, outcome: { kind: 'problem', problem, undone, durationMs } }
    }
  }
}

function waitingStage(stage: Stage): TimelineStage {
  return { stage, state: 'waiting', startedAtMs: undefined, durationMs: undefined, steps: [], pull: undefined }
}

/** Stages that were not announced, such as undoing, come last. */
function withStage(stages: readonly TimelineStage[], name: Stage, change: (stage: TimelineStage) => TimelineStage) {
  if (!stages.some(({ stage }) => stage === name)) return [...stages, change(waitingStage(name))]
  return stages.map((stage) => (stage.stage === name ? change(stage) : stage))
}

type StepEvent = Extract<OperationEvent, { kind: 'step' }>

function applyStep(stage: TimelineStage, event: StepEvent): TimelineStage {
  const startedAtMs = stage.startedAtMs ?? event.atMs - (event.durationMs ?? 0)
  if (event.action === undefined && event.target === undefined) {
    return { ...stage, state: event.state, startedAtMs, durationMs: event.durationMs }
  }
  const step = {
    action: event.action ?? '',
    target: event.target ?? '',
    state: event.state,
    startedAtMs: event.atMs - (event.durationMs ?? 0),
    durationMs: event.durationMs,
  }
  const isSame = ({ action, target }: TimelineStep) => action === step.action && target === step.target
  const steps = stage.steps.some(isSame)
    ? stage.steps.map((other) => (isSame(other) ? { ...step, startedAtMs: other.startedAtMs } : other))
    : [...stage.steps, step]
  if (event.state === 'failed') return failedStage({ ...stage, startedAtMs, steps }, event.atMs)
  return { ...stage, state: stage.state === 'waiting' ? 'running' : stage.state, startedAtMs, steps }
}

/** A stage fails with its step, also where nobody says so of the stage itself. */
function failedStage(stage: TimelineStage, atMs: number): TimelineStage {
  return { ...stage, state: 'failed', durationMs: atMs - (stage.startedAtMs ?? atMs) }
}

/** What the end of an operation makes of a stage: nothing waits or runs any more. */
function endedStage(
  stage: TimelineStage,
  { atMs, wasCancelled }: { readonly atMs: number; readonly wasCancelled: boolean },
): TimelineStage {
  if (stage.state === 'waiting') return { ...stage, state: 'notRun' }
  const isBroken = stage.state === 'running' || stage.state === 'failed'
  const ended = stage.state === 'running' ? failedStage(stage, atMs) : stage
  if (!isBroken || !wasCancelled) return ended
  const steps = stage.steps.map(
    (step): TimelineStep =>
      step.state === 'running' || step.state === 'failed' ? { ...step, state: 'cancelled' } : step,
  )
  return { ...ended, state: 'cancelled', steps }
}

type PullEvent = Omit<Extract<OperationEvent, { kind: 'pull' }>, 'kind'>

function applyPull(before: Pull | undefined, { image, doneBytes, totalBytes, atMs }: PullEvent): Pull {
  const recent = before?.samples.filter((sample) => atMs - sample.atMs <= speedWindowMs) ?? []
  const oldest = recent[0]
  const elapsedMs = oldest ? atMs - oldest.atMs : 0
  const bytesPerSecond =
    oldest && elapsedMs >= 500 ? ((doneBytes - oldest.doneBytes) / elapsedMs) * 1000 : before?.bytesPerSecond
  return { image, doneBytes, totalBytes, bytesPerSecond, samples: [...recent, { atMs, doneBytes }] }
}

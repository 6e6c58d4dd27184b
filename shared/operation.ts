import { z } from 'zod'
import { Cluster, ClusterName } from './cluster.ts'
import { LogLine } from './log.ts'
import { Problem } from './problem.ts'

/** What is being done to a cluster, or with it. */
export const OperationKind = z.enum(['create', 'change', 'start', 'stop', 'restart', 'delete', 'load', 'bundle'])
export type OperationKind = z.infer<typeof OperationKind>

/** What a newer Sampan calls what it does; undefined where this one does not know the word. */
export const knownKind = (kind: string): OperationKind | undefined => OperationKind.safeParse(kind).data

/** The stages that a user waits for, in order. Each has its own clock. */
export const Stage = z.enum(['check', 'image', 'containers', 'api', 'nodes', 'dns', 'stop', 'remove', 'load', 'bundle'])
export type Stage = z.infer<typeof Stage>

/** Everything that a change may do. */
export const PlannedAction = z.enum([
  'pull image',
  'create network',
  'create volume',
  'create container',
  'copy data',
  /** What is gone if the change fails: no copy of it can be made. */
  'leave uncopied',
  'replace container',
  'write files',
  'restart container',
  'reload container',
  'start container',
  'wait for the API',
  'wait for the database',
  'test the database',
  'stop container',
  'remove container',
  'remove volume',
  'remove network',
  'connect registry',
  'disconnect registry',
])
export type PlannedAction = z.infer<typeof PlannedAction>

/** One thing that a change would do: what is done to which object, nothing where it only waits. */
export const PlannedStep = z.object({ action: PlannedAction, target: z.string() })
export type PlannedStep = z.infer<typeof PlannedStep>

export const StepState = z.enum(['running', 'done', 'failed', 'skipped'])

/**
 * What an operation tells while it runs: the engine emits it, the timeline and `sampan … --json` show it.
 * Exactly one of `ready`, `done`, `problem` comes last. Times are milliseconds since the epoch.
 */
export const OperationEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('started'),
    operation: OperationKind,
    cluster: ClusterName,
    stages: z.array(Stage),
    atMs: z.number(),
  }),
  /** Somebody was at work on the cluster and died; this operation goes on from what is there. */
  z.object({
    kind: z.literal('takenOver'),
    cluster: ClusterName,
    operation: OperationKind,
    /** `host/pid`. */
    maker: z.string(),
    since: z.string(),
    atMs: z.number(),
  }),
  /** Nothing that keeps the cluster from being made, but hardly what was meant: what was chosen is taken otherwise, or not at all. */
  Problem.extend({ kind: z.literal('warning'), cluster: ClusterName, atMs: z.number() }),
  z.object({
    kind: z.literal('step'),
    stage: Stage,
    /** What was done to which object, such as `create container`; absent for the event of a whole stage. */
    action: z.string().optional(),
    target: z.string().optional(),
    state: StepState,
    atMs: z.number(),
    durationMs: z.number().optional(),
  }),
  z.object({
    kind: z.literal('pull'),
    image: z.string(),
    doneBytes: z.int(),
    totalBytes: z.int(),
    atMs: z.number(),
  }),
  /** Images on their way into the nodes, or into a bundle. `totalBytes` is an estimate where they come from the engine. */
  z.object({
    kind: z.literal('load'),
    /** As they were named: images, or an archive; of a bundle, its file. */
    source: z.string(),
    doneBytes: z.int(),
    totalBytes: z.int(),
    atMs: z.number(),
  }),
  z.object({ kind: z.literal('log'), node: z.string(), line: LogLine }),
  /** Nodes are Ready; `warnings` says what is not as it should be all the same (such as DNS whose image cannot be pulled). */
  z.object({ kind: z.literal('ready'), cluster: Cluster, durationMs: z.number(), warnings: z.array(Problem) }),
  /** The end of an operation that does not wait for readiness (stop, delete, create --no-wait). */
  z.object({ kind: z.literal('done'), cluster: ClusterName, durationMs: z.number() }),
  Problem.extend({ kind: z.literal('problem'), cluster: ClusterName, undone: z.boolean(), durationMs: z.number() }),
])
export type OperationEvent = z.infer<typeof OperationEvent>

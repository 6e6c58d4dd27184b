import { z } from 'zod'
import { ClusterRef } from './cluster.ts'
import { DnsLabel, DnsName } from './kube-names.ts'
import { LogLevel } from './log.ts'
import { Problem } from './problem.ts'

/** A container of Docker's. Its name becomes part of a path there. */
const ContainerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,252}$/)

/** Where lines come from. `id` is stable while the cluster lives, and is what filters and colours go by. */
export const LogSource = z.discriminatedUnion('kind', [
  /** k3s itself (or the load balancer, the datastore): the output of a node's container. */
  z.object({ kind: z.literal('node'), node: ContainerName }),
  /** containerd's own log, a file in the node. */
  z.object({ kind: z.literal('containerd'), node: ContainerName }),
  z.object({
    kind: z.literal('pod'),
    namespace: DnsLabel,
    pod: DnsName,
    container: DnsLabel,
    /** The container before its last restart. */
    isPrevious: z.boolean().default(false),
  }),
  /** All pods of a workload, those that come later too. */
  z.object({
    kind: z.literal('workload'),
    namespace: DnsLabel,
    workload: z.enum(['Deployment', 'DaemonSet', 'StatefulSet', 'Job']),
    name: DnsName,
  }),
  /** The cluster's Kubernetes events, one a line. */
  z.object({ kind: z.literal('events') }),
])
export type LogSource = z.infer<typeof LogSource>

export const LogSourceState = z.object({
  /** The number that lines carry. */
  id: z.int().min(0),
  source: LogSource,
  /** `server-0`, `server-0/containerd`, `kube-system/coredns-…/coredns`, `events`. */
  name: z.string(),
  state: z.enum(['waiting', 'following', 'reconnecting', 'ended', 'failed']),
  problem: Problem.optional(),
  lines: z.int(),
})
export type LogSourceState = z.infer<typeof LogSourceState>

export const LogSearch = z.object({
  pattern: z.string().max(10_000),
  isRegex: z.boolean().default(false),
  isCaseSensitive: z.boolean().default(false),
  isWholeWord: z.boolean().default(false),
})
export type LogSearch = z.infer<typeof LogSearch>

/** Which lines become rows. */
export const LogFilter = z.object({
  /** The least level that is shown; lines without a level count as `info`. */
  level: LogLevel.optional(),
  /** Ids of sources that are not shown. */
  hiddenSources: z.array(z.int()).default([]),
  /** Milliseconds since 1970. */
  from: z.number().optional(),
  until: z.number().optional(),
  search: LogSearch.optional(),
  /** Show nothing but the lines that the search finds. */
  isOnlyMatching: z.boolean().default(false),
  /** Equal lines in a row become one row, and the lines of a stack trace or of a value with several lines belong to the first. */
  isFolded: z.boolean().default(true),
})
export type LogFilter = z.infer<typeof LogFilter>

export const LogRow = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('line'),
    /**
     * Position in the whole log since the view was opened; stays when older lines were dropped. When lines of another source were brought
     * in between, all lines get new ones. No number means two lines: questions that name one by an old number are answered all the same.
     */
    line: z.int(),
    source: z.int(),
    /** Milliseconds since 1970, with fractions down to microseconds. */
    time: z.number(),
    level: LogLevel.optional(),
    /** At most 10,000 characters of the line as it came, control characters and colours made harmless. */
    text: z.string(),
    /** The line has more text than that. */
    isCut: z.boolean().optional(),
    /** How many equal lines follow and are folded into this one. */
    repeats: z.int().optional(),
    /** How many lines belong to this one (a stack trace), folded. */
    continuation: z.int().optional(),
    /** An entry of the catalogue of explained lines. */
    explanation: z.string().optional(),
    /** Spans in `text` that the search finds: start, end. */
    matches: z.array(z.tuple([z.int(), z.int()])).optional(),
  }),
  z.object({
    kind: z.literal('marker'),
    line: z.int(),
    source: z.int(),
    time: z.number(),
    marker: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('joined') }),
      z.object({ kind: z.literal('restarted') }),
      z.object({ kind: z.literal('ended') }),
      z.object({ kind: z.literal('resumed'), lostAt: z.number(), afterMs: z.number() }),
      /** Before the first line of a source: there are older ones, but only its newest `lines` are read. */
      z.object({ kind: z.literal('cut'), lines: z.int() }),
      /** Lines were printed here that could not be read. */
      z.object({ kind: z.literal('lost') }),
      /** The log was rotated before it was read: what was logged between the two times is missing, or may be. */
      z.object({ kind: z.literal('rotated'), from: z.number(), until: z.number(), isCertain: z.boolean() }),
      /** The process that reads logs died at `lostAt`; this is another view in its place, which has read all again. */
      z.object({ kind: z.literal('reopened'), lostAt: z.number() }),
      /** Always the first row: how many lines before it had to make room. */
      z.object({ kind: z.literal('dropped'), lines: z.int() }),
    ]),
  }),
])
export type LogRow = z.infer<typeof LogRow>

/** The state of a view, pushed when it changes, at most 30 times a second. */
export const LogViewState = z.object({
  kind: z.literal('state'),
  /** Grows whenever positions of rows changed other than by new rows at the end (another filter, a finished search). */
  revision: z.int(),
  /** Rows of the present filter. Row numbers below `firstRow` are gone from the ring, or not found yet; they may be negative. */
  firstRow: z.int(),
  endRow: z.int(),
  /** Lines in the ring, shown or not. */
  lines: z.int(),
  keptBytes: z.number(),
  capacityBytes: z.number(),
  /** Lines that the ring had to give up, oldest first. */
  droppedLines: z.int(),
  levels: z.partialRecord(LogLevel, z.int()),
  sources: z.array(LogSourceState),
  search: z
    .object({
      matches: z.int(),
      isComplete: z.boolean(),
      /** Of an expression that is not one. */
      error: z.string().optional(),
      /** The expression took longer than it may; what was found until then counts. */
      isStopped: z.boolean().default(false),
    })
    .optional(),
})
export type LogViewState = z.infer<typeof LogViewState>

/** One explained kind of line in the ring. */
export const LogFinding = z.object({
  explanation: z.string(),
  params: z.record(z.string(), z.string()),
  count: z.int(),
  firstTime: z.number(),
  lastTime: z.number(),
  lastLine: z.int(),
  /** When any of `sources` printed its newest line, a known one or not. */
  sourcesUntil: z.number(),
  sources: z.array(z.int()),
})
export type LogFinding = z.infer<typeof LogFinding>

/** A line, and the row that it was in when the rows were of that revision. */
const Place = z.object({ revision: z.int(), row: z.int(), line: z.int() })
/** `line`: what the row was seen to be. The rows may be others by now. */
const From = z.object({ from: z.int(), line: z.int().optional(), direction: z.enum(['next', 'previous']) })

/** What a view can be asked, over its own port, by the log process itself. */
export const logRequests = {
  /** Which sources are followed from now on. What is there of others stays. */
  follow: { input: z.object({ sources: z.array(LogSource).max(200) }), output: z.void() },
  /** What there is to follow: nodes, and pods; `problem` says why Kubernetes could not be asked for those. */
  available: {
    input: z.undefined(),
    output: z.object({
      sources: z.array(z.object({ source: LogSource, name: z.string() })),
      problem: Problem.optional(),
    }),
  },
  /** `row` is where the row nearest to `keepLine` is now, so that the window can stay where it was. */
  filter: {
    input: z.object({ filter: LogFilter, keepLine: z.int().optional() }),
    output: z.object({ revision: z.int(), row: z.int() }),
  },
  rows: {
    input: z.object({ first: z.int(), count: z.int().min(0).max(2000) }),
    output: z.object({ revision: z.int(), first: z.int(), rows: z.array(LogRow) }),
  },
  /** The next row that the search finds, seen from a row; wraps around. `index` counts the lines found, from 1. */
  find: {
    input: From,
    output: Place.extend({ index: z.int(), matches: z.int() }).nullable(),
  },
  /** The next row with an error, seen from a row; wraps around. Null where there is none at all. */
  findError: {
    input: From,
    output: Place.nullable(),
  },
  /** The row of a line or of a moment, or the one behind where the line is hidden; `line` is what it is called now. */
  locate: {
    input: z.union([z.object({ line: z.int() }), z.object({ time: z.number() })]),
    output: Place,
  },
  /** Lines a bucket by level, over the whole time of the ring; and how many of the rows that are shown report an error. */
  histogram: {
    input: z.object({ buckets: z.int().min(1).max(500) }),
    output: z.object({
      from: z.number(),
      until: z.number(),
      buckets: z.array(z.object({ lines: z.int(), warnings: z.int(), errors: z.int() })),
      errorRows: z.int(),
    }),
  },
  findings: { input: z.undefined(), output: z.array(LogFinding) },
  /** One line whole: up to 1 MB of text, and what was parsed out of it. */
  details: {
    input: z.object({ line: z.int() }),
    output: z.object({
      text: z.string(),
      /** Milliseconds since 1970. */
      time: z.number(),
      source: z.int(),
      level: LogLevel.optional(),
      message: z.string(),
      component: z.string().optional(),
      fields: z.array(z.object({ name: z.string(), value: z.string() })),
      /** The lines folded into it. */
      continuation: z.string().optional(),
      /** What the line was before it was written over, as a progress bar is; the newest of it. */
      overwritten: z.string().optional(),
      explanation: z.string().optional(),
      params: z.record(z.string(), z.string()),
    }),
  },
  /** The text of rows, for the clipboard; secrets blackened where `isRedacted`. At most 10 MB. */
  text: {
    input: z.object({
      firstLine: z.int(),
      lastLine: z.int(),
      hasPrefix: z.boolean(),
      isRedacted: z.boolean().default(false),
    }),
    output: z.object({ text: z.string() }),
  },
  /** Asks where to (in the main process) and streams to disk; null when the user closed the dialog. */
  save: {
    input: z.object({ what: z.enum(['shown', 'everything']), isCompressed: z.boolean() }),
    output: z.object({ path: z.string(), bytes: z.number() }).nullable(),
  },
} as const

export type LogRequestName = keyof typeof logRequests
export type LogRequestInput<N extends LogRequestName> = z.input<(typeof logRequests)[N]['input']>
export type LogRequestParsed<N extends LogRequestName> = z.output<(typeof logRequests)[N]['input']>
export type LogRequestOutput<N extends LogRequestName> = z.output<(typeof logRequests)[N]['output']>

export const LogViewQuery = z.object({
  cluster: ClusterRef,
  capacityBytes: z.int().min(1_000_000).max(2_000_000_000).default(256_000_000),
  /** When the view was lost that this one takes the place of: milliseconds since 1970. */
  lostAt: z.number().optional(),
})
export type LogViewQuery = z.infer<typeof LogViewQuery>
export type LogViewInput = z.input<typeof LogViewQuery>

/** What runs over a log view's port: from the window asks, to the window answers and states. */
export interface LogAsk {
  readonly id: number
  readonly name: LogRequestName
  readonly input: unknown
}
export type LogFrame =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: Problem }
  | { readonly kind: 'state'; readonly state: LogViewState }
  | { readonly kind: 'failed'; readonly problem: Problem }

import { z } from 'zod'
import { Cluster, ClusterSpec, DeletionPreview, K3dCluster, Orphan } from '#shared/cluster.ts'
import { DockerEngine } from '#shared/engine.ts'
import { ClusterHealth } from '#shared/health.ts'
import { ClusterImage, LibraryEntry, LoadedImage } from '#shared/images.ts'
import { KubeconfigChange } from '#shared/kubeconfig.ts'
import { LocalRegistry, RegistryUse } from '#shared/local-registry.ts'
import { LogLevel } from '#shared/log.ts'
import { LogSource } from '#shared/log-view.ts'
import { OperationEvent } from '#shared/operation.ts'
import { PreflightCheck } from '#shared/preflight.ts'
import { Problem } from '#shared/problem.ts'
import { NodeRegistries, PullAttempt, RegistriesFinding } from '#shared/registry.ts'
import { RegistriesTest } from '#shared/registry-test.ts'

const PlannedStep = z.object({ action: z.string(), target: z.string() })
const FieldChange = z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })

/** What commands answer with `--json`, one object a line on stdout. `kind` tells them apart. */
export const ResultLine = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('clusters'),
    clusters: z.array(Cluster),
    /** Those that k3d has made, where there are any. */
    ofK3d: z.array(K3dCluster).optional(),
  }),
  /** Of a cluster of k3d: what was done. */
  z.object({
    kind: z.literal('k3d'),
    cluster: z.string(),
    done: z.enum(['start', 'restart', 'repair', 'stop', 'delete']),
  }),
  z.object({
    kind: z.literal('status'),
    cluster: Cluster,
    isReady: z.boolean(),
    /** Absent where the API does not answer. */
    health: ClusterHealth.optional(),
  }),
  /** `get`: the whole spec, as `apply -f` takes it. */
  ClusterSpec.extend({ kind: z.literal('spec') }),
  /** `apply --dry-run`, and `diff`: what differs, and what would be done about it. */
  z.object({
    kind: z.literal('plan'),
    cluster: z.string(),
    isThere: z.boolean(),
    changes: z.array(FieldChange),
    steps: z.array(PlannedStep),
  }),
  /** `apply` where there is nothing to do. */
  z.object({ kind: z.literal('unchanged'), cluster: z.string() }),
  /** `delete --if-exists` where there is nothing of that name. */
  z.object({ kind: z.literal('absent'), cluster: z.string() }),
  /** `delete` without `--yes`. */
  DeletionPreview.extend({
    kind: z.literal('deletion'),
    cluster: z.string(),
    /** Bytes by volume, as far as Docker has counted them. */
    sizes: z.record(z.string(), z.int()),
  }),
  /** What has Sampan's labels and belongs to no cluster. */
  z.object({ kind: z.literal('orphans'), orphans: z.array(Orphan) }),
  z.object({ kind: z.literal('doctor'), engines: z.array(DockerEngine), checks: z.array(PreflightCheck) }),
  /** `registries`: check, test, show. */
  z.object({ kind: z.literal('registriesCheck'), findings: z.array(RegistriesFinding) }),
  RegistriesTest.extend({ kind: z.literal('registriesTest') }),
  z.object({ kind: z.literal('registriesTry'), image: z.string(), attempts: z.array(PullAttempt) }),
  z.object({ kind: z.literal('registriesText'), text: z.string() }),
  z.object({ kind: z.literal('registriesShown'), nodes: z.array(NodeRegistries) }),
  /** `registry`: create, list, the others, and delete without `--yes`. `left` are clusters that stay as they were. */
  RegistryUse.extend({ kind: z.literal('localRegistry'), registry: LocalRegistry }),
  z.object({ kind: z.literal('localRegistries'), registries: z.array(LocalRegistry) }),
  RegistryUse.partial().extend({
    kind: z.literal('localRegistryDone'),
    registry: z.string(),
    done: z.enum(['join', 'leave', 'start', 'stop', 'clean', 'delete']),
    /** `clean`, where it is known. */
    freedBytes: z.int().optional(),
  }),
  z.object({ kind: z.literal('localRegistryDeletion'), registry: LocalRegistry }),
  /** `images load`. */
  z.object({ kind: z.literal('imagesLoaded'), cluster: z.string(), images: z.array(LoadedImage) }),
  z.object({ kind: z.literal('images'), cluster: z.string(), images: z.array(ClusterImage) }),
  z.object({
    kind: z.literal('imagesPruned'),
    cluster: z.string(),
    images: z.array(ClusterImage),
    isDryRun: z.boolean(),
  }),
  z.object({
    kind: z.literal('bundle'),
    path: z.string(),
    sizeBytes: z.number(),
    k3sVersion: z.string(),
    forEngine: z.array(z.string()),
    forNodes: z.array(z.string()),
  }),
  z.object({ kind: z.literal('library'), entries: z.array(LibraryEntry) }),
  z.object({ kind: z.literal('kubeconfig'), kubeconfig: z.string() }),
  /** A kubeconfig was written there. */
  z.object({ kind: z.literal('written'), path: z.string() }),
  /** What was changed in the user's kubeconfigs, or with `--dry-run` would be. */
  z.object({ kind: z.literal('merge'), changes: z.array(KubeconfigChange) }),
  z.object({ kind: z.literal('env'), KUBECONFIG: z.string() }),
  z.object({ kind: z.literal('help'), text: z.string() }),
  /** `help --schema`: JSON Schema of what each stream may have. */
  z.object({ kind: z.literal('schema'), stdout: z.unknown(), stderr: z.unknown() }),
])
export type ResultLine = z.infer<typeof ResultLine>

const OfSource = z.object({
  /** The kind of its source. */
  kind: z.enum(LogSource.options.map((option) => option.shape.kind.value)),
  source: z.string(),
  /** UTC, RFC 3339. */
  time: z.iso.datetime(),
})

/** A line of `logs --json`. */
export const PrintedLogLine = OfSource.extend({
  level: LogLevel.optional(),
  text: z.string(),
  /** With `--grep`: what it found. */
  matches: z.array(z.string()).optional(),
  /** With `--explain`, where the line is a known one. */
  explanation: z
    .object({
      id: z.string(),
      params: z.record(z.string(), z.string()),
      matters: z.enum(['harmless', 'wait', 'act']).optional(),
    })
    .optional(),
})
export type PrintedLogLine = z.infer<typeof PrintedLogLine>

/** Among them, in the place of lines that were rotated away before they were read: nobody is to take the others for all. */
export const PrintedGap = OfSource.extend({
  /** `isCertain: false`: lines may be missing, and nobody can tell. */
  lost: z.object({ from: z.iso.datetime(), until: z.iso.datetime(), isCertain: z.boolean() }),
})
export type PrintedGap = z.infer<typeof PrintedGap>

/** A command that failed outside of an operation has not all that an operation's last event has. */
export const ProblemLine = Problem.extend({
  kind: z.literal('problem'),
  cluster: z.string().optional(),
  /** Everything that was made has been removed again. */
  undone: z.boolean().optional(),
  durationMs: z.number().optional(),
})

/** stderr: what is worth knowing beside a command's work. */
export const AsideLine = z.discriminatedUnion('kind', [
  Problem.extend({ kind: z.literal('warning'), source: z.string().optional() }),
  /** Of a source of `logs`: it joined, was started again, … */
  z.object({ kind: z.literal('note'), source: z.string(), text: z.string() }),
])
export type AsideLine = z.infer<typeof AsideLine>

const isEnd = (option: (typeof OperationEvent.options)[number]) => option.shape.kind.value === 'problem'

/** Every line that `--json` may print to stdout. */
export const StdoutLine = z.union([
  ...OperationEvent.options.filter((option) => !isEnd(option)),
  ProblemLine,
  ...ResultLine.options,
  PrintedLogLine,
  PrintedGap,
])

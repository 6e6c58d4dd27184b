import { arch, cpus, release, totalmem, type } from 'node:os'
import type { ClustersSnapshot } from '#shared/cluster.ts'
import type { RequestOutput } from '#shared/contract.ts'
import type { DockerEngine } from '#shared/engine.ts'
import type { Preferences } from '#shared/preferences.ts'
import type { Problem } from '#shared/problem.ts'
import { redacted } from '#shared/redacted.ts'
import { describeProblem } from '#shared/translate.ts'
import type { OperationSummary } from '../cluster/change/operations.ts'

interface Parts {
  readonly info: RequestOutput<'app.info'>
  readonly preferences: Preferences
  readonly engines: readonly DockerEngine[]
  readonly snapshot: ClustersSnapshot
  readonly operations: readonly OperationSummary[]
  readonly complaints: readonly string[]
  readonly now: Date
}

/** One text for whoever is to find out what is wrong, in English, since it is they who read it. No specs: they have secrets of their user. */
export function diagnosticsText(parts: Parts): string {
  const { info, preferences, engines, snapshot, operations, complaints, now } = parts
  const { window: _, ...preferred } = preferences
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Time', [now.toISOString()]],
    ['Versions', Object.entries(info.versions).map(([name, version]) => `${name} ${version}`)],
    [
      'System',
      [
        `${type()} ${release()} ${arch()}, language ${info.systemLanguage}`,
        `${cpus().length} CPUs, ${Math.round(totalmem() / 1024 ** 2)} MiB of memory`,
      ],
    ],
    ['Preferences', Object.entries(preferred).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)],
    ['Docker engines', engines.flatMap(engineLines)],
    ['Connection', [JSON.stringify(snapshot.engine)]],
    ['Clusters', snapshot.clusters.flatMap(clusterLines)],
    ['Last operations', operations.flatMap(operationLines)],
    ['Complaints of the app', complaints],
  ]
  const text = sections.map(([title, lines]) => [`## ${title}`, ...(lines.length > 0 ? lines : ['none'])].join('\n'))
  return redacted(`# Sampan diagnostics\n\n${text.join('\n\n')}\n`)
}

function engineLines({ label, address, source, isSelected, status }: DockerEngine): string[] {
  const head = `${isSelected ? '* ' : '- '}${label} (${source}) ${address}`
  if (status.kind === 'unavailable') return [head, ...problemLines(status.problem)]
  const { version, apiVersion, operatingSystem, architecture, isPodman } = status
  const product = isPodman ? 'Podman' : 'Docker'
  return [head, `  ${product} ${version}, API ${apiVersion}, ${operatingSystem}, ${architecture}`]
}

function clusterLines({ name, state, image, apiPort, nodes, problem }: ClustersSnapshot['clusters'][number]): string[] {
  return [
    `- ${name}: ${state}, ${image}, API port ${apiPort ?? 'none'}`,
    ...nodes.map((node) => `  ${node.name}: ${node.container}`),
    ...(problem ? problemLines(problem) : []),
  ]
}

function operationLines({
  cluster,
  operation,
  isRunning,
  startedAtMs,
  durationMs,
  problem,
}: OperationSummary): string[] {
  const outcome = isRunning ? 'running' : problem ? 'failed' : 'done'
  const time = durationMs === undefined ? '' : ` after ${durationMs} ms`
  return [
    `- ${operation} ${cluster.name}: ${outcome}${time}, begun ${new Date(startedAtMs).toISOString()}`,
    ...(problem ? problemLines(problem) : []),
  ]
}

function problemLines(problem: Problem): string[] {
  const { title, cause } = describeProblem('en', problem)
  return [
    `  ${problem.code}: ${title}. ${cause}`,
    ...(problem.detail ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => `  > ${line}`),
  ]
}

import type { WorkloadRow } from '#shared/workloads.ts'
import { formatAge } from '../../ui/format.ts'
import type { useTexts } from '../../ui/language.tsx'

type Texts = ReturnType<typeof useTexts>

/** A row's status. Pods and services have Kubernetes' own words, which people look for elsewhere, too. */
export function statusWord(row: WorkloadRow, { text }: Texts): string {
  switch (row.kind) {
    case 'Pod':
    case 'Service':
      return row.status
    default:
      return text(`workloads.is.${row.status}`)
  }
}

/** What stands beside the status: why, or what is worth knowing of one that is well. */
export function remark(row: WorkloadRow, texts: Texts, nowMs: number): string | undefined {
  const { text, language } = texts
  const words = row.explanation && texts.explanation(row.explanation.id, row.explanation.params)
  const why = words?.title ?? row.reason
  if (why) return why
  switch (row.kind) {
    case 'Pod':
      return row.lastEnd && lastEndWords(row.lastEnd, texts)
    case 'Service':
      return row.health === 'busy'
        ? text('workloads.is.unaddressed')
        : [row.address, ...row.externalAddresses].filter((address) => address !== undefined).join(' · ') || undefined
    case 'Ingress':
      return row.externalAddresses.join(' · ') || undefined
    case 'CronJob':
      return row.lastRunMs === undefined
        ? row.schedule
        : `${row.schedule} · ${text('workloads.lastRun', { time: formatAge(language, new Date(row.lastRunMs).toISOString(), nowMs) })}`
    default:
      return undefined
  }
}

export function lastEndWords({ reason, exitCode }: { reason: string; exitCode: number }, { text }: Texts): string {
  return reason === '' || reason === 'Error'
    ? text('workloads.lastEnd', { code: exitCode })
    : text('workloads.lastEnd.reason', { reason, code: exitCode })
}

/** How many of how many. */
export function readyWords(row: WorkloadRow): string {
  switch (row.kind) {
    case 'Pod':
      return `${row.readyContainers}/${row.containers}`
    case 'Service':
    case 'Ingress':
    case 'CronJob':
      return ''
    default:
      return `${row.ready}/${row.desired}`
  }
}

/** `80/TCP`, or the hosts of an ingress. */
export function portWords(row: WorkloadRow): string {
  if (row.kind === 'Service')
    return row.ports
      .map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`)
      .join(' ')
  return row.kind === 'Ingress' ? row.hosts.join(' ') : ''
}

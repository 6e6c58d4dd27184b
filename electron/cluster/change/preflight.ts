import { type ClusterSpec, leastMemoryMib } from '#shared/cluster.ts'
import { portOfApi, portTwice } from '#shared/cluster-shape.ts'
import { isImageId } from '#shared/image-reference.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { type Problem, problem } from '#shared/problem.ts'
import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import { imagesOf } from '../model/blueprint.ts'
import { flagRemarks } from '../model/flag-remarks.ts'
import { ipv6Range, k3sVersionOfTag, refusesCgroupV1 } from '../model/k3s-config.ts'
import { nodeLogLimits } from '../model/node-limits.ts'
import { areUsual, hidingRanges, rangeFlags } from '../model/pod-ranges.ts'
import { shownSpec } from '../model/shown-spec.ts'
import { nextFreePort } from '../model/subnets.ts'
import { toleratedSkewMs } from '../read/aging.ts'
import { takenName } from '../read/cluster-state.ts'
import { joinedBy } from '../read/joined-registries.ts'
import { registryProblems } from './registry-findings.ts'
import type { View } from './surroundings.ts'

interface Subject {
  readonly spec: ClusterSpec
  readonly host: Host
  /** The cluster is there and is to be changed: its own name and ports are not taken. */
  readonly isChange?: boolean
}

type Finding = Omit<PreflightCheck, 'id'>

const gib = 1024 ** 3
/** The kubelet evicts pods when less than 5 % of the disk is free (k3s' own default). */
const evictionShare = 0.05
/** Each node's kubelet and containerd take about a hundred instances; Debian's default of 128 is for one (k3s.md 1.4). */
const wantedInotify = { instances: 512, watches: 524_288 }

/** Everything that could keep the spec from becoming a cluster, in what was seen around. Makes nothing. */
export async function preflight(subject: Subject, view: View, signal?: AbortSignal): Promise<PreflightCheck[]> {
  const { host, spec } = subject
  const { info, missingImages } = view
  const checks: [PreflightCheck['id'], Finding | Promise<Finding> | Finding[]][] = [
    ['engine', engineFinding(info)],
    ['name', nameFinding(subject, view)],
    ['cgroup', cgroupFinding(spec, info)],
    ['subnet', [subnetFinding(spec, view), ...(subject.isChange ? [] : rangeFindings(spec, view))]],
    ['ports', portsFinding(subject, view, signal)],
    ['disk', diskFinding(host, info)],
    ['memory', memoryFinding(spec, info)],
    ['cpus', cpusFinding(spec, info)],
    ['inotify', inotifyFinding(host, info)],
    ['clock', clockFinding(host, info)],
    ['flags', flagFindings(spec)],
    ['registries', [...registriesFindings(spec), ...localRegistriesFindings(subject, view)]],
    ['image', imageFinding(spec, missingImages)],
  ]
  const found = await Promise.all(
    checks.map(async ([id, finding]) => [await finding].flat().map((each) => ({ id, ...each }))),
  )
  signal?.throwIfAborted()
  return found.flat()
}

const failing = (result: 'warning' | 'blocking', found: string, reason: Problem): Finding => ({
  result,
  found,
  problem: reason,
})

function engineFinding(info: RuntimeInfo): Finding {
  const found = `${info.operatingSystem}, ${info.isPodman ? 'Podman' : 'Docker'} ${info.version}`
  if (!info.publishesHere) return failing('blocking', found, problem('docker.remote', { engine: info.name }))
  const logMb = nodeLogLimits.maxSizeMb * nodeLogLimits.maxFiles
  return info.isPodman ? failing('warning', found, problem('engine.podman', { logMb })) : { result: 'ok', found }
}

function subnetFinding(spec: ClusterSpec, { subnets }: View): Finding {
  const ipv6 = ipv6Range(spec)
  if (ipv6) return failing('blocking', ipv6.value, problem('spec.ipv4_only', ipv6))
  const [found] = subnets
  return found ? { result: 'ok', found } : failing('blocking', '', problem('subnet.none_free', {}))
}

/** Pods look for what lies in their own ranges in the cluster, and nowhere else. */
function rangeFindings(spec: ClusterSpec, { ranges, taken }: View): Finding[] {
  const hiding = hidingRanges(spec, taken).map(({ range, route }) =>
    failing('warning', range, problem('ranges.hide_route', { range, route })),
  )
  const { pods, services } = ranges
  const own = rangeFlags(spec, ranges)
  const isMoved = Object.keys(own).length > 0 && !areUsual(ranges) && hiding.length === 0
  return isMoved ? [failing('warning', pods, problem('ranges.moved', { pods, services }))] : hiding
}

function nameFinding({ spec, isChange }: Subject, { observed, info: { engineId } }: View): Finding {
  const same = observed.find(({ name }) => name === spec.name)
  if (!same || isChange) return { result: 'ok', found: spec.name }
  const taken = takenName(same, engineId)
  return taken ? failing('blocking', spec.name, taken) : { result: 'ok', found: spec.name }
}

function cgroupFinding(spec: ClusterSpec, info: RuntimeInfo): Finding {
  const version = k3sVersionOfTag(spec.image)
  const found = `v${info.cgroupVersion}`
  if (info.cgroupVersion === 2 || !version || !refusesCgroupV1(version)) return { result: 'ok', found }
  return failing('warning', found, problem('cgroup.v1_deprecated', { version }))
}

async function portsFinding(
  { spec, host, isChange }: Subject,
  { info, observed, published }: View,
  signal?: AbortSignal,
): Promise<Finding> {
  const twice = portTwice(spec) ?? portOfApi(spec)
  if (twice) return failing('blocking', String(twice.subject), problem('spec.invalid', { ...twice }))
  const apiIp = spec.apiAccess === 'lan' ? '0.0.0.0' : '127.0.0.1'
  const wanted = [{ hostIp: apiIp, hostPort: spec.apiPort, protocol: 'tcp' as const }, ...spec.ports]
  const own = new Set(
    isChange
      ? observed
          .filter(({ name }) => name === spec.name)
          .flatMap(({ containers }) => containers.map(({ containerName }) => containerName))
      : [],
  )
  const foreign = published.filter(({ container }) => !own.has(container))
  const ownPorts = published.filter(({ container }) => own.has(container))
  for (const { hostIp, hostPort, protocol } of wanted) {
    const key = `${hostPort}/${protocol}`
    const isMine = ownPorts.some((port) => port.hostPort === hostPort && port.protocol === protocol)
    const container = foreign.find(
      (port) => port.hostPort === hostPort && port.protocol === protocol && doClash(port.hostIp, hostIp),
    )
    const isBusy = !container && !isMine && info.publishesHere && !(await host.isPortFree(hostPort, hostIp, protocol))
    if (!container && !isBusy) continue
    const holder = container?.container ?? (await host.portHolder(hostPort, protocol, signal))
    const isTaken = async (port: number) => {
      signal?.throwIfAborted()
      const isKnown = [...published, ...wanted].some((other) => other.hostPort === port)
      return isKnown || !(await host.isPortFree(port, hostIp, protocol))
    }
    const free = await nextFreePort(hostPort + 1, isTaken)
    const actions = free === undefined ? [] : [{ kind: 'usePort' as const, port: free }]
    return failing('blocking', key, problem('port.taken', { port: hostPort, holder }, { actions }))
  }
  return { result: 'ok', found: wanted.map(({ hostPort }) => hostPort).join(', ') }
}

const doClash = (left: string, right: string) =>
  left === right || [left, right].some((ip) => ip === '0.0.0.0' || ip === '::' || ip === '')

async function diskFinding(host: Host, info: RuntimeInfo): Promise<Finding> {
  const disk = info.isLocal ? await host.disk(info.dataRoot) : undefined
  if (!disk) return { result: 'unknown', found: '' }
  const found = `${gigabytes(disk.freeBytes)} GB`
  const params = { path: info.dataRoot, freeGb: gigabytes(disk.freeBytes), neededGb: 5 }
  if (disk.freeBytes < gib) return failing('blocking', found, problem('disk.low', params))
  const isTight = disk.freeBytes < 5 * gib || disk.freeBytes / disk.totalBytes < evictionShare + 0.02
  return isTight ? failing('warning', found, problem('disk.low', params)) : { result: 'ok', found }
}

function memoryFinding({ servers, agents }: ClusterSpec, { memoryBytes }: RuntimeInfo): Finding {
  const totalMib = Math.round(memoryBytes / 1024 ** 2)
  const neededMib = (servers + agents) * leastMemoryMib
  const found = `${totalMib} MiB`
  return totalMib < neededMib
    ? failing('warning', found, problem('memory.low', { totalMib, neededMib }))
    : { result: 'ok', found }
}

/** Docker refuses to start a container that may use more processors than there are. */
function cpusFinding({ limits, agentLimits }: ClusterSpec, info: RuntimeInfo): Finding {
  const found = String(info.cpus)
  const all = { limits, agentLimits }
  const above = (['limits', 'agentLimits'] as const).find((field) => (all[field]?.cpus ?? 0) > info.cpus)
  if (above === undefined || info.cpus === 0) return { result: 'ok', found }
  return failing(
    'blocking',
    found,
    problem('spec.invalid', { field: `${above}.cpus`, reason: 'reason.atMost', subject: info.cpus }),
  )
}

async function inotifyFinding(host: Host, info: RuntimeInfo): Promise<Finding> {
  const limits = info.isLocal ? await host.inotifyLimits() : undefined
  if (!limits) return { result: 'unknown', found: '' }
  const found = `${limits.instances}, ${limits.watches}`
  const isLow = limits.instances < wantedInotify.instances || limits.watches < wantedInotify.watches
  const params = { instances: limits.instances, needed: wantedInotify.instances }
  return isLow ? failing('warning', found, problem('inotify.low', params)) : { result: 'ok', found }
}

function clockFinding(host: Host, info: RuntimeInfo): Finding {
  const skewMs = Math.abs(info.systemTimeMs - host.now())
  const seconds = Math.round(skewMs / 1000)
  return skewMs > toleratedSkewMs
    ? failing('warning', `${seconds} s`, problem('clock.skewed', { seconds }))
    : { result: 'ok', found: `${seconds} s` }
}

/** Each flag with a remark; one finding without a problem where there is none. */
function flagFindings(spec: ClusterSpec): Finding[] {
  const remarks = flagRemarks(spec)
  if (remarks.length === 0)
    return [
      {
        result: 'ok',
        found: shownSpec(spec)
          .k3sArgs.map(({ flag }) => flag)
          .join(' '),
      },
    ]
  return remarks.map(({ result, flag, problem: reason }) => failing(result, flag, reason))
}

/** What k3s stumbles over stops the creation, what it takes without a word and then ignores is said line by line. */
function registriesFindings({ registries, registryFiles, image }: ClusterSpec): Finding[] {
  const { wrong, ignored } = registryProblems(registries, k3sVersionOfTag(image), registryFiles)
  const place = ({ params }: Problem) => `${params.line}:${params.column}`
  if (wrong) return [failing('blocking', place(wrong), wrong)]
  if (ignored.length === 0) return [{ result: 'ok', found: '' }]
  return ignored.map((each) => failing('warning', place(each), each))
}

/** A cluster that is there goes on without what has been deleted since; a new one was hardly meant to be without. */
function localRegistriesFindings({ spec, isChange }: Subject, { localRegistries }: View): Finding[] {
  const known = localRegistries.map(({ name }) => name).join(', ') || '–'
  return joinedBy(spec, localRegistries).absent.map((name) =>
    failing(isChange ? 'warning' : 'blocking', name, problem('registry.not_found', { registry: name, known })),
  )
}

/** An id is no name: where the engine does not have it, no registry can be asked. */
function imageFinding(spec: ClusterSpec, missing: readonly string[]): Finding {
  const found = imagesOf(spec).join(', ')
  // No registry knows an id.
  const image = missing.find(isImageId)
  if (image !== undefined) return failing('blocking', found, problem('image.not_found', { image }))
  return { result: 'ok', found, ...(missing.length > 0 ? { toPull: [...missing] } : {}) }
}

/** The same where nothing may be downloaded: what would have been is missing, or in the library. */
export function withGaps(checks: readonly PreflightCheck[], gaps: readonly Problem[]): PreflightCheck[] {
  const others = checks.map(({ toPull: _, ...check }) => check)
  const isInTheWay = ({ id, result }: PreflightCheck) => id === 'image' && result === 'blocking'
  if (gaps.length === 0 || others.some(isInTheWay)) return others
  return [
    ...others.filter(({ id }) => id !== 'image'),
    ...gaps.map((gap) => ({ id: 'image' as const, ...failing('blocking', String(gap.params.image ?? ''), gap) })),
  ]
}

const gigabytes = (bytes: number) => Math.round((bytes / gib) * 10) / 10

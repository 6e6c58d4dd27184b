import { z } from 'zod'
import type { RuntimeInfo } from './container-runtime.ts'

/** Podman leaves some of it out or writes it differently, so it is read with defaults. */
export const DockerInfo = z.object({
  ID: z.string().default(''),
  Name: z.string().default(''),
  ServerVersion: z.string().default(''),
  OperatingSystem: z.string().default(''),
  Architecture: z.string().default(''),
  KernelVersion: z.string().default(''),
  CgroupVersion: z.string().default('1'),
  SecurityOptions: z.array(z.string()).nullish(),
  NCPU: z.number().default(0),
  MemTotal: z.number().default(0),
  DockerRootDir: z.string().default(''),
  SystemTime: z.string().default(''),
  /** Since Docker 28. */
  FirewallBackend: z.object({ Driver: z.string().default('') }).nullish(),
  /** Podman alone has this. */
  BuildahVersion: z.string().optional(),
})

/** This machine, beside which the engine's answer is held. */
export interface Here {
  readonly apiVersion: string
  readonly isPodman: boolean
  readonly bridgeAddress: string | undefined
  readonly isSocket: boolean
  readonly publishesHere: boolean
  readonly hostname: string
  readonly kernel: string
}

export function toInfo(info: z.infer<typeof DockerInfo>, here: Here): RuntimeInfo {
  return {
    engineId: engineIdOf(info),
    name: info.Name,
    version: info.ServerVersion,
    apiVersion: here.apiVersion,
    operatingSystem: info.OperatingSystem,
    architecture: info.Architecture,
    cgroupVersion: info.CgroupVersion === '2' || info.CgroupVersion === 'v2' ? 2 : 1,
    isRootless: (info.SecurityOptions ?? []).some((option) => option.includes('rootless')),
    isPodman: here.isPodman,
    usesIptables: !info.FirewallBackend?.Driver.startsWith('nftables'),
    bridgeAddress: here.bridgeAddress,
    cpus: info.NCPU,
    memoryBytes: info.MemTotal,
    dataRoot: info.DockerRootDir,
    systemTimeMs: Date.parse(info.SystemTime) || Date.now(),
    publishesHere: here.publishesHere,
    // A socket may lead into a virtual machine (Docker Desktop, colima…), or out of the container that this process runs in.
    isLocal: here.isSocket && info.KernelVersion === here.kernel && info.Name === here.hostname,
  }
}

const usualDataRoot = '/var/lib/docker'

/**
 * Docker keeps its ID in a file, and a second dockerd of the same machine reads the same one (/etc/docker/key.json; newer ones make
 * their own from it, where it is there). Where their data lies they never share. Podman makes up a new ID for each answer (podman,
 * pkg/api/handlers/compat/info.go); what it never changes are the machine's name and where it stores its containers, which differs
 * for each of its users.
 */
function engineIdOf({ ID, Name, DockerRootDir, BuildahVersion }: z.infer<typeof DockerInfo>): string {
  const isMadeUp = BuildahVersion !== undefined || ID === ''
  if (isMadeUp) return `${Name}:${DockerRootDir}`
  return DockerRootDir === '' || DockerRootDir === usualDataRoot ? ID : `${ID}:${DockerRootDir}`
}

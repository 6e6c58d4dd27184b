import { z } from 'zod'
import { ClusterRef, HostPort } from './cluster.ts'
import { DnsLabel, DnsName } from './kube-names.ts'
import { Problem } from './problem.ts'

/** Whose pods can be reached. */
export const ForwardKind = z.enum(['Service', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'])
export type ForwardKind = z.infer<typeof ForwardKind>

export const ForwardTarget = z.object({ kind: ForwardKind, namespace: DnsLabel, name: DnsName })
export type ForwardTarget = z.infer<typeof ForwardTarget>

/** What a user points at: an ingress stands for the services behind it. */
export const ForwardObject = ForwardTarget.extend({ kind: z.enum([...ForwardKind.options, 'Ingress']) })
export type ForwardObject = z.infer<typeof ForwardObject>

/** By number or by name; of a service it is the service's port, of anything else a container's. */
export const TargetPort = z.union([HostPort, DnsLabel])
export type TargetPort = z.infer<typeof TargetPort>

/** A port of an object that can be forwarded. */
export const ForwardChoice = z.object({
  target: ForwardTarget,
  port: HostPort,
  name: z.string().optional(),
  /** Where an ingress sends there: `shop.example.org/api`. */
  route: z.string().optional(),
})
export type ForwardChoice = z.infer<typeof ForwardChoice>

/** A port of this computer's loopback that leads to a pod, for as long as the cluster runs. */
export const PortForward = z.object({
  id: z.string(),
  cluster: ClusterRef,
  target: ForwardTarget,
  port: TargetPort,
  localPort: HostPort,
  /** What a browser is to be sent with. */
  scheme: z.enum(['http', 'https']),
  /** Where the next connection goes; absent while no pod is ready. */
  pod: z.string().optional(),
  /** How many are open now. */
  connections: z.int(),
  /** Why the next connection has to wait, or why the last one failed. */
  problem: Problem.optional(),
})
export type PortForward = z.infer<typeof PortForward>

export const ForwardEnd = z.enum(['requested', 'stopped', 'deleted', 'engine'])
export type ForwardEnd = z.infer<typeof ForwardEnd>

export const ForwardsEvent = z.discriminatedUnion('kind', [
  /** All there are, at once and at each change. */
  z.object({ kind: z.literal('forwards'), forwards: z.array(PortForward) }),
  z.object({ kind: z.literal('ended'), forward: PortForward, end: ForwardEnd }),
])
export type ForwardsEvent = z.infer<typeof ForwardsEvent>

/** Where a shell runs: in a node's container, or in a container of a pod, its first where none is named. */
export const ShellTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node'), node: DnsName }),
  z.object({
    kind: z.literal('pod'),
    namespace: DnsLabel,
    pod: DnsName,
    container: DnsLabel.optional(),
  }),
])
export type ShellTarget = z.infer<typeof ShellTarget>

const Side = z.int().min(1).max(1000)
export const TerminalSize = z.object({ columns: Side, rows: Side })
export type TerminalSize = z.infer<typeof TerminalSize>

/** What opens a shell. What runs over its port then is ShellAsk one way and ShellFrame the other. */
export const ShellQuery = z.object({ cluster: ClusterRef, target: ShellTarget, size: TerminalSize })
export type ShellQuery = z.infer<typeof ShellQuery>

export const ShellAsk = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('input'), data: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  z.object({ kind: z.literal('resize'), size: TerminalSize }),
  /** The window has shown that many bytes more: a producer that is far ahead of it waits. */
  z.object({ kind: z.literal('shown'), bytes: z.int().min(0) }),
])
export type ShellAsk = z.infer<typeof ShellAsk>

export type ShellFrame =
  | { readonly kind: 'opened'; readonly container?: string }
  | { readonly kind: 'output'; readonly data: Uint8Array }
  /** It was left, or ended: `problem` says why where the shell itself did not want to. */
  | { readonly kind: 'exited'; readonly exitCode: number; readonly problem?: Problem }
  | { readonly kind: 'failed'; readonly problem: Problem }

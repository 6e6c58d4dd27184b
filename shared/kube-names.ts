import { z } from 'zod'

// Names become part of paths at the Kubernetes API and of command lines: nothing else than a name may come there.

/** RFC 1123, as namespaces, ports and containers in pods are named. */
export const DnsLabel = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
/** RFC 1123, as pods and workloads are named. */
export const DnsName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)

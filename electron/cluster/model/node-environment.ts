import type { ClusterRecord } from './cluster-record.ts'
import { clusterDomain, clusterRanges } from './k3s-config.ts'
import { registrationAlias } from './labels.ts'
import { registryDomain } from './local-registries.ts'

const proxyVariable = /^(?:containerd_)?(?:https?|all)_proxy$/i
const exceptionsVariable = /^no_proxy$/i
/** k3s gives what follows CONTAINERD_ to containerd, in place of what that would have otherwise. */
const containerdExceptions = /^containerd_no_proxy$/i

/**
 * The variables of a cluster's nodes. Where they are given a proxy, k3s sends to it what the nodes say to each other, too, and the cluster is
 * Ready while logs, exec and webhooks get nowhere: what belongs to the cluster is added to the user's exceptions, in both spellings.
 */
export function nodeEnvironment(
  { spec, subnet, ranges }: Pick<ClusterRecord, 'spec' | 'subnet' | 'ranges'>,
  nodes: readonly string[],
): Readonly<Record<string, string>> {
  const variables = Object.entries(spec.env)
  if (!variables.some(([name, value]) => proxyVariable.test(name) && value !== '')) return spec.env
  const own = [
    ...['localhost', '127.0.0.1'],
    ...clusterRanges(spec, ranges),
    subnet,
    ...['.svc', `.${clusterDomain(spec)}`, registryDomain],
    registrationAlias(spec.name),
    ...nodes,
  ]
  const withOwn = (kind: RegExp) => {
    const given = variables.flatMap(([name, value]) => (kind.test(name) ? value.split(',') : []))
    const exceptions = [...given.map((each) => each.trim()).filter((each) => each !== ''), ...own]
    return [...new Set(exceptions)].join(',')
  }
  const text = withOwn(exceptionsVariable)
  const ofContainerd = variables.flatMap(([name]) =>
    containerdExceptions.test(name) ? [[name, withOwn(containerdExceptions)]] : [],
  )
  return { ...spec.env, NO_PROXY: text, no_proxy: text, ...Object.fromEntries(ofContainerd) }
}

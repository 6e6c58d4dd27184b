import type { ClusterSpec } from '#shared/cluster.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { datastoreRemark } from './datastore-remarks.ts'
import { minorOf } from './version-change.ts'

/** What is known to be wrong with a flag before any k3s has seen it. */
export interface FlagRemark {
  readonly result: 'blocking' | 'warning'
  readonly flag: string
  readonly problem: Problem
}

/** Flags of Kubernetes' own programs that are often given to k3s itself, which has them only inside of `--…-arg`. */
const componentFlags: Readonly<Record<string, readonly string[]>> = {
  'kube-apiserver-arg': [
    ...['oidc-issuer-url', 'oidc-client-id', 'oidc-username-claim', 'oidc-username-prefix', 'oidc-groups-claim'],
    ...['oidc-groups-prefix', 'oidc-required-claim', 'oidc-ca-file', 'enable-admission-plugins', 'runtime-config'],
    ...['disable-admission-plugins', 'admission-control-config-file', 'authentication-config', 'authorization-mode'],
    ...[
      'audit-log-path',
      'audit-log-maxage',
      'audit-log-maxbackup',
      'audit-log-maxsize',
      'audit-policy-file',
      'event-ttl',
    ],
    ...['service-account-issuer', 'service-account-key-file', 'max-requests-inflight', 'feature-gates'],
  ],
  'kubelet-arg': [
    ...['max-pods', 'eviction-hard', 'eviction-soft', 'eviction-minimum-reclaim', 'system-reserved', 'kube-reserved'],
    ...['image-gc-high-threshold', 'image-gc-low-threshold', 'serialize-image-pulls', 'container-log-max-size'],
    ...['container-log-max-files', 'pod-max-pids', 'cpu-manager-policy', 'cgroup-driver', 'allowed-unsafe-sysctls'],
  ],
  'kube-controller-manager-arg': [
    ...['node-monitor-grace-period', 'node-monitor-period', 'pod-eviction-timeout', 'terminated-pod-gc-threshold'],
    ...['node-cidr-mask-size', 'node-cidr-mask-size-ipv4', 'horizontal-pod-autoscaler-sync-period'],
  ],
  'kube-proxy-arg': ['proxy-mode', 'conntrack-max-per-core', 'nodeport-addresses'],
}

/** Flags that went with Kubernetes 1.`gone`, and what does the same since. */
const removedFlags: Readonly<Record<string, { readonly gone: number; readonly instead: string }>> = {
  'no-deploy': { gone: 25, instead: 'disable' },
}

/** The first remark about each flag: what keeps k3s from starting, and what reaches no node. */
export function flagRemarks(spec: ClusterSpec): FlagRemark[] {
  const ofFlags = spec.k3sArgs.flatMap(({ flag, on }): FlagRemark[] => {
    const [, name = '', value = ''] = /^--([^=]+)(?:=(.*))?$/s.exec(flag) ?? []
    const wrong = wrongWith({ name, value }, spec.image)
    if (wrong) return [{ result: 'blocking', flag, problem: wrong }]
    // Named without its value, in which there is a password.
    const remark = name === 'datastore-endpoint' ? datastoreRemark(value) : undefined
    if (remark) return [{ flag: `--${name}`, ...remark }]
    // Said and let pass: an agent may come later.
    return on === 'agent' && spec.agents === 0
      ? [{ result: 'warning', flag, problem: problem('flag.for_nobody', { flag }) }]
      : []
  })
  return [...ofDatastore(spec), ...ofFlags]
}

/** Of the spec's own database. */
function ofDatastore({ datastore }: ClusterSpec): FlagRemark[] {
  const remark = datastore.kind === 'external' ? datastoreRemark(datastore.endpoint) : undefined
  return remark ? [{ ...remark, flag: '--datastore-endpoint' }] : []
}

function wrongWith({ name, value }: { name: string; value: string }, image: string): Problem | undefined {
  const component = Object.entries(componentFlags).find(([, flags]) => flags.includes(name))?.[0]
  if (component) {
    const better = `--${component}=${name}${value === '' ? '' : `=${value}`}`
    return problem('flag.of_component', { flag: `--${name}`, better })
  }
  const removed = Object.hasOwn(removedFlags, name) ? removedFlags[name] : undefined
  if (removed && (minorOf(image)?.minor ?? 0) >= removed.gone) {
    const better = `--${removed.instead}=${value}`
    return problem('flag.removed', { flag: `--${name}`, version: `v1.${removed.gone}`, better })
  }
  return name.endsWith('-arg') ? wrongArgument({ name, value }) : undefined
}

/** What a flag hands on to one of Kubernetes' programs. */
function wrongArgument({ name, value }: { name: string; value: string }): Problem | undefined {
  if (value.startsWith('-'))
    return problem('flag.inner_dashes', { flag: `--${name}`, better: `--${name}=${value.replace(/^-+/, '')}` })
  const [, inner = '', given = ''] = /^([^=]+)=(.*)$/s.exec(value) ?? []
  if (inner === 'oidc-issuer-url' && !/^https:\/\/./i.test(given))
    return problem('flag.issuer_not_https', { issuer: given })
  if (inner !== 'feature-gates') return undefined
  const gate = given.split(',').find((each) => !/^[A-Za-z][A-Za-z0-9]*=(true|false)$/i.test(each.trim()))
  return gate === undefined ? undefined : problem('flag.feature_gate', { gate })
}

// Settings that k3s refuses before it starts anything, and those on which all servers of a cluster must agree.
import { isIP } from 'node:net'
import { fatal } from './log.mjs'

function isCidr(text) {
  const [address, length] = text.split('/')
  return isIP(address) > 0 && /^\d+$/.test(length ?? '') && Number(length) <= (isIP(address) === 4 ? 32 : 128)
}

export function checkSettings(settings) {
  for (const [name, values] of [
    ['cluster-cidr', settings.clusterCidr],
    ['service-cidr', settings.serviceCidr],
  ]) {
    for (const value of values)
      if (!isCidr(value)) fatal(`Error: invalid ${name} ${value}: invalid CIDR address: ${value}`)
  }
  for (const value of settings.clusterDns) if (!isIP(value)) fatal(`Error: invalid cluster-dns address ${value}`)
  const { egressSelectorMode: mode, flannelBackend: backend } = settings
  if (mode && !['agent', 'cluster', 'pod', 'disabled'].includes(mode))
    fatal(`Error: invalid egress-selector-mode ${mode}`)
  if (backend && !['none', 'vxlan', 'host-gw', 'wireguard-native'].includes(backend))
    fatal(`Error: Cannot configure unknown flannel backend '${backend}'`)
  if (settings.serviceNodePortRange && !/^\d+-\d+$/.test(settings.serviceNodePortRange))
    fatal(`Error: invalid port range ${settings.serviceNodePortRange}`)
  if (settings.clusterReset && settings.server)
    fatal(
      'Error: cannot perform cluster-reset while server URL is set - remove server from configuration before resetting',
    )
  if (settings.clusterResetRestorePath && !settings.clusterReset)
    fatal('Error: invalid flag use; --cluster-reset required with --cluster-reset-restore-path')
  if (settings.datastoreEndpoint && settings.disableEtcd)
    fatal('Error: invalid flag use; cannot use --disable-etcd with --datastore-endpoint')
  if (settings.server && !settings.server.startsWith('https://'))
    fatal(`Error: only https:// URLs are supported, invalid scheme: ${settings.server}`)
}

/** By the names that k3s prints after `critical configuration mismatched: `. */
export function criticalValues(settings) {
  return {
    'cluster-cidr': settings.clusterCidr.join(',') || '10.42.0.0/16',
    'service-cidr': settings.serviceCidr.join(',') || '10.43.0.0/16',
    'cluster-dns': settings.clusterDns.join(',') || '10.43.0.10',
    'cluster-domain': settings.clusterDomain ?? 'cluster.local',
    'flannel-backend': settings.flannelBackend ?? 'vxlan',
    'egress-selector-mode': settings.egressSelectorMode ?? 'agent',
    'disable-network-policy': settings.disableNetworkPolicy === true,
    'disable-cloud-controller': settings.disableCloudController === true,
    'disable-helm-controller': settings.disableHelmController === true,
    'disable-service-lb': settings.disable.includes('servicelb'),
    'secrets-encryption': settings.secretsEncryption === true,
    'embedded-registry': settings.embeddedRegistry === true,
    'supervisor-metrics': settings.supervisorMetrics === true,
  }
}

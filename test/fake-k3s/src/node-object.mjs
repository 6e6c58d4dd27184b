// What a node says about itself: the object that it registers with, its machine, and how often it reports.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import { goDuration, scaled } from './clock.mjs'
import { parseYaml } from './yaml.mjs'

const SECRET_FLAGS = /^--(token|agent-token|datastore-endpoint|etcd-s3-(access|secret)-key)$/

export function statusPeriods(settings) {
  const args = Object.fromEntries((settings.kubeletArg ?? []).map((arg) => arg.split(/=(.*)/s).slice(0, 2)))
  const file = args.config && existsSync(args.config) ? parseYaml(readFileSync(args.config, 'utf8')).value : {}
  const asked = goDuration(args['node-status-update-frequency'] ?? file.nodeStatusUpdateFrequency ?? '')
  return {
    updateMs: scaled(asked ?? 10_000),
    // Once it is up, time is everybody's.
    lookMs: asked ?? 10_000,
    // The report period follows the update period unless it is set itself.
    reportMs: goDuration(file.nodeStatusReportFrequency ?? '') ?? asked ?? 300_000,
  }
}

export function nodeObject({ identity, settings, role, version, isEtcd }) {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const pairs = (entries) => Object.fromEntries(entries.map((entry) => entry.split(/=(.*)/s).slice(0, 2)))
  const masked = settings.nodeArgs.map((arg, index, all) =>
    SECRET_FLAGS.test(all[index - 1] ?? '') ? '********' : arg,
  )
  const environment = Object.keys(process.env).filter((name) => name.startsWith('K3S_'))
  const nodeEnv = Object.fromEntries(
    environment.map((name) => [name, /TOKEN|SECRET|ENDPOINT/.test(name) ? '********' : process.env[name]]),
  )
  const configHash = createHash('sha256')
    .update(JSON.stringify([masked, nodeEnv]))
    .digest('base64url')
    .toUpperCase()
    .replace(/[^A-Z]/g, 'Q')
  const labels = {
    'beta.kubernetes.io/arch': arch,
    'beta.kubernetes.io/instance-type': 'k3s',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': arch,
    'kubernetes.io/hostname': identity.name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'k3s',
    ...pairs(settings.nodeLabel ?? []),
  }
  if (role === 'server') {
    labels['node-role.kubernetes.io/control-plane'] = 'true'
    if (version.setsMasterLabel) labels['node-role.kubernetes.io/master'] = 'true'
    if (isEtcd) labels['node-role.kubernetes.io/etcd'] = 'true'
  }
  const taints = (settings.nodeTaint ?? []).map((taint) => {
    const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint) ?? []
    return { key, value, effect }
  })
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name: identity.name,
      labels,
      finalizers: ['wrangler.cattle.io/node'],
      annotations: {
        'alpha.kubernetes.io/provided-node-ip': identity.ip,
        'k3s.io/hostname': identity.name,
        'k3s.io/internal-ip': identity.ip,
        'k3s.io/node-args': JSON.stringify(masked),
        'k3s.io/node-config-hash': `${configHash.padEnd(52, 'Q').slice(0, 52)}====`,
        'k3s.io/node-env': JSON.stringify(nodeEnv),
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      taints: [
        ...taints,
        { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' },
      ],
    },
  }
}

export function machineStatus({ identity, version }) {
  const memory = `${totalKib()}Ki`
  const amounts = {
    cpu: String(onlineCpus()),
    'ephemeral-storage': '264212084Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory,
    pods: '110',
  }
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '')
  return {
    addresses: [
      { type: 'InternalIP', address: identity.ip },
      ...(identity.externalIp ? [{ type: 'ExternalIP', address: identity.externalIp }] : []),
      { type: 'Hostname', address: identity.name },
    ],
    capacity: amounts,
    allocatable: { ...amounts, 'ephemeral-storage': '257025515114' },
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      bootID: read('/proc/sys/kernel/random/boot_id'),
      containerRuntimeVersion: `containerd://${version.containerd}`,
      kernelVersion: release(),
      kubeProxyVersion: version.minor >= 33 ? '' : version.version,
      kubeletVersion: version.version,
      machineID: '',
      operatingSystem: 'linux',
      osImage: `K3s ${version.version}`,
      systemUUID: '',
    },
  }
}

/** As the kubelet finds them out, which is told less where the node has limits. */
const totalKib = () => Number(/^MemTotal: +(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1])

const onlineCpus = () =>
  readFileSync('/sys/devices/system/cpu/online', 'utf8')
    .trim()
    .split(',')
    .reduce((sum, range) => {
      const [first, last = first] = range.split('-').map(Number)
      return sum + last - first + 1
    }, 0)

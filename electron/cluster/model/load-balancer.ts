import { loadBalancerImage } from '#shared/k3s-releases.ts'
import type { ContainerOptions } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from './cluster-record.ts'
import { digest, type NodeFile } from './node-files.ts'

export const apiContainerPort = 6443

const configPath = '/etc/sampan/haproxy.cfg'

/** In the foreground, with a master that starts new workers for a new configuration. Those before have 2 s to end what they are at. */
export const loadBalancerCommand = {
  entrypoint: ['haproxy'],
  command: ['-W', '-db', '-f', configPath],
} as const satisfies Pick<ContainerOptions, 'entrypoint' | 'command'>

/** What makes it read its configuration again (HAProxy management guide, 4). It is the container's first process. */
export const reloadCommand = ['sh', '-c', 'kill -USR2 1']

export const loadBalancerImageOf = ({ loadBalancer }: ClusterRecord['spec']): string =>
  loadBalancer?.image ?? loadBalancerImage

/** Those that are not published by one node alone. */
export const frontPorts = ({ ports }: Pick<ClusterRecord['spec'], 'ports'>) =>
  ports.filter(({ on }) => on === undefined)

export interface BalancedServer {
  readonly name: string
  readonly address: string
}

/** No secret is in it, and HAProxy does not run as root in its own image. */
export function loadBalancerFiles({ spec }: ClusterRecord, servers: readonly BalancedServer[]): NodeFile[] {
  const ports = [...new Set(frontPorts(spec).map(({ nodePort }) => nodePort))].filter(
    (port) => port !== apiContainerPort,
  )
  const content = configText(servers, ports)
  return [{ path: configPath, mode: 0o644, content, choice: digest({ servers, ports }), isReloadable: true }]
}

/**
 * Bytes are passed on as they are: clients show the API their certificates. Servers are named by their fixed addresses, so that those
 * that are yet to come may stand here, too. An API that answers knows nobody without a certificate: 401 is health, 503 is a server
 * that is starting. A connection that cannot be made goes to another server before its client hears of it; one to a server that is
 * gone is ended, so that its client asks again. In turn, for a server that has just gone has the fewest connections, and would get all
 * of the next ones; whoever waits for it in vain when it is found out is cut off, too, so that waits are short. While etcd elects
 * another leader no API is ready, for 5 s and more: then those that are there give the answer themselves. Each connection takes two
 * files; where the engine allows fewer, there are fewer connections.
 */
function configText(servers: readonly BalancedServer[], ports: readonly number[]): string {
  const apis = servers.map(({ name, address }) => `  server ${name} ${address}:${apiContainerPort}`).join('\n')
  return `global
  maxconn 4000
  no strict-limits
  hard-stop-after 2s

defaults
  mode tcp
  balance roundrobin
  option redispatch 1
  option clitcpka
  option srvtcpka
  retries 3
  timeout connect 250ms
  timeout check 1s
  timeout client 24h
  timeout server 24h

frontend api
  bind :${apiContainerPort}
  use_backend ready if { nbsrv(ready) gt 0 }
  default_backend there

backend ready
  option httpchk GET /readyz
  http-check expect status 200,401
  default-server check-ssl verify none ${checking}
${apis}

backend there
  default-server ${checking}
${apis}
${ports.map((port) => portText(servers, port)).join('')}`
}

const checking =
  'check inter 1s fastinter 200ms downinter 500ms fall 2 rise 1 observe layer4 error-limit 1 on-error mark-down on-marked-down shutdown-sessions'

/** Whether a server is there is known from its API's port: what listens on another one is the user's. */
const portText = (servers: readonly BalancedServer[], port: number): string => `
listen port-${port}
  bind :${port}
${servers.map(({ name, address }) => `  server ${name} ${address}:${port} track there/${name}`).join('\n')}
`

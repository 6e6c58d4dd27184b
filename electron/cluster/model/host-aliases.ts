import { stringify } from 'yaml'
import type { HostAlias } from '#shared/node-placement.ts'

/** As Docker writes them into a container's hosts file, which processes of the node read. */
export const extraHostsOf = (aliases: readonly HostAlias[]): string[] =>
  aliases.flatMap(({ ip, names }) => names.map((name) => `${name}:${ip}`))

/** The entrypoint hands it to k3s, and takes it away from there when it is gone. */
export const aliasesPath = '/etc/sampan/host-aliases.yaml'

/** The same for pods: a part of CoreDNS' configuration that k3s leaves to its users. */
export function aliasesManifest(aliases: readonly HostAlias[]): string {
  const byName = new Map<string, string[]>()
  for (const { ip, names } of aliases)
    for (const name of names.map((each) => each.toLowerCase())) byName.set(name, [...(byName.get(name) ?? []), ip])
  const blocks = [...byName].map(([name, ips]) => {
    const lines = ips.map((ip) => `    ${ip} ${name}\n`).join('')
    return `${name}:53 {\n  hosts {\n${lines}    fallthrough\n  }\n  forward . /etc/resolv.conf\n}\n`
  })
  return stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns-custom', namespace: 'kube-system' },
    data: { 'sampan.server': blocks.join('') },
  })
}

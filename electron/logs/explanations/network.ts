import type { KnownLine } from './known-line.ts'

/** flannel, kube-proxy, the way to the API, and DNS. */
export const networkLines: readonly KnownLine[] = [
  { id: 'no-pod-range-yet', words: ['assigned'], match: /pod cidr not assigned|CIDR not assigned yet/i },
  // E37.
  {
    id: 'iptables-missing',
    words: ['iptables', 'ipset', 'table'],
    match: /can't initialize ip6?tables table|ip6?tables.*Table does not exist|ipset unavailable/,
  },
  {
    id: 'no-ipv6-range',
    words: ['detect'],
    match: /detect-local-mode set to ClusterCIDR, but no IPv[46] cluster CIDR defined/,
  },
  {
    id: 'api-refused',
    words: ['refused'],
    match: /dial tcp (?:127\.0\.0\.1|\[::1\]):644[34]: connect: connection refused/,
  },
  {
    id: 'flannel-subnet-not-yet',
    words: ['subnet'],
    match: /no subnet found for key: FLANNEL_\w+ in file: /,
  },
  {
    id: 'node-ports-everywhere',
    words: ['nodeportaddresses'],
    match: /nodePortAddresses is unset; NodePort connections will be accepted on all local IPs/,
  },
  {
    id: 'watch-ended',
    words: ['watch'],
    match: /^"Failed to watch"(?!.*failed to list)|watch of \S+ (?:ended with|closed with)|Unexpected watch close/,
  },
  { id: 'list-failed', words: ['list'], match: /failed to list \*\S+:/i },
  {
    id: 'dns-upstream-timeout',
    words: ['plugin'],
    match: /plugin\/errors: \d+ (?<name>\S+) .*(?:i\/o timeout|connection refused|no route to host)/,
    inPods: true,
  },
  { id: 'dns-loop', words: ['loop'], match: /plugin\/loop: Loop .*detected/, inPods: true },
  {
    id: 'dns-no-custom-config',
    words: ['glob'],
    match: /No files matching import glob pattern: \/etc\/coredns\/custom/,
    inPods: true,
  },
  {
    id: 'dns-waits-for-api',
    words: ['plugin'],
    match:
      /plugin\/kubernetes: (?:waiting for|starting server with unsynced) Kubernetes API|plugin\/ready: (?:Still waiting on|Plugins not ready)/,
    inPods: true,
  },
]

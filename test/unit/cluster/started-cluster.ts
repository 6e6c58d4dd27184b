import type { OperationEvent } from '#shared/operation.ts'
import type { ContainerOptions } from '../../../electron/docker/container-runtime.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

export const image = 'rancher/k3s:v1.36.2-k3s1'

/** A Docker in memory with the containers of one cluster, none of them started. What they do, a test does by hand. */
export async function madeCluster(names: readonly string[]): Promise<FakeRuntime> {
  const runtime = new FakeRuntime()
  // Time is the test's: an engine that takes its own would stand still.
  runtime.latencyMs = 0
  runtime.listLagMs = 0
  runtime.images.set(image, { id: 'sha256:1' })
  await runtime.createNetwork({ name: 'net', subnet: '10.213.9.0/24', gateway: '10.213.9.1', labels: {} })
  for (const [index, name] of names.entries()) await runtime.createContainer(node(name, `10.213.9.${index + 10}`))
  return runtime
}

function node(name: string, ipv4: string): ContainerOptions {
  return {
    name,
    hostname: name,
    image,
    entrypoint: [],
    command: [],
    env: {},
    labels: {},
    network: { name: 'net', ipv4, aliases: [] },
    volumes: [],
    tmpfs: [],
    ports: [],
    extraHosts: [],
    isPrivileged: true,
    hasOwnCgroups: false,
    hasInit: true,
    restartPolicy: 'unless-stopped',
    stopTimeoutSeconds: 30,
    logLimits: { maxSizeMb: 1, maxFiles: 1 },
    memoryBytes: undefined,
    cpus: undefined,
  }
}

export const logrus = (level: string, message: string) =>
  `time="2026-11-27T05:29:04Z" level=${level} msg=${JSON.stringify(message)}\n`

/** Collects what was told, and says the lines of the log in it. */
export function listener() {
  const events: OperationEvent[] = []
  return {
    events,
    emit: (event: OperationEvent) => void events.push(event),
    lines: () => events.flatMap((event) => (event.kind === 'log' ? [event.line.text] : [])),
  }
}

/** As k3s writes it. */
export const k3sYaml = `apiVersion: v1
kind: Config
clusters:
- name: default
  cluster: { server: 'https://127.0.0.1:6443', certificate-authority-data: Q0E= }
contexts:
- name: default
  context: { cluster: default, user: default }
current-context: default
users:
- name: default
  user: { client-certificate-data: Q0VSVA==, client-key-data: S0VZ }
`

import type { ContainerState } from '#shared/cluster.ts'
import type { Blueprint, ContainerBlueprint } from '../../../electron/cluster/model/blueprint.ts'
import { label } from '../../../electron/cluster/model/labels.ts'
import { digest, type FileStates, fileStates } from '../../../electron/cluster/model/node-files.ts'
import type { ObservedCluster, ObservedNode } from '../../../electron/cluster/model/observed-cluster.ts'
import { nextSuffix, type Phase, type Step } from '../../../electron/cluster/model/plan.ts'

/** What one request to Docker does to the model. */
type Act = (docker: DockerModel) => void

/** Docker as far as plans know it: a value that requests change, one after the other. */
export class DockerModel {
  nodes: ObservedNode[] = []
  volumes: string[] = []
  networks: { id: string; name: string; subnet: string }[] = []
  /** The files that each running container had when it was started, by its id: k3s reads them then. */
  read = new Map<string, FileStates>()
  /** Ports that two running containers wanted at the same time. */
  readonly clashes: string[] = []
  #nextId = 1

  observed(name = 'demo'): ObservedCluster {
    return {
      name,
      claim: undefined,
      networks: this.networks.map((network) => ({ ...network, operation: undefined })),
      volumes: this.volumes.map((volume) => ({ name: volume, operation: undefined })),
      nodes: [...this.nodes],
      strays: [],
      image: this.nodes[0]?.image,
    }
  }

  /** Everything that matters of it: what two plans to one blueprint must agree about. */
  picture(): unknown {
    const nodes = this.nodes.map(({ id, containerName, state, digest, files }) => {
      const read = state === 'running' ? choices(this.read.get(id)) : undefined
      return { containerName, state, digest, files, read }
    })
    return {
      nodes: nodes.sort((a, b) => a.containerName.localeCompare(b.containerName)),
      volumes: [...this.volumes].sort(),
      networks: this.networks.map(({ name, subnet }) => ({ name, subnet })),
    }
  }

  create({ name, role, index, digest, container }: ContainerBlueprint): string {
    const id = String(this.#nextId++)
    const node: ObservedNode = {
      ...{ name, role, index, id, digest, image: container.image, labels: container.labels },
      containerName: `${name}${nextSuffix}`,
      state: 'created',
      operation: undefined,
      createdAtMs: 0,
    }
    this.nodes.push(node)
    return id
  }

  change(idOrName: string, more: Partial<ObservedNode>): void {
    const at = this.nodes.findIndex(({ id, containerName }) => id === idOrName || containerName === idOrName)
    const node = this.nodes[at]
    if (!node) throw new Error(`no container ${idOrName}`)
    if (more.state === 'running' && !node.files) throw new Error(`${node.containerName} was started without its files`)
    const now = { ...node, ...more }
    this.nodes[at] = now
    if (more.state !== 'running') return
    if (node.state !== 'running') this.read.set(node.id, now.files ?? {})
    this.#look()
  }

  fill(idOrName: string, files: FileStates): void {
    this.change(idOrName, { files })
  }

  remove(id: string): void {
    this.nodes = this.nodes.filter((node) => node.id !== id)
  }

  #look(): void {
    const holders = this.nodes.filter(({ state, labels }) => state === 'running' && labels[label.apiPort])
    const ports = holders.map(({ labels }) => labels[label.apiPort] ?? '')
    if (new Set(ports).size < ports.length) this.clashes.push(ports.join())
  }
}

/** What a container was started with of what k3s only reads then. An empty file is like none. */
const choices = (files: FileStates = {}) =>
  Object.entries(files)
    .flatMap(([path, { choice }]) => (choice === undefined || choice === digest('') ? [] : [`${path} ${choice}`]))
    .sort()

/** The requests of a step, in the order in which `apply` sends them. */
export function actsOf(step: Step): Act[] {
  switch (step.kind) {
    case 'createNetwork':
      return [(docker) => docker.networks.push({ id: 'n', name: step.network.name, subnet: step.network.subnet })]
    case 'createVolume':
      return [(docker) => docker.volumes.push(step.volume.name)]
    case 'createContainer':
      return [...filling(step.container), rename(step.container)]
    case 'replaceContainer':
      return [
        ...filling(step.container),
        (docker) => docker.change(step.old.id, { state: 'exited' }),
        (docker) => docker.remove(step.old.id),
        rename(step.container),
        ...(step.isToRun ? [setState(step.container.name, 'running')] : []),
      ]
    case 'writeFiles':
      return [fill(step.id, step.states)]
    case 'restartContainer':
      return [
        setState(step.id, 'exited'),
        ...(step.writing ? [fill(step.id, step.writing.states)] : []),
        setState(step.id, 'running'),
      ]
    case 'startContainer':
      return [setState(step.container.name, 'running')]
    case 'stopContainer':
      return [setState(step.id, 'exited')]
    case 'removeContainer':
      return [(docker) => docker.remove(step.id)]
    case 'removeVolume':
      return [(docker) => (docker.volumes = docker.volumes.filter((name) => name !== step.name))]
    case 'removeNetwork':
      return [(docker) => (docker.networks = docker.networks.filter(({ id }) => id !== step.id))]
    case 'waitForApi':
      return []
  }
}

const filling = (container: ContainerBlueprint): Act[] => [
  (docker) => docker.create(container),
  fill(`${container.name}${nextSuffix}`, fileStates(container.files)),
]
const fill =
  (idOrName: string, files: FileStates): Act =>
  (docker) =>
    docker.fill(idOrName, files)
const rename =
  ({ name }: ContainerBlueprint): Act =>
  (docker) =>
    docker.change(`${name}${nextSuffix}`, { containerName: name })
const setState =
  (idOrName: string, state: ContainerState): Act =>
  (docker) =>
    docker.change(idOrName, { state })

export const actsOfPlan = (phases: readonly Phase[]): Act[] =>
  phases.flatMap(({ steps }) => steps.flatMap((step) => actsOf(step)))

/** Sends the first `count` requests of a plan: all of them, unless it is interrupted. */
export function carryOut(docker: DockerModel, phases: readonly Phase[], count = Number.POSITIVE_INFINITY): void {
  for (const act of actsOfPlan(phases).slice(0, count)) act(docker)
}

/** What Docker has once everything of a blueprint was made. */
export function madeFrom(wanted: Blueprint, state: ContainerState = 'running'): DockerModel {
  const docker = new DockerModel()
  docker.networks = [{ id: 'n', name: wanted.network.name, subnet: wanted.network.subnet }]
  docker.volumes = wanted.volumes.map(({ name }) => name)
  for (const container of wanted.containers) {
    const id = docker.create(container)
    docker.fill(id, fileStates(container.files))
    docker.change(id, { containerName: container.name, state })
  }
  return docker
}

import type { ContainerState } from '#shared/cluster.ts'
import { type Blueprint, type ContainerBlueprint, dataVolume } from '../../../electron/cluster/model/blueprint.ts'
import { isKeptVolume } from '../../../electron/cluster/model/kept-data.ts'
import { type FileStates, fileStates, type NodeFile } from '../../../electron/cluster/model/node-files.ts'
import { hostPortsOf } from '../../../electron/cluster/model/node-ports.ts'
import type { ObservedCluster, ObservedContainer } from '../../../electron/cluster/model/observed-cluster.ts'
import { type Copy, nextSuffix, type Phase, type Step, type Writing } from '../../../electron/cluster/model/plan.ts'
import { isNewer } from '../../../electron/cluster/model/version-change.ts'
import { EtcdModel } from './etcd-model.ts'

/** What one request to Docker does to the model. */
type Act = (docker: DockerModel) => void

type Choices = Readonly<Record<string, string | undefined>>

/** Docker, and etcd in it, as far as plans know them: a value that requests change, one after the other. */
export class DockerModel {
  containers: ObservedContainer[] = []
  volumes: string[] = []
  networks: { id: string; name: string; subnet: string }[] = []
  /** Local registries on the network. */
  readonly attached = new Set<string>()
  /** Ports that two running containers wanted at the same time. */
  readonly clashes: string[] = []
  readonly etcd = new EtcdModel()
  /** Copies from before an upgrade: of which k3s, and those that a newer one has written to before. */
  readonly kept = new Map<string, string>()
  readonly tainted: string[] = []
  /** Which k3s have ever run here. */
  readonly hasRun = new Set<string>()
  /** By id: which choices lie in its files, and by which it works. */
  readonly #choices = new Map<string, Choices>()
  readonly #inEffect = new Map<string, Choices>()
  readonly #configs = new Map<string, string>()
  #nextId = 1

  observed(name = 'demo'): ObservedCluster {
    return {
      name,
      claim: undefined,
      networks: this.networks.map((network) => ({ ...network, operation: undefined })),
      volumes: this.volumes.map((volume) => ({ name: volume, operation: undefined })),
      containers: this.containers.map((container) => ({
        ...container,
        isMember: container.role === 'server' && this.etcd.hasData(container.name),
      })),
      strays: [],
      attached: [...this.attached],
      image: this.containers[0]?.image,
    }
  }

  /** Everything that matters of it: what two plans to one blueprint must agree about. */
  picture(): unknown {
    const containers = this.containers.map(({ id, containerName, state, digest, files }) => ({
      ...{ containerName, state, digest, files },
      // An emptied file and one that was never there are the same to a program.
      worksBy: state === 'running' ? wantedOf(this.#inEffect.get(id) ?? {}, files ?? {}) : undefined,
    }))
    return {
      containers: containers.sort((a, b) => a.containerName.localeCompare(b.containerName)),
      volumes: this.volumes.filter((name) => !isKeptVolume(name)).sort(),
      networks: this.networks.map(({ name, subnet }) => ({ name, subnet })),
      members: this.etcd.members,
      attached: [...this.attached].sort(),
    }
  }

  create({ name, role, index, digest, container }: ContainerBlueprint): string {
    const id = String(this.#nextId++)
    this.containers.push({
      ...{ name, role, index, id, digest, image: container.image, labels: container.labels },
      containerName: `${name}${nextSuffix}`,
      state: 'created',
      operation: undefined,
      createdAtMs: 0,
    })
    return id
  }

  change(idOrName: string, more: Partial<ObservedContainer>): void {
    const container = this.#get(idOrName)
    const { id, role, name } = container
    if (more.state === 'running' && !container.files) throw new Error(`${name} was started without its files`)
    this.containers = this.containers.map((each) => (each.id === id ? { ...each, ...more } : each))
    if (more.state === 'running') {
      if (role === 'server') this.hasRun.add(container.image)
      this.#inEffect.set(id, this.#choices.get(id) ?? {})
      this.#look()
    }
    if (role === 'server' && more.state !== undefined)
      this.etcd.setState(name, { isUp: more.state === 'running', config: this.#configs.get(id) ?? '' })
  }

  fill(idOrName: string, files: readonly NodeFile[], states: FileStates): void {
    const { id } = this.#get(idOrName)
    this.change(id, { files: states })
    const written = Object.fromEntries(files.map(({ path, choice }) => [path, choice]))
    this.#choices.set(id, { ...this.#choices.get(id), ...written })
    for (const { path, content } of files) if (path.endsWith('/config.yaml')) this.#configs.set(id, content)
  }

  /** A copy of what a newer k3s has been at is none of before. */
  keep({ to, image }: Copy): void {
    if (!this.volumes.includes(to)) this.volumes.push(to)
    else if (this.kept.get(to) !== image) return
    this.kept.set(to, image)
    if ([...this.hasRun].some((each) => isNewer(image, each))) this.tainted.push(to)
  }

  reload(id: string): void {
    this.#inEffect.set(id, this.#choices.get(id) ?? {})
  }

  remove(id: string): void {
    const gone = this.containers.find((container) => container.id === id)
    if (gone?.role === 'server' && gone.containerName === gone.name)
      this.etcd.setState(gone.name, { isUp: false, config: '' })
    this.containers = this.containers.filter((container) => container.id !== id)
  }

  removeVolume(name: string): void {
    this.volumes = this.volumes.filter((volume) => volume !== name)
    this.etcd.loseData((server) => dataVolume(server) === name)
  }

  expectRunning(name: string): void {
    if (this.#get(name).state !== 'running') throw new Error(`${name} is waited for and does not run`)
  }

  #get(idOrName: string): ObservedContainer {
    const found = this.containers.find(({ id, containerName }) => id === idOrName || containerName === idOrName)
    if (!found) throw new Error(`no container ${idOrName}`)
    return found
  }

  #look(): void {
    const holders = this.containers.filter(({ state }) => state === 'running')
    const ports = holders.flatMap(({ labels }) => hostPortsOf(labels))
    if (new Set(ports).size < ports.length) this.clashes.push(ports.join())
  }
}

const wantedOf = (choices: Choices, files: FileStates) =>
  Object.fromEntries(Object.keys(files).flatMap((path) => (choices[path] === undefined ? [] : [[path, choices[path]]])))

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
        ...(step.keeping ? [keep(step.keeping)] : []),
        (docker) => docker.remove(step.old.id),
        rename(step.container),
        ...(step.isToRun ? [setState(step.container.name, 'running')] : []),
      ]
    case 'writeFiles':
      return [fill(step.id, step)]
    case 'restartContainer':
      return [
        setState(step.id, 'exited'),
        ...(step.writing ? [fill(step.id, step.writing)] : []),
        setState(step.id, 'running'),
      ]
    case 'reloadContainer':
      return [(docker) => docker.reload(step.id), fill(step.id, { files: [], states: step.states })]
    case 'waitForHealth':
      return [(docker) => docker.expectRunning(step.container.name)]
    case 'startContainer':
      return [setState(step.container.name, 'running')]
    case 'copyData':
      return [keep(step.copy)]
    case 'resumeContainer':
      return [setState(step.id, 'running')]
    case 'stopContainer':
      return [setState(step.id, 'exited')]
    case 'removeContainer':
      return [(docker) => docker.remove(step.id)]
    case 'removeServer':
      return [(docker) => docker.etcd.removeMember(step.name), (docker) => docker.remove(step.id)]
    case 'removeVolume':
      return [(docker) => docker.removeVolume(step.name)]
    case 'removeNetwork':
      return [(docker) => (docker.networks = docker.networks.filter(({ id }) => id !== step.id))]
    case 'connectRegistry':
      return [(docker) => docker.attached.add(step.name)]
    case 'disconnectRegistry':
      return [(docker) => docker.attached.delete(step.name)]
    case 'waitForApi':
      return [(docker) => docker.etcd.settle()]
  }
}

const keep =
  (copy: Copy): Act =>
  (docker) =>
    docker.keep(copy)
const filling = (container: ContainerBlueprint): Act[] => [
  (docker) => docker.create(container),
  fill(`${container.name}${nextSuffix}`, { files: container.files, states: fileStates(container.files) }),
]
const fill =
  (idOrName: string, { files, states }: Writing): Act =>
  (docker) =>
    docker.fill(idOrName, files, states)
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
  for (const name of wanted.registries) docker.attached.add(name)
  docker.etcd.begin(wanted.containers.flatMap(({ name, entering }) => (entering ? [name] : [])))
  for (const container of wanted.containers) {
    const id = docker.create(container)
    docker.fill(id, container.files, fileStates(container.files))
    docker.change(id, { containerName: container.name, state })
  }
  docker.etcd.settle()
  return docker
}

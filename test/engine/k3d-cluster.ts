import { docker, quickBoot, removeByHand, testImage } from './docker.ts'

type Role = 'server' | 'agent' | 'registry'

/** A cluster by plain calls of Docker's, with the names, labels and files of k3d v5 (k3d.md 2): a server, an agent, and a registry. */
export async function makeK3dCluster({ cluster, apiPort }: { cluster: string; apiPort: number }): Promise<void> {
  const network = `k3d-${cluster}`
  const common = { app: 'k3d', 'k3d.version': 'v5.9.0', 'k3d.cluster': cluster }
  const labelsOf = (role: Role) => ({
    ...common,
    'k3d.role': role,
    'k3d.cluster.url': `https://k3d-${cluster}-server-0:6443`,
    'k3d.cluster.token': 'secret',
    'k3d.cluster.imageVolume': `${network}-images`,
    'k3d.cluster.network': network,
    'k3d.cluster.network.external': 'false',
    ...(role === 'server'
      ? { 'k3d.server.api.host': '0.0.0.0', 'k3d.server.api.hostIP': '0.0.0.0', 'k3d.server.api.port': String(apiPort) }
      : {}),
  })
  const make = async (role: Role, more: { Cmd: string[]; Env?: string[]; port?: number }) => {
    const name = role === 'registry' ? `k3d-${cluster}-registry` : `k3d-${cluster}-${role}-0`
    const container = await docker.createContainer({
      name,
      Hostname: name,
      Image: testImage,
      Entrypoint: role === 'registry' ? ['/bin/sleep'] : ['/bin/k3s'],
      Cmd: more.Cmd,
      Env: [
        'K3S_KUBECONFIG_OUTPUT=/output/kubeconfig.yaml',
        ...Object.entries(quickBoot).map((pair) => pair.join('=')),
        ...(more.Env ?? []),
      ],
      Labels: labelsOf(role),
      ExposedPorts: more.port === undefined ? {} : { '6443/tcp': {} },
      HostConfig: {
        Init: true,
        Privileged: true,
        Tmpfs: { '/run': '', '/var/run': '' },
        Binds: role === 'registry' ? [] : [`${network}-images:/k3d/images`],
        PortBindings:
          more.port === undefined ? {} : { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: String(more.port) }] },
        NetworkMode: network,
        RestartPolicy: { Name: 'unless-stopped' },
      },
    })
    await container.start()
  }
  await docker.createNetwork({ Name: network, Driver: 'bridge', Labels: { app: 'k3d' } })
  await docker.createVolume({ Name: `${network}-images`, Labels: common })
  await make('server', { Cmd: ['server', '--tls-san', '0.0.0.0'], Env: ['K3S_TOKEN=secret'], port: apiPort })
  await make('agent', { Cmd: ['agent'], Env: ['K3S_TOKEN=secret', `K3S_URL=https://k3d-${cluster}-server-0:6443`] })
  await make('registry', { Cmd: ['600'] })
}

const containersOf = (cluster: string) =>
  docker.listContainers({ all: true, filters: { label: [`k3d.cluster=${cluster}`] } })

/** Each with its state. */
export async function k3dContainers(cluster: string): Promise<string[]> {
  return (await containersOf(cluster)).map(({ Names, State }) => `${Names[0]?.slice(1)} ${State}`).sort()
}

export async function removeK3dCluster(cluster: string): Promise<void> {
  const network = `k3d-${cluster}`
  await Promise.all((await containersOf(cluster)).map(({ Id }) => removeByHand(docker.getContainer(Id))))
  const objects = [docker.getNetwork(network), docker.getVolume(`${network}-images`)]
  await Promise.all(objects.map((each) => each.remove().catch(() => undefined)))
}

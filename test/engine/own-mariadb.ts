import { docker, execute, removeByHand, testMariadbImage, uniqueName, until } from './docker.ts'

/** A database that is not Sampan's, published where the containers of all networks reach it. */
export async function startOwnMariadb(): Promise<{ endpoint: string; remove: () => Promise<unknown> }> {
  const name = uniqueName()
  const { IPAM } = await docker.getNetwork('bridge').inspect()
  const gateway = IPAM?.Config?.[0]?.Gateway ?? ''
  const env = ['MYSQL_USER=k3s', 'MYSQL_DATABASE=k3s', 'MYSQL_PASSWORD=pw', 'MYSQL_ROOT_PASSWORD=root-pw']
  await execute('docker', [
    ...['run', '-d', '--name', name, '-p', `${gateway}::3306`],
    ...env.flatMap((each) => ['-e', each]),
    ...[testMariadbImage, '--skip-name-resolve'],
  ])
  const { stdout } = await execute('docker', ['port', name, '3306/tcp'])
  const ping = ['exec', name, 'mariadb-admin', 'ping', '-h', '127.0.0.1']
  await until('MariaDB answers', () => execute('docker', ping).then(...asBoolean))
  return {
    endpoint: `mysql://k3s:pw@tcp(host.docker.internal:${/:(\d+)\s*$/.exec(stdout)?.[1]})/k3s`,
    remove: () => removeByHand(docker.getContainer(name)),
  }
}

const asBoolean = [() => true, () => false] as const

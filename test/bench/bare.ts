import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kubeletConfig } from '../../electron/cluster/model/k3s-config.ts'
import { defaultPatience } from '../../electron/cluster/read/patience.ts'
import { waitUntilReady } from '../../electron/cluster/read/readiness.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { connectKubeApi } from '../../electron/kubernetes/kube-client.ts'
import { docker, dockerConnection, execute, isStandIn, testImage, uniqueName } from '../engine/docker.ts'

/**
 * One k3s server as somebody would start it by hand, with the docker CLI: `tuned` with the flags that Sampan gives, otherwise
 * with k3s' defaults. Returns milliseconds until the same probe says Ready.
 */
export async function runBare({ tuned, disable }: { tuned: boolean; disable: readonly string[] }): Promise<number> {
  const name = `bench-bare-${uniqueName()}`
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bare-'))
  const kubelet = join(folder, 'kubelet.yaml')
  await writeFile(kubelet, kubeletConfig)
  const port = 26_500 + Math.floor(Math.random() * 400)
  const flags = [
    `--token=${name}`,
    '--tls-san=127.0.0.1',
    ...disable.map((component) => `--disable=${component}`),
    ...(tuned ? ['--kubelet-arg=config=/bench/kubelet.yaml'] : []),
    ...((await isCgroupV1()) && !isStandIn && /v1\.3[5-9]/.test(testImage)
      ? ['--kubelet-arg=fail-cgroupv1=false']
      : []),
  ]
  const run = [
    ...['run', '-d', '--name', name, '--hostname', name, '--privileged', '--tmpfs', '/run', '--tmpfs', '/var/run'],
    ...['-v', `${folder}:/bench:ro`, '-p', `127.0.0.1:${port}:6443`],
    ...(isStandIn ? ['-e', 'FAKE_K3S_BOOT_MS=10000'] : []),
    ...['--entrypoint', '/bin/k3s', testImage, 'server', ...flags],
  ]
  const runtime = new DockerRuntime(dockerConnection())
  const begin = performance.now()
  try {
    await execute('docker', run)
    await waitUntilReady(
      {
        cluster: name,
        apiPort: port,
        token: '',
        nodes: [{ name, image: testImage, role: 'server', kubernetesName: name }],
        hasNetwork: true,
        hasDns: !disable.includes('coredns'),
      },
      defaultPatience,
      { runtime, connectApi: connectKubeApi, emit: () => undefined, signal: new AbortController().signal },
    )
    return performance.now() - begin
  } finally {
    await docker.getContainer(name).remove({ force: true, v: true })
    runtime.close()
    await rm(folder, { recursive: true })
  }
}

async function isCgroupV1(): Promise<boolean> {
  const info: { CgroupVersion?: string } = await docker.info()
  return info.CgroupVersion !== '2'
}

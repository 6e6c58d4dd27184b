import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClusterEntry } from '../../electron/kubeconfig/own-entries.ts'
import { UserKubeconfig } from '../../electron/kubeconfig/user-kubeconfig.ts'
import { type Measurement, row } from './measurement.ts'

/** As large as a kubeconfig of some two hundred clusters. */
const wantedBytes = 1_000_000

/** Adding a cluster to a kubeconfig of 1 MB: lock, read, edit, backup, write through to the disk, read back. */
export async function mergeIntoLarge(runs: number): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  const path = join(folder, 'config')
  const text = largeKubeconfig()
  const times: number[] = []
  try {
    // The first runs warm the compiler and do not count.
    for (let run = -3; run < runs; run += 1) {
      await writeFile(path, text)
      // A new one each time: it does not parse again what it has just parsed.
      const files = new UserKubeconfig({ env: { KUBECONFIG: path }, home: folder })
      const begin = performance.now()
      await files.merge(entry, { isCurrent: false, onClash: 'fail' })
      if (run >= 0) times.push(performance.now() - begin)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return [row(`merge into a kubeconfig of ${(text.length / 1e6).toFixed(1)} MB`, 'ms', times, { goal: 50 })]
}

const base64 = (bytes: number) => randomBytes(bytes).toString('base64')
const entry: ClusterEntry = {
  cluster: { engineId: 'bench', name: 'bench' },
  place: 'local',
  server: 'https://127.0.0.1:6443',
  certificateAuthority: base64(800),
  clientCertificate: base64(900),
  clientKey: base64(300),
}

function largeKubeconfig(): string {
  const clusters: string[] = []
  const contexts: string[] = []
  const users: string[] = []
  for (let size = 0, index = 0; size < wantedBytes; index += 1) {
    clusters.push(
      `- cluster:\n    certificate-authority-data: ${base64(800)}\n    server: https://10.0.0.1:${index}\n  name: c${index}\n`,
    )
    contexts.push(`- context:\n    cluster: c${index}\n    user: u${index}\n  name: x${index} # kept\n`)
    users.push(
      `- name: u${index}\n  user:\n    client-certificate-data: ${base64(900)}\n    client-key-data: ${base64(1700)}\n`,
    )
    size += (clusters.at(-1)?.length ?? 0) + (contexts.at(-1)?.length ?? 0) + (users.at(-1)?.length ?? 0)
  }
  return `apiVersion: v1\nclusters:\n${clusters.join('')}contexts:\n${contexts.join('')}current-context: x0\nkind: Config\nusers:\n${users.join('')}`
}

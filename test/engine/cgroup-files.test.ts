import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { dockerConnection, dockerMissing, execute, testImage } from './docker.ts'

const missing =
  (await dockerMissing()) ??
  (dockerConnection().kind === 'socket' ? undefined : 'its Docker has other files than this machine')
const entrypoint = fileURLToPath(new URL('../../resources/node/entrypoint.sh', import.meta.url))
const mib = 2 ** 20

/** Says what a kubelet would read, and who is in which cgroup. */
const instead = `#!/bin/sh
sed -n 's/^MemTotal: *//p' /proc/meminfo
cat /sys/devices/system/cpu/online
`

/** The files of either version, whichever this machine has: what nodes read there, and what they write. */
describe.skipIf(missing)(`a node's limits${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folders: string[] = []
  afterEach(() => Promise.all(folders.splice(0).map((each) => rm(each, { recursive: true, force: true }))))

  /** Runs a node's entrypoint where its cgroup has these files. */
  const withFiles = async (files: Readonly<Record<string, string>>) => {
    const folder = await mkdtemp(join(tmpdir(), 'sampan-cgroup-'))
    folders.push(folder)
    const lay = async (path: string, text: string) => {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    for (const [path, text] of Object.entries(files)) await lay(`cgroup/${path}`, text)
    await lay('k3s', instead)
    await chmod(join(folder, 'k3s'), 0o755)
    const mounts = [
      `${folder}/cgroup:/sys/fs/cgroup`,
      `${folder}/k3s:/bin/k3s:ro`,
      `${entrypoint}:/etc/sampan/entrypoint.sh:ro`,
    ]
    const { stdout } = await execute('docker', [
      ...['run', '--rm', '--privileged', '--network', 'none', '--hostname', 'limited'],
      ...mounts.flatMap((each) => ['-v', each]),
      ...['--entrypoint', '/bin/sh', testImage, '/etc/sampan/entrypoint.sh', 'agent'],
    ])
    const [memory, cpus] = stdout.trim().split('\n')
    const written = (path: string) => readFile(join(folder, 'cgroup', path), 'utf8')
    return { memory, cpus, written }
  }
  const ofMachine = async () => {
    const { memory, cpus } = await withFiles({ 'memory/memory.limit_in_bytes': '9223372036854771712\n' })
    return { memory, cpus }
  }
  const v2 = {
    'cgroup.controllers': 'cpuset cpu io memory hugetlb pids\n',
    'cgroup.procs': '1\n',
    'cgroup.subtree_control': '',
    'init/cgroup.procs': '',
  }

  it('are those of cgroup v1', async () => {
    const { memory, cpus } = await withFiles({
      'memory/memory.limit_in_bytes': `${700 * mib}\n`,
      'cpu/cpu.cfs_quota_us': '100000\n',
      'cpu/cpu.cfs_period_us': '100000\n',
    })
    expect({ memory, cpus }).toEqual({ memory: `${700 * 1024} kB`, cpus: '0' })
  })

  it('are those of cgroup v2, whose controllers are handed down to what k3s starts', async () => {
    const { memory, cpus, written } = await withFiles({
      ...v2,
      'memory.max': `${700 * mib}\n`,
      'cpu.max': '50000 100000\n',
    })
    expect({ memory, cpus }).toEqual({ memory: `${700 * 1024} kB`, cpus: '0' })
    expect(await written('init/cgroup.procs')).toBe('1\n')
    expect(await written('cgroup.subtree_control')).toBe('+cpuset +cpu +io +memory +hugetlb +pids\n')
  })

  it.each([
    [
      'v1',
      {
        'memory/memory.limit_in_bytes': '9223372036854771712\n',
        'cpu/cpu.cfs_quota_us': '-1\n',
        'cpu/cpu.cfs_period_us': '100000\n',
      },
    ],
    ['v2', { ...v2, 'memory.max': 'max\n', 'cpu.max': 'max 100000\n' }],
  ])('of cgroup %s are the machine’s where there are none', async (_, files) => {
    const { memory, cpus } = await withFiles(files)
    expect({ memory, cpus }).toEqual(await ofMachine())
  })
})

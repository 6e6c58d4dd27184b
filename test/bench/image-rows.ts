import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sweep, testImage, uniqueName } from '../engine/docker.ts'
import type { World } from '../engine/world.ts'
import { type Measurement, row } from './measurement.ts'

const execute = promisify(execFile)
const signal = new AbortController().signal
const megabytes = 200
const largeMegabytes = 2000
const bytesPerMegabyte = 1_000_000
const lookEveryMs = 50

/** An image into one server and two agents, beside Docker's own way of the same: saved, and imported into each. */
export async function imagesIntoNodes(world: World, runs: number): Promise<Measurement[]> {
  const name = uniqueName()
  const images: string[] = []
  const image = async (size: number) => {
    const made = `bench.example/${name}:${images.length + 1}`
    images.push(made)
    await makeImage(made, size)
    return made
  }
  const load = (reference: string) =>
    world.engine.loadImages(name, { references: [reference], archives: [] }, { signal })
  try {
    await world.engine.create(world.spec({ name, agents: 2 }), { signal })
    const nodes = ['server-0', 'agent-0', 'agent-1'].map((node) => `sampan-${name}-${node}`)
    const [ours, again, theirs]: number[][] = [[], [], []]
    for (let run = 0; run < runs; run += 1) {
      const reference = await image(megabytes)
      ours?.push(await seconds(() => load(reference)))
      again?.push(1000 * (await seconds(() => load(reference))))
      const other = await image(megabytes)
      theirs?.push(await seconds(() => importIntoEach(other, nodes)))
    }
    const rate = (taken: readonly number[] = []) => taken.map((each) => megabytes / each)
    const grown = await memoryOf(load, await image(largeMegabytes))
    return [
      row(`images: ${megabytes} MB into three nodes`, 'MB/s', rate(ours), { note: testImage }),
      row('images: the same by docker save and ctr import, node by node', 'MB/s', rate(theirs)),
      row(
        'images: how much faster than that',
        'x',
        (ours ?? []).map((each, run) => (theirs?.[run] ?? Number.NaN) / each),
        { least: 1.5 },
      ),
      row('images: what all nodes have already', 'ms', again ?? [], { goal: 1000 }),
      row(`images: memory while loading ${largeMegabytes} MB, over before`, 'MB', [grown], { goal: 150 }),
    ]
  } finally {
    await sweep(name)
    await execute('docker', ['rmi', ...images]).catch(() => undefined)
  }
}

/** Of bytes that nothing compresses. */
async function makeImage(name: string, size: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  try {
    const archive = join(folder, 'root.tar')
    await execute('sh', [
      '-c',
      `head -c ${size * bytesPerMegabyte} /dev/urandom > "$1/data" && tar -C "$1" -cf "$2" data`,
      'sh',
      folder,
      archive,
    ])
    const importing = execute('docker', ['import', '-', name])
    const { stdin } = importing.child
    if (stdin) createReadStream(archive).pipe(stdin)
    await importing
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function importIntoEach(image: string, nodes: readonly string[]): Promise<void> {
  for (const node of nodes)
    await execute('sh', [
      '-c',
      'docker save "$1" | docker exec -i "$2" ctr -n k8s.io images import -',
      'sh',
      image,
      node,
    ])
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}

/** The most that this process, in which the engine is, takes more meanwhile. */
async function memoryOf(load: (image: string) => Promise<unknown>, image: string): Promise<number> {
  const now = () => process.memoryUsage.rss() / bytesPerMegabyte
  const before = now()
  let most = before
  const looking = setInterval(() => {
    most = Math.max(most, now())
  }, lookEveryMs)
  try {
    await load(image)
  } finally {
    clearInterval(looking)
  }
  return most - before
}

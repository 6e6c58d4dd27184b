import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerOptions, ContainerRuntime } from '../../docker/container-runtime.ts'
import { helperContainer } from '../model/helper-container.ts'
import type { KeptData } from '../model/kept-data.ts'
import { label, networkName } from '../model/labels.ts'
import type { Copy } from '../model/plan.ts'
import { lookerKind } from '../read/docker-rules.ts'
import { readerKind } from '../read/record-copy.ts'

/** The container in which data is copied. */
const copierKind = 'copier'

/**
 * Copies what there is at `/from/$2`: of a server `server`, where k3s has its data (images and volumes of pods lie beside it, and any version
 * reads them), of a database all. The copy gets its name when it is whole. One that another k3s has made stays: an upgrade from
 * there has failed, and that is the data to go back to. `$1` is the image of the k3s. Where it has never run there is nothing to copy.
 */
const keep = `set -e
if [ ! -d "/from/$2" ] || { [ -d "/to/$3" ] && [ "$(cat /to/image)" != "$1" ]; }; then exit 0; fi
rm -rf "/to/$3" /to/part && mkdir /to/part && cp -a "/from/$2/." /to/part/
printf %s "$1" > /to/image && mv /to/part "/to/$3"`

const keptAs: Readonly<Record<Copy['of'], { from: string; to: string }>> = {
  server: { from: 'server', to: 'server' },
  database: { from: '.', to: 'data' },
}

type Labels = Readonly<Record<string, string>>

/** Copies what belongs to a k3s, or to a database, that does not run. `labels`: of the volume that is made for it. */
export async function keepCopy(
  runtime: ContainerRuntime,
  { of, from, to, image }: Copy,
  labels: Labels,
): Promise<void> {
  const cluster = labels[label.cluster] ?? ''
  await removeLeftHelpers(runtime, cluster, labels[label.operation])
  await runtime.createVolume({ name: to, labels: { ...labels, [label.image]: image } })
  const volumes = [
    { name: from, path: '/from' },
    { name: to, path: '/to' },
  ]
  const { from: what, to: name } = keptAs[of]
  await inCopier(runtime, { labels, image, volumes, subject: to }, (run) => run(keep, 'keep', image, what, name))
}

/**
 * What becomes of the volumes of a cluster that is at rest on its way back, each in one go: `/kept/N` is put back into `/to/N`, of `/others/N` all
 * that a server has of the others goes, so that it takes that from them. A copy that was never whole has nothing to give, and the
 * data is as it was.
 */
const putBackServer = `set -e
rm -rf "/to/$1/server" && cp -a "/kept/$1/server" "/to/$1/" && rm -f "/to/$1/server/db/reset-flag"`
const putBackDatabase = `set -e
rm -rf "/to/$1/"* "/to/$1/".[!.]* && cp -a "/kept/$1/data/." "/to/$1/"`
const forget = `rm -rf "/others/$1/server/db" "/others/$1/server/tls" "/others/$1/server/cred"`
const isWhole = `[ -d "/kept/$1/server" ] || [ -d "/kept/$1/data" ]`

/**
 * Puts back what was kept. Of several servers of which not all were copied at once only one is, and the others have forgotten what they knew;
 * given is what was put back.
 */
export async function putCopiesBack(
  runtime: ContainerRuntime,
  { labels, image, kept, servers, count }: Returning,
): Promise<KeptData[]> {
  await removeLeftHelpers(runtime, labels[label.cluster] ?? '', labels[label.operation])
  const volumes = [
    ...kept.flatMap(({ from, to }, at) => [
      { name: from, path: `/kept/${at}` },
      { name: to, path: `/to/${at}` },
    ]),
    ...servers.map((name, at) => ({ name, path: `/others/${at}` })),
  ]
  return inCopier(runtime, { labels, image, volumes, subject: kept[0]?.to ?? '' }, async (run, ask) => {
    const whole: number[] = []
    for (const at of kept.keys()) if (await ask(isWhole, 'whole', String(at))) whole.push(at)
    const given = whole.length === count ? whole : whole.slice(0, 1)
    if (given.length === 0) return []
    const back = given.flatMap((at) => kept[at] ?? [])
    for (const [at, name] of servers.entries())
      if (!back.some(({ to }) => to === name)) await run(forget, 'forget', String(at))
    for (const at of given) {
      const script = kept[at]?.of === 'database' ? putBackDatabase : putBackServer
      await run(script, 'put back', String(at))
    }
    return back
  })
}

interface Returning {
  /** Of the cluster and the operation. */
  readonly labels: Labels
  readonly image: string
  readonly kept: readonly KeptData[]
  /** The data volumes of all servers that there are. */
  readonly servers: readonly string[]
  /** How many copies are all of them. */
  readonly count: number
}

type Run = (script: string, ...words: readonly string[]) => Promise<void>
type Ask = (script: string, ...words: readonly string[]) => Promise<boolean>

async function inCopier<T>(
  runtime: ContainerRuntime,
  { labels, image, volumes, subject }: Pick<ContainerOptions, 'image' | 'volumes' | 'labels'> & { subject: string },
  work: (run: Run, ask: Ask) => Promise<T>,
): Promise<T> {
  const helper = helperContainer(labels[label.cluster] ?? '', copierKind, {
    image,
    entrypoint: ['/bin/sleep', '600'],
    volumes: volumes.map((volume) => ({ ...volume, labels })),
  })
  const id = await runtime.createContainer({ ...helper, labels })
  const exec: (...told: Parameters<Run>) => ReturnType<ContainerRuntime['exec']> = (script, ...words) =>
    runtime.exec(id, ['sh', '-c', script, ...words])
  try {
    await runtime.startContainer(id)
    return await work(
      async (...told) => {
        const { exitCode, stderr } = await exec(...told)
        if (exitCode === 0) return
        const params = { operation: 'write files', subject }
        throw new ProblemError(problem('docker.failed', params, { detail: stderr }))
      },
      async (...told) => (await exec(...told)).exitCode === 0,
    )
  } finally {
    await runtime.removeContainer(id)
  }
}

/**
 * Of somebody who died at it. It may still be at work, and holds the volumes. Whoever has claimed the cluster knows that nobody else is at it
 * but the operation itself.
 */
export async function removeLeftHelpers(
  runtime: ContainerRuntime,
  cluster: string,
  operation: string | undefined,
): Promise<void> {
  const found = await runtime.listContainers({ label: label.cluster, value: cluster })
  const isHelper = (name: string) =>
    [copierKind, resetKind, lookerKind, readerKind].some((kind) => name.startsWith(`${networkName(cluster)}-${kind}-`))
  for (const { id, name, labels } of found)
    if (isHelper(name) && labels[label.operation] !== operation) await runtime.removeContainer(id)
}

/** The container in which a k3s makes its server the only member. */
export const resetKind = 'reset'

import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { parseRecord } from '../../../electron/cluster/model/cluster-record.ts'
import { type FileStates, fileChange, fileStates } from '../../../electron/cluster/model/node-files.ts'
import { plan } from '../../../electron/cluster/model/plan.ts'
import { hostsPath } from '../../../electron/cluster/model/registries-files.ts'
import { madeFrom } from './docker-model.ts'
import { testFacts } from './record.ts'

/** Clusters as the Sampan before several servers has left them in Docker (63056cb): their records, digests and the states of their files. */
const Clusters = z.array(
  z.object({
    title: z.string(),
    record: z.string(),
    volumes: z.array(z.string()),
    containers: z.array(
      z.object({
        name: z.string(),
        digest: z.string(),
        labels: z.record(z.string(), z.string()),
        files: z.record(z.string(), z.object({ content: z.string(), choice: z.string().optional() })),
      }),
    ),
  }),
)
const path = new URL('clusters-before-servers.json', import.meta.url)
const clusters = Clusters.parse(JSON.parse(await readFile(path, 'utf8')))

describe('a cluster of a Sampan that knew one server only', () => {
  it.each(clusters)('is what this one would make, and nobody is restarted for it: $title', (before) => {
    const wanted = blueprint(parseRecord('demo', before.record), testFacts)
    const made = wanted.containers.map(({ name, digest, container: { labels } }) => ({ name, digest, labels }))
    expect(made).toEqual(before.containers.map(({ files: _, ...rest }) => rest))
    const contents = (files: FileStates) =>
      Object.fromEntries(Object.entries(files).map(([file, { content }]) => [file, content]))
    for (const [at, { files }] of wanted.containers.entries()) {
      const then = before.containers[at]?.files ?? {}
      // What containerd reads of registries.yaml until the next start is a file of its own since then, and needs no restart.
      const { [hostsPath]: _, ...now } = contents(fileStates(files))
      expect([now, fileChange(files, then).effect]).toEqual([
        contents(then),
        hostsPath in fileStates(files) ? 'reload' : 'none',
      ])
    }
    expect(wanted.volumes.map(({ name }) => name)).toEqual(before.volumes)
    const docker = madeFrom(wanted, wanted.desired === 'running' ? 'running' : 'exited')
    expect(plan(wanted, docker.observed())).toEqual([])
  })
})

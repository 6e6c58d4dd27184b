import type { FakeContainer } from '../fakes/fake-container.ts'

/** Where a server keeps what it works with, and a database of the cluster's own. */
const ofServer = '/var/lib/rancher/k3s/server/db/written-by'
const ofDatabase = '/var/lib/sampan-db/data/written-by'

const pathIn = ({ options }: FakeContainer) =>
  options.labels['dev.sampan.role'] === 'datastore' ? ofDatabase : ofServer

/** The k3s that have worked with the data of a server, or of a database, in their order. */
export function writtenBy(store: FakeContainer): string[] {
  return String(store.readFile(pathIn(store)) ?? '')
    .split('\n')
    .filter(Boolean)
}

/** What a k3s writes others that have the same data have, too, as those of an etcd cluster do. `from`: whose data is the present one. */
export function write(image: string, { from, into }: { from: FakeContainer; into: readonly FakeContainer[] }): void {
  const before = writtenBy(from)
  const all = before.at(-1) === image ? before : [...before, image]
  for (const store of into) store.writeFile(pathIn(store), Buffer.from(all.join('\n')))
}

import type { KnownLine } from './known-line.ts'

/** Embedded etcd, and kine with its databases (k3s.md 4.3, 4.4). */
export const datastoreLines: readonly KnownLine[] = [
  // E35.
  {
    id: 'etcd-slow',
    words: ['apply', 'readindex', 'request', 'index'],
    match:
      /^request stats$|^ignored out-of-date read index response|apply request took too long|waiting for ReadIndex response took too long/,
  },
  // E35.
  {
    id: 'etcd-slow-disk',
    words: ['fdatasync', 'heartbeat'],
    match: /slow fdatasync|leader failed to send out heartbeat on time/,
  },
  // E18.
  { id: 'etcd-too-many-learners', words: ['learner'], match: /too many learner members in cluster/ },
  { id: 'etcd-learner', words: ['learner'], match: /has not yet been promoted from learner to voting member/ },
  // The second until the change of 2025, the third up to 1.34.1.
  {
    id: 'etcd-not-ready-yet',
    words: ['connection', 'learner', 'bootstrap'],
    match:
      /failed to bootstrap cluster data: .*etcd server is not ready|Failed to test (?:etcd|data store|temporary data store) connection|Failed to check local etcd status for learner management/,
  },
  {
    id: 'etcd-peer-lost',
    words: ['streaming', 'inactive', 'prober'],
    match:
      /(?:lost (?:the )?|^closed )TCP streaming connection with|peer became inactive|prober detected unhealthy status/,
  },
  { id: 'etcd-peer-connected', words: ['streaming'], match: /^established TCP streaming connection with remote peer/ },
  { id: 'etcd-simple-token', words: ['cryptographically'], match: /simple token is not cryptographically signed/ },
  { id: 'etcd-no-leader', words: ['etcdserver'], match: /etcdserver: (?:no leader|leader changed|request timed out)/ },
  { id: 'etcd-full', words: ['exceeded'], match: /mvcc: database space exceeded/ },
  // E19.
  {
    id: 'etcd-member-removed',
    words: ['removed', 'tombstone'],
    match: /This node has been removed from the cluster|tombstone file has been detected/,
  },
  // E19b.
  { id: 'etcd-name-taken', words: ['duplicate'], match: /duplicate node name found, please use a unique name/ },
  { id: 'etcd-connection-rejected', words: ['rejected'], match: /^rejected connection/ },
  { id: 'slow-sql', words: ['slow'], match: /Slow SQL/ },
  // E22.
  {
    id: 'database-damaged',
    words: ['malformed', 'commit'],
    match: /database disk image is malformed|Transaction commit failed/,
  },
]

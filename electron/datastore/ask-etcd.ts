import type { Duplex } from 'node:stream'
import { type DatabaseAnswer, refuseOld } from './database-refusals.ts'
import type { Place } from './endpoint.ts'

/** k3s' own etcd client needs version 3; where certificates are needed, only a node has them, and being reached has to do. */
export async function askEtcd(
  { isPlain }: { readonly isPlain: boolean },
  { place, open }: { place: Place; open: () => Promise<Duplex> },
): Promise<DatabaseAnswer> {
  if (!isPlain) return { hasCluster: false }
  const stream = await open()
  try {
    stream.write(`GET /version HTTP/1.1\r\nHost: ${place.host}\r\nConnection: close\r\n\r\n`)
    let answer = ''
    for await (const chunk of stream) {
      answer += String(chunk)
      if (/"etcdserver":"[^"]*"/.test(answer)) break
    }
    const version = /"etcdserver":"([^"]*)"/.exec(answer)?.[1]
    if (version === undefined) throw new Error(answer.split('\r\n')[0] || 'no answer')
    refuseOld('etcd', version, '3.4')
    return { hasCluster: false }
  } finally {
    stream.destroy()
  }
}

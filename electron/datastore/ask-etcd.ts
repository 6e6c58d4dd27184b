import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { type DatabaseAnswer, refuseOld } from './database-refusals.ts'
import type { Place } from './endpoint.ts'

/**
 * k3s' own etcd client needs version 3. Where certificates are needed, only a node has them: then it has to do that TLS is spoken there.
 */
export async function askEtcd(
  { isPlain }: { readonly isPlain: boolean },
  { place, open }: { place: Place; open: () => Promise<Duplex> },
): Promise<DatabaseAnswer> {
  const stream = await open()
  try {
    if (!isPlain) {
      await shakeHands(stream)
      return { hasCluster: false }
    }
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

/** Whether the other end speaks TLS, whoever it is: also where it refuses us for want of a certificate. Nothing is sent to it. */
async function shakeHands(socket: Duplex): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const secured = connect({ socket, rejectUnauthorized: false }, () => {
      secured.destroy()
      resolve()
    })
    secured.once('error', (error: NodeJS.ErrnoException) => (isAlert(error) ? resolve() : reject(error)))
    secured.once('close', () => reject(new Error('no answer')))
  })
}

const isAlert = ({ code = '' }: NodeJS.ErrnoException) => code.startsWith('ERR_SSL_') && code.includes('_ALERT_')

// What a server with SQLite or an external database answers where embedded etcd would have a cluster.
import { sendFailure } from './http.mjs'
import { warning } from './log.mjs'

export const singleServer = {
  isEtcd: false,
  isLeader: () => true,
  isAvailable: () => true,
  bootstrap: (req, res) => {
    const from = `${req.socket.remoteAddress?.replace('::ffff:', '')}:${req.socket.remotePort}`
    warning(`Received HTTP bootstrap request from ${from}, but embedded etcd is not enabled.`)
    sendFailure(res, 400, 'etcd disabled')
  },
  handle: (_req, res) => sendFailure(res, 400, 'etcd datastore disabled'),
}

// Loaded before a program: no connection leaves this computer. Each that is tried is refused, and its address noted in a file.
const { appendFileSync } = require('node:fs')
const dns = require('node:dns')
const net = require('node:net')

const note = (what) => appendFileSync(process.env.SAMPAN_NOTED_CONNECTIONS, `${what}\n`)
const refused = (what) => Object.assign(new Error(`connect ENETUNREACH ${what}`), { code: 'ENETUNREACH' })
const isHere = (host) => host === undefined || host === 'localhost' || host === '::1' || /^127\./.test(host)

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args
  const { path, host, port } = typeof first === 'object' && first !== null ? first : { port: first, host: args[1] }
  if (path !== undefined || isHere(host)) return connect.apply(this, args)
  note(`${host}:${port}`)
  process.nextTick(() => this.destroy(refused(`${host}:${port}`)))
  return this
}
const lookup = dns.lookup
dns.lookup = (host, ...rest) => {
  if (isHere(host) || net.isIP(host)) return lookup(host, ...rest)
  note(host)
  return rest.at(-1)(refused(host))
}

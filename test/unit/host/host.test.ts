import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { localHost } from '../../../electron/host/local-host.ts'
import { listeningInodes } from '../../../electron/host/port-holder.ts'

const host = localHost()

describe('this machine', () => {
  const servers: ReturnType<typeof createServer>[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  const listen = async () => {
    const server = createServer().listen(0, '127.0.0.1')
    servers.push(server)
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    return address && typeof address === 'object' ? address.port : 0
  }

  it('knows a port that is taken, and by which process', async () => {
    const port = await listen()
    expect(await host.isPortFree(port, '127.0.0.1', 'tcp')).toBe(false)
    if (process.platform === 'linux') expect(await host.portHolder(port, 'tcp')).toContain(`(pid ${process.pid})`)
  })

  it('knows a port that is free again', async () => {
    const port = await listen()
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await host.isPortFree(port, '127.0.0.1', 'tcp')).toBe(true)
  })

  it('has networks, and room on its disk', async () => {
    expect(host.subnets()).toContain('127.0.0.1/8')
    expect((await host.disk('/'))?.totalBytes).toBeGreaterThan(0)
    expect(await host.disk('/no/such/folder')).toBeUndefined()
  })

  it('reads listeners, and only those, out of /proc/net/tcp', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0',
      '   1: 0100007F:192B 0100007F:A0A0 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0',
    ].join('\n')
    expect(listeningInodes(table, 6443, 'tcp')).toEqual(['4711'])
  })
})

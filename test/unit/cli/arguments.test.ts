import { describe, expect, it } from 'vitest'
import * as parse from '../../../electron/cli/arguments.ts'

describe('command line values', () => {
  it.each([
    ['2g', 2 * 1024 ** 3],
    ['512m', 512 * 1024 ** 2],
    ['1.5GiB', 1.5 * 1024 ** 3],
    ['1048576', 1048576],
  ])('reads the size %s', (text, expected) => expect(parse.bytes(text)).toBe(expected))

  it.each(['', '2q', '-1', 'g', '1..5g'])('refuses the size "%s"', (text) =>
    expect(() => parse.bytes(text)).toThrow('Expected a size'),
  )

  it('publishes on loopback unless another address is given', () => {
    const ports = ['8080:80', '0.0.0.0:5353:53/udp'].reduce(
      (all: ReturnType<typeof parse.collectPort>, text) => parse.collectPort(text, all),
      [],
    )
    expect(ports).toEqual([
      { hostIp: '127.0.0.1', hostPort: 8080, nodePort: 80, protocol: 'tcp' },
      { hostIp: '0.0.0.0', hostPort: 5353, nodePort: 53, protocol: 'udp' },
    ])
  })

  it.each(['80', '0:80', '8080:70000', '1.2.3.4:80:80', 'a:b'])('refuses the port mapping "%s"', (text) =>
    expect(() => parse.collectPort(text)).toThrow('Expected ['),
  )

  it.each([
    ['--flannel-backend=host-gw', { flag: '--flannel-backend=host-gw', on: 'server' }],
    ['--node-label=a=b@agent', { flag: '--node-label=a=b', on: 'agent' }],
    ['--kubelet-arg=max-pods=50@all', { flag: '--kubelet-arg=max-pods=50', on: 'all' }],
    ['--disable=traefik@server:*', { flag: '--disable=traefik', on: 'server' }],
    ['--disable=traefik@server:0', { flag: '--disable=traefik', on: 'server' }],
    ['--node-label=a=b@agents:*', { flag: '--node-label=a=b', on: 'agent' }],
    [
      '--datastore-endpoint=mysql://u:p@tcp(db:3306)/k3s',
      { flag: '--datastore-endpoint=mysql://u:p@tcp(db:3306)/k3s', on: 'server' },
    ],
    [
      '--datastore-endpoint=postgres://k3s:pw@server:5432',
      { flag: '--datastore-endpoint=postgres://k3s:pw@server:5432', on: 'server' },
    ],
    [
      '--datastore-endpoint=postgres://k3s:pw@server',
      { flag: '--datastore-endpoint=postgres://k3s:pw@server', on: 'server' },
    ],
    [
      '--datastore-endpoint=nats://k3s:1234@agent:4222@server:*',
      { flag: '--datastore-endpoint=nats://k3s:1234@agent:4222', on: 'server' },
    ],
    [
      '--datastore-endpoint=mysql://root:pw@tcp(db:3306)/k3s@server',
      { flag: '--datastore-endpoint=mysql://root:pw@tcp(db:3306)/k3s', on: 'server' },
    ],
    [
      '--kube-apiserver-arg=oidc-issuer-url=https://login.example.net@server:*',
      { flag: '--kube-apiserver-arg=oidc-issuer-url=https://login.example.net', on: 'server' },
    ],
    ['--node-label=owner=ops@agent@all', { flag: '--node-label=owner=ops@agent', on: 'all' }],
  ])('reads the k3s flag %s', (text, expected) => expect(parse.collectK3sArgument(text)).toEqual([expected]))

  it('keeps "=" in the value of an environment variable', () => {
    expect(parse.collectEnv('A=b=c', { X: 'y' })).toEqual({ X: 'y', A: 'b=c' })
  })
})

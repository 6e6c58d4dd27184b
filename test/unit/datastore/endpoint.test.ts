import { describe, expect, it } from 'vitest'
import { parseEndpoint } from '../../../electron/datastore/endpoint.ts'

const sql = (
  kind: string,
  user: string,
  password: string,
  place: [string, number],
  database: string,
  more: string,
) => ({
  ...{ kind, user, password, database, encryption: more },
  hosts: [{ host: place[0], port: place[1] }],
})

describe('the address of a database is read as k3s reads it', () => {
  it.each([
    [
      'postgres://k3s:p%40ss%3Aw%2Frd%231%3F@db.example.net:5432/k3s?sslmode=disable',
      sql('postgres', 'k3s', 'p@ss:w/rd#1?', ['db.example.net', 5432], 'k3s', 'disable'),
    ],
    ['postgres://k3s:pw@server:5432', sql('postgres', 'k3s', 'pw', ['server', 5432], 'kubernetes', 'prefer')],
    ['postgresql://db', sql('postgres', 'postgres', '', ['db', 5432], 'kubernetes', 'prefer')],
    ['postgres://a:b@[fd00::1]:6000/x', sql('postgres', 'a', 'b', ['fd00::1', 6000], 'x', 'prefer')],
    [
      'mysql://kube:p@ss/w?rd@tcp(192.0.2.11:3306)/kube_db?tls=skip-verify',
      sql('mysql', 'kube', 'p@ss/w?rd', ['192.0.2.11', 3306], 'kube_db', 'skip-verify'),
    ],
    ['mysql://kube@tcp(db)/', sql('mysql', 'kube', '', ['db', 3306], 'kubernetes', 'false')],
    ['mysql://kube:pw@unix(/run/mysqld/mysqld.sock)/kube', { kind: 'inNode' }],
    ['mysql://', { kind: 'inNode' }],
    [
      'http://etcd-0:2379,http://etcd-1',
      {
        kind: 'etcd',
        isPlain: true,
        hosts: [
          { host: 'etcd-0', port: 2379 },
          { host: 'etcd-1', port: 2379 },
        ],
      },
    ],
    ['https://etcd:1/', { kind: 'etcd', isPlain: false, hosts: [{ host: 'etcd', port: 1 }] }],
    ['nats://token@host', { kind: 'other' }],
    ['etcd', { kind: 'other' }],
  ])('%s', (endpoint, read) => {
    expect(parseEndpoint(endpoint)).toEqual(read)
  })
})

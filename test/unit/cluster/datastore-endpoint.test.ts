import { describe, expect, it } from 'vitest'
import { placeOf, shownSpec } from '../../../electron/cluster/model/datastore-endpoint.ts'
import { testSpec } from './record.ts'

const shown = (endpoint: string) => {
  const { datastore } = shownSpec(testSpec({ datastore: { kind: 'external', endpoint } }))
  return datastore.kind === 'external' ? datastore.endpoint : datastore.kind
}

describe('the address of a database', () => {
  it.each([
    ['postgres://k3s:pw@db:5432/k3s', 'postgres://k3s:********@db:5432/k3s'],
    ['postgres://k3s:p@ss:w/rd#1?@db:5432/k3s', 'postgres://k3s:********@db:5432/k3s'],
    ['postgres://k3s@db:5432/k3s', 'postgres://k3s@db:5432/k3s'],
    [
      'postgres://db/k3s?user=k3s&password=pw&sslmode=disable',
      'postgres://db/k3s?user=k3s&password=********&sslmode=disable',
    ],
    ['mysql://kube:p@ss@tcp(192.0.2.11:3306)/kube', 'mysql://kube:********@tcp(192.0.2.11:3306)/kube'],
    ['https://etcd-0:2379,https://etcd-1:2379', 'https://etcd-0:2379,https://etcd-1:2379'],
  ])('is shown without its password: %s', (endpoint, expected) => {
    expect(shown(endpoint)).toBe(expected)
  })

  it('leads to the same place whoever asks, and however', () => {
    const places = [
      'postgres://k3s:one@db:5432/k3s',
      'postgres://k3s:two@db:5432/k3s?sslmode=disable',
      'postgres://k3s:one@db:5432/other',
    ].map(placeOf)
    expect([places[0] === places[1], places[0] === places[2]]).toEqual([true, false])
  })
})

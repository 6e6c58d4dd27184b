import { describe, expect, it } from 'vitest'
import { endpointOf, placeOf } from '../../../electron/cluster/model/datastore-endpoint.ts'
import { meantSpec, shownSpec } from '../../../electron/cluster/model/shown-spec.ts'
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
    ['nats://k3s:pw@db-0:4222,k3s:pw@db-1:4222', 'nats://k3s:********@db-1:4222'],
    ['nats://a-token@db:4222', 'nats://********@db:4222'],
    ['https://etcd-0:2379,https://etcd-1:2379', 'https://etcd-0:2379,https://etcd-1:2379'],
  ])('is shown without its password: %s', (endpoint, expected) => {
    expect(shown(endpoint)).toBe(expected)
  })

  const given = 'postgres://k3s:pw@db:5432/k3s'
  const withEndpoint = (endpoint: string) => testSpec({ datastore: { kind: 'external', endpoint } })

  it('is hidden in a flag, too, and is what it was when that comes back', () => {
    const flags = (endpoint: string) =>
      testSpec({ k3sArgs: [{ flag: '--debug' }, { flag: `--datastore-endpoint=${endpoint}` }] })
    const old = flags(given)
    expect(JSON.stringify(shownSpec(old))).not.toContain('pw')
    expect(meantSpec({ ...shownSpec(old), agents: 2 }, old)).toEqual({ ...old, agents: 2 })
    expect(() => meantSpec(shownSpec(old), flags('postgres://k3s:pw@db:5432/other'))).toThrow('spec.invalid')
    expect([old, testSpec(), withEndpoint(given)].map(endpointOf)).toEqual([given, undefined, given])
  })

  it('is what it was in a spec that was made from one that was shown', () => {
    const old = withEndpoint(given)
    expect(meantSpec({ ...shownSpec(old), agents: 2 }, old)).toEqual({ ...old, agents: 2 })
    expect(meantSpec(withEndpoint('postgres://k3s:new@db:5432/k3s'), old)).toEqual(
      withEndpoint('postgres://k3s:new@db:5432/k3s'),
    )
  })

  it.each([
    ['for another cluster', undefined],
    ['where the rest of it is another one', withEndpoint('postgres://k3s:pw@db:5432/other')],
    ['where it was none', testSpec()],
  ])('is asked for again %s', (_, old) => {
    expect(() => meantSpec(shownSpec(withEndpoint(given)), old)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          code: 'spec.invalid',
          params: expect.objectContaining({ field: 'datastore.endpoint', reason: 'reason.hiddenPassword' }),
        }),
      }),
    )
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

import { rootCertificates } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { caCertificatesPath, withCaCertificates } from '../../../electron/cluster/model/ca-certificates.ts'
import { testFacts, testRecord, testSpec } from './record.ts'

const [one = '', two = ''] = rootCertificates
const taken = (caCertificates: string, read = (_: string): string | undefined => undefined) =>
  withCaCertificates(testSpec({ caCertificates }), read).caCertificates

describe('the certificates of a company', () => {
  it('are taken from a text or a file, without what stands between them', () => {
    expect([
      taken(`# Company\r\n${one.replaceAll('\n', '\r\n')}\nnext: \n${two}`),
      taken('~/ca.pem', (path) => (path === '~/ca.pem' ? one : undefined)),
      taken(' \n'),
    ]).toEqual([`${one}\n${two}\n`, `${one}\n`, undefined])
  })

  it.each([
    ['~/none.pem', 'reason.noFile', '~/none.pem'],
    [`${one}\n-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----`, 'reason.privateKey', ''],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'reason.noCertificate', 1],
    [`${one}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`, 'reason.noCertificate', 2],
    ['-----BEGIN CERTIFICATE-----\nAAAA', 'reason.noCertificate', 1],
  ])('are refused where they are none: %#', (given, reason, subject) => {
    expect(() => taken(given)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ params: { field: 'caCertificates', reason, subject } }),
      }),
    )
  })

  it('lie in every node, and take a restart', () => {
    const { containers } = blueprint(testRecord({ agents: 1, caCertificates: `${one}\n` }), testFacts)
    const found = containers.map(({ files }) => files.find(({ path }) => path === caCertificatesPath))
    const file = expect.objectContaining({ mode: 0o644, content: `${one}\n`, choice: expect.any(String) })
    expect(found).toEqual([file, file])
    expect(found.map((each) => each?.isReloadable)).toEqual([undefined, undefined])
  })
})

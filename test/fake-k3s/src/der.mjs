// Just enough ASN.1 DER to write X.509 v3 certificates with node:crypto, which can read but not make them.
import { createHash, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'

const OIDS = {
  ecdsaSha256: '1.2.840.10045.4.3.2',
  CN: '2.5.4.3',
  O: '2.5.4.10',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
}

function tlv(tag, ...parts) {
  const body = Buffer.concat(parts)
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = []
  for (let rest = body.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff)
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length, ...length]), body])
}

const sequence = (...parts) => tlv(0x30, ...parts)
const explicit = (number, ...parts) => tlv(0xa0 | number, ...parts)
const octets = (...parts) => tlv(0x04, ...parts)
const bits = (body, unused = 0) => tlv(0x03, Buffer.from([unused]), body)
const TRUE = tlv(0x01, Buffer.from([0xff]))

function integer(bytes) {
  return tlv(0x02, bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

function oid(dotted) {
  const [first, second, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const chunk = [part & 0x7f]
    for (let high = part >> 7; high > 0; high >>= 7) chunk.unshift((high & 0x7f) | 0x80)
    bytes.push(...chunk)
  }
  return tlv(0x06, Buffer.from(bytes))
}

function time(date) {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return date.getUTCFullYear() < 2050
    ? tlv(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tlv(0x18, Buffer.from(`${digits}Z`))
}

function name({ o = [], cn }) {
  const attribute = (type, text) => tlv(0x31, sequence(oid(OIDS[type]), tlv(0x0c, Buffer.from(text))))
  return sequence(...o.map((text) => attribute('O', text)), attribute('CN', cn))
}

function ipBytes(address) {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head, tail = ''] = address.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const groups = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return Buffer.from(groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]))
}

const altName = (san) => (isIP(san) ? tlv(0x87, ipBytes(san)) : tlv(0x82, Buffer.from(san)))
const extension = (type, value, critical = false) =>
  sequence(oid(OIDS[type]), ...(critical ? [TRUE] : []), octets(value))

/** RFC 5280 method 1: SHA-1 of the key's bit string (the last 65 bytes of a P-256 SPKI). */
const keyId = (publicKey) =>
  createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }).subarray(-65))
    .digest()

/**
 * A signed certificate as PEM.
 * @param {{ subject: {cn: string, o?: string[]}, publicKey: import('node:crypto').KeyObject, issuer: {cn: string},
 *   issuerKey: import('node:crypto').KeyObject, issuerPublicKey: import('node:crypto').KeyObject,
 *   notBefore: Date, notAfter: Date, isCa?: boolean, sans?: string[], usages?: ('serverAuth'|'clientAuth')[] }} options
 */
export function certificatePem(options) {
  const { subject, publicKey, issuer, issuerKey, issuerPublicKey, notBefore, notAfter, isCa, sans, usages } = options
  const algorithm = sequence(oid(OIDS.ecdsaSha256))
  const extensions = [
    // digitalSignature+keyEncipherment+keyCertSign for a CA, digitalSignature+keyEncipherment for a leaf, as k3s does.
    extension('keyUsage', isCa ? bits(Buffer.from([0xa4]), 2) : bits(Buffer.from([0xa0]), 5), true),
    ...(isCa
      ? [extension('basicConstraints', sequence(TRUE), true), extension('subjectKeyId', octets(keyId(publicKey)))]
      : []),
    ...(usages ? [extension('extKeyUsage', sequence(...usages.map((usage) => oid(OIDS[usage]))))] : []),
    ...(isCa ? [] : [extension('authorityKeyId', sequence(tlv(0x80, keyId(issuerPublicKey))))]),
    ...(sans?.length ? [extension('subjectAltName', sequence(...sans.map(altName)))] : []),
  ]
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(isCa ? Buffer.from([0]) : Buffer.concat([Buffer.from([0x15]), randomBytes(7)])),
    algorithm,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  )
  const der = sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, issuerKey)))
  const base64 = der
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
}

import { describe, expect, it } from 'vitest'
import { dockerProblem } from '../../../electron/docker/docker-problems.ts'

const endpoint = 'unix:///var/run/docker.sock'
const operation = 'start container'
const image = 'rancher/k3s:v9'

const http = (statusCode: number, words: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) server error - ${words} `), { statusCode })
const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

describe('what Docker says when something fails', () => {
  it.each([
    ['EACCES', 'docker.permission_denied'],
    ['ENOENT', 'docker.not_running'],
    ['ECONNREFUSED', 'docker.not_running'],
    ['ECONNRESET', 'docker.lost'],
  ])('on the way to its socket: %s is %s', (code, expected) => {
    expect(dockerProblem(network(code), { endpoint, operation }).code).toBe(expected)
  })

  it.each([
    ['ECONNREFUSED', 'docker.port_closed'],
    ['ETIMEDOUT', 'docker.silent'],
    ['EHOSTUNREACH', 'docker.silent'],
    ['ENETUNREACH', 'docker.silent'],
    ['ENOTFOUND', 'docker.host_unknown'],
    ['EAI_AGAIN', 'docker.host_unknown'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'docker.tls_untrusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'docker.tls_untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'docker.tls_untrusted'],
    ['CERT_HAS_EXPIRED', 'docker.tls_untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'docker.tls_untrusted'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'docker.tls_refused'],
    ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'docker.tls_refused'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'docker.tls_unexpected'],
    ['EPROTO', 'docker.tls_unexpected'],
    ['HPE_INVALID_CONSTANT', 'docker.unreachable'],
  ])('on the way to its port: %s is %s', (code, expected) => {
    const asked = { endpoint: 'tcp://engine.example:2376', operation } as const
    expect(dockerProblem(network(code), asked).code).toBe(expected)
    // A name with several addresses fails with all their errors.
    expect(dockerProblem(new AggregateError([network(code)]), asked).code).toBe(expected)
  })

  it('knows a port that wants TLS by the answer of Go', () => {
    const answer = http(400, 'Client sent an HTTP request to an HTTPS server.')
    expect(dockerProblem(answer, { endpoint, operation }).code).toBe('docker.tls_missing')
  })

  it.each([
    [
      'driver failed programming external connectivity on endpoint x (4f0e): Bind for 127.0.0.1:6443 failed: port is already allocated',
      6443,
    ],
    [
      'driver failed programming external connectivity on endpoint x (abc): Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use',
      80,
    ],
    [
      'failed to set up container networking: failed to bind host port 127.0.0.1:6550/tcp: address already in use',
      6550,
    ],
    ['failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use', 8080],
    [
      'Ports are not available: exposing port TCP 0.0.0.0:443 -> 0.0.0.0:0: listen tcp 0.0.0.0:443: bind: Only one usage of each socket address',
      443,
    ],
    ['error while calling PortManager.AddPort(): listen tcp6 [::]:9000: bind: address already in use', 9000],
  ])('finds the taken port in: %s', (words, port) => {
    expect(dockerProblem(http(500, words), { endpoint, operation })).toEqual({
      code: 'port.taken',
      params: { port, holder: '' },
      detail: words,
    })
  })

  it('does not take an address that is in use for a port', () => {
    expect(dockerProblem(http(403, 'Address already in use'), { endpoint, operation }).code).toBe('docker.failed')
  })

  it.each([
    ['No such image: rancher/k3s:v9', 'image.not_found'],
    ['unknown: {"errors":[{"code":"MANIFEST_UNKNOWN","message":"unknown"}]}', 'image.not_found'],
    ['manifest for rancher/k3s:v9 not found: manifest unknown: manifest unknown', 'image.not_found'],
    [
      'pull access denied for x, repository does not exist or may require docker login: denied: requested access to the resource is denied',
      'image.denied',
    ],
    ['unauthorized: authentication required', 'image.denied'],
    ['toomanyrequests: You have reached your pull rate limit. unauthorized', 'image.rate_limited'],
    ['no matching manifest for linux/arm/v7 in the manifest list entries', 'image.wrong_platform'],
    [
      'Get "https://r.example/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'image.tls_failed',
    ],
    ['Get "https://r.example/v2/": http: server gave HTTP response to HTTPS client', 'image.no_tls'],
    // Podman's.
    ['http: server gave HTTP response to HTTPS client', 'image.no_tls'],
    [
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 127.0.0.53:53: no such host',
      'image.offline',
    ],
    [
      'Get "https://r.example/v2/": dial tcp: lookup r.example on 127.0.0.53:53: no such host',
      'image.registry_unreachable',
    ],
    [
      'Get "https://r.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      'image.registry_unreachable',
    ],
    // Behind a proxy, as Go 1.26 says it.
    [
      'Get "https://r.example/v2/": proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused',
      'image.proxy_failed',
    ],
    [
      'Get "https://r.example/v2/": proxyconnect tcp: dial tcp: lookup proxy.example: no such host',
      'image.proxy_failed',
    ],
    [
      'Get "https://r.example/v2/": proxyconnect tcp: tls: first record does not look like a TLS handshake',
      'image.proxy_failed',
    ],
    ['Get "https://r.example/v2/": Proxy Authentication Required', 'image.proxy_failed'],
    ['Get "https://r.example/v2/": Forbidden', 'image.proxy_failed'],
    ['Get "https://r.example/v2/": Service Unavailable', 'image.proxy_failed'],
    ['received unexpected HTTP status: 503 Service Unavailable', 'image.registry_unreachable'],
    ['write /var/lib/docker/tmp/GetImageBlob1: no space left on device', 'disk.full'],
    ['something that nobody has ever seen', 'docker.failed'],
  ])('on a pull: %s', (words, expected) => {
    expect(dockerProblem(http(500, words), { endpoint, operation, image }).code).toBe(expected)
  })

  it('names the full disk by its path, the platform that lacks, and keeps the words', () => {
    const full = dockerProblem(http(500, 'mkdir /var/lib/docker/x: no space left on device'), { endpoint, operation })
    expect(full.params).toEqual({ path: '/var/lib/docker/x' })
    const platform = dockerProblem(new Error('no matching manifest for linux/arm64/v8 in the manifest list entries'), {
      endpoint,
      operation,
      image,
    })
    expect(platform.params).toEqual({ image, platform: 'linux/arm64/v8' })
    expect(
      dockerProblem(http(500, 'Pool overlaps with other one on this address space'), { endpoint, operation }).code,
    ).toBe('subnet.none_free')
    const podman = 'subnet 10.213.0.0/24 is already used on the host or by another config'
    expect(dockerProblem(http(500, podman), { endpoint, operation }).code).toBe('subnet.none_free')
    const tooNew =
      'client version 1.47 is too old. Minimum supported API version is 1.48, please upgrade your client to a newer version'
    expect(dockerProblem(http(400, tooNew), { endpoint, operation })).toMatchObject({
      code: 'docker.api_too_new',
      params: { version: '1.47', minimum: '1.48' },
    })
    expect(dockerProblem(http(409, 'Conflict.'), { endpoint, operation, subject: 'x' })).toEqual({
      code: 'docker.failed',
      params: { operation, subject: 'x' },
      detail: 'Conflict.',
    })
  })
})

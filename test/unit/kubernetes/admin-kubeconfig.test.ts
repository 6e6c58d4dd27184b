import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readAdminKubeconfig, rewriteAdminKubeconfig } from '../../../electron/kubernetes/admin-kubeconfig.ts'
import { readAccess } from '../../../electron/kubernetes/cluster-access.ts'

const written = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Q0E=
    server: https://127.0.0.1:6443
  name: default
contexts:
- context:
    cluster: default
    user: default
  name: default
current-context: default
kind: Config
users:
- name: default
  user:
    client-certificate-data: Y2VydA==
    client-key-data: a2V5
`

describe('the kubeconfig that k3s writes', () => {
  it('is taken apart, and decoded for a client', async () => {
    expect(readAdminKubeconfig(written)).toEqual({
      server: 'https://127.0.0.1:6443',
      certificateAuthority: 'Q0E=',
      clientCertificate: 'Y2VydA==',
      clientKey: 'a2V5',
    })
    const { server, ca, cert, key } = await readAccess(written)
    expect([server.href, String(ca), String(cert), String(key)]).toEqual([
      'https://127.0.0.1:6443/',
      'CA',
      'cert',
      'key',
    ])
  })

  it('is no kubeconfig yet, at whichever byte k3s is while it writes it', () => {
    const key = written.indexOf('client-key-data: ') + 'client-key-data: '.length
    for (let length = 0; length <= key; length += 1) {
      expect(readAdminKubeconfig(written.slice(0, length))).toBeUndefined()
      expect(rewriteAdminKubeconfig(written.slice(0, length), { name: 'x' })).toBeUndefined()
    }
  })

  it('gets another address and another name everywhere, and keeps the rest', () => {
    const text = rewriteAdminKubeconfig(written, { name: 'sampan-demo', server: 'https://127.0.0.1:7000' }) ?? ''
    const expected = written.replaceAll('default', 'sampan-demo').replace('127.0.0.1:6443', '127.0.0.1:7000')
    expect(parse(text)).toEqual(parse(expected))
    expect(parse(rewriteAdminKubeconfig(text, { server: 'https://a:1' }) ?? '')).toMatchObject({
      'current-context': 'sampan-demo',
      clusters: [{ cluster: { server: 'https://a:1' } }],
    })
  })

  it('lets nobody in without embedded certificates', async () => {
    const foreign = written.replace('client-key-data: a2V5', 'client-key: /home/ann/key.pem')
    await expect(readAccess(foreign)).rejects.toThrow('embedded')
  })
})

import { describe, expect, it } from 'vitest'
import { withImported } from '../../../electron/registry/import-mirrors.ts'
import { readRegistries } from '../../../electron/registry/registries-model.ts'
import { pullAttempts } from '../../../electron/registry/rewrite-tryout.ts'

const text = `mirrors:
  docker.io:
    endpoint:
      - https://harbor.example.net
      - https://harbor.example.net/v2/hub/
    rewrite:
      "^library/(.*)$": "dockerhub/$1"
  "*":
    endpoint: ["http://cache.example.net:5000"]
`
const asked = (image: string, withoutDefault = false) => {
  const registries = readRegistries(text)
  return registries && pullAttempts(image, registries, { withoutDefault }).map(({ url }) => url)
}

describe('what a node asks for to pull an image', () => {
  it.each([
    [
      'busybox',
      [
        'https://harbor.example.net/v2/dockerhub/busybox/manifests/latest?ns=docker.io',
        'https://harbor.example.net/v2/hub/dockerhub/busybox/manifests/latest?ns=docker.io',
        'https://registry-1.docker.io/v2/library/busybox/manifests/latest',
      ],
    ],
    [
      'docker.io/rancher/mirrored-pause:3.6',
      [
        'https://harbor.example.net/v2/rancher/mirrored-pause/manifests/3.6?ns=docker.io',
        'https://harbor.example.net/v2/hub/rancher/mirrored-pause/manifests/3.6?ns=docker.io',
        'https://registry-1.docker.io/v2/rancher/mirrored-pause/manifests/3.6',
      ],
    ],
    [
      'quay.io/team/app@sha256:00ff',
      [
        'http://cache.example.net:5000/v2/team/app/manifests/sha256:00ff?ns=quay.io',
        'https://quay.io/v2/team/app/manifests/sha256:00ff',
      ],
    ],
  ])('is, for %s, by mirrors and rewrites, and last the registry itself', (image, urls) => {
    expect(asked(image)).toEqual(urls)
  })

  // Seen in the hosts.toml and the requests of k3s v1.36.3.
  it('is the registry itself by no rewritten name, where that is the last endpoint', () => {
    const own = 'mirrors: {repo.example: {endpoint: ["https://repo.example"], rewrite: {"^old/(.*)": "new/$1"}}}'
    const urls = (withoutDefault: boolean) =>
      pullAttempts('repo.example/old/a:1', readRegistries(own) ?? { mirrors: [], configs: [] }, { withoutDefault }).map(
        ({ url }) => url,
      )
    expect(urls(false)).toEqual(['https://repo.example/v2/old/a/manifests/1'])
    expect(urls(true)).toEqual(['https://repo.example/v2/new/a/manifests/1?ns=repo.example'])
  })

  it('is never the registry itself where that is switched off', () => {
    expect(asked('quay.io/a', true)).toEqual(['http://cache.example.net:5000/v2/a/manifests/latest?ns=quay.io'])
  })
})

describe('mirrors from elsewhere', () => {
  it('come from the daemon.json of Docker, behind those that are there', () => {
    const daemon =
      '{"registry-mirrors": ["https://m.example.net/"], "insecure-registries": ["10.0.0.5:5000", "10.0.0.0/8"]}'
    expect(withImported('mirrors:\n  docker.io: # mine\n    endpoint: [https://a.example.net]\n', daemon)).toBe(
      'mirrors:\n  docker.io:\n    # mine\n    endpoint: [https://a.example.net, https://m.example.net]\n  "10.0.0.5:5000":\n    endpoint:\n      - http://10.0.0.5:5000\n',
    )
  })

  it('come from another registries.yaml, with its comments where there was none', () => {
    const other = '# theirs\nmirrors:\n  quay.io:\n    endpoint: [https://q.example.net]\n'
    expect(withImported('', other)).toBe(other)
    expect(withImported('mirrors: {}\n', other)).toContain('https://q.example.net')
  })

  it.each(['{}', 'nothing', '[', ''])('are none in %j', (given) => expect(withImported('', given)).toBeUndefined())
})

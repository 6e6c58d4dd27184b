import { describe, expect, it } from 'vitest'
import { ImageReference, imageFrom, isImageId } from '#shared/image-reference.ts'
import { stableImage } from '#shared/k3s-releases.ts'

const id = `sha256:${'0123456789abcdef'.repeat(4)}`

describe('an image as people spell it', () => {
  it.each([
    // k3s' own versions, which no tag may spell.
    ['v1.36.2+k3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['1.36.2+k3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['v1.33.4-rc1+k3s2', 'rancher/k3s:v1.33.4-rc1-k3s2'],
    ['rancher/k3s:v1.36.2+k3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['registry.local:5000/mirror/k3s:v1.36.2+k3s1', 'registry.local:5000/mirror/k3s:v1.36.2-k3s1'],
    // A version alone.
    ['v1.36.2-k3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['v1.36.2', 'rancher/k3s:v1.36.2-k3s1'],
    ['1.20.4', 'rancher/k3s:v1.20.4-k3s1'],
    ['v1.36', 'rancher/k3s:v1.36.3-k3s1'],
    ['v1.21.2-k3s1-arm64', 'rancher/k3s:v1.21.2-k3s1-arm64'],
    ['rancher/k3s:1.36.2', 'rancher/k3s:v1.36.2-k3s1'],
    ['stable', stableImage],
    ['latest', 'rancher/k3s:latest'],
    // Copied from somewhere.
    [' rancher/k3s:v1.36.2-k3s1\n', 'rancher/k3s:v1.36.2-k3s1'],
    ['"rancher/k3s:v1.36.2-k3s1"', 'rancher/k3s:v1.36.2-k3s1'],
    ['docker pull rancher/k3s:v1.36.2-k3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['https://hub.docker.com/r/rancher/k3s:v1.36.2-k3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['https://hub.docker.com/r/rancher/k3s/tags?name=v1.36', 'rancher/k3s'],
    ['https://hub.docker.com/layers/rancher/k3s/v1.36.2-k3s1/images/sha256-abc', 'rancher/k3s:v1.36.2-k3s1'],
    ['https://github.com/k3s-io/k3s/releases/tag/v1.36.2%2Bk3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['https://ghcr.io/k3s-io/k3s:v1.36.2-k3s1', 'ghcr.io/k3s-io/k3s:v1.36.2-k3s1'],
    // Capitals: names have none, hosts and tags may.
    ['RANCHER/K3s:v1.36.2-k3s1', 'rancher/k3s:v1.36.2-k3s1'],
    ['Registry.Local:5000/Team/k3s:Nightly', 'Registry.Local:5000/team/k3s:Nightly'],
  ])('%j means %s', (typed, image) => {
    expect(imageFrom(typed)).toBe(image)
    expect(ImageReference.parse(typed)).toBe(image)
  })

  it.each([
    'rancher/k3s',
    'sampan/fake-k3s:v1.36.2-k3s1',
    'docker.io/sampan/fake-k3s:v1.36.2-k3s1',
    'host:5000/k3s@sha256:'.concat('0'.repeat(64)),
    'localhost/k3s:dev',
    'k3s:v1.36.2',
    id,
    '0123456789ab',
    'busybox',
  ])('%s stays as it is', (image) => expect(ImageReference.parse(image)).toBe(image))

  it.each(['', '  ', 'a b', 'rancher/k3s:', '-x', 'rancher//k3s', 'ümlaut'])('%j is none', (typed) => {
    const { error } = ImageReference.safeParse(typed)
    expect(error?.issues[0]?.message).toBe('is not written as images are')
  })

  it('knows an id, which no registry can be asked for', () => {
    expect([id, id.slice(7), '0123456789ab', 'cafe', 'rancher/k3s'].map(isImageId)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

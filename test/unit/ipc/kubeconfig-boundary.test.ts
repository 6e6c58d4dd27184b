import { describe, expect, it } from 'vitest'
import { requests } from '#shared/contract.ts'

const cluster = { engineId: 'AAAA:1', name: 'demo' }

describe('what the window may ask of kubeconfigs', () => {
  it.each(['kubeconfig.preview', 'kubeconfig.merge'] as const)('%s names no file: it is kubectl’s', (name) => {
    const { input } = requests[name]
    expect(input.safeParse({ cluster }).success).toBe(true)
    expect(input.safeParse({ cluster, into: '/home/ann/.bashrc' }).success).toBe(false)
    expect(input.safeParse({ cluster, into: undefined, path: '/x' }).success).toBe(false)
  })

  it.each(['kubeconfig.merge', 'kubeconfig.unmerge', 'kubeconfig.undo', 'kubeconfig.private'] as const)(
    '%s means a cluster of one engine',
    (name) => {
      const { input } = requests[name]
      for (const refused of ['demo', { name: 'demo' }, { engineId: '', name: 'demo' }, { ...cluster, name: '../demo' }])
        expect(input.safeParse({ cluster: refused }).success).toBe(false)
    },
  )

  it.each([
    ['a name with blanks', { name: 'a b' }],
    ['a name of several lines', { name: 'a\nb' }],
    ['a namespace that is none', { namespace: '-x' }],
    ['an unknown place', { place: 'moon' }],
  ])('no merge has %s', (_, choice) => {
    expect(requests['kubeconfig.merge'].input.safeParse({ cluster, ...choice }).success).toBe(false)
  })
})

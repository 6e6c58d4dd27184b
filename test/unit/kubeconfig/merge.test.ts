import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { mergeEntries } from '../../../electron/kubeconfig/merge-entries.ts'
import { removeEntries } from '../../../electron/kubeconfig/remove-entries.ts'
import { demo, read } from './entry.ts'

const options = { name: 'sampan-demo', isCurrent: false, onClash: 'fail' } as const

const files: Record<string, string> = {
  'a usual one': `apiVersion: v1
clusters:
- cluster:
    server: https://prod:6443 # the real one
  name: prod
contexts:
- context:
    cluster: prod
    user: ann
  name: prod
current-context: prod
kind: Config
preferences: {}
users:
- name: ann
  user:
    token: secret
`,
  'one with comments everywhere': `# my clusters
apiVersion: v1
clusters: # all of them
# prod first

  # be careful
- name: prod # -
  cluster: {server: x}
  # behind
# at the end
contexts:
  - # the context
    name: prod
    context: &my-context
      cluster: prod
      user: ann
users:
  - &the-user
    name: ann
    user: {}

# bye`,
  'empty lists': 'apiVersion: v1\nclusters: []\ncontexts: [ ]\nusers: [  # none\n]\ncurrent-context: ""\n',
  'null lists': 'clusters: null\ncontexts: ~\nusers:\ncurrent-context:\nkind: Config',
  'null list at the end': 'clusters: null\ncontexts: ~\nusers:',
  'no lists': 'apiVersion: v1\nkind: Config\n',
  nothing: '',
  'only comments': '# nothing yet\n',
  'only a marker': '---\n',
  'Windows line breaks': 'apiVersion: v1\r\nclusters:\r\n- name: a\r\n  cluster: {}\r\ncontexts:\r\nusers: []\r\n',
  JSON: '{"apiVersion":"v1","clusters":[{"name":"a","cluster":{}}],"contexts":null,"users":[],"current-context":"x"}',
  'pretty JSON':
    '{\n    "apiVersion": "v1",\n    "clusters": [\n        {\n            "name": "a",\n            "cluster": {}\n        }\n    ],\n    "kind": "Config"\n}\n',
  'empty JSON': '{}',
  indented: '  apiVersion: v1\n  clusters:\n    - name: a\n      cluster: {}\n',
  'explicit keys': 'kind: Config\n? clusters\n: - name: a\n    cluster: {}\n  - name: b\n    cluster: {}\n',
  'a document marker': '%YAML 1.1\n---\nkind: Config\nclusters:\n- {name: a, cluster: {}}\n...\n',
  'a byte order mark': '\uFEFFkind: Config\nclusters: []\n',
}

describe.each(Object.entries(files))('a kubeconfig: %s', (_, text) => {
  it.each([false, true])(
    'gets the entries, and is byte for byte as before without them (made current: %s)',
    (isCurrent) => {
      const merged = mergeEntries(read(text), demo, { ...options, isCurrent })
      const config = parse(merged.text)
      expect(config.clusters).toContainEqual(
        expect.objectContaining({ name: 'sampan-demo', cluster: expect.objectContaining({ server: demo.server }) }),
      )
      expect(config.contexts).toContainEqual(
        expect.objectContaining({
          name: 'sampan-demo',
          context: expect.objectContaining({ cluster: 'sampan-demo', user: 'sampan-demo' }),
        }),
      )
      expect(config.users).toContainEqual(expect.objectContaining({ name: 'sampan-demo' }))
      if (isCurrent) expect(config['current-context']).toBe('sampan-demo')
      const again = mergeEntries(read(merged.text), demo, { ...options, isCurrent })
      expect(again.text).toBe(merged.text)
      expect(removeEntries(read(again.text), demo)?.text).toBe(text.replace('\uFEFF', ''))
    },
  )
})

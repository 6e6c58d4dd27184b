import { expect, it } from 'vitest'
import { Preferences } from '#shared/preferences.ts'
import { problem } from '#shared/problem.ts'
import { diagnosticsText } from '../../../electron/ipc/diagnostics.ts'

it('diagnostics have what helps to find out what is wrong, and no secrets', () => {
  const detail = 'GET https://user:hunter2@registry.example failed\nAuthorization: Bearer abc.def'
  const denied = problem('docker.permission_denied', { endpoint: 'unix:///var/run/docker.sock' }, { detail })
  const text = diagnosticsText({
    info: {
      version: '1.2.3',
      versions: { Sampan: '1.2.3', Electron: '45' },
      platform: 'linux',
      systemLanguage: 'zh-CN',
      onPath: null,
    },
    preferences: Preferences.parse({ theme: 'dark', window: { width: 800, height: 600, isMaximized: false } }),
    engines: [
      {
        id: 'a',
        source: 'socket',
        label: 'Docker Engine',
        address: 'unix:///var/run/docker.sock',
        isSelected: true,
        status: { kind: 'unavailable', problem: denied },
      },
    ],
    snapshot: {
      engine: { kind: 'unavailable', problem: denied },
      clusters: [
        {
          engineId: 'e',
          name: 'dev',
          state: 'degraded',
          image: 'rancher/k3s:v1.36.2-k3s1',
          apiPort: 6443,
          nodes: [{ name: 'sampan-dev-server-0', role: 'server', index: 0, container: 'exited' }],
          ports: [],
        },
      ],
    },
    operations: [
      {
        cluster: { engineId: 'e', name: 'dev' },
        operation: 'start',
        isRunning: false,
        startedAtMs: 0,
        durationMs: 1200,
        problem: denied,
      },
    ],
    complaints: ['2026-11-27 token=K10abc secret: hunter3'],
    now: new Date(0),
  })
  for (const part of [
    'Sampan 1.2.3',
    'theme: "dark"',
    '* Docker Engine',
    'docker.permission_denied',
    'sampan-dev-server-0: exited',
    'start dev: failed after 1200 ms',
  ])
    expect(text).toContain(part)
  expect(text).not.toMatch(/hunter|abc\.def/)
})

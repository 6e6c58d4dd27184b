import { describe, expect, it } from 'vitest'
import { commandEnd, execPath, isMissingCommand, shellPod } from '../../../electron/kubernetes/pod-terminal.ts'

describe('a command in a pod', () => {
  it('is asked for with a terminal, one word a parameter', () => {
    const path = execPath({ namespace: 'shop', pod: 'web-1', container: 'web', command: ['sh', '-c', 'a & b'] })
    const url = new URL(path, 'https://api')
    expect(url.pathname).toBe('/api/v1/namespaces/shop/pods/web-1/exec')
    expect(url.searchParams.getAll('command')).toEqual(['sh', '-c', 'a & b'])
    expect(['container', 'stdin', 'stdout', 'tty', 'stderr'].map((name) => url.searchParams.get(name))).toEqual([
      'web',
      'true',
      'true',
      'true',
      null,
    ])
  })

  // The words of k3s v1.36.3.
  it.each([
    ['{"metadata":{},"status":"Success"}', { kind: 'exited', exitCode: 0 }],
    [
      '{"status":"Failure","message":"command terminated with non-zero exit code: …, exit code 7","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}',
      { kind: 'exited', exitCode: 7 },
    ],
    [
      '{"status":"Failure","message":"Internal error occurred: …","reason":"InternalError","code":500}',
      { kind: 'failed', message: 'Internal error occurred: …' },
    ],
    ['not JSON', { kind: 'failed', message: 'not JSON' }],
  ])('has ended as the error channel says: %s', (words, end) => expect(commandEnd(words)).toEqual(end))

  it.each([
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH',
    'exec failed: container_linux.go:380: starting container process caused: exec: "sh": stat sh: no such file or directory: unknown',
    'crun: executable file `sh` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
  ])('was not there: %s', (message) => expect(isMissingCommand(message)).toBe(true))

  it('could not be run for another reason', () => {
    expect(isMissingCommand('OCI runtime exec failed: cannot exec in a stopped container')).toBe(false)
  })
})

describe('the container that a shell is in', () => {
  const statuses = (state: object) => ({
    containerStatuses: [
      { name: 'web', state },
      { name: 'log', state: { running: {} } },
    ],
  })
  const object = (more: object = {}, state: object = { running: {} }) => ({
    metadata: { name: 'web-1', uid: 'u', ...more },
    spec: { containers: [{ name: 'web' }, { name: 'log' }] },
    status: statuses(state),
  })
  const chosen = (value: object, container?: string) => shellPod(value, { pod: 'web-1', container })

  it('is the named one, else the marked one, else the first', () => {
    const marked = { annotations: { 'kubectl.kubernetes.io/default-container': 'log' } }
    expect(
      [chosen(object(), 'log'), chosen(object(marked)), chosen(object())].map(({ container }) => container),
    ).toEqual(['log', 'log', 'web'])
  })

  it('has to run, in a pod that stays', () => {
    const waiting = { waiting: { reason: 'ContainerCreating' } }
    expect([
      chosen(object()).problem,
      chosen(object({}, waiting)).problem,
      chosen(object({ deletionTimestamp: '2026-11-27T10:00:00Z' })).problem?.code,
    ]).toEqual([
      undefined,
      {
        code: 'shell.container_not_running',
        params: { pod: 'web-1', container: 'web' },
        detail: 'ContainerCreating',
      },
      'shell.pod_gone',
    ])
  })
})

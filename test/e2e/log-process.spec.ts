import { expect } from '@playwright/test'
import { docker, sweep, testImage, uniqueName } from '../engine/docker.ts'
import { test } from './fixtures.ts'
import { openLog } from './open-log.ts'

test('a log process that is killed is told to whoever looks at a log, and another one takes its place', async ({
  app,
  window,
}) => {
  const cluster = uniqueName()
  const container = await docker.createContainer({
    name: `sampan-${cluster}-server-0`,
    Image: testImage,
    Entrypoint: ['/bin/sh', '-c', 'echo begin; sleep 1000'],
    Labels: { 'dev.sampan.cluster': cluster },
    HostConfig: { NetworkMode: 'none' },
  })
  const pids = () =>
    app.evaluate(({ app: electron }) =>
      electron.getAppMetrics().flatMap(({ name, pid }) => (name === 'Sampan logs' ? [pid] : [])),
    )
  try {
    await container.start()
    await expect.poll(() => window.evaluate(() => typeof self.sampan.open)).toBe('function')
    await openLog(window, cluster)
    const [first] = await pids()
    expect(first).toBeDefined()
    process.kill(first ?? 0, 'SIGKILL')
    await expect.poll(() => window.evaluate(() => Reflect.get(self, 'heard').failed)).toBe('logs.reader_died')

    await openLog(window, cluster)
    const [second] = await pids()
    expect(second).toBeDefined()
    expect(second).not.toBe(first)
  } finally {
    await sweep(cluster)
  }
})

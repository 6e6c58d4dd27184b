import { expect } from '@playwright/test'
import { sampan } from '../engine/cli-process.ts'
import { docker, testImage } from '../engine/docker.ts'

/** What has to be there before a test: `sampan` does it, and must succeed. */
export async function arrange(args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await sampan(args)
  expect(exitCode, stdout + stderr).toBe(0)
}

/** Pictures need names that people give. A cluster of that name that runs anything but the tests' image is somebody's own. */
export async function refuseUsers(cluster: string): Promise<void> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [`dev.sampan.cluster=${cluster}`] },
  })
  const own = containers.find(({ Image }) => Image !== testImage)
  if (own) throw new Error(`The pictures need the name ${cluster}, which a cluster of yours has (${own.Image})`)
}

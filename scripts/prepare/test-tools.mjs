import { existsSync } from 'node:fs'
import { installPackages } from './packages.mjs'
import { note, outputOf } from './steps.mjs'

/** kubectl for the tests, and the image that they use: a real one where SAMPAN_TEST_IMAGE names it, else the stand-in. */
export async function prepareTestTools() {
  if (outputOf('kubectl', ['version', '--client']) === undefined)
    await installPackages(['kubernetes-client'], 'The tests use kubectl')
  if (process.env.SAMPAN_TEST_IMAGE) return
  if (process.platform === 'linux' && !existsSync('/bin/busybox'))
    await installPackages(['busybox-static'], 'The stand-in image is made of busybox')
  const { buildFakeImage } = await import('../../test/fake-k3s/build.mjs')
  await buildFakeImage({ tag: 'v1.36.2-k3s1', log: note })
}

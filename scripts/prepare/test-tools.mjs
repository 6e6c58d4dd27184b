import { existsSync } from 'node:fs'
import { installPackages } from './packages.mjs'
import { note, outputOf } from './steps.mjs'

/** kubectl for the tests, and the images that they use: a load balancer, and a real k3s where SAMPAN_TEST_IMAGE names it, else the stand-in. */
export async function prepareTestTools() {
  if (outputOf('kubectl', ['version', '--client']) === undefined)
    await installPackages(['kubernetes-client'], 'The tests use kubectl')
  if (process.platform === 'linux' && !existsSync('/bin/busybox'))
    await installPackages(['busybox-static'], 'The images of the tests are made of busybox')
  await prepareBalancer()
  if (process.env.SAMPAN_TEST_IMAGE) return
  const { buildFakeImage } = await import('../../test/fake-k3s/build.mjs')
  await buildFakeImage({ tag: 'v1.36.2-k3s1', log: note })
}

/** Only the tests of several servers on a real Docker need it; they say so where it is missing. */
async function prepareBalancer() {
  if (process.platform !== 'linux') return
  const { buildHaproxyImage } = await import('../../test/haproxy/build.mjs')
  try {
    await buildHaproxyImage({ log: note })
  } catch (error) {
    note(`No load balancer for the tests of several servers: ${error.message}`)
  }
}

import { existsSync } from 'node:fs'
import { installPackages } from './packages.mjs'
import { note, outputOf } from './steps.mjs'

/** kubectl for the tests, and the images that they use: a load balancer, databases, and a real k3s where SAMPAN_TEST_IMAGE names it, else the stand-in. */
export async function prepareTestTools() {
  if (outputOf('kubectl', ['version', '--client']) === undefined)
    await installPackages(['kubernetes-client'], 'The tests use kubectl')
  if (process.platform === 'linux' && !existsSync('/bin/busybox'))
    await installPackages(['busybox-static'], 'The images of the tests are made of busybox')
  await prepareOthers()
  if (process.env.SAMPAN_TEST_IMAGE) return
  const { buildFakeImage } = await import('../../test/fake-k3s/build.mjs')
  await buildFakeImage({ tag: 'v1.36.2-k3s1', log: note })
}

/** Only the tests of several servers, of databases, and of registries, on a real Docker need them; they say so where one is missing. */
async function prepareOthers() {
  if (process.platform !== 'linux') return
  const [{ buildHaproxyImage }, { buildPostgresImage }, { buildMariadbImage }, { buildRegistryImage }] =
    await Promise.all([
      import('../../test/images/haproxy.mjs'),
      import('../../test/images/postgres.mjs'),
      import('../../test/images/mariadb.mjs'),
      import('../../test/images/registry.mjs'),
    ])
  for (const build of [buildHaproxyImage, buildPostgresImage, buildMariadbImage, buildRegistryImage])
    try {
      await build({ log: note })
    } catch (error) {
      note(`An image is missing, and with it some tests: ${error.message}`)
    }
}

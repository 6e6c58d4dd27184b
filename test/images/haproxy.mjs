// The load balancer of the tests, of Debian's haproxy package. `node test/images/haproxy.mjs`
import { buildDebianImage, isMain } from './debian-image.mjs'

export const HAPROXY_IMAGE = 'sampan/test-haproxy:latest'

/** @param {{ log?: (line: string) => void }} [options] */
export const buildHaproxyImage = (options) =>
  buildDebianImage(
    {
      image: HAPROXY_IMAGE,
      recipe: import.meta.url,
      follows: ['haproxy'],
      packages: () => ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1'],
      changes: ['CMD ["haproxy","-v"]'],
      layOut: (layout) => layout.program('usr/sbin/haproxy'),
    },
    options,
  )

if (isMain(import.meta.url)) await buildHaproxyImage({ log: console.log })

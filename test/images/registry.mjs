// A registry for tests, of Debian's docker-registry package. `node test/images/registry.mjs`
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildDebianImage, isMain } from './debian-image.mjs'

export const REGISTRY_IMAGE = 'sampan/test-registry:latest'

const CONFIG = `version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: /var/lib/registry}}
http: {addr: ':5000'}
`

/** @param {{ log?: (line: string) => void }} [options] */
export const buildRegistryImage = (options) =>
  buildDebianImage(
    {
      image: REGISTRY_IMAGE,
      recipe: import.meta.url,
      follows: ['docker-registry'],
      packages: () => ['docker-registry'],
      changes: ['CMD ["/usr/bin/docker-registry","serve","/etc/registry.yml"]'],
      layOut: (layout) => {
        layout.program('usr/bin/docker-registry')
        mkdirSync(join(layout.root, 'var/lib/registry'), { recursive: true })
        writeFileSync(join(layout.root, 'etc/registry.yml'), CONFIG)
      },
    },
    options,
  )

if (isMain(import.meta.url)) await buildRegistryImage({ log: console.log })

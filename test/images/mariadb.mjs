// The MariaDB of the tests, of Debian's packages. `node test/images/mariadb.mjs`
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildDebianImage, environment, isMain, neededFor, run } from './debian-image.mjs'

export const MARIADB_IMAGE = 'sampan/test-mariadb:latest'

/** @param {{ log?: (line: string) => void }} [options] */
export const buildMariadbImage = (options) =>
  buildDebianImage(
    {
      image: MARIADB_IMAGE,
      recipe: import.meta.url,
      follows: ['mariadb-server-core'],
      // The last one has the program that asks whether the server is alive; what else it brings along is for hosts.
      packages: () => [
        ...neededFor(['mariadb-server-core', 'mariadb-client-core']).filter((name) => /^(lib|mariadb)/.test(name)),
        'mariadb-client',
      ],
      changes: ['ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["mariadbd"]'],
      layOut,
    },
    options,
  )

function layOut(layout) {
  const { root, packages } = layout
  layout.program('usr/sbin/mariadbd', 'usr/bin/mariadb', 'usr/bin/mariadb-admin')
  layout.take('usr/share/mysql/english', 'usr/share/mysql/charsets')
  // An empty database, made here once: MariaDB's own script for it needs more than busybox.
  const template = join(root, 'usr/share/mysql-template')
  mkdirSync(template, { recursive: true })
  const options = ['--skip-test-db', '--auth-root-authentication-method=normal', '--skip-name-resolve', '--user=root']
  run(
    'sh',
    [
      join(packages, 'usr/bin/mariadb-install-db'),
      '--no-defaults',
      `--basedir=${join(packages, 'usr')}`,
      '--innodb-log-file-size=4M',
      `--datadir=${template}`,
      ...options,
    ],
    { env: environment(packages) },
  )
  cpSync(
    fileURLToPath(new URL('mariadb-entrypoint.sh', import.meta.url)),
    join(root, 'usr/local/bin/docker-entrypoint.sh'),
  )
  run('chmod', ['755', join(root, 'usr/local/bin/docker-entrypoint.sh')])
  run('chmod', ['1777', join(root, 'tmp')])
  mkdirSync(join(root, 'var/lib/mysql'), { recursive: true })
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nmysql:x:999:999::/:/bin/sh\n')
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nmysql:x:999:\n')
}

if (isMain(import.meta.url)) await buildMariadbImage({ log: console.log })

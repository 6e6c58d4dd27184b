// The PostgreSQL of the tests, of Debian's packages. `node test/images/postgres.mjs`
import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildDebianImage, isMain, neededFor, run } from './debian-image.mjs'

export const POSTGRES_IMAGE = 'sampan/test-postgres:latest'

/** The version of this Debian: `postgresql-15`. */
const packageName = () => /postgresql-\d+/.exec(run('apt-cache', ['depends', 'postgresql']))?.[0] ?? 'postgresql'

/** Nothing is compiled at run time, and the C locale is all that is needed. */
const isNeeded = (name) => /^(lib(?!llvm)|postgresql)/.test(name) && !name.endsWith('-dev')

/** @param {{ log?: (line: string) => void }} [options] */
export const buildPostgresImage = (options) =>
  buildDebianImage(
    {
      image: POSTGRES_IMAGE,
      recipe: import.meta.url,
      follows: ['postgresql'],
      packages: () => neededFor([packageName(), 'tzdata']).filter(isNeeded),
      changes: ['ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["postgres"]'],
      layOut,
    },
    options,
  )

function layOut(layout) {
  const { root, packages } = layout
  const [version = ''] = readdirSync(join(packages, 'usr/lib/postgresql'))
  const home = `usr/lib/postgresql/${version}`
  const plugins = readdirSync(join(packages, home, 'lib')).filter((name) =>
    /^(plpgsql|dict_snowball|utf8_and|.*_and_.*|libpqwalreceiver).*\.so$/.test(name),
  )
  layout.program(
    ...['postgres', 'initdb', 'pg_isready', 'psql'].map((name) => `${home}/bin/${name}`),
    ...plugins.map((name) => `${home}/lib/${name}`),
  )
  layout.take(`usr/share/postgresql/${version}`)
  cpSync('/usr/share/zoneinfo', join(root, 'usr/share/zoneinfo'), { recursive: true })
  run('ln', ['-s', `${version}/bin`, join(root, 'usr/lib/postgresql/bin')])
  for (const name of ['pg_isready', 'psql'])
    run('ln', ['-s', `/${home}/bin/${name}`, join(root, 'usr/local/bin', name)])
  cpSync(
    fileURLToPath(new URL('postgres-entrypoint.sh', import.meta.url)),
    join(root, 'usr/local/bin/docker-entrypoint.sh'),
  )
  run('chmod', ['755', join(root, 'usr/local/bin/docker-entrypoint.sh')])
  run('chmod', ['1777', join(root, 'tmp')])
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\npostgres:x:70:70::/:/bin/sh\n')
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\npostgres:x:70:\n')
}

if (isMain(import.meta.url)) await buildPostgresImage({ log: console.log })

import type { ExecResult } from '../../electron/docker/container-runtime.ts'
import type { FakeContainer } from '../fakes/fake-container.ts'

const done: ExecResult = { exitCode: 0, stdout: '', stderr: '' }
const no: ExecResult = { ...done, exitCode: 1 }

/** What the scripts of a copier (change/copies.ts) do, in memory, by the word that each is called with. */
export function copy(container: FakeContainer, [, , , verb, ...words]: readonly string[]): ExecResult {
  const remove = (folder: string) => {
    for (const path of container.pathsBelow(folder)) container.removeFile(path)
  }
  const transfer = (from: string, to: string) => {
    for (const path of container.pathsBelow(from))
      container.writeFile(`${to}${path.slice(from.length)}`, container.readFile(path) ?? Buffer.alloc(0))
  }
  const has = (folder: string) => container.pathsBelow(folder).length > 0
  const [first = '', what = '', name = ''] = words
  switch (verb) {
    case 'keep': {
      const from = what === '.' ? '/from' : `/from/${what}`
      const isOfAnother = has(`/to/${name}`) && String(container.readFile('/to/image')) !== first
      if (!has(from) || isOfAnother) return done
      remove(`/to/${name}`)
      transfer(from, `/to/${name}`)
      container.writeFile('/to/image', Buffer.from(first))
      return done
    }
    case 'whole':
      return has(`/kept/${first}/server`) || has(`/kept/${first}/data`) ? done : no
    case 'put back': {
      const isDatabase = has(`/kept/${first}/data`)
      remove(isDatabase ? `/to/${first}` : `/to/${first}/server`)
      transfer(
        isDatabase ? `/kept/${first}/data` : `/kept/${first}/server`,
        isDatabase ? `/to/${first}` : `/to/${first}/server`,
      )
      return done
    }
    case 'forget':
      for (const folder of ['db', 'tls', 'cred']) remove(`/others/${first}/server/${folder}`)
      return done
    default:
      return no
  }
}

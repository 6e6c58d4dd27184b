import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Kubeconfigs } from '../../../electron/kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs } from '../../../electron/kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { engineWith } from './entry.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-own-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the kubeconfig of a cluster that is deleted in a shell of `sampan env`', () => {
  it('goes as a whole: nothing is said of it, nothing of it is backed up', async () => {
    const cluster = { engineId: 'desktop', name: 'local' }
    const engine = engineWith('desktop', { local: { server: 'https://127.0.0.1:6443', ca: 'REVTS1RPUA==' } })
    const own = join(folder, 'own')
    const filesWith = (kubeconfig: string) =>
      new Kubeconfigs({
        user: new UserKubeconfig({ env: { KUBECONFIG: kubeconfig }, home: folder }),
        own: new PrivateKubeconfigs(own),
      })
    const { path } = await filesWith(join(folder, 'config')).refresh(engine, cluster)
    const files = filesWith([path, join(folder, 'config')].join(delimiter))
    expect(await files.forget(cluster)).toEqual({ changes: [] })
    expect(await readdir(own)).toEqual([])
    expect((await readdir(folder, { recursive: true })).filter((file) => file.includes('.bak-'))).toEqual([])
  })
})

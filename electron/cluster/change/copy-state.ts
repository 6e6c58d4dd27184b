import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { helperContainer } from '../model/helper-container.ts'
import { label } from '../model/labels.ts'
import type { Copy } from '../model/plan.ts'

/**
 * Copies `server`, where k3s has its data: images and volumes of pods lie beside it, and any version reads them. The copy gets its name
 * when it is whole. One that another k3s has made stays: an upgrade from there has failed, and that is the data to go back to.
 */
const keep = `[ -d /to/server ] && [ "$(cat /to/image)" != "$1" ] ||
  { rm -rf /to/server /to/part && cp -a /from/server /to/part && printf %s "$1" > /to/image && mv /to/part /to/server; }`
const putBack = '[ -d /from/server ] && rm -rf /to/server && cp -a /from/server /to/'

/** Copies the state of a k3s that does not run. `labels`: of the volume that is made for it. */
export async function copyState(
  runtime: ContainerRuntime,
  { from, to, image, isBack = false }: Copy & { readonly isBack?: boolean },
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  await runtime.createVolume({ name: to, labels: { ...labels, [label.image]: image } })
  const id = await runtime.createContainer(
    helperContainer(labels[label.cluster] ?? '', 'copier', {
      image,
      entrypoint: ['/bin/sleep', '600'],
      volumes: [
        { name: from, path: '/from' },
        { name: to, path: '/to' },
      ],
    }),
  )
  try {
    await runtime.startContainer(id)
    const { exitCode, stderr } = await runtime.exec(id, ['sh', '-c', isBack ? putBack : keep, 'sh', image])
    if (exitCode !== 0) {
      const params = { operation: 'write files', subject: to }
      throw new ProblemError(problem('docker.failed', params, { detail: stderr }))
    }
  } finally {
    await runtime.removeContainer(id)
  }
}

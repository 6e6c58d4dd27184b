import { existsSync } from 'node:fs'
import { type ClusterImage, imageTotals, type LoadedImage } from '#shared/images.ts'
import type { Language } from '#shared/preferences.ts'
import { type MessageKey, type MessageParams, translate, translatePlural } from '#shared/translate.ts'
import { megabytes, table, titlesIn } from './columns.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'

interface Options extends CommonOptions {
  dryRun?: boolean
}

const actions = ['load', 'list', 'prune']

/** The images in the nodes of a cluster. */
export function addImagesCommand(command: AddCommand, { signal, language = 'en' }: CliContext): void {
  const say = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const where = ({ nodes, had }: LoadedImage) => {
    if (nodes.length === 0) return say('cli.images.alreadyThere')
    return had.length === 0 ? say('cli.images.intoAll') : say('cli.images.into', { nodes: nodes.join(', ') })
  }

  command<[string, string, string[]], Options>(
    'images <action> <name> [what...]',
    say('cli.images'),
    async ({ engine: open, options, output, operation, misused }, action, cluster, what) => {
      if (!actions.includes(action)) misused(say('cli.images.actions', { actions: actions.join(', ') }))
      if (action === 'load' && what.length === 0) misused(say('cli.images.what'))
      const engine = await open()
      if (action === 'load') {
        const archives = what.filter((each) => existsSync(each))
        const references = what.filter((each) => !archives.includes(each))
        const images = await engine.loadImages(cluster, { references, archives }, operation)
        const rows = images.map((image) => [image.name, where(image)])
        output.result({ kind: 'imagesLoaded', cluster, images }, table(rows))
        return
      }
      const isPrune = action === 'prune'
      const { dryRun: isDryRun = false } = options
      const images = isPrune
        ? await engine.pruneImages(cluster, { isDryRun }, signal)
        : await engine.images(cluster, signal)
      if (isPrune) {
        output.result(
          { kind: 'imagesPruned', cluster, images, isDryRun },
          images.length > 0 ? imageTable(language, images) : '',
        )
        const done = isDryRun ? 'cli.images.wouldRemove' : 'cli.images.removed'
        output.say(images.length === 0 ? say('cli.images.nothing') : say(done, { images: totalOf(language, images) }))
      } else output.result({ kind: 'images', cluster, images }, imageTable(language, images))
    },
  ).option('--dry-run', say('cli.images.dryRun'))
}

/** `2 images with 3 names, 8 MB` */
function totalOf(language: Language, images: readonly ClusterImage[]): string {
  const { count, names, bytes } = imageTotals(images)
  const key = names > count ? 'images.totalNamed' : 'images.total'
  return translatePlural(language, key, { count, names, size: megabytes(bytes) })
}

function imageTable(language: Language, images: readonly ClusterImage[]): string {
  const titles = titlesIn(language, ['image', 'id', 'size', 'nodes', 'used'])
  const say = (key: MessageKey) => translate(language, key)
  const most = Math.max(...images.map(({ nodes }) => nodes.length))
  const rows = images.map(({ name, id, sizeBytes, nodes, isUsed, isKept }) => [
    name === '' ? '–' : name,
    id.slice(7, 19),
    megabytes(sizeBytes),
    nodes.length === most ? String(most) : nodes.join(', '),
    say(isUsed ? 'cli.images.used' : isKept ? 'cli.images.kept' : 'cli.images.unused'),
  ])
  return table([titles, ...rows])
}

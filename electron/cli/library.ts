import type { LibraryEntry } from '#shared/images.ts'
import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { k3sVersion } from './arguments.ts'
import { megabytes, table, titlesIn } from './columns.ts'
import type { Output } from './output.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'

interface Options extends CommonOptions {
  for?: string
}

const actions = ['add', 'list', 'remove', 'prune']
const bytesOf = (entries: readonly LibraryEntry[]) => entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** The images that are kept on this computer for clusters without a network. No engine is asked. */
export function addLibraryCommand(command: AddCommand, { library, signal, language = 'en' }: CliContext): void {
  const say = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const shown = (entries: readonly LibraryEntry[]) => {
    if (entries.length === 0) return say('cli.library.none')
    const titles = [...titlesIn(language, ['id', 'k3s', 'platform', 'images', 'size']), '']
    const rows = entries.map(({ id, k3sVersion, platform, forEngine, forNodes, sizeBytes, isDuplicate }) => [
      id,
      k3sVersion,
      platform,
      String(forEngine.length + forNodes.length),
      megabytes(sizeBytes),
      isDuplicate ? say('cli.library.duplicate') : '',
    ])
    return table([titles, ...rows])
  }
  /** What is there, and which of it could go without a loss. */
  const told = (entries: readonly LibraryEntry[], output: Output) => {
    output.result({ kind: 'library', entries: [...entries] }, shown(entries))
    const duplicates = entries.filter(({ isDuplicate }) => isDuplicate)
    if (duplicates.length > 0) output.say(say('cli.library.duplicates', { size: megabytes(bytesOf(duplicates)) }))
  }
  command<[string, string[]], Options>(
    'library <action> [what...]',
    say('cli.library'),
    async ({ options, output, misused }, action, what) => {
      if (!actions.includes(action)) misused(say('cli.images.actions', { actions: actions.join(', ') }))
      if (!['list', 'prune'].includes(action) && what.length === 0) misused(say('cli.library.what'))
      if (action === 'add') {
        told(await library.add(what, { k3sVersion: options.for }, signal), output)
        return
      }
      if (action === 'remove') for (const id of what) await library.remove(id)
      if (action === 'prune') {
        const duplicates = (await library.list()).filter(({ isDuplicate }) => isDuplicate)
        for (const { id } of duplicates) await library.remove(id)
        output.say(
          duplicates.length === 0
            ? say('cli.library.nothing')
            : say('cli.library.removed', { count: duplicates.length, size: megabytes(bytesOf(duplicates)) }),
        )
      }
      told(await library.list(), output)
    },
  ).option('--for <version>', say('cli.library.for'), k3sVersion)
}

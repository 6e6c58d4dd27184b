import type { LibraryEntry } from '#shared/images.ts'
import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { megabytes, table } from './columns.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'

interface Options extends CommonOptions {
  for?: string
}

const actions = ['add', 'list', 'remove']

/** The images that are kept on this computer for clusters without a network. No engine is asked. */
export function addLibraryCommand(command: AddCommand, { library, signal, language = 'en' }: CliContext): void {
  const say = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const shown = (entries: readonly LibraryEntry[]) => {
    if (entries.length === 0) return say('cli.library.none')
    const titles = (['id', 'k3s', 'platform', 'images', 'size'] as const).map((column) => say(`cli.column.${column}`))
    const rows = entries.map(({ id, k3sVersion, platform, forEngine, forNodes, sizeBytes }) => [
      id,
      k3sVersion,
      platform,
      String(forEngine.length + forNodes.length),
      megabytes(sizeBytes),
    ])
    return table([titles, ...rows])
  }
  command<[string, string[]], Options>(
    'library <action> [what...]',
    say('cli.library'),
    async ({ options, output, misused }, action, what) => {
      if (!actions.includes(action)) misused(say('cli.images.actions', { actions: actions.join(', ') }))
      if (action !== 'list' && what.length === 0) misused(say('cli.library.what'))
      if (action === 'add') {
        const k3sVersion = options.for?.replace(/-(k3s\d+)$/, '+$1')
        const entries = await library.add(what, { k3sVersion }, signal)
        output.result({ kind: 'library', entries }, shown(entries))
        return
      }
      if (action === 'remove') for (const id of what) await library.remove(id)
      const entries = await library.list()
      output.result({ kind: 'library', entries }, shown(entries))
    },
  ).option('--for <version>', say('cli.library.for'))
}

import { type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import { megabytes } from './columns.ts'
import type { AddCommand, CliContext, CommonOptions } from './program.ts'

interface Options extends CommonOptions {
  output: string
}

/** Everything that a cluster needs elsewhere, in one file. */
export function addBundleCommand(command: AddCommand, { language = 'en' }: CliContext): void {
  const say = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  command<[string], Options>(
    'bundle <name>',
    say('cli.bundle'),
    async ({ engine: open, options, operation, output }, cluster) => {
      const { output: path } = options
      const { description, forNodes, sizeBytes } = await (await open()).saveBundle({ cluster, path }, operation)
      const { k3sVersion, forEngine } = description
      output.result(
        { kind: 'bundle', path, sizeBytes, k3sVersion, forEngine, forNodes: [...forNodes] },
        say('cli.bundle.done', { path, size: megabytes(sizeBytes), count: forEngine.length + forNodes.length }),
      )
    },
  ).requiredOption('-o, --output <file>', say('cli.bundle.output'))
}

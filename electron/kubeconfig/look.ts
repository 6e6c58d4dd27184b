import { readFile } from 'node:fs/promises'
import type { KubeconfigFile } from '#shared/kubeconfig.ts'
import { problemOf } from '#shared/problem.ts'
import { namesIn, type TakenName } from './entry-names.ts'
import type { KubeconfigFiles } from './kubeconfig-file.ts'
import { bodyIn, type KubeconfigText } from './kubeconfig-text.ts'
import { extensionName } from './mark.ts'
import { currentContext } from './merge-entries.ts'
import { type OwnEntry, type Owner, ownEntries } from './own-entries.ts'

/** What one look at a kubeconfig tells. One that cannot be read has a Problem and no content. */
export interface Look {
  readonly file: KubeconfigFile
  readonly content: KubeconfigText | undefined
  readonly current: string | undefined
}

export async function look(path: string, files: KubeconfigFiles): Promise<Look> {
  try {
    const { access, content } = await files.read(path)
    const merged = ownEntries(content).filter(({ list }) => list === 'contexts')
    return {
      file: {
        path,
        isThere: access !== undefined,
        merged: merged.map(({ mark, name, node, list }) => ({
          cluster: mark.cluster,
          ...(mark.engine === undefined ? {} : { engineId: mark.engine }),
          name,
          ...namespaceOf(bodyIn(node, list)?.get('namespace')),
        })),
      },
      content,
      current: currentContext(content),
    }
  } catch (error) {
    const file = { path, isThere: true, problem: problemOf(error), merged: [] }
    return { file, content: undefined, current: undefined }
  }
}

/** A cluster's entries in a file: also where its context is gone by now, which `merged` does not tell. */
export function ownIn({ content }: Look, owner: Owner): OwnEntry[] {
  return content ? ownEntries(content, owner) : []
}

/** Names that are somebody else's. The same cluster's in a copy of the file that kubectl reads too are in nobody's way. */
export function takenNamesIn({ content }: Look, owner: Owner): TakenName[] {
  if (!content) return []
  const own = new Set(ownEntries(content, owner).map(({ node }) => node))
  return namesIn(content)
    .filter(({ node }) => !own.has(node))
    .map(({ name, mark }) => ({ name, mark }))
}

export function hasContext({ content }: Look, name: string): boolean {
  return content !== undefined && namesIn(content).some((each) => each.list === 'contexts' && each.name === name)
}

const namespaceOf = (namespace: unknown) => (typeof namespace === 'string' ? { namespace } : {})

/** A broken file may still be one that Sampan has written to. */
export async function hasMark(path: string): Promise<boolean> {
  return (await readFile(path, 'utf8').catch(() => '')).includes(extensionName)
}

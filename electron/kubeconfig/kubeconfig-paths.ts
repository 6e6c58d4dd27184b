import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

export interface KubeconfigPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** The files that kubectl reads, in its order: $KUBECONFIG, which may name several, or ~/.kube/config. */
export function kubeconfigPaths({ env, home }: KubeconfigPlace): string[] {
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '')
  return named.length > 0 ? [...new Set(named)] : [join(home, '.kube', 'config')]
}

/** Where kubectl puts what is new: the first of its files that exists, else the last one (client-go, PathOptions.GetDefaultFilename). */
export async function defaultPath(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return paths.at(-1) ?? ''
}

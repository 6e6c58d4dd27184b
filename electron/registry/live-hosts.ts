import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../docker/container-runtime.ts'
import { generatedHeader } from './hosts-files.ts'
import { certsFolder, maskSecrets } from './node-registries.ts'

/** Takes away what k3s, or Sampan in its name, has written and is not wanted any more. What users made themselves has no such first line. */
const clearing = `cd ${certsFolder} 2>/dev/null || exit 0
for file in */hosts.toml; do
  folder="\${file%/hosts.toml}"
  [ -f "$file" ] && [ "$(head -n 1 "$file")" = "${generatedHeader}" ] || continue
  for wanted in "$@"; do [ "$wanted" = "$folder" ] && continue 2; done
  rm -rf "./$folder"
done`

/**
 * Gives the containerd of a running node other mirrors, which it reads at its next pull: first those that are wanted, then those that are
 * not are taken away, so that at no time a registry has none. Fails with `registries.not_in_force` where it has others afterwards.
 */
export async function putHosts(
  runtime: Pick<ContainerRuntime, 'exec' | 'putArchive' | 'readFile'>,
  {
    id,
    name,
    hosts,
    archive,
  }: {
    id: string
    name: string
    /** By its folder, the text of a hosts.toml. */
    hosts: Readonly<Record<string, string>>
    archive: (files: { path: string; mode: number; content: string }[]) => Promise<Buffer>
  },
  signal: AbortSignal,
): Promise<void> {
  const files = Object.entries(hosts).map(([folder, content]) => ({
    path: `${certsFolder}/${folder}/hosts.toml`,
    mode: 0o600,
    content,
  }))
  if (files.length > 0) await runtime.putArchive(id, await archive(files), signal)
  const command = ['/bin/sh', '-c', clearing, 'sh', ...Object.keys(hosts)]
  const { exitCode, stderr } = await runtime.exec(id, command, signal)
  const differing: string[] = []
  for (const { path, content } of files)
    if ((await runtime.readFile(id, path, signal))?.toString('utf8') !== content) differing.push(path)
  if (exitCode === 0 && differing.length === 0) return
  const params = { node: name, files: differing.join(', ') || certsFolder }
  throw new ProblemError(problem('registries.not_in_force', params, { detail: stderr || undefined }))
}

/** Of the files that a node has, as they are shown, those that are not what was asked for: other ones, missing ones, and ones that k3s has made for nothing. */
export function differingHosts(
  wanted: Readonly<Record<string, string>>,
  files: readonly { readonly path: string; readonly text: string }[],
): string[] {
  const present = new Map(files.map(({ path, text }) => [path, text]))
  const asked = new Map(Object.entries(wanted).map(([folder, text]) => [`${certsFolder}/${folder}/hosts.toml`, text]))
  const paths = [...new Set([...present.keys(), ...asked.keys()])].filter((path) => path.startsWith(`${certsFolder}/`))
  return paths.filter((path) => {
    const [has, wants] = [present.get(path), asked.get(path)]
    if (has !== undefined && wants === undefined) return has.startsWith(generatedHeader)
    return has === undefined || meaning(has) !== meaning(maskSecrets(wants ?? ''))
  })
}

/** Versions of k3s lay it out differently, and say more or less of what goes without saying. */
function meaning(toml: string): string {
  return toml
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '[host]' && !/^(#|capabilities\s*=)/.test(line))
    .map((line) => (/^server\s*=/.test(line) ? line.replace(/\/v2"$/, '"') : line))
    .join('\n')
}

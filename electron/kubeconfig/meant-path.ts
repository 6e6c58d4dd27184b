import { type Problem, problem } from '#shared/problem.ts'

/** What a shell would have replaced, or what belongs to another system: the character by which it is seen. */
const neverMeant: readonly [pattern: RegExp, where: 'anywhere' | 'posix' | 'win32'][] = [
  // Control characters: a carriage return of a .env file, a list by lines.
  [/\p{Cc}/u, 'anywhere'],
  [/^(?:\s|\p{Cf})|(?:\s|\p{Cf})$/u, 'anywhere'],
  [/^["'`‘’“”]|["'`‘’“”]$|"/u, 'anywhere'],
  [/^~/, 'anywhere'],
  [/\$(?=[{(])|(?<=^|[\\/])\$(?=[A-Za-z_])/, 'anywhere'],
  [/%(?=[A-Za-z_]\w*%)/, 'anywhere'],
  [/[*?]/, 'anywhere'],
  [/(?<=^(?:export\s+)?[A-Z_]+)=/, 'anywhere'],
  [/,(?=[\\/~])/, 'anywhere'],
  [/\s(?=\/)/u, 'anywhere'],
  [/^-$/, 'anywhere'],
  [/\\/, 'posix'],
  [/;/, 'posix'],
  [/\/$/, 'posix'],
  [/[|<>]/, 'win32'],
]

/** Drive letters and URLs: a list of paths is split at colons, so it cannot contain them. */
const neverInList = [/(?<=(?:^|[:;])["']?[A-Za-z]):(?=[\\/])/, /(?<=(?:^|[:;])["']?[A-Za-z][\w+.-]+):(?=\/\/)/]

/**
 * Why a path cannot be meant as it is written, named by the variable or option that it came in; undefined for any other. Whatever is
 * refused here would make a folder called `~`, or a file called `C`, where somebody happens to stand.
 */
export function unmeant(
  path: string,
  { variable, platform = process.platform }: { variable: string; platform?: NodeJS.Platform | undefined },
): Problem | undefined {
  const system = platform === 'win32' ? 'win32' : 'posix'
  for (const [pattern, where] of neverMeant) {
    const found = where === 'anywhere' || where === system ? pattern.exec(path)?.[0] : undefined
    if (found) return refused(variable, path, found)
  }
  return undefined
}

/** The same for a list of paths, as far as it is seen only before the list is cut. */
export function unmeantList(
  list: string,
  { variable, platform = process.platform }: { variable: string; platform?: NodeJS.Platform | undefined },
): Problem | undefined {
  if (platform === 'win32') return undefined
  const found = neverInList.map((pattern) => pattern.exec(list)?.[0]).find((each) => each !== undefined)
  if (found === undefined) return undefined
  return refused(variable, list, list.includes('\\') ? '\\' : found)
}

function refused(variable: string, path: string, character: string): Problem {
  const shown = visible(character)
  return problem('kubeconfig.path_refused', {
    variable,
    path: visible(path),
    character: shown === character && character.trim() !== '' ? character : `${shown} (${codePoint(character)})`,
  })
}

/** Control characters, and blanks that nobody would see, as they are written in a string. */
function visible(text: string): string {
  const edges = text.replaceAll(/^\s|\s$/gu, (blank) => (blank === ' ' ? '␣' : blank))
  return edges.replaceAll(/[^\P{C}\n\r\t]|[^\S ]/gu, (hidden) => escapes[hidden] ?? codePoint(hidden))
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

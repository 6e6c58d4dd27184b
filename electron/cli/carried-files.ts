import { randomUUID } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, posix, relative } from 'node:path'
import { text as allOf } from 'node:stream/consumers'
import type { CarriedFiles } from '../cluster/read/node-kubectl.ts'
import { fileProblem } from '../files/file-problem.ts'

/** Options of kubectl whose value is a file or folder of this machine. */
const fileOptions = [
  ...['-f', '--filename', '-k', '--kustomize', '--from-file', '--from-env-file', '--patch-file', '--kubeconfig'],
  ...['--cert', '--key', '--certificate-authority', '--client-certificate', '--client-key'],
]
/** Commands in which `-f` is no file. */
const followers = ['logs', 'log']
/** Commands that hand their input on, and the options that ask for it. */
const readers = ['exec', 'run', 'attach', 'debug']
const interactive = /^(-i|-it|-ti|--stdin(=true)?)$/

/** kubectl's words for another machine, with what they name of this one; undefined where they name nothing. */
export async function carry(
  args: readonly string[],
  stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean },
): Promise<{ args: string[]; carried: CarriedFiles | undefined }> {
  const folder = `/tmp/sampan-${randomUUID()}`
  const files: { path: string; content: Buffer }[] = []
  const commandEnd = args.indexOf('--')
  const own = commandEnd < 0 ? args : args.slice(0, commandEnd)
  const isFollower = own.some((arg, index) => followers.includes(arg) && !fileOptions.includes(own[index - 1] ?? ''))
  let isReading = own.some((arg) => readers.includes(arg)) && own.some((arg) => interactive.test(arg))

  /** The value as it is to be there: a path of the node, or itself where it is no file of this machine. */
  const moved = async (value: string): Promise<string> => {
    if (value === '-' || value === '/dev/stdin') isReading = true
    if (value === '-' || value.startsWith('/dev/') || /^https?:\/\//.test(value)) return value
    // --from-file takes the key under which the file appears.
    const [, key = '', path = value] = /^([\w.-]+=)?(.*)$/s.exec(value) ?? []
    const whole = await kindOf(value)
    const found = whole === undefined ? await kindOf(path) : whole
    const local = whole === undefined ? path : value
    if (found === undefined) return value.includes(',') ? movedAll(value) : value
    const target = posix.join(folder, String(files.length), basename(local))
    files.push(...(await contentOf(local, target, found)))
    return `${whole === undefined ? key : ''}${target}`
  }
  const movedAll = async (value: string) => {
    const parts: string[] = []
    for (const part of value.split(',')) parts.push(await moved(part))
    return parts.join(',')
  }

  const words: string[] = []
  let isValue = false
  for (const arg of own) {
    const [, option = '', inline] = /^(--[\w-]+|-[fk])=?(.*)$/s.exec(arg) ?? []
    const isFile = fileOptions.includes(option) && !(isFollower && option === '-f')
    if (isValue) words.push(await moved(arg))
    else if (isFile && inline) words.push(`${option}=${await moved(inline)}`)
    else words.push(arg)
    isValue = !isValue && isFile && !inline
  }
  const input = isReading && !stdin.isTTY ? `${folder}/stdin` : undefined
  if (input !== undefined) files.push({ path: input, content: Buffer.from(await allOf(stdin)) })
  const carried = files.length === 0 ? undefined : { folder, files, stdin: input }
  return { args: commandEnd < 0 ? words : [...words, ...args.slice(commandEnd)], carried }
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(path)
    return found.isDirectory() ? 'folder' : 'file'
  } catch {
    // kubectl says itself what it does not find.
    return undefined
  }
}

async function contentOf(
  path: string,
  target: string,
  kind: 'file' | 'folder',
): Promise<CarriedFiles['files'][number][]> {
  try {
    if (kind === 'file') return [{ path: target, content: await readFile(path) }]
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const inside = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
    return await Promise.all(
      inside.map(async (file) => ({
        path: posix.join(target, relative(path, file).replaceAll('\\', '/')),
        content: await readFile(file),
      })),
    )
  } catch (error) {
    throw fileProblem(path, error)
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Import {
  readonly file: string
  /** A path from the root for our own files, the package's name otherwise. */
  readonly target: string
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

function importsIn(folder: string): Import[] {
  return filesIn(folder).flatMap((file) => {
    const text = textOf(file)
    return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^'\s]+)'/g)].map(([, specifier = '']) => ({
      file,
      target: resolve(file, specifier),
    }))
  })
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('#shared/')) return specifier.slice(1)
  return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier
}

const layerOf = (path: string) => /^(shared|electron|renderer|test)\//.exec(path)?.[1]
const partOf = (path: string) => /^electron\/([a-z]+)\//.exec(path)?.[1]
const wrong = (imports: Import[], isAllowed: (each: Import) => boolean) =>
  imports.filter((each) => !isAllowed(each)).map(({ file, target }) => `${file} → ${target}`)

/** What each part of the main process may know besides itself and shared/. The engine's parts know no window and no CLI. */
const allowedParts: Readonly<Record<string, readonly string[]>> = {
  async: [],
  cluster: ['async', 'datastore', 'docker', 'images', 'kubernetes', 'registry', 'logs', 'host'],
  datastore: ['async'],
  docker: ['async'],
  kubernetes: ['async'],
  registry: ['async', 'docker', 'files'],
  logs: ['async', 'docker', 'files', 'kubernetes'],
  host: [],
  images: ['async', 'docker', 'files'],
  files: [],
  settings: ['async', 'files'],
  tools: ['files'],
  access: ['async', 'docker', 'kubernetes'],
  ipc: ['access', 'async', 'cluster', 'files', 'images', 'kubeconfig', 'registry'],
  kubeconfig: ['async', 'files', 'host', 'kubernetes'],
  cli: ['async', 'cluster', 'docker', 'files', 'host', 'images', 'kubeconfig', 'logs', 'registry'],
  app: ['access', 'async', 'cluster', 'docker', 'files', 'host', 'ipc', 'kubeconfig', 'registry', 'settings'],
  preload: [],
}

describe('the architecture', () => {
  it('lets shared/ import nothing but zod', () => {
    expect(wrong(importsIn('shared'), ({ target }) => layerOf(target) === 'shared' || target === 'zod')).toEqual([])
  })

  it('lets the window know only shared/, never the main process, Node or Electron', () => {
    const isForeign = (target: string) =>
      layerOf(target) === 'electron' || target.startsWith('node:') || target === 'electron'
    expect(wrong(importsIn('renderer'), ({ target }) => !isForeign(target))).toEqual([])
  })

  it('keeps features of the window apart from each other', () => {
    const featureOf = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1]
    const imports = importsIn('renderer/features')
    expect(
      wrong(imports, ({ file, target }) => featureOf(target) === undefined || featureOf(target) === featureOf(file)),
    ).toEqual([])
  })

  it('never lets the main process import the window', () => {
    expect(wrong(importsIn('electron'), ({ target }) => layerOf(target) !== 'renderer')).toEqual([])
  })

  it('asks nothing of Node that the oldest Electron lacks that it is tried on (25, Node 18.15)', () => {
    expect(filesIn('electron').filter((file) => textOf(file).includes('AbortSignal.any('))).toEqual([])
  })

  it('imports electron only where Electron is bound, so that the engine runs under plain Node', () => {
    const mayBind = (file: string) =>
      /^electron\/((main|run-app|log-process|ipc\/electron)\.ts|(app|preload)\/)/.test(file)
    expect(wrong(importsIn('electron'), ({ file, target }) => target !== 'electron' || mayBind(file))).toEqual([])
  })

  it('lets the parts of the main process know only those below them', () => {
    const isAllowed = ({ file, target }: Import) => {
      const [from, to] = [partOf(file), partOf(target)]
      return !from || !to || from === to || allowedParts[from]?.includes(to) === true
    }
    expect(wrong(importsIn('electron'), isAllowed)).toEqual([])
  })
})

describe('the words of the window', () => {
  it('have no punctuation between them that a component has put there: it differs by language', () => {
    const between = /^ *\{.+\}[,:;.] \{.+\}$|\btext\([^`]*\)\}[,:;.] \$\{/gm
    const found = filesIn('renderer').flatMap((file) =>
      [...textOf(file).matchAll(between)].map(([line]) => `${file}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// A tree with our own configurations and nothing but bad imports in it. The folders are those of the real tree: one that is made
// tomorrow is planted tomorrow, and fails here until the linter and the compiler know it.

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Plant {
  readonly file: string
  readonly text: string
  /** To the compiler two features are one project: only the linter can keep them apart. */
  readonly isTyped: boolean
}

/** Where Electron is bound on purpose. Everything else in electron/ runs under plain Node. */
const isBound = (path: string) =>
  /^electron\/((main|run-app|log-process|ipc\/electron)\.ts$|(app|preload)(\/|$))/.test(path)

const folders = foldersBelow('electron')
const engineFolders = folders.filter((folder) => !isBound(folder))
const rootFiles = readdirSync(join(root, 'electron')).filter((name) => /(?<!\.d)\.ts$/.test(name))
const boundFiles = [
  'electron/main.ts',
  'electron/run-app.ts',
  'electron/log-process.ts',
  'electron/ipc/electron.ts',
  'electron/app/planted.ts',
]

const plants: Plant[] = [
  ...engineFolders.flatMap((folder) => [
    typed(`${folder}/planted-electron.ts`, 'electron', 'app'),
    typed(`${folder}/planted-electron-main.ts`, 'electron/main', 'app'),
    typed(`${folder}/planted-window.ts`, way(folder, 'renderer/target.ts')),
    typed(`${folder}/planted-shell.ts`, way(folder, 'electron/app/target.ts')),
  ]),
  ...rootFiles
    .filter((name) => !isBound(`electron/${name}`))
    .map((name) => typed(`electron/${name}`, 'electron', 'app')),
  ...boundFiles.map((file) => typed(file, way(dirname(file), 'renderer/target.ts'))),
  typed('electron/preload/planted-engine.ts', way('electron/preload', 'electron/docker/target.ts')),
  ...['renderer', ...foldersBelow('renderer')].flatMap((folder) => [
    typed(`${folder}/planted-engine.ts`, way(folder, 'electron/docker/target.ts')),
    typed(`${folder}/planted-node.ts`, 'node:fs', 'readFile'),
    typed(`${folder}/planted-electron.ts`, 'electron', 'ipcRenderer'),
  ]),
  ...readdirSync(join(root, 'renderer/features')).map((name) => ({
    file: `renderer/features/${name}/planted-feature.ts`,
    text: importOf(name === 'logs' ? '../create/target.ts' : '../logs/target.ts', 'target'),
    isTyped: false,
  })),
  { ...typed('renderer/features/logs/planted-way-round.ts', '../../features/create/target.ts'), isTyped: false },
  ...['shared', ...foldersBelow('shared')].flatMap((folder) => [
    typed(`${folder}/planted-window.ts`, way(folder, 'renderer/target.ts')),
    typed(`${folder}/planted-engine.ts`, way(folder, 'electron/docker/target.ts')),
    typed(`${folder}/planted-node.ts`, 'node:fs', 'readFile'),
    { ...typed(`${folder}/planted-react.ts`, 'react', 'useState'), isTyped: false },
    typed(`${folder}/planted-electron.ts`, 'electron', 'app'),
  ]),
]
/** What the bad imports mean is there, or they would fail for another reason. */
const targets = [
  'renderer/target.ts',
  'renderer/features/logs/target.ts',
  'renderer/features/create/target.ts',
  'electron/docker/target.ts',
  'electron/app/target.ts',
]

/** TS2306, TS2591: there is no such module here. TS6307, TS6059: that file is no part of this layer. */
const reasons = ['TS2306', 'TS2591', 'TS6307', 'TS6059']

describe('a planted import across the layers', () => {
  let tree = ''
  let lint = ''
  let types = ''
  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'sampan-planted-'))
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
    for (const path of configurations()) write(path, elsewhere(readFileSync(join(root, path), 'utf8')))
    for (const path of targets) write(path, 'export const target = 1\n')
    // The compiler stops at a file that it may not read before it says which modules there are not.
    const isFile = ({ text }: Plant) => /'[^']*\.ts'/.test(text)
    for (const { file, text } of plants.filter((each) => !isFile(each))) write(file, text)
    types = run('typescript/bin/tsc', '--build', '--pretty', 'false')
    for (const { file, text } of plants.filter(isFile)) write(file, text)
    lint = run('@biomejs/biome/bin/biome', 'lint', '--only=noRestrictedImports', '--reporter=github', '.')
    types += run('typescript/bin/tsc', '--build', '--pretty', 'false')
  }, 120_000)
  afterAll(() => rmSync(tree, { recursive: true }))

  it('fails the linter, whichever folder it is in', () => {
    expect(plants.filter(({ file }) => !complained(lint, file, 'noRestrictedImports'))).toEqual([])
  })

  it('fails the compiler, wherever two layers are two projects', () => {
    expect(plants.filter(({ file, isTyped }) => isTyped && !complained(types, file, ...reasons))).toEqual([])
  })

  it('is all that is wrong there', () => {
    const wrong = types.split(/\n(?=\S)/).filter((each) => !reasons.some((reason) => each.includes(reason)))
    expect(wrong.join('').trim()).toBe('')
  })

  function write(path: string, text: string): void {
    mkdirSync(join(tree, dirname(path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }

  function run(script: string, ...args: string[]): string {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules', script), ...args, ...(script.startsWith('@') ? ['--max-diagnostics=none'] : [])],
      {
        cwd: tree,
        encoding: 'utf8',
        maxBuffer: 1e8,
      },
    )
    return stdout + stderr
  }
})

/** A complaint of the compiler goes on in indented lines: who else imports the same file is told there. */
function complained(output: string, file: string, ...reasons: string[]): boolean {
  return output.split(/\n(?=\S)/).some((each) => each.includes(file) && reasons.some((reason) => each.includes(reason)))
}

function typed(file: string, specifier: string, name = 'target'): Plant {
  return { file, text: importOf(specifier, name), isTyped: true }
}

function importOf(specifier: string, name: string): string {
  return `import { ${name} } from '${specifier}'\nexport const planted = ${name}\n`
}

function way(folder: string, target: string): string {
  const path = relative(folder, target)
  return path.startsWith('.') ? path : `./${path}`
}

function foldersBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

/** Those of the sources, as they are; the tests' own project is left out. */
function configurations(): string[] {
  const inLayers = ['shared', 'electron', 'electron/preload', 'renderer'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /^tsconfig.*\.json$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  return ['package.json', 'biome.json', 'tsconfig.json', 'tsconfig.base.json', 'no-electron.d.ts', ...inLayers]
}

/** The link to our node_modules must not lead the compiler's results into our own cache. */
function elsewhere(text: string): string {
  return text
    .replaceAll('node_modules/.cache/tsc', 'types')
    .replace(/^.*"\.?\/?test(\/ui)?".*\n/gm, '')
    .replace(/"vcs": \{[^}]*\},/, '')
}

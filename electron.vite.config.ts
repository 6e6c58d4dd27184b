import { dirname } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// Everything is bundled (no node_modules in the package) as CommonJS: a sandboxed preload cannot be ESM, and Electron 25,
// on which the tests run where the official binary cannot be had, has no ESM main process.
const cjs = { format: 'cjs' as const, entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' }
// .node: ssh2's optional native parts; its JavaScript falls back without them. Playwright is only the bench's.
const external = ['electron', /\.node$/, 'cpu-features', '@playwright/test']

// The licenses of what is bundled, for the window to show (electron/app/licenses.ts).
const license = { fileName: 'licenses.json' }

// What dockerode would read at every start: its gRPC, half a megabyte, is for builds alone, and Sampan builds no images; its ssh client
// waits until an engine is reached by ssh.
const notAtOnce = {
  name: 'not-at-once',
  enforce: 'pre' as const,
  resolveId: (source: string, importer?: string) => {
    if (source === './session' && importer?.endsWith('/dockerode/lib/docker.js')) return '\0no-builds'
    if (source === './ssh' && importer?.endsWith('/docker-modem/lib/modem.js'))
      return `\0later:${dirname(importer)}/ssh.js`
    return null
  },
  load: (id: string) => {
    if (id === '\0no-builds') return "module.exports = () => { throw new Error('Sampan builds no images') }"
    const [, later] = id.split('\0later:')
    return later ? `module.exports = (...args) => require(${JSON.stringify(later)})(...args)` : null
  },
}

export default defineConfig({
  main: {
    plugins: [notAtOnce],
    build: {
      outDir: 'out',
      license,
      target: 'node18.15',
      externalizeDeps: false,
      rollupOptions: {
        input: {
          entry: 'electron/entry.ts',
          main: 'electron/main.ts',
          terminal: 'electron/terminal.ts',
          cli: 'electron/cli.ts',
          logs: 'electron/log-process.ts',
          'search-thread': 'electron/logs/search-thread.ts',
          bench: 'test/bench/bench.ts',
          'bench-bare': 'test/bench/bare-main.ts',
          'bench-xterm': 'test/bench/xterm-main.ts',
          'bench-log-view': 'test/bench/log-view-child.ts',
          soak: 'test/soak/main.ts',
          'soak-app': 'test/soak/app-process.ts',
        },
        external,
        output: cjs,
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      license,
      target: 'node18.15',
      externalizeDeps: false,
      rollupOptions: { input: { preload: 'electron/preload/preload.ts' }, external, output: cjs },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      license,
      target: 'chrome114',
      minify: true,
      // The Content-Security-Policy loads fonts from files alone.
      assetsInlineLimit: 0,
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
})

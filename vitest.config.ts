import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** They measure, flood the machine, stop a Docker Engine of their own, make what all clusters share, or look for what only a second Sampan may have changed. */
const alone = [
  'docker-restart',
  'engine-switch',
  'free-space',
  'local-registries',
  'logs',
  'reboot',
  'soak',
  'two-processes',
].map((name) => `test/engine/${name}.test.ts`)

/** Real clusters on one small machine: minutes rather than seconds. */
function engine(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return { test: { environment: 'node', testTimeout: 240_000, hookTimeout: 240_000, ...test } }
}

export default defineConfig({
  test: {
    // happy-dom lays nothing out: a menu that opens has nothing to focus there yet, and Mantine would print the whole tree.
    onConsoleLog: (line) => (line.includes('use-focus-trap') ? false : undefined),
    projects: [
      // They change nothing that another file would see, and one process that stays saves the loading of all modules for each of them.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', isolate: false } },
      {
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.tsx'],
          environment: 'happy-dom',
          // Typing into a form of fifty inputs takes seconds on a small machine that is busy with other things.
          testTimeout: 30_000,
        },
      },
      // Clusters mostly wait for one another: three files at a time take a third as long, and are three Sampans on one Docker besides.
      engine({
        name: 'engine',
        include: ['test/engine/**/*.test.ts'],
        exclude: alone,
        maxWorkers: 3,
        sequence: { groupOrder: 1 },
      }),
      engine({ name: 'engine-alone', include: alone, fileParallelism: false }),
    ],
  },
})
